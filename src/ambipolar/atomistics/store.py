"""Results kept by their content: the same structure, engine and settings are computed once.

An entry is one file, named by the hash of everything that determines it, and put in place by a
rename: a reader never meets half of it, and a killed run loses only the entry it was making.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError

if TYPE_CHECKING:
    from ase import Atoms

#: where results are kept unless this variable of the environment names another folder
ENVIRONMENT = "AMBIPOLAR_CACHE"


def default_folder() -> Path:
    """The folder of results: ``$AMBIPOLAR_CACHE``, or ``ambipolar`` in the user's cache."""
    if ENVIRONMENT in os.environ:
        return Path(os.environ[ENVIRONMENT])
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ambipolar"


@dataclass(frozen=True)
class Store:
    """A folder of results by content.

    ``None`` as folder keeps nothing (every result is computed anew).
    """

    folder: Path | None = None

    def get(self, key: str) -> dict[str, Any] | None:
        """The entry of a key, or None; a file that cannot be read counts as absent."""
        if self.folder is None:
            return None
        try:
            return json.loads(self._path(key).read_text(encoding="utf-8"))["result"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, result: Mapping[str, Any], question: Any = None) -> None:
        """Keep an entry; ``question`` is stored beside it for whoever opens the file.

        Raises
        ------
        ParameterError
            when the folder cannot be written.
        """
        if self.folder is None:
            return
        path = self._path(key)
        text = json.dumps({"question": question, "result": result}, default=_plain)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{key}-", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, path)
        except OSError as error:
            raise ParameterError(
                "store", f"{path.parent} cannot be written: {error.strerror}.",
                f"Name another folder in {ENVIRONMENT}.",
            ) from None  # fmt: skip

    def drop(self, key: str) -> None:
        """Forget an entry, such as the state of work that is now finished."""
        if self.folder is not None:
            self._path(key).unlink(missing_ok=True)

    def recall(self, question: Any, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The stored answer to a question (plain data), or a computed one, which is then stored."""
        key = content_key(question)
        found = self.get(key)
        if found is None:
            # through text, so that a fresh and a stored answer have the same types
            found = json.loads(json.dumps(compute(), default=_plain))
            self.put(key, found, question)
        return found

    def _path(self, key: str) -> Path:
        return Path(self.folder or ".") / key[:2] / f"{key}.json"


def content_key(question: Any) -> str:
    """Hash of plain data: equal content gives equal keys on any machine."""
    text = json.dumps(question, sort_keys=True, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def describe_atoms(atoms: Atoms) -> dict[str, Any]:
    """A structure as plain data; lengths to 1e-6 angstrom, far below what changes an energy.

    Magnetic moments to start from are told where there are any.
    """
    moments = np.round(atoms.get_initial_magnetic_moments(), 6) + 0.0
    return {
        "numbers": atoms.get_atomic_numbers().tolist(),
        "positions": (np.round(atoms.get_positions(), 6) + 0.0).tolist(),
        "cell": (np.round(np.asarray(atoms.get_cell()), 6) + 0.0).tolist(),
        "periodic": [bool(p) for p in atoms.get_pbc()],
        **({"magnetic_moments": moments.tolist()} if moments.any() else {}),
    }


def atoms_of(described: Mapping[str, Any]) -> Atoms:
    """The structure that :func:`describe_atoms` described."""
    from ..core.optional import require

    return require("ase", "atoms").Atoms(
        numbers=described["numbers"],
        positions=described["positions"],
        cell=described["cell"],
        pbc=described["periodic"],
        magmoms=described.get("magnetic_moments"),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be stored")
