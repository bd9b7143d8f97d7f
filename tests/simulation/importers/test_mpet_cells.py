"""MPET cases of cells: imported from their own files they reproduce the stored results."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ambipolar.analysis.compare import Comparison, compare
from ambipolar.core.records import parameters
from ambipolar.simulation.importers.mpet import ImportedRun, import_mpet
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Solution
from ambipolar.simulation.specification.spec import dump_spec, load_spec
from ambipolar.simulation.studies import STUDIES

#: case -> largest voltage difference [V]; what is left is faces and foil of higher order, see
#: docs/mpet.md
CASES = {
    "test008": 2e-6, "test012": 2e-6, "test019": 6e-5, "test022": 1e-5,
    "benchmark_LIONSIMBA": 4e-5,
}  # fmt: skip
#: largest difference of the salt concentration [mol/m^3]
SALT = {
    "test008": 1e-4, "test012": 1e-3, "test019": 0.1, "test022": 0.1, "benchmark_LIONSIMBA": 0.2,
}  # fmt: skip
STUDY = {
    "test008": "mpet-008", "test012": "mpet-012", "test019": "mpet-019", "test022": "mpet-022",
    "benchmark_LIONSIMBA": "lionsimba-full-cell",
}  # fmt: skip
Solved = dict[str, tuple[ImportedRun, Solution, Comparison]]


@pytest.fixture(scope="module")
def solved(reference: Path) -> Solved:
    found = {}
    for case in CASES:
        folder = reference / "mpet" / case
        imported = import_mpet(folder / "params_system.cfg")
        solution = run(imported.device, imported.protocol, imported.settings).check()
        found[case] = imported, solution, compare(solution, folder / "reference.csv")
    return found


@pytest.mark.parametrize("case", CASES)
def test_voltage_agrees(solved: Solved, case: str):
    comparison = solved[case][2]
    assert comparison.missing == 0
    assert comparison.passes(median=1e-3, maximum=CASES[case])


@pytest.mark.parametrize("case", CASES)
def test_current_filling_and_balances(solved: Solved, case: str):
    _, solution, comparison = solved[case]
    assert comparison.others["current_density"] < 1e-6
    assert comparison.others["filling"] < 5e-6
    assert len(solution.conservation) >= 2
    assert max(solution.conservation.values()) < 1e-8


@pytest.mark.parametrize("case", CASES)
def test_salt_agrees(solved: Solved, reference: Path, case: str):
    ours = solved[case][1]["electrolyte.concentration"].values
    with (reference / "mpet" / case / "electrolyte.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    stored: dict[int, list[float]] = {}
    for row in rows:
        stored.setdefault(int(row["sample_index"]), []).append(
            float(row["salt_concentration_mol_m3"])
        )
    for sample, values in stored.items():
        assert ours[sample] == pytest.approx(values, abs=SALT[case])


@pytest.mark.parametrize("case", ["test008", "test022"])
def test_every_particle_agrees(solved: Solved, reference: Path, case: str):
    imported, solution, _ = solved[case]
    folder = reference / "mpet" / case
    stored = np.genfromtxt(folder / "particles.csv", delimiter=",", skip_header=1)[:, 1:]
    assert solution["positive.filling"].values == pytest.approx(stored, abs=2e-4)
    sizes = np.genfromtxt(folder / "particle_sizes.csv", delimiter=",", names=True)["size_m"]
    ours = imported.device.electrode.population().member_sizes().ravel()
    assert ours == pytest.approx(sizes, rel=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_yaml_of_an_import_is_the_same_experiment(solved: Solved, case: str):
    imported = solved[case][0]
    again = load_spec(dump_spec(imported.spec())).experiment()
    assert again.device == imported.device
    assert again.protocol == imported.protocol


@pytest.mark.parametrize("case", CASES)
def test_the_study_states_the_same_experiment(solved: Solved, case: str):
    imported, experiment = solved[case][0], STUDIES[STUDY[case]].experiment()
    ours, theirs = parameters(experiment.device), parameters(imported.device)
    assert ours.keys() == theirs.keys()
    for path, value in ours.items():
        assert np.asarray(value) == pytest.approx(np.asarray(theirs[path]), rel=1e-12), path
    mine, other = experiment.protocol.steps[0], imported.protocol.steps[0]
    assert (mine.cutoffs, mine.samples) == (other.cutoffs, other.samples)
    assert mine.duration == pytest.approx(other.duration, rel=1e-12)
    assert experiment.settings == imported.settings


@pytest.mark.parametrize("case", CASES)
def test_the_study_quotes_stored_voltages(reference: Path, case: str):
    table = reference / "mpet" / case / "reference.csv"
    rows = np.genfromtxt(table, delimiter=",", names=True)
    claim = STUDIES[STUDY[case]].claims[0]
    quoted = np.interp(claim.arguments["at"], rows["time_s"], rows["voltage_V"])
    assert claim.published == pytest.approx(quoted, abs=1e-9)
