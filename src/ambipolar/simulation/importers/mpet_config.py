"""The two ``.cfg`` files of an MPET run, read and validated key by key.

The format is that of MPET 1.0.1 [smith2017]: INI sections, SI units, one file for the system
and one for each electrode. Keys that are not listed here are refused by name.
"""

from __future__ import annotations

import ast
import configparser
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.errors import SpecError, suggestion

YES, NO = ("y", "yes", "t", "true", "on", "1"), ("n", "no", "f", "false", "off", "0")

#: a configuration has about a hundred lines
MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Key:
    """How the text of an entry becomes a value; ``read`` raises ValueError saying what is wrong."""

    read: Callable[[str], Any]
    required: bool = True
    default: Any = None


@dataclass(frozen=True)
class ConfigFile:
    """Typed entries of one file. ``used`` collects the keys that took part in the import."""

    path: Path
    values: Mapping[str, Any]
    given: tuple[str, ...]
    used: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> Any:
        self.used.add(key)
        return self.values[key]

    @property
    def unused(self) -> tuple[str, ...]:
        """Keys of the file that nothing has asked for, in their order there."""
        return tuple(k for k in self.given if k not in self.used)


def number(
    at_least: float = -math.inf, at_most: float = math.inf, *, open_ends: bool = False
) -> Callable[[str], float]:
    """A reader of finite numbers within a range."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise ValueError("is not a number") from None
        inside = at_least < value < at_most if open_ends else at_least <= value <= at_most
        if not math.isfinite(value) or not inside:
            kind = "strictly between" if open_ends else "from"
            raise ValueError(f"must be a finite number {kind} {at_least:g} to {at_most:g}")
        return value

    return read


def whole(at_least: int, at_most: int = 1_000_000) -> Callable[[str], int]:
    """A reader of whole numbers within a range."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise ValueError("is not a whole number") from None
        if not at_least <= value <= at_most:
            raise ValueError(f"must be from {at_least} to {at_most}")
        return value

    return read


def flag(text: str) -> bool:
    """Yes or no, in the spellings that INI files use."""
    word = text.lower()
    if word not in YES + NO:
        raise ValueError("must be true or false")
    return word in YES


def name(text: str) -> str:
    """A non-empty word or file name."""
    if not text or "\n" in text or "\0" in text:
        raise ValueError("is empty or not a name")
    return text


def segments(text: str) -> tuple[tuple[float, float], ...]:
    """``[(set point, minutes), ...]``."""
    expected = "must be a list of (set point, minutes), e.g. [(1, 30), (0, 60)]"
    try:
        items = ast.literal_eval(text)
        pairs = tuple((float(value), float(minutes)) for value, minutes in items)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, OverflowError):
        raise ValueError(expected) from None
    if not pairs or not all(math.isfinite(v) and 0 < m < 1e9 for v, m in pairs):
        raise ValueError(f"{expected}, with finite set points and positive times")
    return pairs


def sizes(text: str) -> tuple[tuple[float, ...], ...] | None:
    """``false``, or particle sizes in one row for each volume; a plain list is one row."""
    if text.lower() in ("false", "no", "0"):
        return None
    try:
        items = ast.literal_eval(text)
        nested = items if isinstance(items[0], list | tuple) else [items]
        rows = tuple(tuple(float(v) for v in row) for row in nested)
    except (
        ValueError, TypeError, SyntaxError, LookupError, MemoryError, RecursionError, OverflowError,
    ):  # fmt: skip
        raise ValueError("must be false or a list of sizes") from None
    if not all(rows) or not all(0 < v < 1 for row in rows for v in row):
        raise ValueError("must hold sizes in m")
    return rows


ANY, POSITIVE, NOT_NEGATIVE = number(), number(0, open_ends=True), number(0)
FRACTION, LENGTH = number(0, 1, open_ends=True), number(0, 1, open_ends=True)


def _optional(read: Callable[[str], Any], default: Any) -> Key:
    return Key(read, required=False, default=default)


