"""Text files named by the user: never overwritten silently, never half written."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.errors import SpecError


def write_text(path: Path, text: str, force: bool = False) -> None:
    """Write ``text`` to ``path``.

    Raises
    ------
    SpecError
        when the file exists and ``force`` is not given, or cannot be written.
    """
    if path.exists() and not force:
        raise SpecError(str(path), "exists already.", "Use --force to overwrite it.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        raise SpecError(str(path), f"cannot be written: {error.strerror}.") from None
