"""Claims of studies, checked: published against computed, with a verdict and a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..core.errors import AmbipolarError, SpecError
from ..core.optional import missing
from ..simulation.specification.spec import Claim, RunSpec
from ..simulation.studies import STUDIES
from ..simulation.study import StudyResult, run_study
from .metrics import METRICS

Number = float | list[float] | None


@dataclass(frozen=True)
class Verdict:
    """One claim with what was computed for it."""

    study: str
    claim: str
    source: str
    published: Number
    computed: Number
    tolerance: str
    verdict: str  #: pass, fail or not run
    reason: str = ""  #: what is known about a failure
    unit: str = "1"

    def as_row(self) -> dict[str, Any]:
        """Plain data, as written to JSON."""
        return asdict(self)


def validate(
    names: Iterable[str] = (),
    observer: Callable[[str], None] | None = None,
    *,
    full: bool = False,
) -> tuple[Verdict, ...]:
    """Run studies and judge their claims.

    Parameters
    ----------
    names : studies; all of them when empty.
    observer : called with the name of each study before it runs.
    full : long studies in full; in their quick form otherwise.

    Claims of a study whose optional extra is not installed are not run, and say so.

    Raises
    ------
    UnknownNameError
        for a name that is not a study.
    """
    found: list[Verdict] = []
    chosen = {name: STUDIES[name] for name in (tuple(names) or tuple(STUDIES))}
    for name, spec in chosen.items():
        if observer is not None:
            observer(name)
        absent = missing(spec.needs)
        if absent:
            found.extend(_not_run(spec, name, absent))
        else:
            found.extend(judge(run_study(spec if full else spec.quickened()), name))
    return tuple(found)


def judge(result: StudyResult, study: str = "") -> tuple[Verdict, ...]:
    """Verdicts on all claims of a study that has been run."""
    spec = result.spec
    return tuple(_verdict(result, claim, study or spec.name) for claim in spec.claims)


def _not_run(spec: RunSpec, study: str, absent: tuple[str, ...]) -> Iterator[Verdict]:
    reason = f'{", ".join(absent)} not installed: pip install "ambipolar[{spec.needs}]"'
    for claim in spec.claims:
        yield Verdict(
            study, claim.name, claim.source or _source(spec),
            claim.published,  # type: ignore[arg-type]
            None, describe_tolerance(claim), "not run", reason, claim.unit,
        )  # fmt: skip


def _verdict(result: StudyResult, claim: Claim, study: str) -> Verdict:
    spec = result.spec
    computed, problem = _compute(result, claim)
    passed = computed is not None and holds(claim, computed)
    reason = "" if passed else " ".join(filter(None, [problem, claim.reason_if_failing]))
    return Verdict(
        study=study,
        claim=claim.name,
        source=claim.source or _source(spec),
        published=claim.published,  # type: ignore[arg-type]
        computed=computed,
        tolerance=describe_tolerance(claim),
        verdict="pass" if passed else "fail",
        reason=reason,
        unit=claim.unit,
    )


def _compute(result: StudyResult, claim: Claim) -> tuple[Number, str]:
    try:
        computed = METRICS[claim.metric](result, claim.case, **claim.arguments)
    except AmbipolarError as error:
        return None, str(error)
    except TypeError as error:  # wrong arguments in the YAML file
        raise SpecError(f"claims.{claim.name}", str(error)) from None
    array = np.asarray(computed, dtype=float)
    return (array.tolist() if array.ndim else float(array)), ""


def holds(claim: Claim, computed: Number) -> bool:
    """Whether a computed number agrees with a claim.

    Kinds: ``number`` (|computed - published| within the larger of the absolute and the relative
    tolerance), ``at least``, ``at most`` (with the absolute tolerance).
    """
    value = np.asarray(computed, dtype=float)
    target = np.asarray(claim.published, dtype=float)
    if value.shape != target.shape or not np.all(np.isfinite(value)):
        return False
    if claim.kind == "at least":
        return bool(np.all(value >= target - claim.tolerance))
    if claim.kind == "at most":
        return bool(np.all(value <= target + claim.tolerance))
    allowed = np.maximum(claim.tolerance, claim.relative_tolerance * np.abs(target))
    return bool(np.all(np.abs(value - target) <= allowed))


def describe_tolerance(claim: Claim) -> str:
    """The tolerance of a claim in words."""
    if claim.kind in ("at least", "at most"):
        return claim.kind
    parts = []
    if claim.tolerance:
        parts.append(f"{claim.tolerance:g} {claim.unit if claim.unit != '1' else ''}".strip())
    if claim.relative_tolerance:
        parts.append(f"{100 * claim.relative_tolerance:g} %")
    return " or ".join(parts) or "exact"


def _source(spec: RunSpec) -> str:
    source = spec.source
    return " ".join(filter(None, [source.key or source.doi, source.figure]))
