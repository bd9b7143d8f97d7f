"""Shared fixtures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder of third-party reference material beside the checkout, which is never committed."""
    folder = REPOSITORY.parent / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("the reference folder beside the checkout is absent")
    return folder


@pytest.fixture(scope="session")
def theory(reference: Path) -> dict[str, dict]:
    """Reference numbers of the theory notes by id."""
    entries = json.loads((reference / "theory" / "refs_dev.json").read_text())["entries"]
    return {entry["id"]: entry for entry in entries}
