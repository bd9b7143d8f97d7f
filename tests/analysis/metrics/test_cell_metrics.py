"""Metrics of electrodes: order of filling, stages, profiles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr

from ambipolar.analysis.metrics.cells import (
    activation_potentials,
    transformation_order,
    transformation_span,
)
from ambipolar.analysis.metrics.profiles import profile_at
from ambipolar.analysis.metrics.stages import depth_spread, stage_order, stage_share, stage_spread
from ambipolar.core.constants import GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.cells.electrode import PorousElectrode
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.models.homogeneous_grain import HomogeneousGrain
from ambipolar.models.population import Population
from ambipolar.models.size_distribution import GivenSizes
from ambipolar.models.variation import SizeDependentInteraction

SIZES = (40e-9, 60e-9, 80e-9, 100e-9)


def electrode(cells: int = 2) -> PorousElectrode:
    grains = Population(
        HomogeneousGrain(), members=4, sizes=GivenSizes(SIZES),
        variations=(SizeDependentInteraction(),),
    )  # fmt: skip
    return PorousElectrode(
        material=MATERIALS["LFP"], particle=grains, active_fraction=0.5, initial_filling=0.01,
        layer=PorousLayer(thickness=40e-6, porosity=0.4, cells=cells),
    )  # fmt: skip


def made_up(fillings: np.ndarray, cells: int = 2, step: list[int] | None = None) -> Any:
    """A result whose particles have given fillings; the potential falls from 3.5 to 3.3 V."""
    rows = len(fillings)
    time = np.arange(rows, dtype=float)
    data = xr.Dataset(
        {
            "positive.filling": (("time", "positive.member"), fillings),
            "positive.mean_filling": ("time", fillings.mean(axis=1)),
            "filling": ("time", fillings.mean(axis=1)),
            "positive.potential": (
                ("time", "positive.position"),
                np.repeat(np.linspace(3.5, 3.3, rows)[:, None], cells, axis=1),
            ),
            "step": ("time", step or [0] * rows),
        },
        coords={"time": time},
    )
    device = SimpleNamespace(electrode=electrode(cells), temperature=298.15)
    return SimpleNamespace(
        devices={"a": device}, solutions={"a": SimpleNamespace(dataset=data)},
        case=lambda name="": name or "a",
    )  # fmt: skip


#: one after the other, the first member first
IN_ORDER = np.array([[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]], float)


def test_order_of_filling():
    assert transformation_order(made_up(IN_ORDER), "a") == pytest.approx(1.0)
    assert transformation_order(made_up(IN_ORDER[:, ::-1]), "a") == pytest.approx(-1.0)
    assert transformation_span(made_up(IN_ORDER), "a") == pytest.approx(0.75)
    together = np.repeat(np.linspace(0, 1, 11)[:, None], 4, axis=1)
    assert transformation_span(made_up(together), "a") == pytest.approx(0.0, abs=1e-12)


def test_potential_at_the_spinodal_of_each_size():
    ramp = np.repeat(np.linspace(0, 1, 201)[:, None], 4, axis=1)
    found = activation_potentials(made_up(ramp), "a", members=[0, 3])
    for size, potential in zip((SIZES[0], SIZES[3]), found, strict=True):
        omega = float(SizeDependentInteraction().law(size))
        spinodal = (1 - np.sqrt(1 - 2 * GAS_CONSTANT * 298.15 / omega)) / 2
        assert potential == pytest.approx(3.5 - 0.2 * spinodal, abs=1e-9)


def test_profiles_at_a_time():
    result = made_up(IN_ORDER)
    assert profile_at(result, "a", "positive.filling", at=1.5) == pytest.approx([1, 0.5, 0, 0])
    assert profile_at(result, "a", "positive.filling", at=1.5, entries=[1]) == pytest.approx([0.5])
    with pytest.raises(ParameterError, match="along one axis"):
        profile_at(result, "a", "filling", at=1.0)


def test_stages_by_depth():
    # four cells, one particle each: gold, red, red, dark from the separator on
    fillings = np.array([[0.0] * 4, [0.95, 0.5, 0.5, 0.05], [0.52, 0.5, 0.5, 0.48]])
    result = made_up(fillings, cells=4, step=[0, 0, 1])
    # mean depths 1/8, 1/2 and 7/8 of the thickness
    assert stage_order(result, "a", filling=0.5) == pytest.approx(0.375)
    assert stage_spread(result, "a", step=0) == 1.0
    assert stage_spread(result, "a", step=1) == 0.0
    assert stage_share(result, "a", step=0) == pytest.approx(0.25)
    assert stage_share(result, "a", step=0, stage="stage 2") == pytest.approx(0.5)
    assert depth_spread(result, "a", step=1) == pytest.approx(0.04)
    backwards = made_up(fillings[:, ::-1], cells=4, step=[0, 0, 1])
    assert stage_order(backwards, "a", filling=0.5) == pytest.approx(-0.375)


def test_what_is_not_there_is_named():
    result = made_up(IN_ORDER)
    with pytest.raises(ParameterError, match="no step 3"):
        stage_spread(result, "a", step=3)
    with pytest.raises(ParameterError, match="stage 7"):
        stage_share(result, "a", stage="stage 7")
    with pytest.raises(ParameterError, match="no cell"):
        transformation_order(result, "a", electrode="negative")
