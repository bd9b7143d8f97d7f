"""Sensitivities against finite differences of whole runs, closed forms, and what is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.memories import capacitor, time_constant
from tests.toys import THERMAL, Rate, allen_cahn_device, host, reversible

import ambipolar as amb
from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.core.records import parameters, replace_path
from ambipolar.devices.electrolyte_cell import ElectrolyteCell
from ambipolar.devices.particle_population import ParticlePopulation
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.population import Population
from ambipolar.models.radial import DiffusionParticle
from ambipolar.models.size_distribution import LogNormalSizes
from ambipolar.physics.electrolytes.dilute import DiluteElectrolyte
from ambipolar.physics.transport.diffusivity import ConstantDiffusivity
from ambipolar.simulation.protocols import from_text
from ambipolar.simulation.sensitivity import sensitivities
from ambipolar.simulation.studies import STUDIES

pytest.importorskip("pybammsolvers")

TIGHT = amb.SolverSettings(1e-10, 1e-12)
HOMOGENEOUS = SingleParticle(host(1.0), HomogeneousParticle())
FICKIAN = SingleParticle(
    host(1.0, diffusivity=ConstantDiffusivity(2e-16)), DiffusionParticle(radius=500e-9, nodes=16)
)
SOLUTION = ElectrolyteCell(
    electrolyte=DiluteElectrolyte(cation_diffusivity=2e-10, anion_diffusivity=3e-10),
    layer=PorousLayer(thickness=4e-4, porosity=0.5, cells=20),
)


def full_cell() -> Any:
    spec = STUDIES["lionsimba-full-cell"]
    return (spec.case(spec.cases[0].name) if spec.cases else spec).experiment().device


def value_of(device: Any, path: str) -> float:
    return float(parameters(device)[path].item())


def slope(device: Any, path: str, outcome: Callable[[Any], Any], change: float) -> np.ndarray:
    """Five-point difference of what a device gives, times the parameter."""
    value = value_of(device, path)
    found = {
        k: np.asarray(outcome(replace_path(device, path, value * (1 + k * change))))
        for k in (-2, -1, 1, 2)
    }
    return (8 * (found[1] - found[-1]) - (found[2] - found[-2])) / (12 * change)


def check_in_one_step(
    device: Any, drive: Any, paths: tuple[str, ...], change: float, tolerance: float
) -> None:
    """Sensitivities of the voltage agree with differences to a share of the largest."""
    found = sensitivities(device, drive, paths, settings=TIGHT).check()
    assert found.solution.status.ok
    for path in paths:
        exact = slope(device, path, lambda d: amb.run(d, drive, TIGHT)["voltage"].values, change)
        own = found.normalised("voltage").sel(parameter=path).values
        assert own == pytest.approx(exact, abs=tolerance * np.max(np.abs(exact))), path


def test_a_homogeneous_particle():
    paths = (
        "material.kinetics.rate_constant", "material.free_energy.omega", "temperature",
        "initial_filling", "particle.size", "material.site_density", "ion_activity",
        "material.kinetics.transfer_coefficient", "material.standard_potential",
    )  # fmt: skip
    check_in_one_step(HOMOGENEOUS, Rate(1.0, 0.5, samples=21), paths, 1e-2, 1e-5)


def test_a_phase_separating_particle():
    paths = ("material.free_energy.omega", "temperature", "material.coherency")
    check_in_one_step(allen_cahn_device(12), Rate(0.5, 0.8, samples=21), paths, 1e-3, 5e-5)


def check_steps(
    device: Any, protocol: Any, paths: tuple[str, ...], name: str, change: float, late: float
) -> None:
    """A sensitivity at a fixed time after a cut-off, and those of the ends of steps.

    The runs of the differences end at different times; a voltage at a fixed time in the last
    step is found between samples, ``late`` seconds after its start and later.
    """
    found = sensitivities(device, protocol, paths, (name,), TIGHT).check()
    time, step = found.solution["time"].values, found.solution["step"].values
    last = step[-1]
    rows = (step == last) & (time > time[step == last][0] + late)
    rows &= time < time[-1] - late

    def outcome(changed: Any) -> np.ndarray:
        from scipy.interpolate import CubicSpline

        run = amb.run(changed, protocol, TIGHT)
        times, steps = run["time"].values, run["step"].values
        ends = [times[steps == s][-1] for s in np.unique(steps)]
        inside = CubicSpline(times[steps == last], run[name].values[steps == last])
        return np.concatenate([ends, inside(time[rows])])

    count = int(last) + 1
    for path in paths:
        exact = slope(device, path, outcome, change)
        size = value_of(device, path)
        ends = found.dataset["end_time"].sel(parameter=path).values * size
        assert ends == pytest.approx(exact[:count], rel=2e-5, abs=1e-3), path
        own = found.normalised(name).sel(parameter=path).values[rows]
        scale = np.max(np.abs(exact[count:]))
        assert own == pytest.approx(exact[count:], abs=1e-4 * scale), path


def test_a_cutoff_moves_what_follows_it():
    protocol = amb.protocols.discharge(c_rate=1.0, until_voltage=3.2, samples=50)
    protocol = protocol + amb.protocols.rest(1800, samples=300)
    paths = (
        "material.diffusivity.prefactor", "particle.radius", "material.site_density",
        "material.kinetics.rate_constant",
    )  # fmt: skip
    check_steps(FICKIAN, protocol, paths, "voltage", 1e-3, 300.0)


def test_a_hold_ends_at_a_current_that_grows_with_the_capacity():
    device = SingleParticle(FICKIAN.material, FICKIAN.particle, initial_filling=0.8)
    protocol = amb.protocols.cc_cv(1.0, 3.6, until_c_rate="C/10", samples=200)
    protocol = protocol + amb.protocols.discharge(c_rate=0.5, until_capacity=0.3, samples=300)
    paths = ("particle.radius", "material.site_density")
    check_steps(device, protocol, paths, "voltage", 1e-3, 400.0)


def test_a_population():
    device = ParticlePopulation(
        host(1.0), Population(HomogeneousParticle(), 5, sizes=LogNormalSizes(deviation=30e-9))
    )
    protocol = from_text(["Discharge at 1C until 3.2 V", "Rest for 10 minutes"])
    paths = ("population.particle.size", "population.sizes.deviation")
    check_steps(device, protocol, paths, "voltage", 1e-3, 60.0)


def test_fields_keep_their_dimensions():
    device = ParticlePopulation(
        host(1.0), Population(HomogeneousParticle(), 5, sizes=LogNormalSizes(deviation=30e-9))
    )
    paths = ("population.sizes.deviation", "initial_filling")
    drive = Rate(1.0, 0.3, samples=6)
    found = sensitivities(device, drive, paths, ("population.filling",), TIGHT)
    field = found["population.filling"]
    assert field.dims[:2] == ("parameter", "time")
    assert field.shape == (2, 6, 5)
    exact = slope(
        device, paths[0], lambda d: amb.run(d, drive, TIGHT)["population.filling"].values, 1e-3
    )
    own = found.normalised("population.filling").sel(parameter=paths[0]).values
    assert own == pytest.approx(exact, abs=1e-5 * np.max(np.abs(exact)))


def test_an_electrolyte_cell():
    protocol = from_text(["Discharge at 5 A/m^2 for 600 s", "Rest for 600 s"])
    paths = ("electrolyte.cation_diffusivity", "layer.thickness", "layer.porosity", "temperature")
    check_steps(SOLUTION, protocol, paths, "voltage", 1e-3, 60.0)


def test_a_full_cell_whose_capacity_is_the_smaller_of_two():
    cell = dataclasses.replace(full_cell(), nominal_capacity=None)
    protocol = amb.protocols.discharge(c_rate=1.0, duration=600, samples=8)
    paths = ("negative.layer.thickness", "positive.layer.thickness")
    settings = amb.SolverSettings(1e-9, 1e-11)
    found = sensitivities(cell, protocol, paths, settings=settings).check()

    def outcome(device: Any) -> np.ndarray:
        return amb.run(device, protocol, settings)["voltage"].values

    for path in paths:
        exact = slope(cell, path, outcome, 1e-3)
        own = found.normalised("voltage").sel(parameter=path).values
        assert own == pytest.approx(exact, abs=5e-5 * np.max(np.abs(exact))), path


def test_amperes_depend_on_the_area_of_the_electrode():
    cell = dataclasses.replace(full_cell(), electrode_area=0.1)
    protocol = from_text(["Discharge at 1 A for 10 s"])
    names = ("current_density",)
    found = sensitivities(cell, protocol, ("electrode_area",), names)
    current = found.solution["current_density"].values
    assert current == pytest.approx(10.0)
    assert found.normalised("current_density").values[0] == pytest.approx(-current, rel=1e-8)


def test_a_train_of_pulses():
    """Five pulses through a resistor: dx/dlnR of a capacitor that is charged towards V."""
    device = capacitor()
    width = 0.2 * time_constant(device)
    protocol = amb.protocols.write_pulses(0.1, width=width, period=2 * width, count=5)
    found = sensitivities(device, protocol, ("series_resistance",), ("filling",), TIGHT).check()
    filling, time = found.solution["filling"].values, found.solution["time"].values
    on = np.minimum(np.round(time / width + 1e-9) // 2 + np.round(time / width) % 2, 5)
    share = on * width / time_constant(device)  # time under voltage over RC
    end = filling[0] + (filling[-1] - filling[0]) / (1 - np.exp(-share[-1]))
    expected = -(end - filling[0]) * share * np.exp(-share)
    own = found.normalised("filling").values[0]
    assert own == pytest.approx(expected, abs=1e-6 * np.max(np.abs(expected)))


def test_the_interaction_parameter_at_equilibrium():
    """U = V0 - (RT ln(x/(1-x)) + Omega (1 - 2x))/F, so that dU/dOmega = -(1 - 2x)/F."""
    device = SingleParticle(reversible(host(1.0)), HomogeneousParticle(), initial_filling=0.2)
    paths = ("material.free_energy.omega", "material.standard_potential", "initial_filling")
    found = sensitivities(device, from_text("Rest for 10 s"), paths)
    x = 0.2
    exact = {
        paths[0]: -(1 - 2 * x) / FARADAY,
        paths[1]: 1.0,
        paths[2]: -(THERMAL / (x * (1 - x)) - 2 * THERMAL) / FARADAY,
    }
    for path, expected in exact.items():
        own = found["voltage"].sel(parameter=path).values
        assert own == pytest.approx(np.full(own.shape, expected), rel=1e-9)
    normalised = found.normalised("voltage").sel(parameter=paths[0]).values
    assert normalised == pytest.approx(-(1 - 2 * x) * THERMAL / FARADAY, rel=1e-9)
    assert found.normalised("voltage").attrs["units"] == "V"
    assert found.dataset["parameter_unit"].values.tolist() == ["J/mol", "V", "1"]


def test_the_charge_that_a_homogeneous_host_takes():
    """At constant filling cut-offs the time to the end is that of the charge: no kinetics in it."""
    protocol = amb.protocols.discharge(c_rate=1.0, until_filling=0.6, samples=5)
    paths = ("material.kinetics.rate_constant", "initial_filling")
    found = sensitivities(HOMOGENEOUS, protocol, paths, settings=TIGHT)
    ends = found.dataset["end_time"].values[:, 0]
    assert ends[0] == pytest.approx(0.0, abs=1e-6)
    assert ends[1] == pytest.approx(-3600.0, rel=1e-6)


def test_the_terminal_area_does_not_matter_at_a_c_rate():
    """The current follows the capacity, whose derivative enters through the set point."""
    names = ("voltage", "current_density")
    found = sensitivities(
        HOMOGENEOUS, Rate(1.0, 0.5, samples=5), ("area_ratio",), names, settings=TIGHT
    )
    assert found["voltage"].values == pytest.approx(0.0, abs=1e-7)
    current = found.solution["current_density"].values
    assert found.normalised("current_density").values[0] == pytest.approx(current, rel=1e-9)


def test_a_parameter_that_is_zero():
    """dV/dR of a resistance in series is minus the current."""
    found = sensitivities(HOMOGENEOUS, Rate(1.0, 0.4, samples=5), ("series_resistance",))
    current = found.solution["current_density"].values
    assert found["voltage"].values[0] == pytest.approx(-current, rel=1e-8)
    assert np.all(found.normalised("voltage").values == 0.0)


def test_the_run_is_that_of_run():
    drive = Rate(1.0, 0.5, samples=21)
    found = sensitivities(HOMOGENEOUS, drive, ("temperature",), settings=TIGHT)
    plain = amb.run(HOMOGENEOUS, drive, TIGHT)
    assert found.solution["voltage"].values == pytest.approx(plain["voltage"].values, abs=1e-8)
    assert found.solution["time"].equals(plain["time"])


def test_a_step_that_ends_as_it_begins_leaves_the_rest_right():
    """The first step is over at once: what follows is as if it were not there."""
    after = from_text("Rest for 10 s")
    protocol = amb.protocols.discharge(c_rate=2000.0, until_voltage=3.3) + after
    paths = ("material.free_energy.omega",)
    found = sensitivities(HOMOGENEOUS, protocol, paths)
    alone = sensitivities(HOMOGENEOUS, after, paths)
    assert found.dataset["end_time"].values == pytest.approx(np.zeros((1, 2)))
    assert found["voltage"].values[0, -1] == pytest.approx(alone["voltage"].values[0, -1])
    assert found.dataset.sizes["time"] == found.solution.dataset.sizes["time"]


def test_a_run_goes_on_and_one_name_is_enough():
    """An earlier solution depends on nothing: at its end only the present set point matters."""
    first = amb.run(FICKIAN, amb.protocols.discharge(c_rate=1.0, duration=300), TIGHT)
    protocol = amb.protocols.discharge(c_rate=1.0, until_voltage=3.2, samples=5)
    path = "particle.radius"
    found = sensitivities(FICKIAN, protocol, path, "voltage", TIGHT, start=first).check()
    assert found.parameters == (path,)
    assert found.dataset["time"].values[0] == pytest.approx(300.0)

    def outcome(device: Any) -> float:
        return float(amb.run(device, protocol, TIGHT, start=first)["time"].values[-1])

    exact = slope(FICKIAN, path, outcome, 1e-3)
    end = found.dataset["end_time"].values.item() * value_of(FICKIAN, path)
    assert end == pytest.approx(exact, rel=1e-5)


def test_a_state_to_restart_from_depends_on_nothing():
    first = amb.run(HOMOGENEOUS, Rate(1.0, 0.3))
    found = sensitivities(
        HOMOGENEOUS, from_text("Rest for 10 s"), ("initial_filling",), ("filling",),
        start=first.final_state,
    )  # fmt: skip
    assert found["filling"].values == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("material.kinetics.rate_constnt", "material.kinetics.rate_constant"),
        ("material.name", "no number of the device"),
        ("temperature.1", "Did you mean temperature"),
        ("", "no number of the device"),
    ],
)
def test_unknown_paths_are_one_clear_error(path, says):
    with pytest.raises(ParameterError, match=says):
        sensitivities(HOMOGENEOUS, Rate(1.0, 0.1), (path,))


@given(path=st.text(max_size=30) | st.sampled_from(["particle", "material.", ".temperature", "0"]))
def test_any_other_text_is_refused_as_a_path(path):
    assume(path not in parameters(HOMOGENEOUS))
    with pytest.raises(ParameterError):
        sensitivities(HOMOGENEOUS, Rate(1.0, 0.1), (path,))


def test_one_of_several_values_is_named_by_its_index():
    free_energy = amb.RedlichKister(coefficients=(2.0 * THERMAL, 0.1 * THERMAL))
    device = SingleParticle(host(1.0, free_energy=free_energy), HomogeneousParticle())
    path = "material.free_energy.coefficients"
    with pytest.raises(ParameterError, match="has 2 values"):
        sensitivities(device, Rate(1.0, 0.1), (path,))
    found = sensitivities(device, Rate(1.0, 0.1, samples=3), (f"{path}.0", f"{path}.1"))
    assert found.dataset["value"].values == pytest.approx([2 * THERMAL, 0.1 * THERMAL])
    assert np.all(np.abs(found["voltage"].values) > 0)
    with pytest.raises(ParameterError, match="coefficients"):
        sensitivities(device, Rate(1.0, 0.1), (f"{path}.2",))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"observables": ("voltagee",)}, "Did you mean voltage"),
        ({"observables": ()}, "none is named"),
        ({"parameters": ("temperature", "temperature")}, "named twice"),
        ({"settings": amb.SolverSettings(backend="idas")}, "integrates no sensitivities"),
    ],
)
def test_other_wrong_requests(more, says):
    request = {"parameters": ("temperature",)} | more
    with pytest.raises(ParameterError, match=says):
        sensitivities(HOMOGENEOUS, Rate(1.0, 0.1), **request)


def test_a_failing_run_keeps_what_it_has():
    found = sensitivities(HOMOGENEOUS, Rate(1.0, 1.5), ("temperature",))
    assert not found.solution.status.ok
    assert found["voltage"].sizes["time"] == found.solution.dataset.sizes["time"] > 0
    with pytest.raises(amb.core.errors.SolverError):
        found.check()


def test_it_is_saved_with_its_names(tmp_path):
    import xarray as xr

    found = sensitivities(HOMOGENEOUS, Rate(1.0, 0.1, samples=3), ("temperature", "ion_activity"))
    found.save(tmp_path / "s.nc")
    with xr.open_dataset(tmp_path / "s.nc", engine="h5netcdf") as stored:
        assert stored["parameter"].values.tolist() == ["temperature", "ion_activity"]
        assert np.array_equal(stored["voltage"].values, found["voltage"].values)
    with xr.open_dataset(tmp_path / "s.nc", group="within_steps", engine="h5netcdf") as stored:
        assert np.array_equal(stored["voltage"].values, found.within_steps["voltage"].values)


def test_within_a_step_derivatives_are_those_of_rows():
    """Rows of two runs are at the same times since the start of their step."""
    protocol = amb.protocols.discharge(c_rate=1.0, until_voltage=3.2, samples=10)
    protocol = protocol + amb.protocols.rest(1800, samples=10)
    path = "particle.radius"
    found = sensitivities(FICKIAN, protocol, (path,), settings=TIGHT)
    rest = found.solution["step"].values == 1
    count = int(np.sum(rest))

    def outcome(device: Any) -> np.ndarray:
        return amb.run(device, protocol, TIGHT)["voltage"].values[-count:]

    exact = slope(FICKIAN, path, outcome, 1e-3)
    own = found.normalised("voltage", within_steps=True).values[0, rest]
    assert own == pytest.approx(exact, abs=1e-5 * np.max(np.abs(exact)))
