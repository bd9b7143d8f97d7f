"""The figure of sensitivities: one line for each parameter, in ordinary units."""

import numpy as np
import pytest
from tests.toys import Rate, host

from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.plot.sensitivities import plot_sensitivities
from ambipolar.simulation.sensitivity import sensitivities

pytest.importorskip("pybammsolvers")


def test_lines_are_the_normalised_derivatives():
    device = ParticlePopulation(host(1.0), Population(HomogeneousParticle(), 3))
    paths = ("temperature", "ion_activity")
    found = sensitivities(
        device, Rate(1.0, 0.3, samples=5), paths, ("voltage", "population.filling")
    )
    first, second = plot_sensitivities(found, title="a run").axes
    drawn = [line for line in first.lines if np.size(line.get_xdata()) == 5]
    assert [line.get_label() for line in drawn] == list(paths)
    expected = found.normalised("voltage", within_steps=True).values
    for line, values in zip(drawn, expected, strict=True):
        shown = np.asarray(line.get_ydata())
        assert shown / np.max(np.abs(shown)) == pytest.approx(values / np.max(np.abs(values)))
    assert "largest change" in second.get_ylabel().lower()
    assert found.plot().axes[0].get_ylabel() == first.get_ylabel()
