"""Figures of electrodes and cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.devices.full_cell import FullCell
from ambipolar.devices.half_cell import HalfCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.materials.registry import MATERIALS
from ambipolar.models.cells.electrode import PorousElectrode
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.homogeneous_grain import HomogeneousGrain
from ambipolar.models.population import Population
from ambipolar.models.size_distribution import GivenSizes
from ambipolar.physics.electrolytes.uniform import PerfectBath
from ambipolar.plot.cells import is_cell, parts_of, plot_cell_cases, shown_rows
from ambipolar.plot.size_order import plot_size_order
from ambipolar.plot.stage_colours import STAGE_COLOURS, plot_stage_colours, stage_rgb
from ambipolar.simulation.protocols import from_text
from ambipolar.simulation.run import run

SALT = ELECTROLYTES["valoen-bernardi"]


def electrode(host: str, filling: float, cells: int = 3, **changes: Any) -> PorousElectrode:
    options: dict[str, Any] = {
        "material": MATERIALS[host], "particle": HomogeneousParticle(1e-7),
        "layer": PorousLayer(thickness=30e-6, porosity=0.4, cells=cells), "active_fraction": 0.5,
        "initial_filling": filling,
    }  # fmt: skip
    return PorousElectrode(**options | changes)


@pytest.fixture(scope="module")
def cells() -> dict[str, Any]:
    grains = Population(
        HomogeneousGrain(), members=6, sizes=GivenSizes(tuple(1e-9 * s for s in range(90, 30, -10)))
    )
    half = HalfCell(
        electrolyte=SALT, separator=PorousLayer(thickness=20e-6, porosity=0.5, cells=2),
        electrode=electrode("LFP", 0.05, particle=grains),
    )  # fmt: skip
    full = FullCell(
        electrolyte=SALT, negative=electrode("graphite-lionsimba", 0.8, 2), separator=None,
        positive=electrode("LFP", 0.05, 1),
    )  # fmt: skip
    graphite = HalfCell(electrolyte=SALT, electrode=electrode("graphite-lionsimba", 0.05))
    return {"half": half, "full": full, "graphite": graphite}


@pytest.fixture(scope="module")
def solutions(cells: dict[str, Any]) -> dict[str, Any]:
    protocol = from_text(["Discharge at C/2 until 0.01 V (20 samples)", "Rest for 10 minutes"])
    return {name: run(cell, protocol).check() for name, cell in cells.items()}


def test_the_default_figure_of_a_cell_has_everything(solutions):
    for name, count in (("half", 6), ("full", 6)):
        assert is_cell(solutions[name].dataset)
        figure = solutions[name].plot(title="a cell")
        labels = [axes.get_ylabel() for axes in figure.axes]
        for wanted in ("Voltage (V)", "Filling (–)", "Salt (mol/L)", "Potential (mV)"):
            assert wanted in labels
        assert len([text for text in labels if text]) >= count


def test_a_perfect_bath_has_no_profiles():
    bath = FullCell(
        electrolyte=PerfectBath(), negative=electrode("graphite-lionsimba", 0.8, 1),
        separator=None, positive=electrode("LFP", 0.05, 1),
    )  # fmt: skip
    figure = run(bath, from_text("Discharge at 1C for 5 minutes")).plot()
    labels = [axes.get_ylabel() for axes in figure.axes]
    assert "Salt (mol/L)" not in labels and labels.count("Position (µm)") == 2


def test_particles_are_drawn_where_they_are(solutions):
    (part,) = parts_of(solutions["half"].dataset)
    assert part.edges == pytest.approx((20e-6, 50e-6))
    assert part.per_cell == 2
    assert np.all(np.diff(part.places) == pytest.approx(5e-6))
    first, second = parts_of(solutions["full"].dataset)
    assert first.edges == pytest.approx((0.0, 30e-6))
    assert second.edges == pytest.approx((30e-6, 60e-6))  # one cell, found from its neighbour


def test_rows_cover_the_run(solutions):
    data = solutions["half"].dataset
    rows = shown_rows(data, 5)
    assert rows[0] == 0 and rows[-1] == data.sizes["time"] - 1


def test_one_row_for_each_case(solutions):
    figure = plot_cell_cases(solutions, {"half": "a half cell"})
    assert len(figure.axes) == 9
    assert figure.axes[0].get_title(loc="left") == "a half cell"
    with pytest.raises(ParameterError, match="no case is an electrode"):
        plot_cell_cases({}, {})


def test_maps_are_in_the_order_of_the_sizes(solutions, cells):
    figure = plot_size_order({"half": solutions["half"]}, cells, {})
    mesh = figure.axes[1].collections[0]
    drawn = np.asarray(mesh.get_array()).reshape(6, -1)
    # the sizes fall along the members
    data = solutions["half"].dataset
    fillings = data["positive.filling"].values[data["step"].values == 0]
    assert drawn.shape[1] <= len(fillings)  # without the rest
    assert drawn == pytest.approx(fillings[: drawn.shape[1], ::-1].T)
    assert [t.get_text() for t in figure.axes[1].get_yticklabels()] == ["40", "60", "70", "90"]
    with pytest.raises(ParameterError, match="population"):
        plot_size_order({}, {}, {})


def test_colours_of_stages():
    import matplotlib.colors as mc

    pure = stage_rgb(np.eye(3))
    for row, colour in zip(pure, STAGE_COLOURS.values(), strict=True):
        assert row == pytest.approx(mc.to_rgb(colour))
    mixed = stage_rgb(np.array([0.0, 0.5, 0.5]))
    assert np.all(mixed >= np.minimum(pure[1], pure[2]))
    assert np.all(mixed <= np.maximum(pure[1], pure[2]))


def test_graphite_in_colours(solutions, cells):
    drawn = {"graphite": solutions["graphite"]}
    figure = plot_stage_colours(drawn, cells, {"graphite": "graphite"})
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["graphite", "", "particles: graphite"]
    assert len(figure.legends[0].get_texts()) == 3
    with pytest.raises(ParameterError, match="cell"):
        plot_stage_colours({}, {}, {})
