"""What a protocol must know of a device to become numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeviceScales:
    """Capacity and state of a device at the start of a protocol."""

    capacity: float  #: charge that fills the host from 0 to 1 [C/m^2], at the terminal
    filling: float  #: mean filling at the start

    def current(self, c_rate: float) -> float:
        """Current density [A/m^2] that passes ``c_rate`` capacities in one hour."""
        return c_rate * self.capacity / 3600.0
