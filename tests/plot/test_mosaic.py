"""Mosaics of populations."""

import numpy as np
import pytest
from tests.plot.test_figures import drawn_axes
from tests.toys import Rate, allen_cahn_device, host

from ambipolar.core.errors import ParameterError
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.size_distribution import LogNormalSizes
from ambipolar.plot.mosaic import draw_mosaic, histogram_data, is_population, plot_mosaic
from ambipolar.plot.mosaic_animation import MosaicAnimation, mosaic_pictures
from ambipolar.plot.style import new_figure
from ambipolar.simulation.run import run

DEVICE = ParticlePopulation(
    host(3.0), Population(HomogeneousParticle(20e-9), 30, LogNormalSizes(5e-9))
)


@pytest.fixture(scope="module")
def solutions():
    return {f"{rate:g}C": run(DEVICE, Rate(rate, 0.95, samples=51)) for rate in (0.5, 2.0, 20.0)}


def test_figure_of_several_currents(solutions):
    names = {n: n for n in solutions}
    figure = plot_mosaic(solutions, dict.fromkeys(solutions, DEVICE), names, title="thirty")
    labels = {axes.get_ylabel() for axes in drawn_axes(figure)}
    assert {"0.5C", "20C", "Share (–)", "Active fraction (–)"} <= labels
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles.count("50% full") == 1
    (curve,) = next(a for a in figure.axes if a.get_xlabel().startswith("Current density")).lines
    assert len(curve.get_xdata()) == 3


def test_areas_of_marks_are_those_of_the_sizes():
    sizes = np.array([1.0, 2.0, 3.0, 4.0])
    marks = draw_mosaic(new_figure().subplots(), sizes, np.linspace(0, 1, 4))
    widths = np.sort(marks.get_widths())
    assert widths / widths[0] == pytest.approx(sizes)
    assert sorted(marks.get_array()) == pytest.approx(np.linspace(0, 1, 4))


def test_animation_is_written(solutions, tmp_path):
    from PIL import Image

    labels = {n: n for n in solutions}
    film = MosaicAnimation(solutions, dict.fromkeys(solutions, DEVICE), labels, frames=4)
    pictures = mosaic_pictures(film)
    assert len(pictures) == 4
    assert np.abs(np.asarray(pictures[0], float) - np.asarray(pictures[-1], float)).max() > 50
    path = film.save(tmp_path, "mosaic")[0]
    assert Image.open(path).n_frames == 4  # type: ignore[attr-defined]


def test_histogram_data(solutions):
    shares, edges = histogram_data(solutions["0.5C"].dataset, 0.5, bins=10)
    assert shares.sum() == pytest.approx(1.0)
    assert edges == pytest.approx(np.linspace(0, 1, 11))


def test_a_single_particle_is_no_population():
    single = run(allen_cahn_device(cells=12), Rate(0.5, 0.1, samples=5))
    assert not is_population(single.dataset)
    with pytest.raises(ParameterError, match="no case is a population"):
        plot_mosaic({"a": single}, {}, {"a": "a"})
