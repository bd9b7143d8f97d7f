"""Ramps as the tables from which CrossSim makes look-up tables of updates. [crosssim2026]"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..core.errors import ParameterError
from ..simulation.memory.ramps import Ramp
from .provenance import provenance


def tables(ramps: Iterable[Ramp], specification: Mapping[str, Any]) -> dict[str, Any]:
    """``set.csv`` and ``reset.csv``: one column for each ramp, one row after each pulse, in S.

    The first row is the conductance before the first pulse. Ramps that raise the conductance are
    in ``set.csv``. Shorter ramps are cut from longer ones: all columns are equally long.
    ``provenance`` is returned beside the texts, because such tables hold numbers alone.

    Raises
    ------
    ParameterError
        when there are no ramps in one of the directions.
    """
    columns: dict[str, list[np.ndarray]] = {"set.csv": [], "reset.csv": []}
    for ramp in ramps:
        for values in np.atleast_2d(ramp.conductance.T):
            columns["set.csv" if values[-1] > values[0] else "reset.csv"].append(values)
    if not all(columns.values()):
        raise ParameterError("ramps", "CrossSim needs ramps in both directions.")
    found: dict[str, Any] = {name: _text(values) for name, values in columns.items()}
    found["provenance"] = provenance(specification, unit="S", columns="one ramp each")
    return found


def _text(columns: list[np.ndarray]) -> str:
    length = min(len(c) for c in columns)
    rows = np.column_stack([c[:length] for c in columns])
    return "\n".join(",".join(f"{v:.12g}" for v in row) for row in rows) + "\n"
