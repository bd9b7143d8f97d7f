r"""Derivatives of a run: the same loop over segments, with a state that carries its tangents.

Within a segment the solver integrates :math:`\sigma = \partial y/\partial\theta` at a fixed time
*since the start of the segment*. Where a segment ends at a time that depends on :math:`\theta`,
the next one begins later by :math:`\partial t_0/\partial\theta`, which is called the shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..numerics.backends import Piece, TangentBackend, Watch
from ..numerics.tangent import (
    consistent_tangents,
    initial_tangents,
    observed_tangents,
    push,
    time_derivative,
)
from .protocol.segment import Segment
from .recording import RunRecord
from .run import Plan, fired_event
from .set_point_tangents import SetPointTangents
from .starting import initial_state


@dataclass(frozen=True)
class TangentPiece(Piece):
    """A piece with the derivatives of what is observed: one (k, parameters, ...) for each name.

    ``derivatives`` are at a fixed time of the run, ``within`` at one since the start of the step.
    """

    derivatives: tuple[np.ndarray, ...] = ()
    within: tuple[np.ndarray, ...] = ()


@dataclass
class TangentRecord(RunRecord):
    """Collects derivatives beside the states."""

    derivatives: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    within: list[tuple[np.ndarray, ...]] = field(default_factory=list)

    def add(self, piece: Piece, offset: float, p: np.ndarray, segment: Segment) -> None:
        """Keep those rows of the derivatives that are kept of the states."""
        first = self.first_row(segment.step)
        super().add(piece, offset, p, segment)
        if isinstance(piece, TangentPiece) and len(piece.times) > first:
            self.derivatives.append(tuple(d[first:] for d in piece.derivatives))
            self.within.append(tuple(d[first:] for d in piece.within))


class TangentDriver:
    """Takes a state and its derivatives with respect to parameters through the segments.

    Parameters
    ----------
    entries : path of each parameter, and which of its values (column by column).
    observables : names of what is looked at.
    """

    def __init__(
        self, plan: Plan, backend: TangentBackend, entries: Sequence[tuple[str, int]],
        observables: tuple[str, ...],
    ) -> None:  # fmt: skip
        compiled, count = plan.compiled, len(entries)
        self._plan, self._compiled = plan, compiled
        self._backend, self._observables = backend, observables
        rows = [compiled.input_index[path][0] + index for path, index in entries]
        self._own = np.zeros((compiled.inputs.shape[0], count))
        self._own[rows, range(count)] = 1.0
        inputs = plan.inputs.own
        self._sizes = np.abs(inputs[rows])
        initial = _initial(plan, inputs, self._own)
        self._carried = initial[: compiled.differential_size]
        start = initial_state(compiled, inputs, plan.start)[None]
        filling = observed_tangents(
            compiled, ("filling",), np.zeros(1), start, inputs, self._carried[None], self._own
        )[0].ravel()[:-1]
        self._set_points = SetPointTangents(plan, entries, filling)
        self._shift, self._start_charge = np.zeros(count), np.zeros(count)
        self._step, self._step_shift = -1, self._shift
        #: derivative of the time at which each step ended, by its index
        self.ends: dict[int, np.ndarray] = {}

    def integrate(
        self, index: int, y: np.ndarray, p: np.ndarray, samples: np.ndarray,
        watch: Watch | None, stops: np.ndarray | None,
    ) -> Piece:  # fmt: skip
        """Integrate with tangents; those of the end are kept for the next segment."""
        directions = self._directions(index)
        start = self._consistent(y, p, directions)
        sizes = self._scaled(y, p, directions, start, float(samples[-1]))
        piece = self._backend.integrate_tangents(
            y, start * sizes, p, directions * sizes, samples, watch, stops
        )
        if piece.tangents is None or not len(piece.times):
            return piece
        piece = replace(piece, tangents=piece.tangents[:, : len(self._carried)] / sizes)
        seen = self._observed(piece, p, directions)
        self._finish(index, piece, p, directions)
        return seen

    def instant(self, index: int, y: np.ndarray, p: np.ndarray) -> Piece:
        """A step that ends as it begins leaves what is carried as it is."""
        directions = self._directions(index)
        self.ends[self._step] = self._shift
        piece = Piece(np.zeros(1), y[None], tangents=self._carried[None])
        return self._observed(piece, p, directions)

    def _directions(self, index: int) -> np.ndarray:
        """Derivatives of all inputs of a segment (inputs, parameters)."""
        compiled, step = self._compiled, self._plan.segments[index].step
        charge = compiled.slices().get("charge")
        if step != self._step:
            self._step, self._step_shift = step, self._shift
            if charge is not None:
                self._start_charge = self._carried[charge.start]
        found = self._own + self._set_points.inputs(index)
        for name, slope in (("start_time", self._shift), ("start_charge", self._start_charge)):
            if name in compiled.input_index:
                found[compiled.input_index[name][0]] = slope
        return found

    def _consistent(self, y: np.ndarray, p: np.ndarray, directions: np.ndarray) -> np.ndarray:
        still = np.zeros((1, directions.shape[1]))
        return consistent_tangents(self._compiled, 0.0, y, p, still, self._carried, directions)

    def _scaled(
        self, y: np.ndarray, p: np.ndarray, directions: np.ndarray, start: np.ndarray, end: float
    ) -> np.ndarray:
        """Changes of the parameters that change the state by its scale, (parameters,).

        A parameter itself, or where that is zero what would move the state by about its scale.
        """
        if np.all(self._sizes > 0):
            return self._sizes
        scale = np.concatenate([np.full(v.size, v.scale) for v in self._compiled.variables])
        still = np.zeros((1, directions.shape[1]))
        rates = push(self._compiled.residual, (0.0, y, p), (still, start, directions))[0]
        moved = np.abs(start) + np.abs(rates) * end
        reach = np.max(moved / scale[:, None], axis=0)
        return np.where(self._sizes > 0, self._sizes, 1 / np.where(reach > 0, reach, 1.0))

    def _finish(self, index: int, piece: Piece, p: np.ndarray, directions: np.ndarray) -> None:
        r"""Carry the derivatives over to the next segment, at the time at which it begins.

        A cut-off :math:`g = 0` moves by :math:`-(g_y \sigma + g_p)/(g_y \dot y + g_t)`.
        """
        assert piece.tangents is not None
        compiled, t, y = self._compiled, float(piece.times[-1]), piece.states[-1]
        rates = time_derivative(compiled, t, y, p)[:, None]
        delay, count = self._set_points.durations(index), directions.shape[1]
        if piece.event:
            still = np.zeros((1, count))
            own = consistent_tangents(compiled, t, y, p, still, piece.tangents[-1], directions)
            seeds = (
                np.append(still, 1.0)[None],
                np.hstack([own, rates]),
                np.hstack([directions, np.zeros((len(p), 1))]),
            )
            moved = push(compiled.events, (t, y, p), seeds)[0][fired_event(compiled, t, y, p)]
            delay = -moved[:count] / moved[count]
        self._carried = piece.tangents[-1] + rates[: len(self._carried)] * delay
        self._shift = self._shift + delay
        self.ends[self._step] = self._shift

    def _observed(self, piece: Piece, p: np.ndarray, directions: np.ndarray) -> Piece:
        """The piece with the derivatives of what is observed."""
        assert piece.tangents is not None
        found = observed_tangents(
            self._compiled, self._observables, piece.times, piece.states, p, piece.tangents,
            directions,
        )  # fmt: skip

        def delayed(shift: np.ndarray) -> tuple[np.ndarray, ...]:
            return tuple(d[:, :-1] - d[:, -1:] * shift[:, None, None] for d in found)

        return TangentPiece(
            **vars(replace(piece, tangents=None)),
            derivatives=delayed(self._shift),
            within=delayed(self._shift - self._step_shift),
        )


def _initial(plan: Plan, inputs: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Derivatives of the initial state; a state to restart from depends on nothing."""
    found = initial_tangents(plan.compiled, inputs, own)
    for name, part in plan.compiled.slices().items():
        if plan.start is not None and name in plan.start:
            found[part] = 0.0
    return found
