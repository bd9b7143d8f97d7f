"""Protocols in a specification: text, named protocols, steps, repetitions, in any nesting."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...core.errors import ParameterError, SpecError, suggestion
from ..protocol.scales import DeviceScales
from ..protocol.step import MAX_STEPS, Protocol, Step, joined
from ..protocol.text_steps import read_step
from .build import build_record, join
from .kinds import look_up

_FORMS = (
    "Write a step such as 'Discharge at C/10 until 3.0 V', {type: discharge, c_rate: 0.1},"
    " {repeat: 5, steps: [...]} or a list of these."
)


def build_protocol(
    value: Any,
    path: str = "protocol",
    folder: Path | None = None,
    scales: DeviceScales | None = None,
) -> Protocol:
    """The protocol that a specification describes.

    ``value`` is text, a mapping or a list of both: ``"Rest for 1 hour"``; a call of a function
    of ``ambipolar.protocols``, ``{type: discharge, c_rate: C/10}``; a step,
    ``{control: {type: voltage, value: 3.4 V}, duration: 1 h}``; ``{repeat: 5, steps: [...]}``.
    With the ``scales`` of the device, every step is also checked for an end that can be reached.

    Raises
    ------
    SpecError
        naming the path, for what is not understood.
    """
    if isinstance(value, Protocol):
        return value
    found = _steps(value, path, folder, scales)
    return replace(found, name="")  # a name is no part of a specification


def _steps(value: Any, path: str, folder: Path | None, scales: DeviceScales | None) -> Protocol:
    if isinstance(value, list):
        parts, number = [], 0
        for index, item in enumerate(value):
            parts.append(_steps(item, join(path, index), folder, scales))
            number += len(parts[-1])
            _check_number(number, path)
        if not parts:
            raise SpecError(path, "has no steps.", _FORMS)
        return joined(parts)
    if isinstance(value, Mapping) and "repeat" in value and "type" not in value:
        return _repeated(value, path, folder, scales)
    found = _entry(value, path, folder)
    if scales is not None:
        for step in {id(s): s for s in found.steps}.values():
            _check_end(step, path, scales)
    return found


def _entry(value: Any, path: str, folder: Path | None) -> Protocol:
    if isinstance(value, str):
        return Protocol((read_step(value, path),))
    if not isinstance(value, Mapping):
        raise SpecError(path, f"{value!r} is not a step.", _FORMS)
    if "control" in value:
        return Protocol((build_record(Step, value, path, folder),))
    if "type" in value:
        return _named(value, path, folder)
    raise SpecError(path, "has neither 'type', 'control' nor 'repeat'.", _FORMS)


def _check_end(step: Step, path: str, scales: DeviceScales) -> None:
    try:
        step.segments(scales)
    except ParameterError as error:
        raise SpecError(path, error.detail, error.advice) from None


def _repeated(
    value: Mapping[str, Any], path: str, folder: Path | None, scales: DeviceScales | None
) -> Protocol:
    for key in value:
        if key not in ("repeat", "steps"):
            advice = suggestion(str(key), ("repeat", "steps"))
            raise SpecError(join(path, key), "does not belong to a repetition.", advice)
    times = value["repeat"]
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        message = f"must be a positive whole number, got {times!r}."
        raise SpecError(join(path, "repeat"), message)
    if "steps" not in value:
        raise SpecError(join(path, "steps"), "is missing.", "These are the steps to repeat.")
    steps = _steps(value["steps"], join(path, "steps"), folder, scales)
    _check_number(times * len(steps), join(path, "repeat"))
    if times == 1 and not steps.cycles:
        return steps.as_cycle()
    return steps * times


def _named(value: Mapping[str, Any], path: str, folder: Path | None) -> Protocol:
    function = look_up("protocol", value["type"], join(path, "type"))
    accepted = inspect.signature(function).parameters
    given = {k: v for k, v in value.items() if k != "type"}
    for key in given:
        if key not in accepted:
            message = f"{function.__name__} has no argument {key!r}."
            raise SpecError(join(path, key), message, suggestion(str(key), accepted))
    for name, parameter in accepted.items():
        if parameter.default is parameter.empty and name not in given:
            raise SpecError(join(path, name), "is missing.", f"{function.__name__} needs it.")
    if "folder" in accepted:  # names of files are relative to the specification
        given = {"folder": folder} | given
    try:
        return function(**given)
    except ParameterError as error:
        name = error.path.rpartition(".")[2]
        raise SpecError(join(path, name) if name else path, error.detail, error.advice) from None
    except SpecError as error:  # steps in words, counted from zero
        where = join(path, error.path) if error.path else path
        message = error.message.removeprefix(f"{error.path}: ")
        raise SpecError(where, message, error.advice) from None
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        message = f"{function.__name__} cannot be built from these values: {error}."
        raise SpecError(path, message) from None


def _check_number(steps: int, path: str) -> None:
    if steps > MAX_STEPS:
        message = f"gives more than the {MAX_STEPS} steps that are allowed."
        raise SpecError(path, message, "Check the repetitions.")
