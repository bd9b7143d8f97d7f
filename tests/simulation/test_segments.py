"""Segments in order, of which those of repeated steps are stored once."""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar import protocols
from ambipolar.simulation.protocol import DeviceScales, Mode, Segment
from ambipolar.simulation.protocol.sequence import Segments

SCALES = DeviceScales(capacity=36_000.0, filling=0.5)
TABLE = protocols.table([0.0, 1.0, 2.0, 4.0], c_rates=[1.0, 2.0, 0.0, 1.0])
FOUND = ((TABLE + protocols.rest(5.0)) * 3).segments(SCALES)


def test_they_read_like_a_tuple() -> None:
    whole = tuple(FOUND)
    assert len(FOUND) == len(whole) == 12
    assert [s.step for s in whole] == [0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 4, 5]
    assert [s.cycle for s in whole] == [0] * 4 + [1] * 4 + [2] * 4
    for index, segment in enumerate(whole):
        for one in (FOUND[index], FOUND[index - 12]):
            assert (one.step, one.cycle) == (segment.step, segment.cycle)
            assert (one.value, one.slope, one.duration) == (
                segment.value, segment.slope, segment.duration,
            )  # fmt: skip
            assert one.samples is segment.samples
        last = index + 1 == 12 or whole[index + 1].step != segment.step
        assert FOUND.ends_step(index) is last
    assert [s.duration for s in FOUND[2:5]] == [2.0, 5.0, 1.0]
    for outside in (12, -13):
        with pytest.raises(IndexError):
            FOUND[outside]


def test_repeated_steps_are_stored_once() -> None:
    assert len(FOUND.distinct) == 4
    assert FOUND.duration == pytest.approx(27.0)
    calls: list[Segment] = []
    same = FOUND.changed(lambda s: (calls.append(s), s)[1])
    assert len(calls) == 4 and len(same) == 12
    many = (TABLE * 30_000).segments(SCALES)
    assert len(many) == 90_000 and len(many.distinct) == 3


def test_segments_that_are_written_out() -> None:
    times = np.array([0.0, 1.0])
    given = tuple(
        Segment(Mode.CURRENT, float(k), 1.0, times, step=k // 2, cycle=k // 2) for k in range(6)
    )
    found = Segments.of(given)
    assert [(s.value, s.step, s.cycle) for s in found] == [
        (s.value, s.step, s.cycle) for s in given
    ]
    assert Segments.of(found) is found
    assert len(Segments([], [])) == 0 and Segments([], []).duration == 0.0
