"""The segments of a protocol in order: those of a repeated step are stored once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import overload

from .segment import Segment


class Segments(Sequence[Segment]):
    """Reads like a tuple of segments; each gets the index of its step and cycle when it is read.

    A hundred repetitions of a table of ten thousand rows are a million segments.

    Parameters
    ----------
    steps : the segments of each step; equal steps may share theirs.
    cycles : number of the cycle of each step.
    """

    def __init__(self, steps: Sequence[tuple[Segment, ...]], cycles: Sequence[int]) -> None:
        self._steps, self._cycles = tuple(steps), tuple(cycles)
        self._starts = list(accumulate(map(len, self._steps), initial=0))

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Segments:
        """From segments that are written out, of which each knows its step."""
        if isinstance(segments, Segments):
            return segments
        steps = [tuple(group) for _, group in groupby(segments, key=lambda s: s.step)]
        return cls(steps, [group[0].cycle for group in steps])

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        index = index + len(self) if index < 0 else index
        if not 0 <= index < len(self):
            raise IndexError(index)
        step = bisect_right(self._starts, index) - 1
        piece = self._steps[step][index - self._starts[step]]
        return replace(piece, step=step, cycle=self._cycles[step])

    def __iter__(self) -> Iterator[Segment]:
        for step, (pieces, cycle) in enumerate(zip(self._steps, self._cycles, strict=True)):
            for piece in pieces:
                yield replace(piece, step=step, cycle=cycle)

    @property
    def distinct(self) -> list[Segment]:
        """Every segment that differs from the others by more than its step and cycle, once."""
        known = {id(pieces): pieces for pieces in self._steps}
        return [piece for pieces in known.values() for piece in pieces]

    @property
    def duration(self) -> float:
        """Longest time that all of them take [s]."""
        known = {id(pieces): sum(p.duration for p in pieces) for pieces in self._steps}
        return float(sum(known[id(pieces)] for pieces in self._steps))

    def ends_step(self, index: int) -> bool:
        """Whether the segment is the last of its step."""
        place = bisect_right(self._starts, index)
        return self._starts[place] == index + 1

    def changed(self, change: Callable[[Segment], Segment]) -> Segments:
        """All of them changed in the same way."""
        known: dict[int, tuple[Segment, ...]] = {}
        for pieces in self._steps:
            if id(pieces) not in known:
                known[id(pieces)] = tuple(map(change, pieces))
        return Segments([known[id(pieces)] for pieces in self._steps], self._cycles)
