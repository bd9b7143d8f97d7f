"""Consistent initial states: found from bad guesses, and failures that name their cause."""

import numpy as np
import pytest
from tests.toys import THERMAL, allen_cahn_device, host

from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import InitialisationError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.initialise import consistent_state
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.coupled_ion_electron_transfer import CoupledIonElectronTransfer
from ambipolar.physics.kinetics.exchange_current import ConstantExchange


@pytest.mark.parametrize("c_rate", [-100.0, -1.0, -1e-3, 0.0, 1e-3, 1.0, 100.0, 1e4])
@pytest.mark.parametrize("filling", [0.001, 0.2, 0.5, 0.999])
def test_butler_volmer_start_is_the_closed_form(c_rate, filling):
    material = host(kinetics=ButlerVolmer(0.2, exchange=ConstantExchange()))
    device = SingleParticle(material, HomogeneousParticle(10e-9), initial_filling=filling)
    compiled = compile_system(device)
    current = device.capacity * c_rate / 3600
    p = compiled.input_vector(device, {"control.value": current})
    y = consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    voltage = float(compiled.observe(0.0, y, p)[0])
    eta = -2 * THERMAL / FARADAY * np.arcsinh(current / 0.4)
    expected = material.open_circuit_potential(filling) + eta
    assert voltage == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("guess", [-50.0, -1.0, 0.0, 10.0, 50.0])
def test_wild_guesses_converge(guess):
    device = allen_cahn_device()
    compiled = compile_system(device)
    p = compiled.input_vector(device, {"control.value": 1e-3})
    y = compiled.initial(p).full().ravel()
    reference = consistent_state(compiled, y, p)
    y[compiled.slices()["potential"]] = guess
    assert consistent_state(compiled, y, p) == pytest.approx(reference, abs=1e-9)


def test_current_above_the_reaction_limit_is_named():
    law = CoupledIonElectronTransfer(0.1, reorganization_energy=8.3 * THERMAL)
    device = SingleParticle(host(kinetics=law), HomogeneousParticle(10e-9), initial_filling=0.3)
    compiled = compile_system(device)
    p = compiled.input_vector(device, {"control.value": 0.1 * 0.7 * 1.01})
    with pytest.raises(InitialisationError, match="reaction-limited") as caught:
        consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    assert "electrode potential" in caught.value.worst or "current density" in caught.value.worst


def test_non_finite_start_is_named():
    device = allen_cahn_device()
    compiled = compile_system(device)
    p = compiled.input_vector(device, {"control.value": np.nan})
    with pytest.raises(InitialisationError, match="current density is not finite"):
        consistent_state(compiled, compiled.initial(p).full().ravel(), p)


@pytest.mark.parametrize("jump", [0.01, 0.03, 0.07])
def test_jump_of_the_voltage_at_a_very_fast_reaction(jump):
    """The residual of the current rises by many decades in the first Newton step."""
    material = host(kinetics=ButlerVolmer(1e6, exchange=ConstantExchange()))
    device = SingleParticle(material, HomogeneousParticle(1e-6), initial_filling=0.1)
    compiled = compile_system(device)
    target = float(material.open_circuit_potential(0.1)) - jump
    controls = {"control.current_weight": 0.0, "control.voltage_weight": 1.0}
    p = compiled.input_vector(device, controls | {"control.value": target})
    y = consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    current = y[compiled.slices()["current_density"]][0]
    assert current == pytest.approx(2e6 * np.sinh(jump * FARADAY / (2 * THERMAL)), rel=1e-9)
