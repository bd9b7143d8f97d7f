"""What a run keeps: rows of states become observables in batches, and states are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ..numerics.backends import Piece
from ..numerics.compile import Compiled
from ..numerics.evaluate import along
from .cycles import CycleTable
from .protocol.segment import Segment

#: rows that wait for their evaluation, and numbers of repeated inputs that one batch may hold
BATCH_ROWS, BATCH_NUMBERS = 1024, 2_000_000


@dataclass(frozen=True)
class Rows:
    """What one segment returned; ``first`` counts rows that repeat the segment before."""

    times: np.ndarray
    states: np.ndarray
    inputs: np.ndarray
    offset: float
    step: int
    cycle: int
    first: int

    def __len__(self) -> int:
        return len(self.times)


@dataclass(frozen=True)
class Block:
    """Evaluated rows that are kept: observables in order, one array (rows, ...) each."""

    time: np.ndarray
    step: np.ndarray
    cycle: np.ndarray
    values: list[np.ndarray]

    def where(self, keep: np.ndarray) -> Block:
        """The rows where ``keep`` is true."""
        if np.all(keep):
            return self
        values = [v[keep] for v in self.values]
        return Block(self.time[keep], self.step[keep], self.cycle[keep], values)


@dataclass
class RunRecord:
    """What has been collected so far.

    With ``compiled``, rows are evaluated as they come and their states are dropped: what grows is
    the dataset of the cycles that are saved (every ``save_cycles``-th and the last; with 0 the
    last row only), and a line of the table for every cycle. Without, all states stay until
    :meth:`finish`.
    """

    compiled: Compiled | None = None
    save_cycles: int = 1
    first_cycle: int = 0
    reasons: list[str] = field(default_factory=list)
    stats: dict[str, float] = field(default_factory=dict)
    rows: list[Rows] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    table: CycleTable = field(default_factory=CycleTable)
    finished: Callable[[RunRecord], None] | None = None  #: called when a cycle has ended
    last: Rows | None = None
    _waiting: int = 0
    _open: list[Block] = field(default_factory=list)
    _drift: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def times(self) -> list[np.ndarray]:
        """Times of the rows that wait, from the start of their segment."""
        return [r.times[r.first :] for r in self.rows]

    @property
    def states(self) -> list[np.ndarray]:
        """States of the rows that wait."""
        return [r.states[r.first :] for r in self.rows]

    @property
    def inputs(self) -> list[np.ndarray]:
        """Inputs of the segments that wait."""
        return [r.inputs for r in self.rows]

    def first_row(self, step: int) -> int:
        """Within a step the first row repeats the last of the segment before."""
        return 1 if self.last is not None and self.last.step == step else 0

    def add(self, piece: Piece, offset: float, p: np.ndarray, segment: Segment) -> None:
        """Keep the rows of a segment that began ``offset`` seconds after the start of the run."""
        first = self.first_row(segment.step)
        if len(piece.times) > first:
            cycle = self.first_cycle + segment.cycle
            if self.finished is not None and self.last is not None and self.last.cycle != cycle:
                self.finished(self)
            found = Rows(piece.times, piece.states, p, offset, segment.step, cycle, first)
            self.rows.append(found)
            self.last = found
            self._waiting += len(found)
        for name, count in piece.stats.items():
            self.stats[name] = self.stats.get(name, 0) + count
        if self.compiled is not None and self._waiting >= BATCH_ROWS:
            self._empty(self.compiled)

    def _empty(self, compiled: Compiled) -> None:
        self.evaluate(compiled)
        self.rows.clear()

    def snapshot(self, rows: Rows) -> RunRecord:
        """The last of these rows alone, with the table of the cycles until then."""
        if self.compiled is not None:
            self._empty(self.compiled)
        end = replace(rows, times=rows.times[-1:], states=rows.states[-1:], first=0)
        return RunRecord(
            save_cycles=0, first_cycle=self.first_cycle, stats=dict(self.stats), rows=[end],
            table=self.table.until(rows.cycle), last=end, reasons=list(self.reasons),
            _waiting=1, _drift=self._drift,
        )  # fmt: skip

    def ended(self, segment: Segment, reason: str) -> None:
        """Note why a step ended."""
        text = f"{segment.label}: {reason}"
        self.reasons.append(text)
        self.table.ended(self.first_cycle + segment.cycle, text)

    def finish(self, compiled: Compiled) -> None:
        """Evaluate what still waits; ``rows`` stay where all states were to be kept."""
        self.evaluate(compiled)
        if self._open and not self.save_cycles:
            block = self._open[-1]
            self._open = [block.where(np.arange(len(block.time)) == len(block.time) - 1)]
        self.blocks += self._open
        self._open = []

    def evaluate(self, compiled: Compiled) -> None:
        """Observables and balances of the rows that wait."""
        if not self._waiting:
            return
        for batch in _batches(self.rows):
            self._evaluate(compiled, batch)
        self._waiting = 0

    def _evaluate(self, compiled: Compiled, batch: list[Rows]) -> None:
        t = np.concatenate([r.times for r in batch])
        y = np.concatenate([r.states for r in batch])
        p = batch[0].inputs if len(batch) == 1 else _repeated(batch)
        lengths = [len(r) for r in batch]
        time = t + np.repeat([r.offset for r in batch], lengths)
        step = np.repeat([r.step for r in batch], lengths)
        cycle = np.repeat([r.cycle for r in batch], lengths)
        values = along(compiled.observe, t, y, p)
        self._watch_balances(along(compiled.balances, t, y, p)[0][:, :, 0])
        joined = np.repeat(np.arange(len(batch)), lengths)
        self.table.add(compiled.observables, time, cycle, joined, values)
        starts = np.cumsum([0, *lengths[:-1]])
        keep = np.ones(len(t), bool)
        keep[[s for s, r in zip(starts, batch, strict=True) if r.first]] = False
        self._keep(Block(time, step, cycle, values).where(keep), int(cycle[-1]))

    def _keep(self, block: Block, latest: int) -> None:
        """Rows of saved cycles; those of the latest wait, for it may be the last one."""
        if self.save_cycles == 1:
            self.blocks.append(block)
            return
        waiting, self._open = (*self._open, block), []
        for part in waiting:
            past = part.cycle != latest
            if self.save_cycles:
                saved = past & ((part.cycle - self.first_cycle) % self.save_cycles == 0)
                if np.any(saved):
                    self.blocks.append(part.where(saved))
            if not np.all(past):
                self._open.append(part.where(~past))

    def _watch_balances(self, values: np.ndarray) -> None:
        first, largest = self._drift or (values[0], np.zeros(values.shape[1]))
        self._drift = first, np.maximum(largest, np.max(np.abs(values - first), axis=0))

    def drift(self, names: tuple[str, ...]) -> dict[str, float]:
        """Largest change of every balance since the start of the run, relative to its scale."""
        if self._drift is None:
            return dict.fromkeys(names, 0.0)
        return dict(zip(names, self._drift[1].tolist(), strict=True))


def _batches(rows: list[Rows]) -> list[list[Rows]]:
    """Segments that are evaluated together: each brings its own inputs."""
    found: list[list[Rows]] = []
    size = 0
    for row in rows:
        numbers = len(row) * len(row.inputs)
        if not found or size + numbers > BATCH_NUMBERS or size // len(row.inputs) > 4 * BATCH_ROWS:
            found.append([])
            size = 0
        found[-1].append(row)
        size += numbers
    return found


def _repeated(batch: list[Rows]) -> np.ndarray:
    """The inputs of every row."""
    return np.repeat([r.inputs for r in batch], [len(r) for r in batch], axis=0)
