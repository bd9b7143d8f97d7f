"""What a protocol must know of a device to become numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.errors import ParameterError


@dataclass(frozen=True)
class DeviceScales:
    """Capacity and state of a device at the start of a protocol."""

    capacity: float  #: charge that fills the host from 0 to 1 [C/m^2], at the terminal
    filling: float  #: mean filling at the start
    electrode_area: float | None = None  #: of the terminals [m^2]; None where the device has none
    #: charge of all sites [C/m^2], where the capacity is a nominal one and less
    sites: float | None = None

    @classmethod
    def of(cls, device: Any, filling: float) -> DeviceScales:
        """The scales of a device that starts at a mean filling."""
        area = getattr(device, "electrode_area", None)
        sites = getattr(device, "site_capacity", None)
        return cls(
            float(device.capacity),
            filling,
            None if area is None else float(area),
            None if sites is None else float(sites()),
        )

    @property
    def largest_charge(self) -> float:
        """What may pass in one direction [C/m^2]."""
        return max(self.capacity, self.sites or 0.0)

    def per_area(self, total: float, unit: str) -> float:
        """A current [A] or power [W] of the whole device, per area of its terminals.

        Raises
        ------
        ParameterError
            for a device that states no area.
        """
        if self.electrode_area is None:
            raise ParameterError(
                "control",
                f"{total:g} {unit} needs the electrode area of the device, which states none.",
                f"Use a device with an electrode_area, a C-rate, or write {unit}/m^2.",
            )
        return total / self.electrode_area

    def current(self, c_rate: float) -> float:
        """Current density [A/m^2] that passes ``c_rate`` capacities in one hour."""
        return c_rate * self.capacity / 3600.0
