"""Every study: complete, conservative, and with a verdict or a reason for each claim."""

import pytest

from ambipolar.analysis.metrics import METRICS
from ambipolar.analysis.validation import judge
from ambipolar.core.citations import references
from ambipolar.core.optional import missing
from ambipolar.numerics.compile import compile_system
from ambipolar.simulation.studies import STUDIES
from ambipolar.simulation.study import run_study

#: more than ten seconds; run by `make slow`
LONG = {
    "graphite-electrode-colours", "shrinking-core-or-wave", "zhao2019-patterns",
    "lto-dual-ion", "lto-voltage", "graphite-staging-monte-carlo",
}  # fmt: skip
#: claims that are known to fail, each with its reason in the file: a change here is news
KNOWN_FAILURES = {
    "ecram-training": ["PEDOT:PSS, the same scaled to 0.3 um x 0.3 um"],
    "zhao2019-current-driving": [
        "Model I: length of film that changes",
        "drift: share of the displacement left after 20 min",
    ],
    "graphite-staging-monte-carlo": [
        "every third gallery full near one third, at room temperature",
        "plateau from stage 2 to stage 1",
        "plateau from the dilute host to stage 2",
    ],
    "lto-dual-ion-extraction": ["oxygen begins to leave", "lithium leaves as well"],
    "lto-dual-ion": [
        "vacancy of Li 8a, SevenNet-0",
        "vacancy of Li 16d, SevenNet-0",
        "vacancy of O 32e, SevenNet-0",
        "barrier of Li 8a-16c-8a, SevenNet-0",
        "lithium 16d less lithium 8a, SevenNet-0",
        "voltage at which two Li and one O leave together",
        "voltage at which a little oxygen leaves alone",
    ],
    "lto-voltage": ["plateau, SevenNet-0", "volume hardly changes, SevenNet-0"],
    "zhao2019-patterns": ["the film off the track hardly changes meanwhile"],
    "dreyer-hysteresis": ["measured hysteresis of a LiFePO4 electrode"],
    "electrochromic-window": [
        "1.3 coloration efficiency at 632.8 and 950 nm",
        "1.7 times to colour and to bleach",
    ],
}


@pytest.mark.parametrize("name", STUDIES)
def test_studies_are_documented(name):
    spec = STUDIES[name]
    assert spec.name == name
    assert spec.title
    assert len(spec.description) > 80
    assert spec.source.key in references()
    assert spec.claims
    for claim in spec.claims:
        assert claim.metric in METRICS
        assert claim.published is not None


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n in LONG else n for n in STUDIES]
)
def test_studies_run_conserve_and_hold(name):
    spec = STUDIES[name].quickened()
    if missing(spec.needs):
        pytest.skip(f"needs ambipolar[{spec.needs}]")
    result = run_study(spec)
    expected = {c.case for c in spec.claims if c.metric == "failed" and c.published == 1}
    for case, solution in result.solutions.items():
        assert solution.status.ok or case in expected, solution.status.message
        if spec.calculation is not None:
            continue  # without time there is nothing to conserve
        assert solution.conservation
        compiled = compile_system(result.devices[case])
        allowed = dict(zip(compiled.balance_names, compiled.balance_tolerances, strict=True))
        assert max(allowed.values()) <= 1e-6
        for balance, drift in solution.conservation.items():
            assert drift <= allowed[balance], (case, balance)
    failing = [v for v in judge(result, name) if v.verdict != "pass"]
    assert [v.claim for v in failing] == KNOWN_FAILURES.get(name, [])
    assert all(v.reason for v in failing)
