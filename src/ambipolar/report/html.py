"""One self-contained HTML page about an experiment: everything needed to judge and repeat it."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .. import __version__
from ..core.citations import references
from ..simulation.specification.yaml_text import write_yaml
from ..simulation.study import StudyResult
from .parameters import number_text, parameter_rows

#: steps of a protocol whose end is told one by one
TOLD_STEPS = 12
COUNTER_NAMES = {
    "steps": "integrator steps",
    "residual_evaluations": "residual evaluations",
    "factorisations": "matrix factorisations",
    "error_test_failures": "rejected steps",
    "build_seconds": "building the equations [s]",
    "solve_seconds": "solving them [s]",
    "processor_seconds": "time of the processor [s]",
}


def report_html(
    result: StudyResult,
    figures: Mapping[str, bytes] | None = None,
    verdicts: Iterable[Any] = (),
) -> str:
    """The page as text.

    Parameters
    ----------
    result : the experiment, run.
    figures : PNG or GIF images by caption.
    verdicts : judged claims with ``claim``, ``published``, ``computed``, ``tolerance``,
        ``verdict``, ``reason`` and ``unit``.
    """
    spec = result.spec
    return _template().render(
        title=spec.title or spec.name or "Experiment",
        description=spec.description,
        source=_source(spec),
        version=__version__,
        figures=[
            {
                "caption": caption,
                "kind": "gif" if data.startswith(b"GIF") else "png",
                "data": base64.b64encode(data).decode("ascii"),
            }
            for caption, data in (figures or {}).items()
        ],
        claims=[_claim(v) for v in verdicts],
        cases=[_case(result, name) for name in result.solutions],
        citations=_citations(result),
    )


@lru_cache(maxsize=1)
def _template() -> Any:
    import jinja2

    source = files("ambipolar.report").joinpath("templates/report.html.j2")
    text = source.read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(text)


def _source(spec: Any) -> str:
    source = spec.source
    known = references().get(source.key)
    parts = [str(known) if known else source.doi, source.figure, source.note]
    return ". ".join(p.rstrip(".") for p in parts if p)


def _claim(verdict: Any) -> dict[str, str]:
    return {
        "claim": verdict.claim,
        "published": value_text(verdict.published, verdict.unit),
        "computed": value_text(verdict.computed, verdict.unit),
        "tolerance": verdict.tolerance,
        "verdict": verdict.verdict,
        "reason": verdict.reason,
    }


def value_text(value: Any, unit: str = "1") -> str:
    """A published or computed value with its unit, as shown in tables."""
    if value is None:
        return "–"
    if isinstance(value, str | bool):
        return str(value)
    return f"{number_text(value)} {unit if unit != '1' else ''}".strip()


def _case(result: StudyResult, name: str) -> dict[str, Any]:
    solution, device = result.solutions[name], result.devices[name]
    status = solution.status
    numbers = [
        (f"largest relative drift of the {key} balance", f"{value:.1e}")
        for key, value in solution.conservation.items()
    ]
    numbers += [
        (label, f"{solution.stats[key]:.4g}")
        for key, label in COUNTER_NAMES.items()
        if key in solution.stats
    ]
    numbers += [(f"solver: {key}", str(v)) for key, v in solution.spec.get("solver", {}).items()]
    labels = {case.name: case.label for case in result.spec.cases}
    several = len(result.solutions) > 1
    return {
        "heading": f"Case {labels.get(name) or name}" if several else "The run",
        "outcome": status.outcome.value,
        "failed": not status.ok,
        "message": status.message,
        "advice": status.advice,
        "notes": solution.notes,
        "steps": status.steps[:TOLD_STEPS],
        "more_steps": max(len(status.steps) - TOLD_STEPS, 0),
        "numbers": numbers,
        "procedure": "Calculation" if "calculation" in solution.spec else "Protocol",
        "protocol": _protocol(solution),
        "parameters": list(parameter_rows(device)),
    }


def _protocol(solution: Any) -> str:
    """Steps, or what was calculated."""
    part = "calculation" if "calculation" in solution.spec else "protocol"
    return write_yaml({part: solution.spec.get(part, [])}).strip()


def _citations(result: StudyResult) -> list[dict[str, str]]:
    keys = dict.fromkeys([result.spec.source.key] if result.spec.source.key else [])
    for solution in result.solutions.values():
        keys |= dict.fromkeys(solution.citations)
    known = references()
    found = []
    for key in keys:
        if key in known:
            text = str(known[key]).partition(" doi:")[0]
            found.append({"key": key, "text": text, "doi": known[key].doi})
    return found
