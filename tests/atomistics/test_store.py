"""Results kept by content: equal questions have one answer, kills leave nothing half."""

import json

import numpy as np
import pytest
from ase.build import bulk
from hypothesis import given
from hypothesis import strategies as st

from ambipolar.atomistics.store import (
    Store,
    atoms_of,
    content_key,
    default_folder,
    describe_atoms,
)  # fmt: skip
from ambipolar.core.errors import ParameterError

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(plain)
def test_keys_depend_on_content_alone(content):
    assert content_key(content) == content_key(json.loads(json.dumps(content)))


def test_the_order_of_keys_does_not_matter():
    assert content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})
    assert content_key({"a": 1, "b": 2}) != content_key({"a": 2, "b": 1})


def test_a_question_is_answered_once(tmp_path):
    store, asked = Store(tmp_path), []

    def compute():
        asked.append(1)
        return {"energy": np.float64(1.5), "forces": np.ones((2, 3))}

    first = store.recall({"q": 1}, compute)
    assert store.recall({"q": 1}, compute) == first == {"energy": 1.5, "forces": [[1.0] * 3] * 2}
    assert len(asked) == 1


def test_without_a_folder_nothing_is_kept():
    store = Store()
    assert store.recall("q", lambda: {"x": 1}) == {"x": 1}
    assert store.get(content_key("q")) is None


def test_a_broken_file_counts_as_absent(tmp_path):
    store = Store(tmp_path)
    store.put("abcd", {"x": 1})
    (tmp_path / "ab" / "abcd.json").write_text('{"result": ')
    assert store.get("abcd") is None
    assert not list(tmp_path.rglob(".*"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="cannot be written"):
        Store(tmp_path / "file").put("abcd", {})


def test_the_variable_of_the_environment_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AMBIPOLAR_CACHE", str(tmp_path / "x"))
    assert default_folder() == tmp_path / "x"


def test_structures_return_as_they_were():
    atoms = bulk("NaCl", "rocksalt", a=5.6)
    atoms.rattle(0.1, seed=3)
    again = atoms_of(describe_atoms(atoms))
    assert again.get_chemical_formula() == atoms.get_chemical_formula()
    np.testing.assert_allclose(again.positions, atoms.positions, atol=1e-6)
    assert content_key(describe_atoms(again)) == content_key(describe_atoms(atoms))


def test_displacements_below_a_millionth_of_an_angstrom_are_the_same_structure():
    atoms = bulk("Cu")
    moved = atoms.copy()
    moved.positions += [[1e-9, -1e-9, 0]]
    assert describe_atoms(atoms) == describe_atoms(moved)
