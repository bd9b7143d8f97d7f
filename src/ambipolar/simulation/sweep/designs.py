"""How the values of several axes are combined to cases."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from ...core.errors import SpecError
from .axes import MAX_CASES, Axis

#: the values of each axis, in the order of the axes
Columns = tuple[tuple[Any, ...], ...]


class Design(Protocol):
    """Values for each axis; with ``every_combination`` the axes are dimensions of their own."""

    every_combination: bool

    def columns(self, axes: tuple[Axis, ...]) -> Columns:
        """The values of each axis; of equal length unless every combination is a case."""
        ...


@dataclass(frozen=True)
class Grid:
    """Every combination of the values."""

    every_combination = True

    def columns(self, axes: tuple[Axis, ...]) -> Columns:
        found = tuple(axis.listed() for axis in axes)
        for axis, values in zip(axes, found):
            seen: set[str] = set()
            for text in map(repr, values):
                if text in seen:
                    raise SpecError(axis.path, f"the value {text} is given twice.")
                seen.add(text)
        check_number(math.prod(len(values) for values in found))
        return found


@dataclass(frozen=True)
class Zip:
    """The first values together, the second values together, and so on."""

    every_combination = False

    def columns(self, axes: tuple[Axis, ...]) -> Columns:
        found = tuple(axis.listed() for axis in axes)
        if len({len(values) for values in found}) > 1:
            counts = ", ".join(f"{a.path} has {len(v)}" for a, v in zip(axes, found))
            raise SpecError(
                "sweep", f"zipped axes need equally many values: {counts}.", "Or use a grid."
            )
        return found


@dataclass(frozen=True)
class LatinHypercube:
    """``samples`` cases of which each axis has exactly one in each of ``samples`` equal parts.

    A range is drawn from continuously between its ends (its number of values has no meaning
    here), a list in equal shares of its items. The same ``seed`` draws the same cases.
    """

    samples: int
    seed: int = 0
    every_combination = False

    def columns(self, axes: tuple[Axis, ...]) -> Columns:
        if isinstance(self.samples, bool) or not isinstance(self.samples, int) or self.samples < 1:
            raise SpecError("sweep", f"needs at least one sample, got {self.samples!r}.")
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or self.seed < 0:
            raise SpecError("sweep", f"the seed is a whole number from 0, got {self.seed!r}.")
        check_number(self.samples)
        from scipy.stats import qmc  # slow to import, needed here alone

        shares = qmc.LatinHypercube(len(axes), rng=self.seed).random(self.samples)
        return tuple(axis.drawn(shares[:, index]) for index, axis in enumerate(axes))


def check_number(cases: int) -> None:
    """Refuse sweeps of more cases than can be meant.

    Raises
    ------
    SpecError
        above :data:`MAX_CASES`.
    """
    if cases > MAX_CASES:
        message = f"has {cases} cases, more than the {MAX_CASES} that are allowed."
        raise SpecError("sweep", message, "Use fewer values, or draw them with a Latin hypercube.")


def positions(counts: tuple[int, ...], every_combination: bool) -> Iterator[tuple[int, ...]]:
    """For each case the index of its value on every axis; the last axis varies fastest."""
    if every_combination:
        yield from itertools.product(*(range(n) for n in counts))
    else:
        yield from ((i,) * len(counts) for i in range(counts[0]))
