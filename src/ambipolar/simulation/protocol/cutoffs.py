"""What ends a step of a protocol before its duration."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.records import Record, positive, quantity
from ...core.registry import Registry
from .scales import DeviceScales

_HERE = "ambipolar.simulation.protocol.cutoffs"


@dataclass(frozen=True)
class Cutoff(Record):
    """Ends a step when a quantity crosses a bound; the protocol goes on with its next step."""

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        """``(quantity, bound, value)`` in SI.

        The quantity is ``voltage`` [V], ``current_magnitude`` [A/m^2], ``filling`` [-] or
        ``charge_passed_magnitude`` [C/m^2]. A ``lower`` bound ends the step when the quantity
        falls below the value, an ``upper`` one when it rises above.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class VoltageBelow(Cutoff):
    """The voltage falls below a value."""

    value: float = quantity("V", "voltage at which the step ends")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "voltage", "lower", self.value


@dataclass(frozen=True)
class VoltageAbove(Cutoff):
    """The voltage rises above a value."""

    value: float = quantity("V", "voltage at which the step ends")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "voltage", "upper", self.value


@dataclass(frozen=True)
class CurrentBelow(Cutoff):
    """The magnitude of the current density falls below a value."""

    magnitude: float = positive("A/m^2", "magnitude at which the step ends")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "current_magnitude", "lower", self.magnitude


@dataclass(frozen=True)
class CRateBelow(Cutoff):
    """The magnitude of the current falls below a C-rate."""

    rate: float = positive("1", "C-rate at which the step ends")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "current_magnitude", "lower", scales.current(self.rate)


@dataclass(frozen=True)
class TotalCurrentBelow(Cutoff):
    """The magnitude of the current through the whole device falls below a value."""

    magnitude: float = positive("A", "magnitude at which the step ends")

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "current_magnitude", "lower", scales.per_area(self.magnitude, "A")


@dataclass(frozen=True)
class FillingAbove(Cutoff):
    """The mean filling of the host rises above a value."""

    value: float = positive("1", "filling at which the step ends", below=1.0)

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "filling", "upper", self.value


@dataclass(frozen=True)
class FillingBelow(Cutoff):
    """The mean filling of the host falls below a value."""

    value: float = positive("1", "filling at which the step ends", below=1.0)

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "filling", "lower", self.value


@dataclass(frozen=True)
class CapacityAbove(Cutoff):
    """The net charge passed in this step exceeds a fraction of the device's capacity."""

    fraction: float = positive("1", "fraction of the capacity", below=1.0)

    def threshold(self, scales: DeviceScales) -> tuple[str, str, float]:
        return "charge_passed_magnitude", "upper", self.fraction * scales.capacity


CUTOFFS = Registry(
    "cut-off",
    {
        "voltage-below": f"{_HERE}:VoltageBelow",
        "voltage-above": f"{_HERE}:VoltageAbove",
        "current-below": f"{_HERE}:CurrentBelow",
        "c-rate-below": f"{_HERE}:CRateBelow",
        "total-current-below": f"{_HERE}:TotalCurrentBelow",
        "filling-above": f"{_HERE}:FillingAbove",
        "filling-below": f"{_HERE}:FillingBelow",
        "capacity-above": f"{_HERE}:CapacityAbove",
        "conductance-above": "ambipolar.simulation.protocol.pulses:ConductanceAbove",
        "conductance-below": "ambipolar.simulation.protocol.pulses:ConductanceBelow",
    },
)
