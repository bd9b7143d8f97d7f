"""Every reference number of many particles, porous electrodes and side reactions is a claim.

The claims themselves are judged where the studies run. Here each entry of the theory notes is
looked up: a study claims that number, as tightly as the notes ask of a simulation.
"""

from __future__ import annotations

import numpy as np
import pytest

from ambipolar.core.constants import FARADAY, GAS_CONSTANT
from ambipolar.simulation.specification.spec import Claim
from ambipolar.simulation.studies import STUDIES

GROUPS = ("T5.", "T6.", "T7.")
LOOP, LINE = "open-circuit-hysteresis", "transmission-line-impedance"
NEWMAN, FILM, PLATING = "newman-linear", "sei-square-root", "plating-onset"

#: entry: study, metric and case of each claim, and which part of the entry it is
CLAIMED = {
    "T5.dreyer.Om2.5": [(LOOP, "loop-gap", "two-and-a-half", "whole")],
    "T5.dreyer.Om3": [(LOOP, "loop-gap", "three", "whole")],
    "T5.dreyer.Om4": [(LOOP, "loop-gap", "four", "whole"), (LOOP, "rest-gap", "rests", "whole")],
    "T5.dreyer.Om4.5": [(LOOP, "loop-gap", "four-and-a-half", "whole")],
    "T5.c_landing.Om4": [
        ("dreyer-hysteresis", "landing-filling", "four", "whole"),
        (LOOP, "landed-filling", "four", "whole"),
    ],
    "T5.popvar.A.I1.0": [("mosaic-lfp", "spread-growth", "alike-activity", "whole")],
    "T5.popvar.B.I1.0": [("mosaic-lfp", "spread-growth", "alike-root", "whole")],
    "T6.newman.k1.0.s1.0.nu21": [
        (NEWMAN, "polarisation-resistance", "equal", "first"),
        (NEWMAN, "reaction-distribution", "equal", "rest"),
    ],
    "T6.newman.k0.5.s100.0.nu225": [
        (NEWMAN, "polarisation-resistance", "ionic", "first"),
        (NEWMAN, "reaction-distribution", "ionic", "rest"),
    ],
    "T6.tafel.d0.5": [(NEWMAN, "reaction-distribution", "tafel-half", "rest")],
    "T6.tafel.d2": [(NEWMAN, "reaction-distribution", "tafel-two", "rest")],
    "T6.tafel.d50": [(NEWMAN, "reaction-distribution", "tafel-fifty", "rest")],
    "T6.jlim": [("sand-time", "final", "held", "whole")],
    "T6.tlm.Ri1.0.Re0.0.Rct0.5": [
        (LINE, "impedance-at", "reacting", "real"), (LINE, "impedance-at", "reacting", "imaginary"),
    ],
    "T6.tlm.Ri1.0.Re0.0.RctNone": [
        (LINE, "impedance-at", "blocking", "real"), (LINE, "impedance-at", "blocking", "imaginary"),
    ],
    "T7.sei.dealgrove": [(FILM, "value-at", "storage", "whole")],
    "T7.sei.asym": [(FILM, "gain-ratio", "rich", "whole")],
    "T7.plating.j0.01": [(PLATING, "onset-fillings", "onset-001", "among")],
    "T7.plating.j1.0": [(PLATING, "onset-fillings", "onset-001", "among")],
}  # fmt: skip
#: how tightly a simulation is to agree: absolute, relative
TIGHTNESS = {
    "T5.dreyer": (0.0, 2e-2), "T5.c_landing": (1e-4, 0.0), "T5.popvar": (1e-2, 0.0),
    "T6": (0.0, 1e-3), "T7.sei.dealgrove": (0.0, 1e-4), "T7.sei.asym": (0.0, 1e-6),
    "T7.plating": (1e-6, 0.0),
}  # fmt: skip


def claims(entry: str) -> list[tuple[Claim, str]]:
    found = []
    for study, metric, case, part in CLAIMED[entry]:
        of_case = [c for c in STUDIES[study].claims if (c.metric, c.case) == (metric, case)]
        if part in ("real", "imaginary"):
            of_case = [c for c in of_case if c.arguments["part"] == part]
        assert of_case, (study, metric, case)
        found.append((of_case[0], part))
    return found


def part_of(value: object, part: str) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    pieces = {
        "whole": lambda: array.ravel(), "among": lambda: array.ravel(),
        "first": lambda: array[:1], "rest": lambda: array[1:],
        "real": lambda: array[:, 0], "imaginary": lambda: array[:, 1],
    }  # fmt: skip
    return pieces[part]()


def test_no_entry_is_left_out(theory):
    assert {name for name in theory if name.startswith(GROUPS)} == set(CLAIMED)


@pytest.mark.parametrize("entry", CLAIMED)
def test_the_claim_is_the_reference_and_as_tight(theory, entry):
    absolute, relative = next(v for k, v in TIGHTNESS.items() if entry.startswith(k))
    for claim, part in claims(entry):
        expected = part_of(theory[entry]["value"], part)
        published = np.ravel(np.asarray(claim.published, dtype=float))
        if part == "among":
            published = published[np.argmin(np.abs(published - expected))][None]
        np.testing.assert_allclose(published, expected, rtol=2e-9)
        assert claim.kind == "number"
        assert claim.tolerance <= absolute
        assert claim.relative_tolerance <= relative


def test_the_temperature_of_the_loops_is_that_of_the_notes(theory):
    """Loops are in RT/F, so that any would do; plating is in volts."""
    kt = theory["T7.plating.j1.0"]["parameters"]["kT_e"]
    device = STUDIES[PLATING].case("onset-1").experiment().device
    assert GAS_CONSTANT * device.temperature / FARADAY == pytest.approx(kt, rel=1e-6)
