"""How the devices of an array differ from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core import ops
from ..core.errors import ParameterError
from ..core.records import Record, quantity
from ..core.registry import Registry

#: what varies, in the order in which random numbers are drawn: a new one goes to the end
NAMES = ("width", "length", "thickness", "resistance", "conductivity", "potential")
MAX_MEMBERS = 200_000


@dataclass(frozen=True)
class DeviceSpread(Record):
    r"""Members of an array, each property drawn once from a seed.

    .. math:: p_m = p\, e^{\sigma z_m}, \qquad E_m = E + \sigma_E z_m

    with independent standard normal :math:`z_m`: sizes, resistance and conductivity vary by a
    factor (so that none turns negative; :math:`\sigma` is the relative standard deviation where
    it is small), the potential of the reservoir by an offset. The same seed gives the same
    devices, whatever the standard deviations; the first members do not depend on how many follow.
    """

    members: int = 100
    seed: int = 1
    width: float = quantity("1", "standard deviation of the logarithm of the width", 0.0, above=0.0)
    length: float = quantity(
        "1", "standard deviation of the logarithm of the length", 0.0, above=0.0
    )
    thickness: float = quantity(
        "1", "standard deviation of the logarithm of the thickness", 0.0, above=0.0
    )
    resistance: float = quantity(
        "1", "standard deviation of the logarithm of the series resistance", 0.0, above=0.0
    )
    conductivity: float = quantity(
        "1", "standard deviation of the logarithm of the conductivity", 0.0, above=0.0
    )
    potential: float = quantity(
        "V", "standard deviation of the potential of the reservoir", 0.0, above=0.0
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        whole = isinstance(self.members, int) and not isinstance(self.members, bool)
        if not whole or not 1 <= self.members <= MAX_MEMBERS:
            raise ParameterError(
                "DeviceSpread.members",
                f"must be a whole number from 1 to {MAX_MEMBERS}, got {self.members!r}.",
            )

    def deviates(self, name: str) -> np.ndarray:
        """Standard normal numbers of one property, (members, 1)."""
        random = np.random.default_rng((self.seed, NAMES.index(name)))
        return random.standard_normal((self.members, 1))

    def factor(self, name: str) -> Any:
        """Factors of a property, (members, 1)."""
        return ops.exp(getattr(self, name) * ops.constant(self.deviates(name)))

    def offset(self) -> Any:
        """Offsets of the potential [V], (members, 1)."""
        return self.potential * ops.constant(self.deviates("potential"))


SPREADS = Registry("device spread", {"lognormal": "ambipolar.devices.spread:DeviceSpread"})
