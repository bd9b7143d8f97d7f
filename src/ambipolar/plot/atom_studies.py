"""Figures of atomistic studies: what each reads from the results of its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import ParameterError
from .atoms import plot_bias, plot_paths, plot_vacancies

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def vacancies(result: Any) -> Figure:
    """Formation energies of vacancies of all cases that have them."""
    cases = {
        _label(result, name): s.dataset
        for name, s in result.solutions.items()
        if "site_class" in s.dataset.coords
    }
    published = {
        claim.arguments["site_class"]: claim.published
        for claim in result.spec.claims
        if claim.metric == "vacancy-energy"
    }
    return plot_vacancies(cases, published)


def migration_paths(result: Any) -> Figure:
    """Energy along the paths of all cases that have one, by what moves."""
    groups: dict[str, dict[str, Any]] = {}
    for name, solution in result.solutions.items():
        if "barrier" in solution.dataset:
            title, _, label = _label(result, name).partition(", ")
            groups.setdefault(title, {})[label or name] = solution.dataset
    labels = {name: _label(result, name).partition(", ")[0] for name in result.solutions}
    published = {
        labels[claim.case]: claim.published
        for claim in result.spec.claims
        if claim.metric == "barrier" and claim.case in labels
    }
    return plot_paths(groups, published)


def bias_diagram(result: Any) -> Figure:
    """Formation energies against voltage of the case that has them."""
    found = [s.dataset for s in result.solutions.values() if "threshold" in s.dataset]
    if not found:
        raise ParameterError("figures", "no case has a bias diagram.", "Run the study in full.")
    (data, *_) = found
    observed = [
        (claim.published, f"seen at {claim.published:g} V")
        for claim in result.spec.claims
        if claim.metric == "threshold-voltage"
    ]
    return plot_bias(data, observed=list(dict.fromkeys(observed)))


def _label(result: Any, name: str) -> str:
    return next((c.label for c in result.spec.cases if c.name == name and c.label), name)
