"""The figure of loops."""

import numpy as np
import pytest
from tests.plot.test_figures import drawn_axes
from tests.toys import allen_cahn_device, host

from ambipolar.core.errors import ParameterError
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.variation import NormalVariation
from ambipolar.plot.hysteresis import plot_hysteresis
from ambipolar.simulation.protocols import charge, discharge, rest
from ambipolar.simulation.run import run


def _device(interaction):
    unlike = NormalVariation("material.standard_potential", deviation=1e-4)
    population = Population(HomogeneousParticle(20e-9), 12, variations=(unlike,))
    return ParticlePopulation(host(interaction), population, initial_filling=0.02)


@pytest.fixture(scope="module")
def cases():
    up, down = (
        discharge(c_rate=0.05, until_filling=0.98, samples=80),
        charge(c_rate=0.05, until_filling=0.02, samples=80),
    )
    turn = (
        discharge(c_rate=0.05, until_filling=0.7, samples=40)
        + charge(c_rate=0.05, until_filling=0.4, samples=40)
        + rest("10 min")
    )
    devices = {"four": _device(4.0), "three": _device(3.0), "inner": _device(4.0)}
    protocols = {"four": up + down, "three": up + down, "inner": turn}
    return {n: run(d, protocols[n]) for n, d in devices.items()}, devices


def test_panels_of_the_figure(cases):
    solutions, devices = cases
    figure = plot_hysteresis(solutions, devices, {n: n for n in solutions})
    axes = drawn_axes(figure)
    titles = [a.get_title(loc="left") for a in axes]
    gaps = axes[titles.index("Height of the loop at vanishing current")]
    closed, points = gaps.lines
    interactions, heights = (np.asarray(d, float) for d in points.get_data())
    assert sorted(interactions) == pytest.approx([3.0, 4.0], rel=0.02)
    x, y = (np.asarray(d, float) for d in closed.get_data())
    predicted = np.interp(interactions, x, y)
    # twelve particles at a current
    assert heights == pytest.approx(predicted, rel=0.2)
    turned = next(a for a in axes if a.get_title(loc="left").startswith("Turned"))
    assert {"inner", "no particle switches"} <= set(turned.get_legend_handles_labels()[1])


def test_without_a_loop_the_error_says_so(cases):
    solutions, devices = cases
    single = allen_cahn_device(cells=12)
    alone = {"a": run(single, discharge(c_rate=1.0, until_filling=0.1))}
    for name, given, of in (("a", alone, {"a": single}), ("inner", solutions, devices)):
        with pytest.raises(ParameterError, match="no population that is filled and emptied"):
            plot_hysteresis({name: given[name]}, of, {})
