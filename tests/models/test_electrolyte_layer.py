"""Layers of electrolyte: conservation, limits, series of layers, order of the scheme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import casadi as ca
import numpy as np
import pytest

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.models.electrolyte_layer import ElectrolyteLayers, Ends, PorousLayer
from ambipolar.numerics.system import symbols
from ambipolar.physics.electrolytes.concentrated import ConstantElectrolyte
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte
from ambipolar.physics.electrolytes.uniform import PerfectBath, SolidElectrolyte

ROOM = 298.15
DILUTE = DiluteElectrolyte(cation_diffusivity=2.5e-10, anion_diffusivity=3.75e-10)
ANODE = PorousLayer(thickness=80e-6, porosity=0.35, cells=7)
SEPARATOR = PorousLayer(thickness=25e-6, porosity=0.6, bruggeman_exponent=2.0, cells=4)
GRADED = PorousLayer(
    thickness=60e-6, porosity_profile=(0.2, 0.25, 0.3, 0.35, 0.4), tortuosity=3.0, cells=5
)
STACK = (ANODE, SEPARATOR, GRADED)


def evaluate(stack: ElectrolyteLayers, values: dict[str, np.ndarray], what: Any) -> list:
    state = symbols(stack.variables())
    found = what(state)
    function = ca.Function("f", [state[n] for n in values], [ca.MX(e) for e in found])
    return [
        np.asarray(v.full()) for v in function.call([np.atleast_2d(v) for v in values.values()])
    ]


def made_up(cells: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(4)
    return {
        "concentration": 1000.0 * (1 + 0.5 * rng.uniform(-1, 1, cells)),
        "potential": 0.1 * rng.uniform(-1, 1, cells),
    }


@pytest.mark.parametrize("name", ["valoen-reimers", "lionsimba-isothermal", "nyman"])
def test_salt_is_conserved_whatever_happens(name: str) -> None:
    stack = ElectrolyteLayers(ELECTROLYTES[name], STACK)
    source = np.random.default_rng(1).uniform(-1e6, 1e6, (1, 16))

    def what(state: dict) -> list:
        ends = Ends(left_current=12.0, right_current=-5.0)
        part = stack.equations(state, ROOM, ends, ca.DM(source))
        stored = part.rates["concentration"] * stack.widths() * stack.porosities()
        return [ca.sum2(stored), stored, part.residuals["potential"]]

    total, stored, charge = evaluate(stack, made_up(16), what)
    assert abs(total.item()) <= 1e-13 * np.abs(stored).sum()
    # and the sum of the charge balances is that of the ends and the sources
    widths = np.concatenate([np.full(s.cells, s.thickness / s.cells) for s in STACK])
    assert charge.sum() == pytest.approx(-17.0 - (source * widths).sum(), rel=1e-12)


def test_salt_that_enters_at_an_end_stays() -> None:
    stack = ElectrolyteLayers(DILUTE, STACK)

    def what(state: dict) -> list:
        part = stack.equations(state, ROOM, Ends(left_salt=1e-3, right_salt=4e-4))
        return [ca.sum2(part.rates["concentration"] * stack.widths() * stack.porosities())]

    assert evaluate(stack, made_up(16), what)[0].item() == pytest.approx(6e-4, rel=1e-12)


def test_ohm_through_layers_in_series() -> None:
    """Uniform salt: the current between two cells follows from the resistances between them."""
    law = ConstantElectrolyte(conductivity_value=1.2, diffusivity_value=1e-10,
                              transference_value=0.3)  # fmt: skip
    stack = ElectrolyteLayers(law, (ANODE, SEPARATOR))
    factors = 0.35**1.5, 0.6**2.0
    r = [layer.thickness / layer.cells / (1.2 * f) for layer, f in zip(STACK, factors)]
    resistances = np.array([r[0]] * 6 + [(r[0] + r[1]) / 2] + [r[1]] * 3)
    potential = -20.0 * np.concatenate([[0.0], np.cumsum(resistances)])

    def what(state: dict) -> list:
        part = stack.equations(state, ROOM, Ends(20.0, 20.0))
        return [part.outputs["current"], part.residuals["potential"]]

    values = {"concentration": np.full(11, 900.0), "potential": potential}
    current, residual = evaluate(stack, values, what)
    assert current == pytest.approx(20.0, rel=1e-12)
    assert residual == pytest.approx(0.0, abs=1e-10)


def test_profiles_of_porosity_and_tortuosity() -> None:
    stack = ElectrolyteLayers(DILUTE, STACK)
    porosity, factor, x = ca.Function(
        "f", [], [stack.porosities(), GRADED.transport_factor(), stack._positions().values]
    ).call([])
    assert porosity.full()[0, 11:] == pytest.approx([0.2, 0.25, 0.3, 0.35, 0.4])
    assert factor.full()[0] == pytest.approx(np.array([0.2, 0.25, 0.3, 0.35, 0.4]) / 3)
    assert stack.cells == 16 and [s.start for s in stack.slices()] == [0, 7, 11]
    assert np.all(np.diff(x.full()[0]) > 0)
    assert x.full()[0, [0, -1]] == pytest.approx([40e-6 / 7, 159e-6])


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_surface_is_second_order(side: str) -> None:
    """A linear profile of salt that carries a current without moving salt."""
    errors = []
    for cells in (20, 40):
        stack = ElectrolyteLayers(DILUTE, (PorousLayer(thickness=1e-4, cells=cells),))
        current = 400.0
        slope = -0.6 * current / (FARADAY * 3e-10)
        x = (np.arange(cells) + 0.5) / cells * 1e-4
        c = 1000.0 + slope * (x - 5e-5)
        thermal = 8.314462618 * ROOM / FARADAY
        values = {"concentration": c, "potential": 2 * thermal * np.log(c)}

        def what(state: dict, stack: ElectrolyteLayers = stack) -> list:
            found = stack.surface(state, ROOM, side, 400.0)
            return [found.concentration, found.potential]

        outside, phi = evaluate(stack, values, what)
        exact = 1000.0 + slope * (-5e-5 if side == "left" else 5e-5)
        assert outside.item() == pytest.approx(exact, rel=1e-12)
        errors.append(abs(phi.item() - 2 * thermal * np.log(exact)))
    assert errors[1] < errors[0] / 3.5


def test_what_does_not_change_is_no_unknown() -> None:
    layers = (PorousLayer(thickness=1e-5, cells=6),)
    solid = ElectrolyteLayers(SolidElectrolyte(conductivity_value=1e-3), layers)
    bath = ElectrolyteLayers(PerfectBath(), layers)
    assert [(v.name, v.size) for v in solid.variables()] == [("potential", 6)]
    assert [(v.name, v.size) for v in bath.variables()] == [("potential", 1)]
    source = ca.DM.ones(1, 6) * 2e5

    def what(stack: ElectrolyteLayers) -> Any:
        def equations(state: dict) -> list:
            part = stack.equations(state, ROOM, Ends(1.0, 3.0), source)
            assert not part.rates
            return [part.residuals["potential"], part.outputs["concentration"]]

        return equations

    residual, c = evaluate(bath, {"potential": np.array([0.3])}, what(bath))
    assert residual.item() == pytest.approx(0.0, abs=1e-12) and c == pytest.approx(1000.0)
    (residual, _) = evaluate(solid, {"potential": np.zeros(6)}, what(solid))
    assert residual.sum() == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"porosity": 0.0}, r"PorousLayer\.porosity: is zero"),
        ({"porosity": -0.1}, r"PorousLayer\.porosity: must be from 0 to 1"),
        ({"porosity": 1.2}, r"PorousLayer\.porosity: must be from 0 to 1"),
        ({"porosity_profile": (0.3, 0.3)}, r"porosity_profile: has 2 numbers for 20 cells"),
        ({"porosity_profile": (0.3, 1.3), "cells": 2}, r"porosity_profile: must be from 0 to 1"),
        ({"tortuosity": 0.5}, r"PorousLayer\.tortuosity: must be at least 1"),
        ({"thickness": 0.0}, r"PorousLayer\.thickness"),
        ({"cells": 0}, "cells"),
    ],
)
def test_bad_layers_are_refused(changes: dict, complaint: str) -> None:
    with pytest.raises(ParameterError, match=complaint):
        replace(PorousLayer(thickness=1e-5), **changes)


def test_one_cell_is_no_profile() -> None:
    with pytest.raises(ParameterError, match="cells"):
        ElectrolyteLayers(DILUTE, (PorousLayer(thickness=1e-5, cells=1),))
