"""Cycles: how they are counted, what the table of them says, what is kept of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.toys import host

from ambipolar import protocols
from ambipolar.core.errors import ParameterError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.models.homogeneous import HomogeneousParticle
from ambipolar.numerics.compile import Compiled
from ambipolar.simulation import recording
from ambipolar.simulation.protocol import Protocol, Rest, Step
from ambipolar.simulation.protocol.step import joined
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Solution

DEVICE = SingleParticle(host(1.0), HomogeneousParticle(), initial_filling=0.5)
HOUR = DEVICE.capacity / 3600.0  # 1C in A/m^2
A, B = Protocol((Step(Rest(), 1.0),)), Protocol((Step(Rest(), 2.0), Step(Rest(), 3.0)))


def halves(repeat: int) -> Protocol:
    """Charge and discharge by three tenths of the capacity, with a rest."""
    return (
        protocols.charge("1C", until_capacity=0.3, samples=41)
        + protocols.rest("1 min", samples=5)
        + protocols.discharge("2C", until_capacity=0.3, samples=41)
    ) * repeat


@pytest.fixture(scope="module")
def whole() -> Solution:
    return run(DEVICE, halves(5)).check()


@pytest.mark.parametrize(
    ("protocol", "numbers"),
    [
        (A + B, (0, 0, 0)),
        (B * 3, (0, 0, 1, 1, 2, 2)),
        (A + B * 2 + A + A, (0, 1, 1, 2, 2, 3, 3)),
        ((A + B * 2) * 2, (0, 1, 1, 2, 2, 3, 4, 4, 5, 5)),
        ((A + B * 2 + A) * 2, (0, 1, 1, 2, 2, 3, 4, 5, 5, 6, 6, 7)),
        (A.as_cycle() + B + A, (0, 1, 1, 1)),
        (A * 2 + B * 2, (0, 1, 2, 2, 3, 3)),
        (B * 1, (0, 0)),
        (joined([A, A * 2, A]), (0, 1, 2, 3)),
    ],
)
def test_repetitions_are_cycles(protocol: Protocol, numbers: tuple[int, ...]) -> None:
    assert protocol.numbers == numbers


@given(st.lists(st.sampled_from([A, B, A * 2, (A + B) * 2, B.as_cycle()]), min_size=1, max_size=6))
def test_joining_one_by_one_or_at_once_counts_the_same(parts: list[Protocol]) -> None:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    numbers = joined(parts).numbers
    assert total.numbers == numbers
    assert set(np.diff([0, *numbers]).tolist()) <= {0, 1}


def test_labels_and_steps_must_match() -> None:
    with pytest.raises(ParameterError, match="cycles"):
        Protocol(B.steps, cycles=(0,))


def test_capacities_follow_from_current_and_time(whole: Solution) -> None:
    table = whole.cycles
    assert table["cycle"].values.tolist() == [0, 1, 2, 3, 4]
    third = 0.3 * DEVICE.capacity
    np.testing.assert_allclose(table["charge_capacity"], third, rtol=1e-6)
    np.testing.assert_allclose(table["discharge_capacity"], third, rtol=1e-6)
    np.testing.assert_allclose(table["coulombic_efficiency"], 1.0, rtol=1e-6)
    np.testing.assert_allclose(table["charge_capacity_hours"] * 3600.0, table["charge_capacity"])
    assert table["charge_capacity"].attrs["units"] == "C/m^2"
    assert table["charge_capacity_hours"].attrs["units"] == "A h/m^2"
    np.testing.assert_allclose(table["end"] - table["start"], 0.3 * 5400 + 60, rtol=1e-6)
    assert table["ended"].values[2].count("cut-off") == 2
    assert "Rest: reached its end" in table["ended"].values[2]


def test_energies_are_those_of_the_samples(whole: Solution) -> None:
    one = whole.dataset.isel(time=whole["cycle"].values == 3)
    for step, name, sign in ((9, "charge", -1.0), (11, "discharge", 1.0)):
        part = one.isel(time=one["step"].values == step)
        energy = sign * np.trapezoid(part["voltage"], part["charge"])
        assert float(whole.cycles[f"{name}_energy"][3]) == pytest.approx(energy, rel=1e-9)
        mean = energy / float(whole.cycles[f"{name}_capacity"][3])
        assert float(whole.cycles[f"mean_{name}_voltage"][3]) == pytest.approx(mean)
    assert 0.9 < float(whole.cycles["energy_efficiency"][3]) < 1.0


@pytest.mark.parametrize(
    ("every", "kept"), [(1, {0, 1, 2, 3, 4}), (2, {0, 2, 4}), (3, {0, 3, 4}), (9, {0, 4})]
)
@pytest.mark.parametrize("rows", [1, 64, 10_000])
def test_every_nth_cycle_is_kept(
    whole: Solution, every: int, kept: set[int], rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "BATCH_ROWS", rows)
    found = run(DEVICE, halves(5), save_cycles=every)
    expected = whole.dataset.isel(time=np.isin(whole["cycle"].values, list(kept)))
    assert set(found["cycle"].values.tolist()) == kept
    assert found.dataset.identical(expected)
    assert found.cycles.identical(whole.cycles)
    assert found.conservation == pytest.approx(whole.conservation, abs=1e-14)


def test_the_table_alone(whole: Solution) -> None:
    found = run(DEVICE, halves(5), save_cycles=0)
    assert found.dataset.identical(whole.dataset.isel(time=[-1]))
    assert found.cycles.identical(whole.cycles)
    assert found.final_state.keys() == whole.final_state.keys()


@pytest.mark.parametrize("bad", [-1, 1.5, True, "2"])
def test_save_cycles_is_a_whole_number(bad: object) -> None:
    with pytest.raises(ParameterError, match="save_cycles"):
        run(DEVICE, halves(1), save_cycles=bad)  # type: ignore[arg-type]


def test_states_are_dropped_as_they_are_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = []
    add = recording.RunRecord.add

    def watched(self: recording.RunRecord, *given: object) -> None:
        add(self, *given)  # type: ignore[arg-type]
        waiting.append(sum(len(r) for r in self.rows) + sum(len(b.time) for b in self.blocks))

    monkeypatch.setattr(recording, "BATCH_ROWS", 100)
    monkeypatch.setattr(recording.RunRecord, "add", watched)
    run(DEVICE, halves(12), save_cycles=0)
    assert len(waiting) == 36
    assert max(waiting) < 200  # of 1044


def test_the_table_is_saved(whole: Solution, tmp_path) -> None:
    whole.save(tmp_path / "cycles.nc")
    again = Solution.load(tmp_path / "cycles.nc")
    assert again.cycles.equals(whole.cycles)
    assert again.cycles["charge_capacity"].attrs == whole.cycles["charge_capacity"].attrs
    assert again.dataset.equals(whole.dataset)
    assert len(again.cycles.to_dataframe()) == 5


def test_a_current_that_turns_counts_both_ways() -> None:
    times, currents = [0.0, 600.0, 1200.0], [HOUR, HOUR, -HOUR]
    found = run(DEVICE, protocols.table(times, currents=currents, samples=121))
    charged, discharged = HOUR * 300 / 2, HOUR * (600 + 300 / 2)
    assert float(found.cycles["charge_capacity"][0]) == pytest.approx(charged, rel=1e-6)
    assert float(found.cycles["discharge_capacity"][0]) == pytest.approx(discharged, rel=1e-6)


def test_the_numbers_of_a_device_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    original = Compiled.input_vector
    monkeypatch.setattr(
        Compiled, "input_vector", lambda *given: (calls.append(1), original(*given))[1]
    )
    counts = []
    for repeat in (1, 8):
        calls.clear()
        run(DEVICE, halves(repeat))
        counts.append(len(calls))
    assert counts[0] == counts[1] < 8
