"""Run every study and write the gallery: one picture and one table of claims for each.

Called by ``make docs``. What it writes (docs/gallery/*.png and index.md) is not committed.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np

from ambipolar.analysis.validation import judge
from ambipolar.core.citations import references
from ambipolar.physics.stability.growth import phase_map
from ambipolar.plot.cases import plot_cases
from ambipolar.plot.impedance import plot_impedance
from ambipolar.plot.overview import plot_solution
from ambipolar.plot.stability import plot_phase_map
from ambipolar.plot.style import save_figure
from ambipolar.report.html import value_text
from ambipolar.simulation.impedance import impedance
from ambipolar.simulation.studies import STUDIES
from ambipolar.simulation.study import StudyResult, run_study

FOLDER = Path(__file__).parent / "gallery"


def figure_of(result: StudyResult):
    """The picture of a study: its cases, its only run, or the impedance where that is its topic."""
    labels = {c.name: c.label or c.name for c in result.spec.cases}
    if any(claim.metric == "diffusion-impedance" for claim in result.spec.claims):
        frequencies = np.logspace(-4, 3, 80)
        spectra = {labels.get(n, n): impedance(d, frequencies) for n, d in result.devices.items()}
        return plot_impedance(spectra)
    if any(claim.metric == "growth-rates" for claim in result.spec.claims):
        name, device = next(iter(result.devices.items()))
        grid = phase_map(
            device.driven_surface(), np.linspace(0.01, 0.99, 200), np.linspace(-0.1, 0.1, 201)
        )
        return plot_phase_map(grid, title=labels.get(name, name))
    if len(result.solutions) > 1:
        return plot_cases(result.solutions, labels)
    return plot_solution(next(iter(result.solutions.values())))


def section(name: str, result: StudyResult) -> str:
    """Markdown of one study."""
    spec, verdicts = result.spec, judge(result, name)
    known = references().get(spec.source.key)
    source = " ".join(filter(None, [str(known) if known else spec.source.doi, spec.source.figure]))
    lines = [
        f"## {spec.title or name}", "", f"`ambipolar run {name}`", "",
        spec.description.strip(), "", f"Source: {source}" if source else "", "",
        f"![{spec.title}]({name}.png)", "",
    ]  # fmt: skip
    if verdicts:
        lines += ["| claim | published | computed | tolerance | verdict |", "|---|---|---|---|---|"]
    for v in verdicts:
        reason = f" ({v.reason})" if v.reason else ""
        cells = (v.claim, value_text(v.published, v.unit), value_text(v.computed, v.unit),
                 v.tolerance, v.verdict + reason)  # fmt: skip
        lines.append("| " + " | ".join(escape(str(c)).replace("|", "/") for c in cells) + " |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Write all pictures, then the page."""
    sections, passed, total = [], 0, 0
    for name, spec in STUDIES.items():
        result = run_study(spec)
        save_figure(figure_of(result), FOLDER, name, ("png",))
        verdicts = judge(result, name)
        passed, total = passed + sum(v.verdict == "pass" for v in verdicts), total + len(verdicts)
        sections.append(section(name, result))
        print(f"{name}: {len(verdicts)} claims")
    head = (
        "# Gallery\n\nEvery study of the package, run when this page was built. "
        f"{passed} of {total} claims hold; a claim that fails says what is known about why. "
        "`ambipolar validate` prints the same tables.\n"
    )
    (FOLDER / "index.md").write_text("\n".join([head, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
