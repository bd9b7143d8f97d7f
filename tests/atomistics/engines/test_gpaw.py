"""The engine: what it asks for, what determines its energies, what it refuses. No GPAW needed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.atomistics.engines import gpaw, gpaw_process
from ambipolar.atomistics.engines.gpaw import Gpaw
from ambipolar.atomistics.engines.gpaw_waves import AtomicOrbitals, PlaneWaves
from ambipolar.core.citations import references
from ambipolar.core.errors import MissingExtraError, ParameterError, SolverError
from ambipolar.simulation.specification.build import build

ase = pytest.importorskip("ase", reason="needs ambipolar[atoms]")

RESULT = {
    "converged": True, "energy": -3.5, "forces": [[0.0, 0.0, 0.25]], "stress": None,
    "magnetic_moment": 0.0, "scf_steps": 9, "cpu_s": 1.5, "wall_s": 2.0, "peak_memory_mb": 100.0,
    "versions": {"gpaw": "22.8.0", "ase": "3.22.1"}, "data_sets": {"Li": "abc"},
}  # fmt: skip


@pytest.fixture
def jobs(monkeypatch):
    """What the worker was asked, with a made-up answer in its place."""
    asked = []
    monkeypatch.setattr(gpaw_process, "locate", lambda interpreter: ("python-with-gpaw", "22.8.0"))

    def run(interpreter, job, *, threads, log):
        asked.append({**job, "interpreter": interpreter, "threads": threads, "log": log})
        return dict(RESULT)

    monkeypatch.setattr(gpaw_process, "run", run)
    return asked


def lithium():
    return ase.Atoms("Li", cell=np.diag([3.0, 3.0, 9.0]), pbc=True)


def test_an_evaluation_is_what_the_worker_found(jobs):
    (found,) = Gpaw().evaluate([lithium()])
    assert found.energy == -3.5
    np.testing.assert_array_equal(found.forces, [[0.0, 0.0, 0.25]])
    assert found.stress is None


def test_the_job_is_plain_data_in_the_units_of_the_engine(jobs):
    Gpaw(PlaneWaves(450.0), k_points=(2, 2, 1), smearing=0.1).single_point(lithium())
    settings = jobs[0]["settings"]
    assert settings["mode"] == {"name": "pw", "ecut": 450.0}
    assert settings["k_points"] == [2, 2, 1]
    assert settings["smearing"] == 0.1
    assert jobs[0]["structure"]["numbers"] == [3]


def test_magnetic_moments_reach_the_worker_only_where_a_structure_has_them(jobs):
    Gpaw().single_point(lithium())
    atoms = lithium()
    atoms.set_initial_magnetic_moments([1.0])
    Gpaw().single_point(atoms)
    assert "magnetic_moments" not in jobs[0]["structure"]
    assert jobs[1]["structure"]["magnetic_moments"] == [1.0]


@pytest.mark.parametrize(
    ("lengths", "mesh"),
    [((3.0, 3.0, 9.0), (11, 11, 4)), ((6.0, 6.0, 15.0), (2, 2, 1)), ((9.0, 9.0, 25.0), (1, 1, 1))],
)
def test_small_cells_get_a_fine_mesh_and_large_ones_a_wide_one(lengths, mesh):
    atoms = ase.Atoms("Li", cell=np.diag(lengths), pbc=True)
    assert Gpaw(k_spacing=0.2, wide_spacing=0.75, wide_volume=100.0).mesh(atoms) == mesh


def test_only_fine_meshes_and_given_ones_are_about_gamma(jobs):
    large = ase.Atoms("Li", cell=np.diag([6.0, 6.0, 15.0]), pbc=True)
    Gpaw().single_point(lithium())
    Gpaw(wide_volume=50.0).single_point(large)
    Gpaw(k_points=(2, 2, 1)).single_point(large)
    assert [job["settings"]["about_gamma"] for job in jobs] == [True, False, True]


def test_one_point_along_directions_without_period():
    slab = ase.Atoms("Li", cell=np.diag([3.0, 3.0, 8.0]), pbc=(True, True, False))
    molecule = ase.Atoms("H2", positions=[[0, 0, 0], [0, 0, 0.74]])
    assert Gpaw().mesh(slab) == (11, 11, 1)
    assert Gpaw().mesh(molecule) == (1, 1, 1)


@given(st.floats(2.0, 7.0), st.floats(60.0, 120.0), st.floats(0.1, 1.0))
def test_the_spacing_of_a_mesh_is_never_wider_than_asked(length, angle, spacing):
    atoms = ase.Atoms("Li", cell=[length, length, length, 90.0, 90.0, angle], pbc=True)
    mesh = np.array(Gpaw(k_spacing=spacing, wide_volume=1e4).mesh(atoms))
    reciprocal = np.linalg.norm(2 * np.pi * np.linalg.inv(np.asarray(atoms.cell)).T, axis=1)
    assert np.all(reciprocal / mesh <= spacing * (1 + 1e-9))
    assert np.all((mesh == 1) | (reciprocal / (mesh - 0.999999) > spacing * (1 - 1e-5)))


def test_the_identity_has_what_determines_an_energy_and_nothing_else(jobs):
    base = Gpaw()
    same = Gpaw(threads=4, interpreter="elsewhere", logs="logs", steps=50)
    assert same.identity() == base.identity()
    others = [
        Gpaw(PlaneWaves(600.0)), Gpaw(PlaneWaves(grid_spacing=0.15)), Gpaw(AtomicOrbitals()),
        Gpaw(functional="RPBE"), Gpaw(k_spacing=0.3), Gpaw(wide_volume=200.0), Gpaw(smearing=0.1),
        Gpaw(wide_spacing=0.5),
        Gpaw(k_points=(2, 2, 1)), Gpaw(density_tolerance=1e-5), Gpaw(energy_tolerance=1e-6),
    ]  # fmt: skip
    identities = [str(engine.identity()) for engine in [base, *others]]
    assert len(set(identities)) == len(identities)


def test_an_engine_and_its_waves_are_built_from_a_specification():
    engine = build(
        {"type": "gpaw", "wave_functions": {"type": "plane-waves", "cutoff": "36.7493 hartree"},
         "k_spacing": "2 1/nm"}, "engine",
    )  # fmt: skip
    assert engine.wave_functions.cutoff == pytest.approx(1000.0, rel=1e-5)
    assert engine.k_spacing == pytest.approx(0.2)


def test_sources_are_in_the_bibliography(jobs):
    for engine in (Gpaw(), Gpaw(AtomicOrbitals())):
        assert set(engine.references()) <= references().keys()
    assert "larsen2009" not in Gpaw().references()


def test_no_result_without_convergence(jobs, monkeypatch):
    answer = {"converged": False, "error": "Did not converge!"}
    monkeypatch.setattr(gpaw_process, "run", lambda *a, **k: answer)
    with pytest.raises(SolverError, match="did not converge in 7 iterations.*mixing"):
        Gpaw(steps=7).evaluate([lithium()])


def test_orbitals_of_atoms_give_no_stress(jobs):
    with pytest.raises(ParameterError, match="no stress.*plane-waves"):
        Gpaw(AtomicOrbitals()).evaluate([lithium()], stress=True)


@pytest.mark.parametrize("mesh", [(1, 1), (0, 1, 1), (1, 1, 1.5), ("2", 1, 1), ()])
def test_a_mesh_is_three_positive_whole_numbers(mesh):
    with pytest.raises(ParameterError, match="k_points"):
        Gpaw(k_points=mesh)


@pytest.mark.parametrize("field", ["k_spacing", "wide_spacing", "wide_volume", "mixing"])
@given(value=st.floats(max_value=0.0) | st.just(float("nan")))
def test_numbers_out_of_range_are_refused(field, value):
    with pytest.raises(ParameterError, match=field):
        Gpaw(**{field: value})


def test_a_missing_program_is_one_message_that_says_what_to_install():
    engine = Gpaw(interpreter="/nowhere/python3")
    with pytest.raises(MissingExtraError, match="apt-get install gpaw gpaw-data") as caught:
        engine.evaluate([lithium()])
    assert "/nowhere/python3" in str(caught.value)
    assert "AMBIPOLAR_GPAW_PYTHON" in str(caught.value)
    with pytest.raises(MissingExtraError):
        engine.identity()


def test_logs_are_named_by_the_content_of_the_job(jobs, tmp_path):
    engine = Gpaw(logs=str(tmp_path))
    engine.single_point(lithium())
    engine.single_point(lithium())
    Gpaw(logs=str(tmp_path), smearing=0.1).single_point(lithium())
    names = [job["log"].name for job in jobs]
    assert names[0] == names[1] != names[2]


def test_everything_of_a_single_point_can_be_written():
    point = gpaw._point(RESULT, (1, 1, 1))
    assert point.plain()["forces"] == [[0.0, 0.0, 0.25]]
    assert point.plain()["data_sets"] == {"Li": "abc"}
