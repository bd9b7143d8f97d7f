"""Figures to files named by the user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..core.errors import SpecError

KINDS = ("png", "svg", "pdf")


def write_figure(figure: Any, path: Path) -> None:
    """Write a figure in the format of its file name, whole or not at all.

    Raises
    ------
    SpecError
        for an unknown format or a place that cannot be written.
    """
    from ..plot.style import figure_bytes

    kind = path.suffix.lstrip(".").lower()
    if kind not in KINDS:
        raise SpecError(str(path), "has no known picture format.", f"Use .{', .'.join(KINDS)}.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(figure_bytes(figure, kind))
        os.replace(partial, path)
    except OSError as error:
        raise SpecError(str(path), f"cannot be written: {error.strerror}.") from None
