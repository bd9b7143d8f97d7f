"""The law of a step as devices of IBM's analog hardware acceleration kit. [rasch2021]

The kit is not imported: parameters are written as JSON, and as Python text that builds them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..core.errors import ParameterError
from ..simulation.memory.step_law import StepLaw
from .provenance import comment, provenance

_MODULE = "aihwkit.simulator.configs.devices"


def linear_step(law: StepLaw) -> dict[str, Any]:
    r"""``LinearStepDevice``: steps that shrink in proportion to the weight.

    .. math:: \Delta w_\pm = \Delta w_{min} (1 \pm \beta) (1 \mp \gamma_\pm w)(1 + \sigma\xi)

    for weights from -1 to 1.

    Raises
    ------
    ParameterError
        when a slope is negative: the kit lets steps grow towards a bound only on request.
    """
    found = law.linear()
    if min(found.gamma_up, found.gamma_down) < -1e-6:
        raise ParameterError(
            "step law", "its steps grow towards a bound, which LinearStep does not describe.",
            "Export PiecewiseStep.",
        )  # fmt: skip
    own = {
        "gamma_up": max(found.gamma_up, 0.0), "gamma_down": max(found.gamma_down, 0.0),
        "gamma_up_dtod": 0.0, "gamma_down_dtod": 0.0,
    }  # fmt: skip
    return _device("LinearStepDevice", law, found.step, found.up_down, own)


def soft_bounds(law: StepLaw) -> dict[str, Any]:
    r"""``SoftBoundsDevice``: the same straight lines, with bounds where they reach zero.

    .. math:: w_{max} = 1/\gamma_+, \qquad w_{min} = -1/\gamma_-

    The weights of a device with small slopes reach far beyond the range that was simulated.

    Raises
    ------
    ParameterError
        for steps that do not shrink towards the bounds.
    """
    found = law.linear()
    if min(found.gamma_up, found.gamma_down) <= 1e-3:
        raise ParameterError(
            "step law", "its steps do not shrink towards the bounds: there are no soft bounds.",
            "Export LinearStep.",
        )  # fmt: skip
    own = {"w_max": 1 / found.gamma_up, "w_min": -1 / found.gamma_down}
    return _device("SoftBoundsDevice", law, found.step, found.up_down, own)


def piecewise_step(law: StepLaw) -> dict[str, Any]:
    """``PiecewiseStepDevice``: steps at equally spaced weights, for any shape."""
    step = law.mean_step
    own = {"piecewise_up": (law.up / step).tolist(), "piecewise_down": (law.down / step).tolist()}
    return _device("PiecewiseStepDevice", law, step, 0.0, own)


def as_json(device: Mapping[str, Any]) -> str:
    """An exported device as JSON."""
    return json.dumps(device, indent=1) + "\n"


def as_python(*devices: Mapping[str, Any]) -> str:
    """Python text that builds the devices with the kit installed."""
    names = ", ".join(sorted({str(d["class"]) for d in devices}))
    lines = [comment(devices[0]["provenance"], "#"), f"from {_MODULE} import {names}", ""]
    for device in devices:
        lines.append(f"{_snake(device['class'])} = {device['class']}(")
        lines += [f"    {name}={value!r}," for name, value in device["parameters"].items()]
        lines += [")", ""]
    return "\n".join(lines)


def _device(
    name: str, law: StepLaw, step: float, up_down: float, own: Mapping[str, Any]
) -> dict[str, Any]:
    parameters = {
        "dw_min": step, "up_down": up_down, "w_max": 1.0, "w_min": -1.0,
        "dw_min_std": law.noise, "dw_min_dtod": law.device_spread, "up_down_dtod": 0.0,
        "w_max_dtod": 0.0, "w_min_dtod": 0.0,
    }  # fmt: skip
    parameters |= own
    return {
        "class": name,
        "parameters": parameters,
        "conductance": {"w = -1": law.low, "w = 1": law.high, "unit": "S"},
        "pulse": {"width": law.width, "period": law.period, "energy": law.energy},
        "provenance": provenance(law.provenance, **{"class": name}, **parameters),
    }


def _snake(name: Any) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in str(name)).strip("_")
