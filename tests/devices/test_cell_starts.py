"""Cells start at any state of charge and rate: they run, or end with a cut-off and a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.cells import full_cell, half_cell, positive

import ambipolar as amb
from ambipolar.simulation.importers.mpet import import_mpet

STARTS = 60
#: of the electrodes of full cells: filling of the empty and of the full cell, and the voltages
WINDOWS = {
    "test012": ((0.01, 0.49), (0.97, 0.17), (2.0, 4.6)),
    "benchmark_LIONSIMBA": ((0.01, 0.85), (0.99, 0.5), (2.5, 4.4)),
}
CASES = ("test008", "test012", "test019", "test022", "benchmark_LIONSIMBA")


def at(device: Any, charge: float, window: Any) -> Any:
    """The cell at a state of charge."""
    if hasattr(device, "electrode"):
        return replace(device, electrode=replace(device.electrode, initial_filling=1 - charge))
    (low, high), (empty, full), _ = window
    return replace(
        device,
        negative=replace(device.negative, initial_filling=low + charge * (high - low)),
        positive=replace(device.positive, initial_filling=empty + charge * (full - empty)),
    )


def starts_everywhere(device: Any, window: Any, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    least, most = (2.0, 4.5) if window is None else window[2]
    for _ in range(count):
        charge, rate = float(rng.uniform(0.01, 0.99)), float(10 ** rng.uniform(-2, np.log10(5)))
        protocol = (
            amb.protocols.discharge(c_rate=rate, until_voltage=least, samples=5)
            if rng.random() < 0.5
            else amb.protocols.charge(c_rate=rate, until_voltage=most, samples=5)
        )
        solution = amb.run(at(device, charge, window), protocol)
        assert solution.status.ok, (charge, rate, solution.status.message)
        assert "cut-off" in solution.status.steps[-1], (charge, rate, solution.status)
        assert max(solution.conservation.values()) < 1e-8


@pytest.mark.parametrize("case", CASES)
def test_imported_cells(case: str, reference) -> None:
    run = import_mpet(reference / "mpet" / case / "params_system.cfg")
    starts_everywhere(run.device, WINDOWS.get(case), STARTS, seed=len(case))


def test_half_cell_of_phase_separating_particles() -> None:
    population = amb.Population(particle=amb.AllenCahnReaction(length=40e-9, cells=8), members=9)
    electrode = positive(3, material=amb.materials.LFP, particle=population)
    starts_everywhere(half_cell(electrode=electrode), None, 30, seed=1)


def test_full_cell() -> None:
    window = ((0.01, 0.85), (0.99, 0.5), (2.5, 4.4))
    starts_everywhere(full_cell(), window, STARTS, seed=2)
