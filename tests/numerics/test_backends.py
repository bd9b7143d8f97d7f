"""The two integrators agree, stop at events, and report failures instead of spinning."""

import numpy as np
import pytest
from tests.toys import Drive, Rate, allen_cahn_device, host

from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.protocol.cutoffs import FillingAbove, VoltageAbove, VoltageBelow
from ambipolar.simulation.protocol.segment import Mode
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Outcome

BACKENDS = ["idaklu", "idas"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_events_stop_at_the_threshold(backend):
    if backend == "idaklu":
        pytest.importorskip("pybammsolvers")
    device = SingleParticle(host(1.0), HomogeneousParticle())
    solution = run(
        device, Rate(1.0, 1.2, cutoffs=(FillingAbove(0.7),)), SolverSettings(backend=backend)
    )
    assert solution.status.outcome is Outcome.CUTOFF
    assert float(solution["filling"][-1]) == pytest.approx(0.7, abs=1e-9)
    assert float(solution["time"][-1]) == pytest.approx(3600 * 0.69, rel=1e-9)


def test_backends_agree():
    pytest.importorskip("pybammsolvers")
    device, drive = allen_cahn_device(cells=30), Rate(0.5, 0.9)
    tight = {"relative_tolerance": 1e-8, "absolute_tolerance": 1e-10}
    a, b = (run(device, drive, SolverSettings(backend=name, **tight)) for name in BACKENDS)
    assert a["voltage"].values == pytest.approx(b["voltage"].values, abs=2e-6)


def test_a_cutoff_crossed_by_the_initial_jump_is_not_missed():
    device = SingleParticle(host(1.0), HomogeneousParticle())
    solution = run(device, Rate(2000.0, 0.5, cutoffs=(VoltageBelow(3.3),)))
    assert solution.status.outcome is Outcome.CUTOFF
    assert "at the start" in solution.status.steps[0]
    assert len(solution["time"]) == 1


def test_voltage_steps_and_cutoff_upwards():
    device = SingleParticle(host(1.0), HomogeneousParticle(), initial_filling=0.9)
    solution = run(device, Rate(-1.0, 0.85, cutoffs=(VoltageAbove(3.45),)))
    assert float(solution["voltage"][-1]) == pytest.approx(3.45, abs=1e-8)
    held = run(device, Drive(Mode.VOLTAGE, 3.45, 7200.0))
    assert np.ptp(held["voltage"].values) < 1e-12


def test_saturation_fails_with_advice_and_partial_solution():
    device = SingleParticle(host(1.0), HomogeneousParticle())
    solution = run(device, Rate(1.0, 1.5))  # more charge than there are sites
    assert not solution.status.ok
    assert solution.status.advice
    assert 0.95 < float(solution["filling"][-1]) <= 1.0 + 1e-9


def test_observer_sees_time_advance():
    seen = []
    run(allen_cahn_device(), Rate(1.0, 0.9), observer=lambda progress: seen.append(progress.time))
    assert len(seen) > 10
    assert seen == sorted(seen)
