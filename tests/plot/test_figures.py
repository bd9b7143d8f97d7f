"""Figures: every axis is labelled with its unit, files are whole."""

import dataclasses

import numpy as np
import pytest
from tests.toys import Rate, allen_cahn_device, host

import ambipolar as amb
from ambipolar.core.errors import UnknownNameError
from ambipolar.physics.stability.growth import phase_map
from ambipolar.physics.stability.surface import DrivenSurface
from ambipolar.plot.cases import plot_cases
from ambipolar.plot.free_energy import plot_free_energy
from ambipolar.plot.kinetics import plot_kinetics
from ambipolar.plot.overview import plot_solution
from ambipolar.plot.stability import plot_phase_map
from ambipolar.plot.style import display, save_figure
from ambipolar.simulation.run import run


def drawn_axes(figure):
    return [a for a in figure.axes if a.has_data()]


def labelled(figure) -> bool:
    """Every visible axis says what it is and in which unit."""
    for axes in drawn_axes(figure):
        if not axes.get_ylabel().endswith(")"):
            return False
        # an upper panel shares the labels of the one below
        if axes.xaxis.get_tick_params().get("labelbottom", True) and axes.get_xlabel() == "":
            return axes.get_ylabel() != "" and len(axes.lines) == 0
    return True


@pytest.fixture(scope="module")
def solution():
    return run(allen_cahn_device(cells=20), Rate(0.5, 0.8, samples=41))


def test_solution(solution, tmp_path):
    figure = solution.plot(title="a run")
    assert labelled(figure)
    assert "Voltage (V)" in {a.get_ylabel() for a in figure.axes}
    paths = save_figure(figure, tmp_path, "solution")
    assert [p.suffix for p in paths] == [".png", ".svg"]
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert {p.name for p in tmp_path.iterdir()} == {"solution.png", "solution.svg"}


def test_homogeneous_solution_has_no_map():
    device = amb.devices.SingleParticle(host(), amb.HomogeneousParticle())
    figure = plot_solution(run(device, Rate(0.5, 0.8)))
    assert len(drawn_axes(figure)) == 2
    assert labelled(figure)


def test_cases(solution):
    figure = plot_cases({"one": solution, "two": solution}, {"one": "C/2"})
    (legend,) = figure.legends
    assert [t.get_text() for t in legend.get_texts()] == ["C/2", "two"]
    assert labelled(figure)


@pytest.mark.parametrize("omega", [1.0, 4.5])
def test_free_energy(omega):
    assert labelled(plot_free_energy(host(omega)))


def test_studies_name_their_figures():
    from ambipolar.plot.studies import figures_of
    from ambipolar.simulation.studies import STUDIES
    from ambipolar.simulation.study import run_study

    result = run_study(STUDIES["finite-warburg"])
    assert list(figures_of(result)) == ["impedance"]
    wrong = dataclasses.replace(result, spec=result.spec.model_copy(update={"figures": ["nyqist"]}))
    with pytest.raises(UnknownNameError, match="nyqist"):
        figures_of(wrong)


def test_kinetics_and_phase_map():
    assert labelled(plot_kinetics(amb.ButlerVolmer(1.0)))
    material = host()
    surface = DrivenSurface(
        free_energy=material.free_energy, kinetics=material.kinetics,
        site_density=material.site_density, area_per_volume=1e8,
    )  # fmt: skip
    grid = phase_map(surface, np.linspace(0.05, 0.95, 30), np.linspace(-0.5, 0.5, 31))
    figure = plot_phase_map(grid, title="map")
    assert figure.axes[0].get_xlabel() == "Site filling (–)"


@pytest.mark.parametrize(
    ("values", "unit", "text"),
    [
        ([0, 7200], "s", "h"), ([0, 100], "s", "s"), ([1e-7], "m", "nm"),
        ([5e-4], "A/m^2", "µA/m²"), ([0.3], "1", ""), ([3.4], "V", "V"),
    ],
)  # fmt: skip
def test_units_that_read_as_ordinary_numbers(values, unit, text):
    assert display(values, unit).unit == text
