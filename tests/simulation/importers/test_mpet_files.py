"""What is read from MPET files, and how wrong ones are refused."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import SpecError
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.models.radial import CahnHilliardReaction, DiffusionParticle
from ambipolar.physics.kinetics.film_resistance import WithFilmResistance
from ambipolar.simulation.importers.mpet import import_mpet
from ambipolar.simulation.protocol.controls import Approach, CRate, Current, Table, Voltage
from ambipolar.simulation.protocol.cutoffs import FillingBelow, VoltageAbove, VoltageBelow
from ambipolar.simulation.run import run
from ambipolar.simulation.specification.spec import dump_spec, load_spec

from .mpet_files import ELECTRODE, SYSTEM, text_of, write_case

CHARGE, THERMAL = 1.602e-19, 1.381e-23 * 298  # MPET's e and kT


def step_of(path: Path):
    return import_mpet(path).protocol.steps[0]


# --- what is read ----------------------------------------------------------------------------


def test_scales_are_those_of_mpet(tmp_path):
    device = import_mpet(write_case(tmp_path)).device
    # charge of 50 um with 30 % pores and 69 % active material
    assert device.capacity == pytest.approx(CHARGE * 50e-6 * 0.7 * 0.69 * 1.3793e28, rel=1e-14)
    thermal = GAS_CONSTANT * device.temperature
    assert thermal / FARADAY == pytest.approx(THERMAL / CHARGE, rel=1e-14)
    assert device.material.free_energy.omega / thermal == pytest.approx(
        1.856e-20 / THERMAL, rel=1e-14
    )
    strain = device.material.coherency / device.material.site_density / thermal
    assert strain == pytest.approx(0.1916e9 / (THERMAL * 1.3793e28), rel=1e-14)


def test_other_temperatures_scale_the_thermal_voltage(tmp_path):
    device = import_mpet(write_case(tmp_path, {"T": "330"})).device
    expected = 1.381e-23 * 330 / CHARGE
    assert GAS_CONSTANT * device.temperature / FARADAY == pytest.approx(expected, rel=1e-14)
    # Omega/kT falls with the temperature, the rate constant has its reference at 298 K
    energy = device.material.free_energy.omega / (GAS_CONSTANT * device.temperature)
    assert energy == pytest.approx(1.856e-20 / (1.381e-23 * 330), rel=1e-14)
    cold = import_mpet(write_case(tmp_path, {"T": "298"})).device
    assert device.material.kinetics.reference_temperature == cold.temperature


def test_activation_energies_keep_their_arrhenius_factor(tmp_path):
    changes = {"type": "CHR", "shape": "sphere", "E_A": "3e4", "E_D": "2e4"}
    device = import_mpet(write_case(tmp_path, {"T": "330"}, changes)).device
    material, temperature = device.material, device.temperature
    for law, energy in ((material.kinetics, 3e4), (material.diffusivity, 2e4)):
        reduced = energy / (1.381e-23 * 6.022e23 * 298)
        expected = np.exp(reduced - reduced * 298 / 330)
        assert law.arrhenius(temperature) == pytest.approx(expected, rel=1e-12)


def test_particles(tmp_path):
    def particle(**changes):
        return import_mpet(write_case(tmp_path, {}, changes)).device.particle

    plate = particle()
    assert isinstance(plate, AllenCahnReaction)
    assert (plate.cells, plate.length, plate.thickness) == (40, pytest.approx(40e-9), 20e-9)
    assert plate.surface.value == 0.98
    # the size is rounded up to whole steps
    assert particle(discretization="3e-9").length == pytest.approx(42e-9)
    sphere = particle(type="CHR", shape="sphere")
    assert isinstance(sphere, CahnHilliardReaction)
    assert (sphere.nodes, sphere.geometry, sphere.scheme) == (41, "sphere", "zeng-bazant")
    assert sphere.surface.derivative == pytest.approx(-2e-30 * 1.3793e28)
    assert isinstance(particle(type="diffn", shape="cylinder"), DiffusionParticle)
    for shape, ratio in (("C3", 2 / 20e-9), ("cylinder", 2 / 40e-9), ("sphere", 3 / 40e-9)):
        one = particle(type="homog", shape=shape)
        assert isinstance(one, HomogeneousParticle)
        assert 1 / one.volume_per_area() == pytest.approx(ratio)


def test_size_dependent_interaction(tmp_path):
    device = import_mpet(write_case(tmp_path, {}, {"type": "homog_sdn"})).device
    x = 3.6338 / 40
    reduced = -1.168e4 * x**5 + 2985 * x**4 - 208.3 * x**3 - 8.491 * x**2 - 10.25 * x + 4.516
    omega = device.material.free_energy.omega / (GAS_CONSTANT * device.temperature)
    assert omega == pytest.approx(reduced, rel=1e-12)


def test_sizes_are_drawn_with_the_seed_or_given(tmp_path):
    def length(**changes):
        path = write_case(tmp_path, changes, {"discretization": "1e-12"})
        return import_mpet(path).device.particle.length

    m, s = 40e-9, 5e-9
    state = np.random.RandomState(10)
    drawn = state.lognormal(
        np.log(m**2 / np.sqrt(s**2 + m**2)), np.sqrt(np.log(1 + s**2 / m**2)), size=(1, 1)
    )
    assert length(stddev_c="5e-9") == pytest.approx(float(drawn[0, 0]), abs=1e-12)
    assert length(stddev_c="5e-9", specified_psd_c="[[70e-9]]") == pytest.approx(70e-9, abs=1e-12)
    with pytest.raises(SpecError, match="seed"):
        length(stddev_c="5e-9", randomSeed="false")


def test_dilute_bath_sets_the_activity(tmp_path):
    assert import_mpet(write_case(tmp_path, {"c0": "1500"})).device.ion_activity == 1.5


# --- protocols -------------------------------------------------------------------------------


def test_constant_current_with_ramp(tmp_path):
    step = step_of(write_case(tmp_path))
    assert step.duration == pytest.approx(0.98 * 3600 / 0.01)
    assert isinstance(step.control, Approach)
    assert step.control.target == CRate(0.01)
    assert step.control.time_constant == pytest.approx(1e-3 * step.duration)
    assert step.samples == 36


def test_constant_current_without_ramp_in_amperes_and_charging(tmp_path):
    changes = {"tramp": "0", "1C_current_density": "20", "Crate": "-0.5", "Vmax": "4", "Vmin": "2"}
    path = write_case(tmp_path, changes)
    step, device = step_of(path), import_mpet(path).device
    assert step.control == Current(-10.0)
    assert step.duration == pytest.approx(0.98 * device.capacity / 10)
    assert step.cutoffs == (VoltageBelow(2.0), VoltageAbove(4.0), FillingBelow(1e-12))


def test_no_current_lasts_as_long_as_it_is_told(tmp_path):
    step = step_of(write_case(tmp_path, {"Crate": "0"}))
    assert (step.control, step.duration) == (CRate(0.0), 1200.0)


def test_current_segments(tmp_path):
    changes = {
        "profileType": "CCsegments",
        "segments": "[(1, 25), (-2., 10), (0., 30)]",
        "tramp": "1",
    }
    control = step_of(write_case(tmp_path, changes)).control
    assert control == Table(
        CRate(1.0), (0, 1, 1500, 1501, 2100, 2101, 3900), (0, 1, 1, -2, -2, 0, 0)
    )
    jumping = step_of(write_case(tmp_path, changes | {"tramp": None})).control
    assert jumping == Table(CRate(1.0), (0, 1500, 1500, 2100, 2100, 3900), (1, 1, -2, -2, 0, 0))


def test_voltage_is_ramped_from_equilibrium(tmp_path):
    path = write_case(tmp_path, {"profileType": "CV", "tramp": "0.01"}, {"type": "homog"})
    imported = import_mpet(path)
    solution = run(imported.device, imported.protocol, imported.settings).check()
    assert imported.protocol.steps[0].duration == 1200.0
    assert float(solution["current_density"][0]) == pytest.approx(0.0, abs=1e-6)
    assert float(solution["voltage"][-1]) == pytest.approx(3.3, abs=1e-9)
    c = 0.01
    start = 3.422 - (THERMAL * np.log(c / (1 - c)) + 1.856e-20 * (1 - 2 * c)) / CHARGE
    assert float(solution["voltage"][0]) == pytest.approx(start, abs=1e-9)


def test_voltage_segments(tmp_path):
    changes = {"profileType": "CVsegments", "segments": "[(3.4, 1), (3.3, 2)]", "tramp": None}
    control = step_of(write_case(tmp_path, changes)).control
    assert control == Table(Voltage(1.0), (0, 60, 60, 180), (3.4, 3.4, 3.3, 3.3))


# --- fitted voltages -------------------------------------------------------------------------


@pytest.mark.parametrize("particle", [{"type": "homog"}, {"type": "diffn", "shape": "sphere"}])
@pytest.mark.parametrize(
    "host, filling, potential",
    [
        ("LiMn2O4_ss2", 0.3, 4.1314338),
        ("LiC6_coke_ss2", 0.1, 0.8582332),
        ("LiCoO2_LIONSIMBA", 0.6, 4.0813679),
        ("LiC6_LIONSIMBA", 0.3, 0.1362747),
    ],
)
def test_fitted_voltages(tmp_path, host, filling, potential, particle):
    law = "BV_mod02" if "coke" in host else "BV_mod01"
    electrode = {"muRfunc": host, "rxnType": law, "Omega_a": None, "Dfunc": "constant", **particle}
    electrode |= {"D": "1e-14"}
    system = {"cs0_c": str(filling), "capFrac": "0.1", "Crate": "0.1"}
    imported = import_mpet(write_case(tmp_path, system, electrode))
    material = imported.device.material
    assert material.kinetics.rate_constant == 0.16
    assert material.site_density == pytest.approx(1.3793e28 * CHARGE / FARADAY, rel=1e-14)
    again = load_spec(dump_spec(imported.spec())).experiment()
    assert again.device == imported.device
    solution = run(imported.device, imported.protocol, imported.settings).check()
    assert float(solution["voltage"][0]) == pytest.approx(potential, abs=1e-6)
    assert float(solution["filling"][-1]) == pytest.approx(filling + 0.1, abs=2e-4)


# --- notes and errors ------------------------------------------------------------------------


def test_notes_name_what_is_not_used(tmp_path):
    system, electrode, constants = import_mpet(write_case(tmp_path)).notes
    for key in ("segments", "Vset", "poros_s", "k0_foil", "Dm", "relTol"):
        assert f"{key}," in system or f"{key} not used" in system
    assert "Crate" not in system and "tramp" not in system
    for key in ("Omega_b", "EvdW", "dgammadc", "D", "lambda"):
        assert key in electrode
    assert "kappa" not in electrode and "cwet" not in electrode
    assert "298.109" in constants


def test_everything_unsupported_is_named_in_one_error(tmp_path):
    system = {
        "simPartCond_c": "true", "simBulkCond_c": "true", "prevDir": "sim_output",
        "profileType": "CP", "elyteModelType": "solid",
    }  # fmt: skip
    electrode = {"noise": "true", "muRfunc": "LiC7", "rxnType": "BV_square", "type": "CHR3"}
    with pytest.raises(SpecError) as caught:
        import_mpet(write_case(tmp_path, system, electrode))
    for key in (*system, *electrode):
        assert key in str(caught.value)


@pytest.mark.parametrize(
    "system, electrode, named",
    [
        ({}, {"type": "ACR", "shape": "sphere"}, "shape = sphere with ACR"),
        ({}, {"type": "diffn", "shape": "sphere", "Dfunc": "NMC811"}, "Dfunc"),
        ({"T": "310"}, {"rxnType": "MHC"}, "T = 310 with MHC"),
        ({}, {"type": "CHR2", "shape": "sphere"}, "type = CHR2 with LiFePO4"),
        ({}, {"type": "homog", "muRfunc": "LiC6"}, "only homog2, CHR2 with LiC6"),
        ({}, {"type": "CHR2", "shape": "sphere", "muRfunc": "LiC6"}, "dgammadc"),
        ({}, {"type": "homog2", "muRfunc": "LiC6", "Omega_c": None}, "Omega_c is missing"),
        ({}, {"muRfunc": "LiMn2O4_ss2"}, "type = ACR with LiMn2O4_ss2"),
        (
            {"T": "310"},
            {"muRfunc": "LiCoO2_LIONSIMBA", "type": "homog"},
            "T = 310 with LiCoO2_LIONSIMBA",
        ),
        ({"elyteModelType": "SM", "c0": "1200"}, {}, "c0 = 1200"),
        ({"Npart_c": "0"}, {}, "Npart_c"),
        ({"specified_psd_c": "[[1e-8, 2e-8]]"}, {}, "2 sizes"),
        ({}, {"thickness": None}, "thickness"),
        ({}, {"Omega_a": None}, "Omega_a"),
        ({}, {"discretization": "1e-13"}, "400000 steps"),
        ({"profileType": "CCsegments", "tramp": "30"}, {}, "tramp"),
        ({"cs0_c": "1.2"}, {}, "cs0_c"),
        ({"mean_c": "-4e-8"}, {}, "mean_c"),
        ({"T": "nan"}, {}, "[Sim Params] T"),
        ({"tsteps": "3.5"}, {}, "whole number"),
        ({"segments": "[(1, 2"}, {}, "segments"),
        ({"simBulkCond_c": "maybe"}, {}, "true or false"),
        ({"profiletype": "CC"}, {}, "Did you mean profileType"),
        ({"Crate": None}, {}, "Crate is missing"),
        ({"Nvol_d": "1"}, {}, "Nvol_d is not supported"),
    ],
)
def test_one_clear_error(tmp_path, system, electrode, named):
    with pytest.raises(SpecError) as caught:
        import_mpet(write_case(tmp_path, system, electrode))
    assert named in str(caught.value)
    assert ".cfg" in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SpecError, match="cannot be read"):
        import_mpet(tmp_path / "absent.cfg")
    path = write_case(tmp_path)
    (tmp_path / "params_c.cfg").unlink()
    with pytest.raises(SpecError, match="params_c.cfg"):
        import_mpet(path)
    path.write_bytes(b"\xff\xfe\x00[Sim Params]")
    with pytest.raises(SpecError, match="UTF-8"):
        import_mpet(path)
    with pytest.raises(SpecError, match="cannot be read"):
        import_mpet(tmp_path)


def test_the_wrong_file_is_refused(tmp_path):
    write_case(tmp_path)
    with pytest.raises(SpecError, match=r"section \[Sim Params\] is missing"):
        import_mpet(tmp_path / "params_c.cfg")


corruptions = st.one_of(
    st.tuples(st.just("cut"), st.floats(0, 1), st.just("")),
    st.tuples(st.just("insert"), st.floats(0, 1), st.text(max_size=20)),
    st.tuples(st.just("replace"), st.floats(0, 1), st.text(min_size=1, max_size=5)),
    st.tuples(st.just("drop line"), st.floats(0, 1), st.just("")),
)


def corrupted(text: str, how: str, place: float, new: str) -> str:
    at = int(place * len(text))
    if how == "cut":
        return text[:at]
    if how == "insert":
        return text[:at] + new + text[at:]
    if how == "replace":
        return text[:at] + new + text[at + len(new) :]
    lines = text.splitlines(keepends=True)
    del lines[int(place * len(lines)) : int(place * len(lines)) + 1]
    return "".join(lines)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.booleans(), changes=st.lists(corruptions, min_size=1, max_size=3))
def test_corrupted_files_give_a_run_or_one_clear_error(tmp_path, first, changes):
    system, electrode = text_of(SYSTEM, {}), text_of(ELECTRODE, {})
    for how, place, new in changes:
        if first:
            system = corrupted(system, how, place, new)
        else:
            electrode = corrupted(electrode, how, place, new)
    path = tmp_path / "params_system.cfg"
    path.write_bytes(system.encode("utf-8", "surrogatepass"))
    (tmp_path / "params_c.cfg").write_bytes(electrode.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(SpecError):  # anything else fails the test
        import_mpet(path)


@pytest.mark.parametrize("resistance", ["0", "3"])
def test_film(tmp_path, resistance):
    law = import_mpet(write_case(tmp_path, {}, {"Rfilm": resistance})).device.material.kinetics
    assert isinstance(law, WithFilmResistance) == (resistance == "3")
