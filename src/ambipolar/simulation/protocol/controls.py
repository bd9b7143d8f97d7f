"""What is imposed at the terminals of a device: data only, resolved to set points in time.

Current and power are positive on discharge, which is insertion into the host.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.errors import ParameterError
from ...core.records import Record, choice, positive, quantity
from ...core.registry import Registry
from .scales import DeviceScales
from .segment import Mode, SetPoint


@dataclass(frozen=True)
class Control(Record):
    """What is imposed during a step."""

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        """Consecutive set points in SI; one without a duration lasts as long as the step."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """A few words for axes and progress bars."""
        raise NotImplementedError


@dataclass(frozen=True)
class Current(Control):
    """Constant current density, positive for insertion (discharge)."""

    value: float = quantity("A/m^2", "current density")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.CURRENT, self.value),)

    @property
    def label(self) -> str:
        return f"{self.value:g} A/m^2"


@dataclass(frozen=True)
class CRate(Control):
    """Constant current that passes ``rate`` capacities of the device in an hour."""

    rate: float = quantity("1", "C-rate, positive for insertion (discharge)")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.CURRENT, scales.current(self.rate)),)

    @property
    def label(self) -> str:
        return f"{self.rate:g}C"


@dataclass(frozen=True)
class Rest(Control):
    """Open circuit: no current."""

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.CURRENT, 0.0),)

    @property
    def label(self) -> str:
        return "rest"


@dataclass(frozen=True)
class Voltage(Control):
    """Constant voltage."""

    value: float = quantity("V", "terminal voltage")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.VOLTAGE, self.value),)

    @property
    def label(self) -> str:
        return f"{self.value:g} V"


@dataclass(frozen=True)
class Power(Control):
    """Constant power P = V j, positive when the device delivers it on discharge."""

    value: float = quantity("W/m^2", "power density")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.POWER, self.value),)

    @property
    def label(self) -> str:
        return f"{self.value:g} W/m^2"


@dataclass(frozen=True)
class Resistance(Control):
    """Discharge through a load, V = R j."""

    value: float = positive("ohm*m^2", "load resistance times area")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.RESISTANCE, self.value),)

    @property
    def label(self) -> str:
        return f"{self.value:g} ohm m^2"


# --- the same for the whole device, in amperes and watts: they need the area of its electrodes --


@dataclass(frozen=True)
class TotalCurrent(Control):
    """Constant current through the whole device, positive for insertion (discharge)."""

    value: float = quantity("A", "current")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.CURRENT, scales.per_area(self.value, "A")),)

    @property
    def label(self) -> str:
        return f"{self.value:g} A"


@dataclass(frozen=True)
class TotalPower(Control):
    """Constant power of the whole device, positive when it delivers it on discharge."""

    value: float = quantity("W", "power")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.POWER, scales.per_area(self.value, "W")),)

    @property
    def label(self) -> str:
        return f"{self.value:g} W"


@dataclass(frozen=True)
class TotalResistance(Control):
    """Discharge of the whole device through a load."""

    value: float = positive("ohm", "load resistance")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        conductance = scales.per_area(1.0 / self.value, "A/V")
        return (SetPoint(Mode.RESISTANCE, 1.0 / conductance),)

    @property
    def label(self) -> str:
        return f"{self.value:g} ohm"


#: what ramps and tables are made of
CONSTANT = (
    Current, CRate, Rest, Voltage, Power, Resistance, TotalCurrent, TotalPower, TotalResistance,
)  # fmt: skip


# --- set points that change in time: each refers to the constant controls above --------------


@dataclass(frozen=True)
class Ramp(Control):
    """Linear change from one constant control to another of the same kind."""

    start: Control = choice("control", "control at the start")
    end: Control = choice("control", "control at the end")
    duration: float = positive("s", "time from start to end")

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_constant("Ramp", start=self.start, end=self.end)

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        first, last = self.start.set_points(scales)[0], self.end.set_points(scales)[0]
        _same_mode(first, last)
        slope = (last.value - first.value) / self.duration
        return (replace(first, slope=slope, duration=self.duration),)

    @property
    def label(self) -> str:
        return f"{self.start.label} to {self.end.label}"


@dataclass(frozen=True)
class Approach(Control):
    r"""Exponential approach to a target, :math:`s = s_1 + (s_0 - s_1) e^{-t/\tau}`.

    A step in the drive is smoothed in this way where the jump itself is of no interest.
    """

    target: Control = choice("control", "control that is approached")
    time_constant: float = positive("s", "time constant of the approach")
    start: Control | None = choice("control", "control at the start; zero if not given", None)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_constant("Approach", target=self.target, start=self.start or Rest())

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        last = self.target.set_points(scales)[0]
        start = self.start
        first = replace(last, value=0.0) if start is None else start.set_points(scales)[0]
        _same_mode(first, last)
        approach = last.value - first.value
        return (replace(last, approach=approach, time_constant=self.time_constant),)

    @property
    def label(self) -> str:
        return self.target.label


@dataclass(frozen=True)
class Table(Control):
    """Waveform: multiples of a constant control at given times.

    ``Table(Current(1.0), times, values)`` takes values in A/m^2 and ``Table(CRate(2.0), ...)``
    scales a waveform. Between the times it is linear, and a time given twice is a jump; when
    ``stepwise`` each value holds until the next time, where the last one ends the table.

    Raises
    ------
    ParameterError
        when times and values do not match, or times do not start at 0 and increase.
    """

    control: Control = choice("control", "the control that the values multiply")
    times: tuple[float, ...] = quantity("s", "times from the start of the step", structural=True)
    values: tuple[float, ...] = quantity("1", "multiples of the control", structural=True)
    stepwise: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_constant("Table", control=self.control)
        for name in ("times", "values"):  # lists and arrays become hashable
            value = getattr(self, name)
            if not isinstance(value, tuple):
                value = tuple(float(v) for v in value) if hasattr(value, "__iter__") else (value,)
                object.__setattr__(self, name, value)
        times = self.times
        if len(times) != len(self.values) or len(times) < 2:
            raise ParameterError(
                "Table.values",
                f"{len(self.values)} values for {len(times)} times.",
                "Give one value for each time, at least two.",
            )
        if times[0] != 0 or times[-1] == 0 or any(b < a for a, b in zip(times, times[1:])):
            raise ParameterError("Table.times", "must start at 0 and increase.")

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        unit = self.control.set_points(scales)[0]
        points = list(zip(self.times, self.values, strict=True))
        return tuple(
            SetPoint(
                unit.mode,
                unit.value * v0,
                0.0 if self.stepwise else unit.value * (v1 - v0) / dt,
                duration=dt,
            )
            for (t0, v0), (t1, v1) in zip(points, points[1:])
            if (dt := t1 - t0) > 0
        )

    @property
    def label(self) -> str:
        return f"table of {len(self.times)} points"


def _check_constant(owner: str, **controls: Control) -> None:
    for name, control in controls.items():
        if not isinstance(control, CONSTANT):
            raise ParameterError(
                f"{owner}.{name}",
                f"expected a constant control, got {control!r}.",
                "Use Current, CRate, Voltage, Power, Resistance or Rest.",
            )


def _same_mode(first: SetPoint, last: SetPoint) -> None:
    if first.mode is not last.mode:
        raise ParameterError(
            "control",
            f"cannot go from {first.mode.name.lower()} to {last.mode.name.lower()}.",
            "Start and end must be of the same kind.",
        )


_HERE = "ambipolar.simulation.protocol.controls"

CONTROLS = Registry(
    "control",
    {
        "current": f"{_HERE}:Current",
        "c-rate": f"{_HERE}:CRate",
        "rest": f"{_HERE}:Rest",
        "voltage": f"{_HERE}:Voltage",
        "power": f"{_HERE}:Power",
        "resistance": f"{_HERE}:Resistance",
        "total-current": f"{_HERE}:TotalCurrent",
        "total-power": f"{_HERE}:TotalPower",
        "total-resistance": f"{_HERE}:TotalResistance",
        "ramp": f"{_HERE}:Ramp",
        "approach": f"{_HERE}:Approach",
        "table": f"{_HERE}:Table",
        "pulses": "ambipolar.simulation.protocol.pulses:Pulses",
        "terminals": "ambipolar.simulation.protocol.terminals:Terminals",
    },
)
