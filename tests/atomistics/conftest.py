"""Atomistic tests keep results in a folder of their own; without the extra none is collected."""

import pytest

from ambipolar.core.optional import missing

if missing("atoms"):
    collect_ignore_glob = ["*"]


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    """No test reads or writes the user's results."""
    monkeypatch.setenv("AMBIPOLAR_CACHE", str(tmp_path / "store"))
