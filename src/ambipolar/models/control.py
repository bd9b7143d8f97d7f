"""What is imposed at a terminal: current, voltage, power or a load, with a set point in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Expression = Any

#: names of the inputs, with defaults: rest (zero current)
DEFAULTS = {
    "current_weight": 1.0,
    "voltage_weight": 0.0,
    "power_weight": 0.0,
    "load_weight": 0.0,
    "value": 0.0,
    "slope": 0.0,
    "approach": 0.0,
    "time_constant": 1.0,
}


def step_clock() -> dict[str, tuple[Expression, float]]:
    """Inputs that the runner sets for every step: its start, and the charge passed until then."""
    import casadi as ca

    return {name: (ca.MX.sym(name), 0.0) for name in ("start_time", "start_charge")}


def step_limits(
    voltage: Expression, current_magnitude: Expression, filling: Expression, charge: Expression,
    inputs: dict[str, tuple[Expression, float]],
) -> dict[str, Expression]:  # fmt: skip
    """What the cut-offs of a step look at, for a device with one terminal.

    ``charge`` is that passed since the start of the run, ``inputs`` hold :func:`step_clock`.
    """
    import casadi as ca

    return {
        "voltage": voltage,
        "current_magnitude": current_magnitude,
        "filling": filling,
        "charge_passed_magnitude": ca.fabs(charge - inputs["start_charge"][0]),
    }


@dataclass(frozen=True)
class TerminalControl:
    r"""One algebraic equation that serves every mode, so that a new step needs no new compile.

    .. math:: w_I (I - s) + w_V (V - s) + w_P (VI - s) + w_R (V - sI) = 0, \quad
              s(t) = s_0 + \dot s\, t - a\, e^{-t/\tau}

    with t from the start of the segment. Exactly one weight is non-zero. Without a step that says
    otherwise the terminal is open, or held at 0 V where it is ``grounded``.
    """

    name: str = "control"
    grounded: bool = False

    def inputs(self) -> dict[str, tuple[Expression, float]]:
        """Input symbols and their defaults, named ``<name>.<input>``."""
        import casadi as ca

        own = {"current_weight": 0.0, "voltage_weight": 1.0} if self.grounded else {}
        return {f"{self.name}.{k}": (ca.MX.sym(k), v) for k, v in (DEFAULTS | own).items()}

    def residual(
        self, inputs: dict[str, tuple[Expression, float]], time: Expression,
        voltage: Expression, current: Expression,
    ) -> Expression:  # fmt: skip
        """Left-hand side of the control equation [A/m^2, V or W/m^2, by mode]."""
        import casadi as ca

        i = {k: inputs[f"{self.name}.{k}"][0] for k in DEFAULTS}
        target = i["value"] + i["slope"] * time - i["approach"] * ca.exp(-time / i["time_constant"])
        return (
            i["current_weight"] * (current - target)
            + i["voltage_weight"] * (voltage - target)
            + i["power_weight"] * (voltage * current - target)
            + i["load_weight"] * (voltage - target * current)
        )
