"""Records: frozen dataclasses whose numbers know their unit, meaning and range.

``quantity("m", "...")`` declares such a number once; validation, unit parsing in
specifications, parameter tables in reports and the lifting of numbers to solver inputs all
read the same declaration.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .errors import ParameterError, suggestion
from .ops import is_symbolic

REQUIRED = dataclasses.MISSING


def quantity(
    unit: str,
    doc: str,
    default: Any = REQUIRED,
    *,
    above: float = -math.inf,
    below: float = math.inf,
    closed: bool = True,
    structural: bool = False,
) -> Any:
    """Declare a numeric field.

    Parameters
    ----------
    unit : SI unit as pint understands it; ``"1"`` for a pure number.
    doc : what it is, shown by ``ambipolar show`` and in reports.
    above, below : range; ``closed`` tells whether the limits belong to it.
    structural : True for numbers that shape the equations (a table, a mesh); they are
        compiled in and changing them compiles anew. All others are solver inputs.
    """
    meta = {"unit": unit, "doc": doc, "above": above, "below": below, "closed": closed}
    return field(default=default, metadata={**meta, "structural": structural})


def positive(unit: str, doc: str, default: Any = REQUIRED, **kw: Any) -> Any:
    """A quantity that is greater than zero."""
    return quantity(unit, doc, default, above=0.0, closed=False, **kw)


def choice(kind: str, doc: str, default: Any = REQUIRED, *, read_out: bool = False) -> Any:
    """Declare a field that holds an object chosen from the registry called ``kind``.

    Specifications build it from a name or a mapping with ``type:``, see
    ``simulation.specification.build``. ``read_out`` is for laws that are applied to results and
    never enter an equation: their numbers are no solver inputs, and another one compiles nothing.
    """
    return field(default=default, metadata={"registry": kind, "doc": doc, "annotation": read_out})


@dataclass(frozen=True)
class Record:
    """Base of every object a user builds: materials, laws, particles, devices.

    Raises
    ------
    ParameterError
        when a declared quantity is not a finite number inside its range.
    """

    def __post_init__(self) -> None:
        for spec in quantities(self):
            _check(type(self).__name__, spec, getattr(self, spec.name))


def quantities(record: Any) -> Iterator[dataclasses.Field]:
    """The fields of a record (or its class) declared by :func:`quantity`."""
    return (f for f in dataclasses.fields(record) if "unit" in f.metadata)


def _check(owner: str, spec: dataclasses.Field, value: Any) -> None:
    if value is None or is_symbolic(value):
        return
    path, meta = f"{owner}.{spec.name}", spec.metadata
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ParameterError(path, f"expected a number in {meta['unit']}, got {value!r}.") from None
    if not np.all(np.isfinite(array)):
        raise ParameterError(path, f"must be finite, got {value!r}.")
    low, high = meta["above"], meta["below"]
    inside = (array >= low) & (array <= high)
    if not meta["closed"]:
        inside = (array > low) & (array < high)
    if not np.all(inside):
        shown = f"{value:g}" if array.ndim == 0 else f"{value!r}"
        raise ParameterError(path, f"must be {_range(meta)}, got {shown}{_unit(meta)}.")


def _unit(meta: Mapping[str, Any]) -> str:
    return "" if meta["unit"] == "1" else f" {meta['unit']}"


def _range(meta: Mapping[str, Any]) -> str:
    low, high, closed, unit = meta["above"], meta["below"], meta["closed"], _unit(meta)
    if high == math.inf:
        return f"{'at least' if closed else 'greater than'} {low:g}{unit}"
    if low == -math.inf:
        return f"{'at most' if closed else 'less than'} {high:g}{unit}"
    if closed:
        return f"from {low:g} to {high:g}{unit}"
    return f"strictly between {low:g} and {high:g}{unit}"


def replace_path(record: Any, path: str, value: Any) -> Any:
    """A copy of ``record`` with the field at dotted ``path`` changed.

    Raises
    ------
    ParameterError
        when the path does not exist; the nearest names are suggested.
    """
    head, _, rest = path.partition(".")
    if isinstance(record, tuple) and head.isdigit() and int(head) < len(record):
        new = replace_path(record[int(head)], rest, value) if rest else value
        return (*record[: int(head)], new, *record[int(head) + 1 :])
    names = [f.name for f in dataclasses.fields(record)] if dataclasses.is_dataclass(record) else []
    if head not in names:
        raise ParameterError(
            path, f"{type(record).__name__} has no field {head!r}.", suggestion(head, names)
        )
    new = replace_path(getattr(record, head), rest, value) if rest else value
    return dataclasses.replace(record, **{head: new})  # type: ignore[arg-type]


# --- lifting numbers to solver inputs -------------------------------------------------------


def _is_parameter(spec: dataclasses.Field, value: Any) -> bool:
    if spec.metadata.get("structural") or "unit" not in spec.metadata:
        return False
    if isinstance(value, tuple):
        return bool(value) and all(isinstance(v, int | float) for v in value)
    return isinstance(value, int | float | np.ndarray) and not isinstance(value, bool)


def parameters(record: Any, prefix: str = "") -> dict[str, np.ndarray]:
    """All liftable numbers below ``record`` as ``{dotted path: 2-D array}``, in field order."""
    found: dict[str, np.ndarray] = {}
    for path, spec, value in _walk(record, prefix):
        if spec is not None and _is_parameter(spec, value):
            found[path] = np.atleast_2d(np.asarray(value, dtype=float))
    return found


def _walk(node: Any, prefix: str) -> Iterator[tuple[str, dataclasses.Field | None, Any]]:
    if isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from _walk(item, f"{prefix}{index}.")
    elif isinstance(node, Record):
        for spec in dataclasses.fields(node):
            if spec.metadata.get("annotation"):
                continue
            value = getattr(node, spec.name)
            yield f"{prefix}{spec.name}", spec, value
            if isinstance(value, tuple | Record):
                yield from _walk(value, f"{prefix}{spec.name}.")


def lift(record: Any, symbols: Mapping[str, Any], prefix: str = "") -> Any:
    """A copy of ``record`` in which every liftable number is ``symbols[path]``."""
    if isinstance(record, tuple):
        return tuple(lift(v, symbols, f"{prefix}{i}.") for i, v in enumerate(record))
    if not isinstance(record, Record):
        return record
    changes: dict[str, Any] = {}
    for spec in dataclasses.fields(record):
        value, path = getattr(record, spec.name), f"{prefix}{spec.name}"
        if spec.metadata.get("annotation"):
            continue
        if _is_parameter(spec, value):
            changes[spec.name] = symbols[path]
        elif isinstance(value, tuple | Record):
            changes[spec.name] = lift(value, symbols, f"{path}.")
    return dataclasses.replace(record, **changes)


def signature(node: Any) -> Any:
    """A hashable key of everything about ``node`` except its liftable numbers.

    Two records of equal signature share one compiled system.
    """
    if isinstance(node, Record):
        return _record_signature(node)
    if isinstance(node, tuple):
        return tuple(signature(v) for v in node)
    if isinstance(node, np.ndarray):
        return (node.shape, node.tobytes())
    # plain values before mappings: asking an abstract class for the first time takes milliseconds
    if node is None or isinstance(node, str | int | float):
        return node
    if isinstance(node, Mapping):
        return tuple((k, signature(v)) for k, v in sorted(node.items()))
    return node


def _record_signature(record: Record) -> Any:
    parts: list[Any] = [type(record).__qualname__]
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        if spec.metadata.get("annotation"):
            continue
        shape = np.shape(value) if _is_parameter(spec, value) else signature(value)
        parts.append((spec.name, shape))
    return tuple(parts)


def annotation(default: Any = "", **kw: Any) -> Any:
    """A field that is text about the record (name, source, note) and never enters an equation."""
    return field(default=default, metadata={"annotation": True}, **kw)