SYSTEM: dict[str, dict[str, Key]] = {
    "Sim Params": {
        "profileType": Key(name), "Crate": Key(ANY), "power": _optional(ANY, None),
        "1C_current_density": _optional(POSITIVE, None), "Vmax": Key(ANY), "Vmin": Key(ANY),
        "Vset": Key(ANY), "capFrac": _optional(POSITIVE, 1.0), "segments": Key(segments),
        "tramp": _optional(NOT_NEGATIVE, 0.0), "prevDir": _optional(str, ""),
        "tend": Key(POSITIVE), "tsteps": Key(whole(1)), "relTol": Key(POSITIVE),
        "absTol": Key(POSITIVE), "T": Key(number(1, 1e4)), "randomSeed": Key(flag),
        "seed": _optional(whole(0, 2**32 - 1), None), "dataReporter": _optional(name, "mat"),
        "Rser": Key(NOT_NEGATIVE), "Nvol_c": Key(whole(1)), "Nvol_s": Key(whole(0)),
        "Nvol_a": Key(whole(0)), "Npart_c": Key(whole(0)), "Npart_a": Key(whole(0)),
    },
    "Electrodes": {
        "cathode": Key(name), "anode": Key(name), "k0_foil": Key(ANY), "Rfilm_foil": Key(ANY),
    },
    "Particles": {
        "mean_c": Key(LENGTH), "stddev_c": Key(NOT_NEGATIVE), "mean_a": Key(ANY),
        "stddev_a": Key(ANY), "cs0_c": Key(FRACTION), "cs0_a": Key(ANY),
        "specified_psd_c": _optional(sizes, None), "specified_psd_a": _optional(sizes, None),
    },
    "Conductivity": {
        **{f"simBulkCond_{e}": Key(flag) for e in "ca"},
        **{f"simPartCond_{e}": Key(flag) for e in "ca"},
        **{f"{k}_{e}": Key(ANY) for k in ("sigma_s", "G_mean", "G_stddev") for e in "ca"},
    },
    "Geometry": {
        "L_c": Key(LENGTH), "P_L_c": Key(number(1e-6, 1)), "poros_c": Key(number(0, 0.999999)),
        **{k: Key(ANY) for k in ("L_a", "L_s", "P_L_a", "poros_a", "poros_s")},
        **{f"BruggExp_{e}": Key(ANY) for e in "cas"},
    },
    "Electrolyte": {
        "c0": Key(POSITIVE), "zp": Key(ANY), "zm": Key(ANY), "nup": Key(ANY), "num": Key(ANY),
        "elyteModelType": Key(name), "SMset": Key(name), "n": Key(ANY), "sp": Key(ANY),
        "Dp": Key(ANY), "Dm": Key(ANY),
    },
}  # fmt: skip

ELECTRODE: dict[str, dict[str, Key]] = {
    "Particles": {
        "type": Key(name), "discretization": Key(LENGTH), "shape": Key(name),
        "thickness": _optional(LENGTH, None),
    },
    "Material": {
        "muRfunc": Key(name), "logPad": _optional(flag, False), "noise": Key(flag),
        "noise_prefac": Key(ANY), "numnoise": Key(ANY),
        **{k: _optional(ANY, None) for k in ("Omega_a", "Omega_b", "Omega_c", "EvdW")},
        "kappa": Key(NOT_NEGATIVE), "B": Key(NOT_NEGATIVE), "rho_s": Key(number(1e20, 1e32)),
        "D": Key(POSITIVE), "Dfunc": Key(name), "E_D": _optional(NOT_NEGATIVE, 0.0),
        "dgammadc": Key(ANY), "cwet": Key(FRACTION),
    },
    "Reactions": {
        "rxnType": Key(name), "k0": Key(POSITIVE), "E_A": _optional(NOT_NEGATIVE, 0.0),
        "alpha": Key(FRACTION), "lambda": Key(POSITIVE), "Rfilm": Key(NOT_NEGATIVE),
    },
}  # fmt: skip


def read_config(path: Path, keys: Mapping[str, Mapping[str, Key]]) -> ConfigFile:
    """Read one file against the table of its sections and keys.

    Raises
    ------
    SpecError
        once, naming every entry that is unknown, missing or has a wrong value.
    """
    found = _parse(path)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for section in found:
        if section not in keys:
            problems.append(f"section [{section}] is not supported ({_near(section, keys)})")
    for section, entries in keys.items():
        if section not in found:
            problems.append(f"section [{section}] is missing; the file may be truncated")
            continue
        for unknown in found[section].keys() - entries.keys():
            problems.append(f"[{section}] {unknown} is not supported ({_near(unknown, entries)})")
        for key, spec in entries.items():
            values[key] = spec.default
            if key in found[section]:
                try:
                    values[key] = spec.read(found[section][key])
                except ValueError as error:
                    problems.append(f"[{section}] {key} = {found[section][key]!r:.60} {error}")
            elif spec.required:
                problems.append(f"[{section}] {key} is missing; the file may be truncated")
    if problems:
        raise SpecError(str(path), f"{'; '.join(problems)}.", "Keys are those of MPET 1.0.1.")
    given = tuple(k for section in found.values() for k in section)
    return ConfigFile(path=path, values=values, given=given)


def checked(file: ConfigFile, readers: Mapping[str, Callable[[str], Any]]) -> None:
    """Read entries again with the ranges of the parts that are there.

    Raises
    ------
    SpecError
        once, naming every entry that a reader refuses.
    """
    problems = []
    for key, read in readers.items():
        try:
            read(str(file[key]))
        except ValueError as error:
            problems.append(f"{key} = {file[key]} {error}")
    if problems:
        raise SpecError(str(file.path), f"{'; '.join(problems)}.", "Check these entries.")


def _near(name_: str, known: Mapping[str, Any]) -> str:
    return suggestion(name_, known).rstrip(".")


class _Parser(configparser.ConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr  # keys are case sensitive


def _parse(path: Path) -> dict[str, dict[str, str]]:
    parser = _Parser(interpolation=None, default_section="")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(str(path), "is too large to be an MPET configuration.")
        parser.read_string(path.read_text(encoding="utf-8"), source=str(path))
    except UnicodeDecodeError:
        raise SpecError(str(path), "is not a text file in UTF-8.") from None
    except configparser.Error as error:
        reason = " ".join(str(error).split())
        raise SpecError(
            str(path), f"is not a configuration file: {reason}", "Check the line that is named."
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        reason = getattr(error, "strerror", None) or error
        raise SpecError(str(path), f"cannot be read: {reason}.", "Check the name.") from None
    return {section: dict(parser[section]) for section in parser.sections()}
