"""Single points of another engine on the images of a path, with stand-ins for both engines."""

import dataclasses

import numpy as np
import pytest
from ase import Atoms

from ambipolar.atomistics.engines.engine import Engine, Evaluation
from ambipolar.atomistics.migration import spot_check
from ambipolar.atomistics.migration.band import Band
from ambipolar.atomistics.migration.barriers import MigrationBarrier
from ambipolar.atomistics.migration.segments import Path
from ambipolar.atomistics.migration.spot_check import BarrierSpotCheck, chosen_images
from ambipolar.atomistics.single_points import single_points
from ambipolar.atomistics.store import Store
from ambipolar.core.errors import MissingExtraError
from ambipolar.simulation.specification.build import build

CALLS: list[float] = []


@dataclasses.dataclass(frozen=True)
class Hill(Engine):
    """A hill of 0.6 eV along x, tilted by 0.1 eV from one minimum to the next at 3 angstrom."""

    def identity(self):
        return {"engine": "hill"}

    def evaluate(self, structures, *, stress=False):
        found = []
        for atoms in structures:
            x = atoms.positions[0, 0]
            CALLS.append(x)
            energy = 0.3 * (1 - np.cos(2 * np.pi * x / 3)) + 0.1 * x / 3
            found.append(Evaluation(float(energy), np.array([[0.3, 0.4, 0.0]])))
        return found


def path(converged=True):
    xs = np.linspace(0.0, 3.0, 5)
    images = [Atoms("Li", [[x, 0, 0]], cell=[9, 9, 9], pbc=True) for x in xs]
    energies = 5.0 + np.array([0.0, 0.2, 0.4, 0.1, 0.05])
    settings = {"images": images, "energies": energies, "converged": converged}
    rest = {f.name: 0 for f in dataclasses.fields(Band) if f.name not in settings}
    return Path((Band(**settings, **rest),))


@pytest.fixture
def check(monkeypatch, tmp_path):
    CALLS.clear()
    monkeypatch.setattr(spot_check, "default_folder", lambda: tmp_path)

    def make(converged=True):
        traced = (path(converged), [], None)
        monkeypatch.setattr(MigrationBarrier, "trace", lambda self, store, watch=None: traced)
        return BarrierSpotCheck(engine=Hill()).compute()

    return make


def test_the_images_are_start_highest_and_end():
    images, energies = chosen_images(path())
    assert [a.positions[0, 0] for a in images] == [0.0, 1.5, 3.0]
    np.testing.assert_allclose(energies, [0.0, 0.4, 0.05])


def test_barriers_of_both_engines_and_their_difference(check):
    data = check()
    assert float(data.barrier) == pytest.approx(0.4)
    assert float(data.checked_barrier) == pytest.approx(0.65)
    assert float(data.reverse_barrier) == pytest.approx(0.35)
    assert float(data.checked_reverse_barrier) == pytest.approx(0.55)
    assert float(data.correction) == pytest.approx(0.25)
    assert float(data.checked_energy.sel(image="end")) == pytest.approx(0.1)
    np.testing.assert_allclose(data.largest_force, 0.5)
    assert all({"units", "long_name"} <= v.attrs.keys() for v in data.data_vars.values())


def test_notes_tell_the_forces_and_a_path_that_is_none(check):
    assert "0.50 eV/Å" in check().attrs["notes"][0]
    assert "no result" in check(converged=False).attrs["notes"][-1]


def test_what_is_known_is_not_computed_again(check):
    check()
    check()
    assert len(CALLS) == 3


def test_a_killed_check_goes_on_with_the_next_structure(tmp_path):
    CALLS.clear()
    images, _ = chosen_images(path())
    single_points(images[:1], Hill(), Store(tmp_path))
    found = single_points(images, Hill(), Store(tmp_path))
    assert len(CALLS) == 3
    assert [point["energy"] for point in found] == pytest.approx([0.0, 0.65, 0.1])


def test_a_missing_program_is_told_before_the_path_is_searched(monkeypatch):
    def trace(*args):
        raise AssertionError("the path was searched")

    monkeypatch.setattr(MigrationBarrier, "trace", trace)
    engine = build({"type": "gpaw", "interpreter": "/nowhere/python3"}, "engine")
    with pytest.raises(MissingExtraError, match="apt-get install gpaw"):
        BarrierSpotCheck(engine=engine).compute()


def test_it_is_built_from_a_specification():
    asked = build(
        {"type": "barrier-spot-check", "barrier": {"band": {"images": 7}},
         "engine": {"type": "gpaw", "wave_functions": {"type": "plane-waves", "cutoff": "400 eV"}}},
        "calculation",
    )  # fmt: skip
    assert asked.barrier.band.images == 7
    assert asked.engine.wave_functions.cutoff == 400.0
    assert "mortensen2024" in asked.references()
