"""BPX files: read strictly, checked against the schema of the package ``bpx``, never evaluated.

Function strings are taken out and parsed by :mod:`ambipolar.physics.formulas` before the schema
sees a number in their place: ``bpx`` writes such a string into a Python file and imports it when
it compares voltage limits, and a grammar that lets ``exit(x)`` pass stands alone before that.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.errors import ParameterError, SpecError, suggestion
from ...physics.formulas.formula import Formula
from ...physics.formulas.table import LinearTable

MAX_BYTES = 20_000_000
MAX_NESTING = 20

CELL, ELECTROLYTE, SEPARATOR = "Cell", "Electrolyte", "Separator"
NEGATIVE, POSITIVE = "Negative electrode", "Positive electrode"
SINGLE_PARTICLE = "SPM"
MODELS = (SINGLE_PARTICLE, "SPMe", "DFN")

#: what may be text or a table, by section
_PARTICLE = (
    "Diffusivity [m2.s-1]", "OCP [V]", "OCP (delithiation) [V]", "OCP (lithiation) [V]",
    "Entropic change coefficient [V.K-1]",
)  # fmt: skip
FUNCTIONS: dict[str, tuple[str, ...]] = {
    ELECTROLYTE: ("Diffusivity [m2.s-1]", "Conductivity [S.m-1]"),
    NEGATIVE: _PARTICLE,
    POSITIVE: _PARTICLE,
}
#: where version 0 had what is now in the state: section, key, key now
MOVED = (
    (CELL, "Initial temperature [K]", "Initial temperature [K]"),
    (CELL, "Ambient temperature [K]", "Ambient temperature [K]"),
    (ELECTROLYTE, "Initial concentration [mol.m-3]",
     "Initial electrolyte concentration [mol.m-3]"),
)  # fmt: skip
#: in files of version 0; has no place in an isothermal or a lumped balance of heat
DROPPED = ((CELL, "Thermal conductivity [W.m-1.K-1]"),)

Function = Callable[[Any], Any]


@dataclass(frozen=True)
class Section:
    """One section of a file: its values by the names of the format."""

    path: str
    name: str
    values: Mapping[str, Any]

    def number(
        self, key: str, low: float = 0.0, high: float = math.inf, *, closed: bool = False
    ) -> float:
        """A number between two limits.

        Raises
        ------
        SpecError
            naming section and key, for a number that is missing or outside.
        """
        value = self.values.get(key)
        if value is None:
            raise self.error(key, "is missing.")
        inside = low <= value <= high if closed else low < value < high
        if not inside:
            word = "from" if closed else "between"
            limits = f"{word} {low:g} {'to' if closed else 'and'} {high:g}"
            limits = f"above {low:g}" if math.isinf(high) and not closed else limits
            raise self.error(key, f"must be {limits}, got {value:g}.")
        return float(value)

    def optional(self, key: str, default: float, low: float = 0.0) -> float:
        """A number from a limit on, or the default where the file has none."""
        if self.values.get(key) is None:
            return default
        return self.number(key, low, math.inf, closed=True)

    def function(self, key: str) -> Function | None:
        """A number, text or table as a function of x; None where the file has none."""
        value = self.values.get(key)
        if isinstance(value, float | int):
            return Formula(repr(float(value)))
        return value

    def error(self, key: str, message: str, advice: str = "") -> SpecError:
        """An error at a key of this section."""
        return SpecError(f"{self.path}: {self.name}: {key}", message, advice)


@dataclass(frozen=True)
class BpxFile:
    """What a file says, with functions parsed."""

    path: str
    title: str
    version: str
    model: str
    sections: Mapping[str, Section]
    state: Section
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Section:
        return self.sections[name]


def read_bpx(path: str | Path) -> BpxFile:
    """Read and check a BPX file of version 0.1 or later.

    Raises
    ------
    SpecError
        naming every key that is unknown, missing or wrong, for files that cannot be read, and for
        half cells and blended electrodes, which are not supported.
    """
    name = str(path)
    content = _mapping(_load(Path(path)), name, "the file")
    header = _header(name, content)
    parts = _mapping(content.get("Parameterisation"), name, "Parameterisation")
    _refuse_unsupported(name, header, parts)
    state, notes = _state(name, content, parts, header["BPX"])
    known = {"Header", "Parameterisation", "State", "Validation"}
    problems = [f"{k} is an unknown section ({_near(k, known)})" for k in content.keys() - known]
    sections: dict[str, Section] = {}
    wanted = _schema(header["Model"])
    for key in parts.keys() - wanted.keys() - {"User-defined"}:
        problems.append(f"{key} is not a section of a model {header['Model']}")
    for key, model in wanted.items():
        values, wrong = _checked(name, key, parts.get(key), model)
        problems += wrong
        sections[key] = Section(name, key, values)
    if problems:
        raise SpecError(name, f"{'; '.join(problems)}.", "The keys are those of BPX.")
    if "User-defined" in parts:
        notes.append("The section User-defined is not used.")
    title = header.get("Title") or Path(path).stem
    return BpxFile(name, title, header["BPX"], header["Model"], sections, state, tuple(notes))


# --- the text --------------------------------------------------------------------------------


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB.")
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise SpecError(str(path), "is not a text file in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise SpecError(str(path), f"is not JSON: {error}.", "The file may be truncated.") from None
    except RecursionError:
        raise SpecError(str(path), "is nested too deeply to be a BPX file.") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name, a twin key
        reason = getattr(error, "strerror", None) or error
        raise SpecError(str(path), f"cannot be read: {reason}.", "Check the file.") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = next(k for i, (k, _) in enumerate(pairs) if k in [p[0] for p in pairs[:i]])
        raise ValueError(f"the key {twin!r:.60} stands twice in one section")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a number of JSON")


def _mapping(value: Any, path: str, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        message = f"{what} is missing." if value is None else f"{what} is not a mapping."
        raise SpecError(path, message, "A BPX file has the sections Header and Parameterisation.")
    return value


# --- the sections ----------------------------------------------------------------------------


def _bpx_schema() -> Any:
    import warnings

    with warnings.catch_warnings():  # bpx calls old names of pyparsing
        warnings.simplefilter("ignore", DeprecationWarning)
        from bpx import schema
    return schema


def _schema(model: str) -> dict[str, Any]:
    schema = _bpx_schema()

    if model == SINGLE_PARTICLE:
        return {
            CELL: schema.Cell,
            NEGATIVE: schema.ElectrodeSingleSPM,
            POSITIVE: schema.ElectrodeSingleSPM,
        }
    return {
        CELL: schema.Cell,
        ELECTROLYTE: schema.Electrolyte,
        NEGATIVE: schema.ElectrodeSingle,
        SEPARATOR: schema.Contact,
        POSITIVE: schema.ElectrodeSingle,
    }


def _header(path: str, content: Mapping[str, Any]) -> dict[str, Any]:
    header = dict(_mapping(content.get("Header"), path, "Header"))
    version = header.get("BPX")
    if isinstance(version, float | int) and not isinstance(version, bool):
        header["BPX"] = f"{float(version):.1f}"
    schema = _bpx_schema()

    values, problems = _checked(path, "Header", header, schema.Header)
    if problems:
        raise SpecError(path, f"{'; '.join(problems)}.", f"Models are {', '.join(MODELS)}.")
    return values


def _refuse_unsupported(path: str, header: Mapping[str, Any], parts: Mapping[str, Any]) -> None:
    if header["Model"] not in MODELS:
        raise SpecError(
            path, f"Header: Model {header['Model']} is not supported.", f"Only {', '.join(MODELS)}."
        )
    for name in (NEGATIVE, POSITIVE):
        part = parts.get(name)
        if part is None:
            raise SpecError(
                path,
                f"{name} is missing: half cells are not supported.",
                "Build a HalfCell from the parts in Python.",
            )
        if isinstance(part, dict) and "Particle" in part:
            raise SpecError(
                path, f"{name}: Particle: blended electrodes are not supported.",
                "Give one active material.",
            )  # fmt: skip


def _state(
    path: str, content: Mapping[str, Any], parts: dict[str, Any], version: str
) -> tuple[Section, list[str]]:
    """The state as one section, whichever version wrote it; what is moved leaves ``parts``."""
    schema = _bpx_schema()

    given = content.get("State")
    found: dict[str, Any] = {}
    notes: list[str] = []
    if given is not None:
        given = _mapping(given, path, "State")
        values, problems = _checked(path, "State", given, schema.State)
        if problems:
            raise SpecError(path, f"{'; '.join(problems)}.")
        for part in values.values():
            found |= part or {}
    if version.startswith("0."):
        for section, key, now in MOVED:
            if isinstance(parts.get(section), dict) and key in parts[section]:
                parts[section] = dict(parts[section])
                found.setdefault(now, _plain_number(path, section, key, parts[section].pop(key)))
        for section, key in DROPPED:
            if isinstance(parts.get(section), dict) and key in parts[section]:
                parts[section] = {k: v for k, v in parts[section].items() if k != key}
                notes.append(f"{section}: {key} is not used.")
    for key, value in found.items():
        if key.startswith(("LLI", "LAM")) and value not in (None, 0, 0.0):
            raise SpecError(path, f"State: {key}: degradation is not supported.", "Only 0.")
        if key.startswith("Initial hysteresis") and value is not None:
            notes.append(f"State: {key} is not used: the mean curve OCP [V] is.")
    return Section(path, "State", found), notes


def _plain_number(path: str, section: str, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise SpecError(path, f"{section}: {key}: expected a number, got {value!r:.60}.")
    return float(value)


def _checked(path: str, section: str, given: Any, model: Any) -> tuple[dict[str, Any], list[str]]:
    """Values by key as the schema reads them, with functions; and what is wrong."""
    import pydantic

    if not isinstance(given, dict):
        reason = "is missing; the file may be truncated" if given is None else "is not a mapping"
        return {}, [f"{section} {reason}"]
    plain, functions, problems = _without_functions(section, given)
    try:
        read = model.model_validate(plain)
    except pydantic.ValidationError as error:
        known = [f.alias or n for n, f in model.model_fields.items()]
        return {}, problems + [_sentence(section, e, known) for e in error.errors()]
    except RecursionError:
        return {}, [f"{section} is nested too deeply"]
    values = read.model_dump(by_alias=True)
    return values | functions, problems


def _without_functions(
    section: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Function], list[str]]:
    """A copy with 1 in the place of each function, the functions, and what is wrong."""
    plain: dict[str, Any] = {}
    functions: dict[str, Function] = {}
    problems: list[str] = []
    for key, value in given.items():
        plain[key] = value
        if isinstance(value, bool) or not _finite(value, 0):
            problems.append(f"{section}: {key}: expected finite numbers, got {value!r:.60}")
            plain[key] = 1.0
        elif key in FUNCTIONS.get(section, ()) and isinstance(value, str | dict):
            plain[key] = 1.0
            try:
                functions[key] = Formula(value) if isinstance(value, str) else _table(value)
            except ParameterError as error:
                problems.append(f"{section}: {key}: {error.detail} {error.advice}".rstrip(" ."))
        elif isinstance(value, str) and section != "Header":
            problems.append(f"{section}: {key}: expected a number, got the text {value!r:.60}")
            plain[key] = 1.0
    return plain, functions, problems


def _table(value: Mapping[str, Any]) -> LinearTable:
    if set(value) != {"x", "y"} or not all(isinstance(v, list) for v in value.values()):
        raise ParameterError("table", "a table has two lists, x and y.")
    return LinearTable(x=tuple(value["x"]), y=tuple(value["y"]))


def _finite(value: Any, depth: int) -> bool:
    """Whether all numbers below are finite; text and nothing are left to the schema."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return depth < MAX_NESTING and all(_finite(v, depth + 1) for v in value)
    return not isinstance(value, int | float) or _is_finite(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _sentence(section: str, error: Any, known: list[str]) -> str:
    key = ": ".join(str(p) for p in error["loc"] if isinstance(p, str) and not _is_type(p))
    place = f"{section}: {key}" if key else section
    if error["type"] == "extra_forbidden":
        return f"{place} is an unknown key ({_near(str(error['loc'][-1]), known)})"
    if error["type"] == "missing":
        return f"{place} is missing; the file may be truncated"
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{place}: {message[0].lower()}{message[1:]}, got {error['input']!r:.60}"


def _is_type(part: str) -> bool:
    """Names of alternatives that pydantic adds to a place."""
    return part in {"float", "int", "str"} or part.startswith(("function", "dict", "Interpolated"))


def _near(name: str, known: Any) -> str:
    return suggestion(name, known).rstrip(".")[:200]
