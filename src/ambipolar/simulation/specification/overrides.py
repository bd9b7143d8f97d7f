"""Changes to a specification by dotted path, as ``--set device.particle.length=50nm``."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from ...core.errors import SpecError

#: the parts of a specification; a path that starts with another name is looked for in the device
#: or, where there is none, in the calculation
PARTS = (
    "name", "title", "description", "source", "device", "protocol", "solver",
    "cases", "claims", "figures", "calculation", "needs", "quick", "quick_cases",
)  # fmt: skip


def apply_overrides(
    mapping: Mapping[str, Any], overrides: Iterable[str] | Mapping[str, Any]
) -> dict[str, Any]:
    """A copy of a specification with values set at dotted paths.

    Parameters
    ----------
    mapping : the specification as plain data.
    overrides : ``"path=value"`` texts, whose values are read as YAML, or ``{path: value}``.
        List items are numbers: ``protocol.0.c_rate``. ``device.`` may be left out where the
        first name stands in the device only once. A name such as ``material: LFP`` on the way
        becomes ``{type: LFP}``, so that its fields can be set.

    Raises
    ------
    SpecError
        for text without ``=``, an ambiguous path or one that leads nowhere.
    """
    changed = copy.deepcopy(dict(mapping))
    pairs = overrides.items() if isinstance(overrides, Mapping) else map(_pair, overrides)
    for path, value in pairs:
        keys = resolve_path(changed, str(path))
        _set(changed, keys, value, str(path))
    return changed


def _pair(text: str) -> tuple[str, Any]:
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise SpecError(text, "is not a setting.", "Write path=value, e.g. particle.length=50nm.")
    try:
        return path.strip(), yaml.safe_load(value)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SpecError(path.strip(), f"cannot read the value {value!r}.") from None


def resolve_path(spec: Mapping[str, Any], path: str) -> list[str]:
    """The names on the way to ``path`` from the top of a specification, see `apply_overrides`.

    Raises
    ------
    SpecError
        for an ambiguous path or an empty name.
    """
    keys = path.split(".")
    if not all(keys):
        raise SpecError(path, "has an empty name between dots.", "Write e.g. particle.length.")
    if keys[0] in PARTS:
        return keys
    part = "calculation" if spec.get("calculation") is not None else "device"
    content = spec.get(part)
    if isinstance(content, Mapping) and keys[0] not in content:
        places = list(_places(content, keys[0], [part]))
        if len(places) > 1:
            listed = ", ".join(".".join(p) for p in places)
            raise SpecError(path, f"is ambiguous: {listed}.", "Write the whole path.")
        if places:
            return places[0] + keys[1:]
    return [part, *keys]


def _places(node: Any, name: str, above: list[str]) -> Iterator[list[str]]:
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, Mapping):
        items = node.items()
    elif isinstance(node, list):
        items = enumerate(node)
    for key, child in items:
        here = [*above, str(key)]
        if key == name:
            yield here
        yield from _places(child, name, here)


def _set(root: dict[str, Any], keys: list[str], value: Any, path: str) -> None:
    node: Any = root
    for depth, key in enumerate(keys):
        last = depth == len(keys) - 1
        if isinstance(node, list):
            if not key.isdecimal() or len(key) > 9 or int(key) >= len(node):
                message = f"{key!r} is not an item of a list of {len(node)}."
                raise SpecError(path, message, "Items are counted from 0.")
            slot: Any = int(key)
        else:
            slot = key
            if slot not in node and not last:
                node[slot] = {}
        if last:
            node[slot] = value
            return
        if isinstance(node[slot], str):
            node[slot] = {"type": node[slot]}
        if not isinstance(node[slot], dict | list):
            where = ".".join(keys[: depth + 1])
            raise SpecError(path, f"{where} is {node[slot]!r}, which has no parts.")
        node = node[slot]
