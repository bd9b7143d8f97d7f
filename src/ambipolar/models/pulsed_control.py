"""A terminal that a train of equal pulses is applied to, besides everything that is constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .control import TerminalControl

Expression = Any

#: names of the inputs of a train, with defaults: no pulses
PULSE_DEFAULTS = {
    "pulse_current_weight": 0.0,
    "pulse_voltage_weight": 0.0,
    "pulse_value": 0.0,
    "pulse_fall": -1.0,
    "pulse_period": 1.0,
    "pulse_rise": 1.0,
}


@dataclass(frozen=True)
class PulsedControl(TerminalControl):
    r"""The control equation of a terminal, with pulses between which it holds as it is.

    .. math:: [1 - g(t)]\, C_{rest} + g(t)\, [w_I (I - s_p) + w_V (V - s_p)] = 0

    :math:`C_{rest}` is the equation of :class:`TerminalControl`. In each ``pulse_period``
    :math:`g` rises linearly from 0 to 1 within ``pulse_rise``, stays until ``pulse_fall`` and
    falls within ``pulse_rise``. It is continuous: it has the same value on both sides of every
    instant at which the integrator starts anew.
    """

    def inputs(self) -> dict[str, tuple[Expression, float]]:
        import casadi as ca

        own = {f"{self.name}.{k}": (ca.MX.sym(k), v) for k, v in PULSE_DEFAULTS.items()}
        return super().inputs() | own

    def residual(
        self, inputs: dict[str, tuple[Expression, float]], time: Expression,
        voltage: Expression, current: Expression,
    ) -> Expression:  # fmt: skip
        import casadi as ca

        i = {k: inputs[f"{self.name}.{k}"][0] for k in PULSE_DEFAULTS}
        phase = time - i["pulse_period"] * ca.floor(time / i["pulse_period"])
        falling = i["pulse_fall"] + i["pulse_rise"] - phase
        share = ca.fmin(ca.fmax(ca.fmin(phase, falling) / i["pulse_rise"], 0.0), 1.0)
        between = super().residual(inputs, time, voltage, current)
        during = i["pulse_current_weight"] * (current - i["pulse_value"]) + i[
            "pulse_voltage_weight"
        ] * (voltage - i["pulse_value"])
        return (1 - share) * between + share * during
