"""How a property differs from member to member of a population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core import ops
from ..core.errors import ParameterError, suggestion
from ..core.records import Record, parameters, quantity
from ..physics.thermodynamics.size_dependent import SizeDependentOmega
from .size_distribution import column, log_normal_factors, normal_deviates, same_length

Expression = Any


@dataclass(frozen=True)
class Variation(Record):
    """One number of the particle or of its material that differs between the members.

    ``target`` is its path, as ``particle.thickness`` (orientations are such numbers: the
    thickness along the channels, the wetting of the faces) or ``material.kinetics.rate_constant``.
    """

    target: str

    def values(self, nominal: Any, sizes: Any, members: int) -> Expression:
        """The number for every member, (members, 1)."""
        raise NotImplementedError

    def check(self, members: int) -> None:
        """Refuse a number of members that does not suit."""


@dataclass(frozen=True)
class LogNormalVariation(Variation):
    """Drawn once from a log-normal distribution whose mean is the number itself."""

    deviation: float = quantity("1", "standard deviation over the mean", 0.1, above=0.0)
    seed: int = 2

    def values(self, nominal: Any, sizes: Any, members: int) -> Expression:
        return nominal * log_normal_factors(self.deviation, normal_deviates(self.seed, members))


@dataclass(frozen=True)
class NormalVariation(Variation):
    """Drawn once from a normal distribution around the number; ``deviation`` has its SI unit."""

    deviation: float = quantity("1", "standard deviation, in the SI unit of the target", above=0.0)
    seed: int = 2

    def values(self, nominal: Any, sizes: Any, members: int) -> Expression:
        deviates = normal_deviates(self.seed, members)
        symbolic = ops.is_symbolic(self.deviation)
        return nominal + self.deviation * (ops.constant(deviates) if symbolic else deviates)


@dataclass(frozen=True)
class GivenVariation(Variation):
    """Given one by one, in the SI unit of the target."""

    given: tuple[float, ...] = quantity("1", "number of every member, in the unit of the target")

    def values(self, nominal: Any, sizes: Any, members: int) -> Expression:
        return column(self.given)

    def check(self, members: int) -> None:
        same_length("variations", self.given, members)


@dataclass(frozen=True)
class SizeDependentInteraction(Variation):
    """The interaction parameter of a regular solution that follows the size. [ferguson2014]"""

    target: str = "material.free_energy.omega"
    law: SizeDependentOmega = SizeDependentOmega()

    def values(self, nominal: Any, sizes: Any, members: int) -> Expression:
        return self.law(sizes)


def nominal_of(parts: dict[str, Any], target: str) -> Any:
    """The number at a path ``particle. ...`` or ``material. ...``.

    Raises
    ------
    ParameterError
        when there is no such number.
    """
    part, _, rest = target.partition(".")
    known = {f"{name}.{path}" for name, record in parts.items() for path in parameters(record)}
    node: Any = parts.get(part)
    for name in rest.split("."):
        within = isinstance(node, tuple) and name.isdigit() and int(name) < len(node)
        node = node[int(name)] if within else getattr(node, name, None)
    if ops.is_symbolic(node) or target in known:
        return node
    raise ParameterError(
        "variations.target", f"{target!r} is no number of the particle or its material.",
        suggestion(target, known),
    )  # fmt: skip
