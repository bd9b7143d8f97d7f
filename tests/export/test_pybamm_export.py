"""The Python text for PyBaMM: its table is our potential, and PyBaMM reads the same from it."""

from __future__ import annotations

import subprocess
import sys
import types
from dataclasses import replace

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.core.errors import ParameterError
from ambipolar.export.pybamm import open_circuit_text
from ambipolar.materials.registry import MATERIALS
from ambipolar.physics.thermodynamics.common_tangent import miscibility_gaps
from ambipolar.physics.thermodynamics.regular_solution import RegularSolution

SOLID_SOLUTION = replace(MATERIALS["LFP"], free_energy=RegularSolution(omega=3000.0))
X = np.array([1e-3, 0.02, 0.1, 0.31, 0.5, 0.77, 0.9, 0.99, 0.999])


class Interpolant:
    """What PyBaMM does with a table, in the words of SciPy."""

    def __new__(cls, x, y, at, name, interpolator):
        assert isinstance(name, str)
        if interpolator == "linear":
            return np.interp(at, x, y)
        return CubicSpline(x, y)(at)


def executed(text: str, monkeypatch) -> dict:
    """The module that the text is, with NumPy in the place of PyBaMM."""
    stand_in = types.ModuleType("pybamm")
    stand_in.Interpolant, stand_in.log = Interpolant, np.log  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pybamm", stand_in)
    names: dict = {}
    exec(compile(text, "exported", "exec"), names)
    return names


@pytest.mark.parametrize("name", ["LFP", "LCO", "NMC", "LTO", "graphite-lionsimba"])
def test_the_homogeneous_curve_comes_back(name, monkeypatch):
    material = MATERIALS[name]
    module = executed(open_circuit_text(material, equilibrium=False), monkeypatch)
    low, high = material.free_energy.validity
    x = X[(max(low, 1e-3) <= X) & (min(high, 0.999) >= X)]
    ours = material.open_circuit_potential(x, 298.15)
    assert module["open_circuit_potential"](x) == pytest.approx(ours, abs=2e-6)
    assert module["parameters"]["Maximum concentration in positive electrode [mol.m-3]"] == (
        pytest.approx(material.site_density)
    )


def test_a_solid_solution_and_its_entropy_come_back(monkeypatch):
    module = executed(open_circuit_text(SOLID_SOLUTION, "negative"), monkeypatch)
    ours = SOLID_SOLUTION.open_circuit_potential(X, 298.15)
    assert module["open_circuit_potential"](X) == pytest.approx(ours, abs=1e-7)
    # U = V0 - mu/F with mu = RT ln[x/(1-x)] + omega (1 - 2x): only the first part has entropy
    exact = -GAS_CONSTANT / FARADAY * np.log(X / (1 - X))
    assert module["entropic_change"](X) == pytest.approx(exact, abs=1e-9)
    assert "Negative electrode OCP [V]" in module["parameters"]


def test_phases_that_coexist_make_a_plateau(monkeypatch):
    material = MATERIALS["LFP"]
    gap = miscibility_gaps(material.free_energy, 298.15)[0]
    text = open_circuit_text(material)
    assert f"{gap.lower:.4f} to {gap.upper:.4f}" in text
    module = executed(text, monkeypatch)
    inside = np.linspace(gap.lower, gap.upper, 99)
    level = gap.plateau_potential(material.standard_potential)
    assert module["open_circuit_potential"](inside) == pytest.approx(np.full(99, level), abs=2e-6)
    outside = np.array([0.002, gap.lower / 2, 1 - gap.lower / 2])
    ours = material.open_circuit_potential(outside, 298.15)
    assert module["open_circuit_potential"](outside) == pytest.approx(ours, abs=2e-6)


def test_what_cannot_be_exported_is_refused():
    with pytest.raises(ParameterError, match="2 composition fields"):
        open_circuit_text(MATERIALS["graphite"])
    with pytest.raises(ParameterError, match="electrode"):
        open_circuit_text(MATERIALS["LFP"], "cathode")
    with pytest.raises(ParameterError, match="points"):
        open_circuit_text(MATERIALS["LFP"], points=2)


def test_a_name_from_a_file_cannot_leave_its_quotes(monkeypatch):
    name = 'a"""\nraise SystemExit\n"""\\'
    module = executed(open_circuit_text(replace(SOLID_SOLUTION, name=name)), monkeypatch)
    assert "parameters" in module


def test_pybamm_reads_it(tmp_path):
    pybamm = pytest.importorskip("pybamm", reason="PyBaMM is not installed")
    material = MATERIALS["LFP"]
    file = tmp_path / "lfp.py"
    file.write_text(open_circuit_text(material, equilibrium=False))
    module: dict = {}
    exec(compile(file.read_text(), str(file), "exec"), module)
    values = pybamm.ParameterValues("Marquis2019")
    values.update(module["parameters"])
    at = pybamm.Vector(X)
    read = values.process_symbol(module["parameters"]["Positive electrode OCP [V]"](at))
    assert read.evaluate().ravel() == pytest.approx(
        material.open_circuit_potential(X, 298.15), abs=2e-6
    )


def test_the_text_is_python_without_pybamm():
    code = open_circuit_text(MATERIALS["LFP"])
    done = subprocess.run(
        [sys.executable, "-c", "import ast, sys; ast.parse(sys.stdin.read())"],
        input=code, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
