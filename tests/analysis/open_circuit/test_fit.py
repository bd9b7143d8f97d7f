"""Fits recover what made the curve, describe measured data, and give hosts that run."""

import numpy as np
import pytest
from tests.toys import TEMPERATURE, THERMAL
from typer.testing import CliRunner

import ambipolar as amb
from ambipolar.analysis.open_circuit.fit import fit_open_circuit
from ambipolar.analysis.open_circuit.read_curve import Curve, read_curve
from ambipolar.cli.main import app
from ambipolar.core.constants import FARADAY
from ambipolar.core.errors import ParameterError
from ambipolar.physics.thermodynamics.common_tangent import miscibility_gaps
from ambipolar.plot.open_circuit import plot_fit
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe

NOISE = 2e-3


def synthetic(energy, v0=3.4, points=160, seed=0, noise=NOISE) -> Curve:
    """The equilibrium curve of a free energy with noise."""
    x = np.linspace(0.015, 0.985, points)
    mu = np.asarray(energy.chemical_potential((x,), TEMPERATURE))
    for gap in miscibility_gaps(energy, TEMPERATURE):
        mu = np.where((x > gap.lower) & (x < gap.upper), gap.chemical_potential, mu)
    error = noise * np.random.default_rng(seed).standard_normal(points)
    return Curve(x, v0 - mu / FARADAY + error, "synthetic")


@pytest.mark.parametrize("omega", [0.0, 1.5, 2.6, 3.0])
def test_a_regular_solution_is_recovered(omega):
    energy = amb.RegularSolution(omega=omega * THERMAL)
    fit = fit_open_circuit(synthetic(energy), temperature=TEMPERATURE)
    assert fit.rms < 1.3 * NOISE
    assert fit.standard_potential == pytest.approx(3.4, abs=1e-3)
    expected, found = miscibility_gaps(energy, TEMPERATURE), fit.phases
    assert len(found) == len(expected)
    for one, other in zip(found, expected):
        assert one.lower == pytest.approx(other.lower, abs=0.02)
        assert one.upper == pytest.approx(other.upper, abs=0.02)


def test_standard_errors_cover_the_truth():
    """Over many noises the coefficient lies within two standard errors most of the time."""
    energy = amb.RegularSolution(omega=1.2 * THERMAL)
    hits = 0
    for seed in range(40):
        fit = fit_open_circuit(synthetic(energy, seed=seed), temperature=TEMPERATURE, order=1)
        hits += abs(fit.free_energy.coefficients[0] - 1.2 * THERMAL) <= 2 * fit.errors[1]
    assert hits >= 34


def test_two_gaps_are_found():
    energy = amb.RedlichKister(coefficients=tuple(v * THERMAL for v in (-1.0, 0.0, 7.0)))
    assert len(miscibility_gaps(energy, TEMPERATURE)) == 2
    fit = fit_open_circuit(synthetic(energy, noise=5e-4), temperature=TEMPERATURE)
    assert len(fit.phases) == 2
    assert fit.rms < 3e-3


def test_hysteresis_fixes_the_barrier():
    energy = amb.RegularSolution(omega=3.0 * THERMAL)
    middle = synthetic(energy, noise=0.0)
    pair = {
        name: Curve(middle.filling, middle.potential + sign * 0.012, name)
        for name, sign in (("charge", 1), ("discharge", -1))
    }
    fit = fit_open_circuit(**pair, temperature=TEMPERATURE)
    assert fit.target.hysteresis == pytest.approx(0.024, abs=1e-6)
    assert fit.barrier == pytest.approx(0.024, abs=2e-3)


@pytest.mark.parametrize(
    ("arguments", "capacity"),
    [
        (("graphite.csv",), None),
        (("lco.csv",), None),
        (("lto_mAh_per_g.csv",), 175.0),
        (("lfp_charge_mAh_per_g.csv", "lfp_discharge_mAh_per_g.csv"), 169.91),
    ],
)
def test_measured_curves_are_described_to_five_millivolts(reference, arguments, capacity):
    curves = [read_curve(reference / "data" / "ocv" / name, capacity) for name in arguments]
    if len(curves) == 2:
        fit = fit_open_circuit(charge=curves[0], discharge=curves[1])
        assert 0.15 < fit.phases[0].lower < 0.2
        assert fit.barrier == pytest.approx(fit.target.hysteresis, abs=1e-3)
    else:
        fit = fit_open_circuit(curves[0])
    assert fit.rms <= 5e-3
    assert fit.rms_single_phase <= 5e-3
    assert not fit.phases or fit.rms_plateaus <= 5e-3


@pytest.mark.parametrize("omega", [1.0, 3.0])
def test_a_fitted_host_runs_in_a_particle(omega, tmp_path):
    fit = fit_open_circuit(synthetic(amb.RegularSolution(omega=omega * THERMAL)))
    host = fit.material("mine", base=amb.materials.LFP)
    again = build(describe(host, "material"), "material", "material")
    x = np.linspace(0.1, 0.9, 9)
    assert again.open_circuit_potential(x) == pytest.approx(
        host.open_circuit_potential(x), abs=1e-12
    )
    device = amb.devices.SingleParticle(again, amb.AllenCahnReaction(50e-9, cells=30))
    solution = amb.run(device, amb.protocols.discharge(c_rate=0.1)).check()
    assert solution.conservation["guest"] < 1e-9
    assert plot_fit(fit).axes[0].get_ylabel() == "Potential (V)"


def test_a_host_needs_a_site_density():
    fit = fit_open_circuit(synthetic(amb.IdealMixing()), order=1)
    with pytest.raises(ParameterError, match="site_density"):
        fit.material()
    assert fit.material(site_density=2e4).sources["kinetics"] == "assumed"


def test_impossible_requests():
    curve = synthetic(amb.IdealMixing())
    for wrong in (
        {},
        {"charge": curve},
        {"curve": curve, "order": 0},
        {"curve": curve, "order": 99},
    ):
        with pytest.raises(ParameterError):
            fit_open_circuit(**wrong)


def test_the_command_line_from_file_to_simulation(tmp_path):
    curve = synthetic(amb.RegularSolution(omega=3.0 * THERMAL))
    rows = "".join(f"{x},{v}\n" for x, v in zip(curve.filling, curve.potential))
    (tmp_path / "data.csv").write_text("filling,potential_V\n" + rows)
    host = tmp_path / "host.yaml"
    runner = CliRunner()
    call = ["fit", "ocv", str(tmp_path / "data.csv"), "--base", "LFP", "-o", str(host)]
    result = runner.invoke(app, call, env={"COLUMNS": "140"})
    assert result.exit_code == 0, result.output
    assert "binodals" in result.stdout
    assert (tmp_path / "host.png").exists()
    assert runner.invoke(app, call).exit_code == 2  # not overwritten
    spec = tmp_path / "s.yaml"
    spec.write_text(
        "device: {type: single-particle, material: {file: host.yaml},"
        " particle: {type: allen-cahn-reaction, cells: 30}}\n"
        "protocol: [Discharge at C/5 until 3.0 V]\n"
    )
    run = runner.invoke(app, ["run", str(spec), "--out", str(tmp_path / "out"), "--quiet"])
    assert run.exit_code == 0, run.output
    alone = runner.invoke(app, ["run", str(host), "--out", str(tmp_path / "first"), "--quiet"])
    assert alone.exit_code == 0, alone.output
    assert (tmp_path / "first" / "solution.nc").exists()
