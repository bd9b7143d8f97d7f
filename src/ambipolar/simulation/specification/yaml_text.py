"""Reading YAML: whatever is wrong with the text becomes one message with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ...core.errors import SpecError

#: a specification is a few hundred entries; more is an alias bomb or not a specification
MAX_DEPTH, MAX_NODES, MAX_BYTES = 40, 1_000_000, 50_000_000


def read_yaml(source: str | Path) -> dict[str, Any]:
    """The mapping in a YAML file, or in text of more than one line or with a ``:`` in it.

    Raises
    ------
    SpecError
        with file and line, when the file cannot be read or is not a YAML mapping.
    """
    text, name = _text_of(source)
    try:
        # the loader adds to SafeLoader only that a key given twice is refused
        content = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise SpecError(
            where,
            f"is not valid YAML: {error.problem or error.context}.",
            "The file may be truncated, or a bracket, quote or indentation is wrong.",
        ) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise SpecError(name, f"is not valid YAML: {reason}.") from None
    except (ValueError, RecursionError) as error:  # impossible dates, endless digits, deep nesting
        raise SpecError(name, f"holds a value that cannot be read: {error}.") from None
    if not isinstance(content, Mapping):
        what = "nothing" if content is None else f"a {type(content).__name__}"
        raise SpecError(
            name, f"holds {what}, not a mapping.", "Write 'name: value' lines, e.g. 'device: ...'."
        )
    _check_size(content, name)
    return dict(content)


def write_yaml(content: Mapping[str, Any]) -> str:
    """YAML text in the order of the mapping, without anchors."""
    return yaml.dump(
        dict(content), Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=100
    )


def is_file_name(source: str | Path) -> bool:
    """Whether a source names a file; text of more than one line or with a ``:`` is YAML itself."""
    return isinstance(source, Path) or not (source == "" or "\n" in source or ":" in source)


class _UniqueKeys(yaml.SafeLoader):
    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value != "<<" and isinstance(key.value, str) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_of(source: str | Path) -> tuple[str, str]:
    if not is_file_name(source):
        return str(source), "specification"
    path = Path(source)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB.")
        return path.read_text(encoding="utf-8"), str(path)
    except UnicodeDecodeError:
        raise SpecError(str(path), "is not a text file in UTF-8.") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or error
        raise SpecError(str(path), f"cannot be read: {reason}.", "Check the name.") from None


def _check_size(content: Any, name: str) -> None:
    """Refuse aliases that refer to themselves or multiply, before anything walks the tree."""
    stack, count = [(content, 0)], 0
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise SpecError(
                name, "is nested too deeply or too large.", "Check anchors and aliases."
            )
        if isinstance(node, Mapping):
            stack.extend((v, depth + 1) for v in node.values())
        elif isinstance(node, list):
            stack.extend((v, depth + 1) for v in node)
