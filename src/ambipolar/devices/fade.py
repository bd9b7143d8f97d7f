"""Wear by cycling, as a change of the device between runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.errors import ParameterError
from ..core.records import Record, quantity, replace_path


@dataclass(frozen=True)
class CapacityFade(Record):
    r"""Sites that no longer take part after cycling.

    .. math:: c_s \to c_s (1 - f)^n

    The guests in them are lost with them: the filling of the rest stays. What a real window
    loses depends on voltages, temperature and light; the rate is assumed, to be replaced by that
    of a measured series.
    """

    loss_per_cycle: float = quantity(
        "1", "share of the sites lost per cycle (assumed)", 2e-4, above=0.0, below=1.0
    )
    path: str = "counter_film.material.site_density"

    def after(self, device: Any, cycles: int) -> Any:
        """The device after a number of cycles.

        Raises
        ------
        ParameterError
            for a negative number of cycles, or a path that the device does not have.
        """
        if cycles < 0:
            raise ParameterError("cycles", f"must not be negative, got {cycles}.")
        value = device
        for name in self.path.split("."):
            value = getattr(value, name, None)
        if not isinstance(value, int | float):
            raise ParameterError("path", f"{self.path!r} is no number of the device.")
        return replace_path(device, self.path, value * (1.0 - self.loss_per_cycle) ** cycles)
