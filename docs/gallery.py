"""Run every study and write the gallery: one picture and one table of claims for each.

Called by ``make docs``. What it writes (docs/gallery/*.png and index.md) is not committed.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from ambipolar.analysis.validation import judge
from ambipolar.core.citations import references
from ambipolar.plot.studies import animations_of, figures_of
from ambipolar.plot.style import save_figure
from ambipolar.report.html import value_text
from ambipolar.simulation.studies import STUDIES
from ambipolar.simulation.study import StudyResult, run_study

FOLDER = Path(__file__).parent / "gallery"


def section(name: str, result: StudyResult) -> str:
    """Markdown of one study; its pictures are written beside the page."""
    spec, verdicts = result.spec, judge(result, name)
    known = references().get(spec.source.key)
    source = ". ".join(filter(None, [str(known) if known else spec.source.doi, spec.source.figure]))
    lines = [
        f"## {spec.title or name}", "", f"`ambipolar run {name}`", "",
        spec.description.strip(), "", f"Source: {source}" if source else "", "",
    ]  # fmt: skip
    for kind, figure in figures_of(result).items():
        save_figure(figure, FOLDER, f"{name}-{kind}", ("png",))
        lines += [f"![{spec.title}]({name}-{kind}.png)", ""]
    for kind, moving in animations_of(result).items():
        moving.save(FOLDER, f"{name}-{kind}")
        lines += [f"![{spec.title}, in motion]({name}-{kind}.gif)", ""]
    if verdicts:
        lines += ["| claim | published | computed | tolerance | verdict |", "|---|---|---|---|---|"]
    for v in verdicts:
        reason = f" ({v.reason})" if v.reason else ""
        cells = (v.claim, value_text(v.published, v.unit), value_text(v.computed, v.unit),
                 v.tolerance, v.verdict + reason)  # fmt: skip
        lines.append(
            "| "
            + " | ".join(escape(" ".join(str(c).split())).replace("|", "/") for c in cells)
            + " |"
        )
    return "\n".join([*lines, ""])


def _cell(value: object) -> str:
    """Text that cannot break a table row."""
    return escape(" ".join(str(value).split())).replace("|", "/")


def main() -> None:
    """Write all pictures, then the page."""
    FOLDER.mkdir(exist_ok=True)  # all it holds is generated, so that git does not know it
    sections, passed, total = [], 0, 0
    for name, spec in STUDIES.items():
        result = run_study(spec.quickened())
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
