"""From plain mappings (YAML) to records, with errors that name the place in the YAML.

A field declared by ``quantity`` takes a number in SI or text with a unit; one declared by
``choice`` takes a registered name or a mapping with ``type:`` (or ``base:``, the same) and the
fields that differ; a list of mappings is a sum of terms or, for a tuple, its members.
``{file: host.yaml}`` reads the mapping from another file.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import os
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import ParameterError, SpecError, suggestion
from ...core.records import Record
from ...core.units import to_si
from .kinds import IMPLIED, base_of, known_names, look_up
from .yaml_text import read_yaml

#: whole numbers in a specification are numbers of cells, members or modes: more is a mistake
MAX_COUNT = 200_000
_UNLIMITED = {"seed", "stall_steps"}


def build(
    value: Any, kind: str, path: str = "", *, current: Any = None, folder: Path | None = None
) -> Any:
    """The object of ``kind`` that ``value`` describes.

    Parameters
    ----------
    value : a registered name, a mapping, a list of mappings, or a record, which is returned.
    kind : a key of :data:`ambipolar.simulation.specification.kinds.KINDS`.
    path : where ``value`` stands in the specification, for error messages.
    current : the object that a mapping without ``type`` changes (a default).
    folder : where relative ``file:`` names are looked for.

    Raises
    ------
    SpecError
        naming the path, for an unknown name or key, a missing or a wrong value.
    UnitError
        naming the path, for text that is not a quantity of the right dimension.
    """
    if isinstance(value, Record):
        return value
    if isinstance(value, list):
        return _sum(value, kind, path, folder)
    if isinstance(value, str):
        return _from_target(look_up(kind, value, path), {}, path, folder)
    if not isinstance(value, Mapping):
        raise SpecError(path, f"expected a {kind}, got {value!r}.", known_names(kind))
    _check_keys(value, path)
    if "file" in value:
        value, folder = _from_file(value, path, folder)
    if "type" in value and "base" in value:
        raise SpecError(path, "has both 'type' and 'base'.", "They mean the same: keep one.")
    fields = {k: v for k, v in value.items() if k not in ("type", "base")}
    for key in ("type", "base"):
        if key in value:
            target = look_up(kind, value[key], join(path, key))
            return _from_target(target, fields, path, folder)
    if current is not None:
        return change(current, fields, path, folder)
    base = base_of(kind)
    if base is None:
        raise SpecError(path, f"names no {kind}: 'type' is missing.", known_names(kind))
    return build_record(base, fields, path, folder)


def build_record(
    cls: type, fields: Mapping[str, Any], path: str = "", folder: Path | None = None
) -> Any:
    """A record of class ``cls`` from a mapping of its fields.

    Raises
    ------
    SpecError
        for unknown or missing fields and for values that the record refuses.
    """
    _check_fields(cls, fields, path)
    specs = _specs(cls)
    given = {
        name: _field(cls, specs[name], value, join(path, name), _default(specs[name]), folder)
        for name, value in fields.items()
    }
    for name, spec in specs.items():
        if name not in given and _default(spec) is dataclasses.MISSING:
            raise SpecError(join(path, name), "is missing.", _meaning(spec))
    return _construct(lambda: cls(**given), cls, path)


def change(record: Any, fields: Mapping[str, Any], path: str, folder: Path | None = None) -> Any:
    """A copy of ``record`` with the fields of a mapping changed; fields that are records nest."""
    if not fields:
        return record
    cls = type(record)
    _check_fields(cls, fields, path)
    specs = _specs(cls)
    given = {
        name: _field(cls, specs[name], value, join(path, name), getattr(record, name), folder)
        for name, value in fields.items()
    }
    return _construct(lambda: dataclasses.replace(record, **given), cls, path)


def join(path: str, name: object) -> str:
    """Extend a dotted path."""
    return f"{path}.{name}" if path else str(name)


# --- parts of build --------------------------------------------------------------------------


def _from_target(target: Any, fields: Mapping[str, Any], path: str, folder: Path | None) -> Any:
    if isinstance(target, type):
        return build_record(target, fields, path, folder)
    return change(target, fields, path, folder)


def _from_file(
    value: Mapping[str, Any], path: str, folder: Path | None
) -> tuple[dict[str, Any], Path]:
    name = value["file"]
    if not isinstance(name, str):
        raise SpecError(join(path, "file"), f"expected the name of a file, got {name!r}.")
    file = (folder or Path()) / name
    try:
        content = read_yaml(file)
    except SpecError as error:
        raise SpecError(join(path, "file"), error.message, error.advice) from None
    if "file" in content:
        raise SpecError(join(path, "file"), f"{name} refers to another file.", "Name that file.")
    return {**content, **{k: v for k, v in value.items() if k != "file"}}, file.parent


def _sum(values: list, kind: str, path: str, folder: Path | None) -> Any:
    terms = [build(v, kind, join(path, i), folder=folder) for i, v in enumerate(values)]
    if not terms:
        raise SpecError(path, "is empty.", known_names(kind))
    try:
        return functools.reduce(operator.add, terms)
    except TypeError:
        raise SpecError(path, f"is a list, but a {kind} is one object.", "Give one.") from None


def _construct(make: Callable[[], Any], cls: type, path: str) -> Any:
    """Call a constructor; whatever it refuses becomes an error at ``path``."""
    try:
        return make()
    except ParameterError as error:
        name = error.path.rpartition(".")[2]
        where = join(path, name) if name in _specs(cls) else path or cls.__name__
        raise SpecError(where, error.detail, error.advice) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        message = f"{cls.__name__} cannot be built from these values: {error}"
        raise SpecError(path or cls.__name__, message) from None


def _check_keys(value: Mapping, path: str) -> None:
    for key in value:
        if not isinstance(key, str):
            raise SpecError(path, f"the key {key!r} is not a name.")


def _check_fields(cls: type, fields: Mapping[str, Any], path: str) -> None:
    _check_keys(fields, path)
    specs = _specs(cls)
    for name in fields:
        if name not in specs:
            message = f"{cls.__name__} has no field {name!r}."
            raise SpecError(join(path, name), message, suggestion(name, specs))


def _meaning(spec: dataclasses.Field) -> str:
    what, unit = spec.metadata.get("doc", ""), spec.metadata.get("unit", "1")
    return f"It is the {what}{'' if unit == '1' else f' [{unit}]'}." if what else ""


def _specs(cls: type) -> dict[str, dataclasses.Field]:
    return {f.name: f for f in dataclasses.fields(cls) if f.init and f.name not in IMPLIED}


def _default(spec: dataclasses.Field) -> Any:
    if spec.default_factory is not dataclasses.MISSING:
        return spec.default_factory()
    return spec.default


# --- one field -------------------------------------------------------------------------------


def _field(
    cls: type, spec: dataclasses.Field, value: Any, path: str, current: Any, folder: Path | None
) -> Any:
    if value is None and (current is None or _default(spec) is None or _optional(spec)):
        return None
    current = None if current is dataclasses.MISSING else current
    if "unit" in spec.metadata:
        return _quantity(spec, value, path)
    if "registry" in spec.metadata:
        kind = spec.metadata["registry"]
        if str(spec.type).startswith("tuple"):
            return _members(kind, value, path, folder)
        return build(value, kind, path, current=current, folder=folder)
    return _plain(cls, spec, value, path, current, folder)


def _optional(spec: dataclasses.Field) -> bool:
    """Whether a part may be left out although it has a default, as ``Sheet | None``."""
    return str(spec.type).endswith("| None")


def _members(kind: str, value: Any, path: str, folder: Path | None) -> tuple:
    if not isinstance(value, list | tuple):
        value = [value]
    return tuple(build(v, kind, join(path, i), folder=folder) for i, v in enumerate(value))


def _quantity(spec: dataclasses.Field, value: Any, path: str) -> Any:
    unit, kind = spec.metadata["unit"], str(spec.type)
    several = kind.startswith("tuple")
    depth = 2 if kind.startswith("tuple[tuple") else 1  # of points, or of numbers
    if isinstance(value, Mapping):
        if set(value) != {"values", "unit"}:
            raise SpecError(path, f"expected a quantity in {unit}, got a mapping.")
        factor, value = to_si(f"1 {value['unit']}", unit, join(path, "unit")), value["values"]
        if not isinstance(value, list):
            raise SpecError(join(path, "values"), f"expected a list of numbers, got {value!r}.")
        value = list(_numbers(value, "1", path, depth, factor))
    if several:
        if not isinstance(value, list | tuple):
            raise SpecError(path, f"expected a list of numbers, got {value!r}.")
        return _numbers(value, unit, path, depth)
    if isinstance(value, list):  # one row per member of an ensemble
        if not value or not all(isinstance(row, list) and len(row) == 1 for row in value):
            raise SpecError(path, "expected one number, got a list.", "Rows: [[1], [2]].")
        return np.array([[to_si(row[0], unit, join(path, i))] for i, row in enumerate(value)])
    number = to_si(value, unit, path)
    if "int" in kind:
        return _whole(spec.name, number, path)
    return number


def _numbers(value: Any, unit: str, path: str, depth: int, factor: float = 1.0) -> Any:
    """A number or, down to ``depth``, a list of numbers as tuples."""
    if depth > 0 and isinstance(value, list | tuple):
        members = enumerate(value)
        return tuple(_numbers(v, unit, join(path, i), depth - 1, factor) for i, v in members)
    return factor * to_si(value, unit, path)


def _located(name: str, folder: Path | None) -> str:
    """A file name, from the folder of the specification where it is found there."""
    beside = os.path.join(folder or "", name)
    return beside if os.path.isfile(beside) else name


def _plain(
    cls: type, spec: dataclasses.Field, value: Any, path: str, current: Any, folder: Path | None
) -> Any:
    hint = _hint(cls, spec.name)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if isinstance(value, hint):
            return value
        if not isinstance(value, Mapping):
            raise SpecError(path, f"expected the fields of a {hint.__name__}, got {value!r}.")
        if isinstance(current, hint):
            return change(current, value, path, folder)
        return build_record(hint, value, path, folder)
    if hint is int:
        return _whole(spec.name, to_si(value, "1", path), path)
    if hint is float:
        return to_si(value, "1", path)
    if isinstance(hint, type) and hint in (str, bool):
        if not isinstance(value, hint):
            word = "text" if hint is str else "true or false"
            raise SpecError(path, f"expected {word}, got {value!r}.")
        return _located(str(value), folder) if spec.metadata.get("file") else value
    if hint is tuple:
        if not isinstance(value, list | tuple):
            raise SpecError(path, f"expected a list, got {value!r}.")
        return _tuples(value)
    if hint is Mapping:
        if not isinstance(value, Mapping):
            raise SpecError(path, f"expected a mapping, got {value!r}.")
        return dict(value)
    raise SpecError(path, "cannot be written in a specification.", "Build it in Python.")


def _hint(cls: type, name: str) -> Any:
    """The plain type of a field: a class, ``tuple``, ``Mapping``, or None if it is another."""
    try:
        hint = typing.get_type_hints(cls)[name]
    except NameError:  # a name that is imported for type checkers only
        return None
    options = [o for o in typing.get_args(hint) if o is not type(None)]
    if type(None) in typing.get_args(hint) and len(options) == 1:
        hint = options[0]
    return typing.get_origin(hint) or hint


def _whole(name: str, number: float, path: str) -> int:
    if number != int(number):
        raise SpecError(path, f"must be a whole number, got {number:g}.")
    if abs(number) > MAX_COUNT and name not in _UNLIMITED:
        raise SpecError(
            path,
            f"{number:.0f} is more than the {MAX_COUNT} that can be solved.",
            "Use fewer; a phase boundary needs about five cells across.",
        )
    return int(number)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list | tuple) else value
