"""The folder of results: written beside its place and moved there when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..core.errors import SpecError

#: a study of more cases shows them in its own figures only
MOST_PICTURED = 12
#: names that a run writes at the top of its folder
MARKERS = ("report.html", "solution.nc", "spec.yaml")


def check_free(folder: Path, force: bool) -> None:
    """Refuse to overwrite results, and folders that cannot be one.

    Raises
    ------
    SpecError
        with what to do instead.
    """
    if folder.exists() and not folder.is_dir():
        raise SpecError(str(folder), "exists and is not a folder.", "Choose another --out.")
    present = [name for name in MARKERS if (folder / name).exists()]
    if present and not force:
        found = ", ".join(present)
        raise SpecError(
            str(folder), f"already holds {found}.", "Use --force to overwrite, or another --out."
        )


def write_results(result: Any, verdicts: Iterable[Any], folder: Path) -> list[str]:
    """Write everything about a result into ``folder``; returns the files, relative to it.

    A reader never meets half a file: all are written into a temporary folder beside the target
    and renamed one by one, the report last.

    Raises
    ------
    SpecError
        when the folder cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
    except OSError as error:
        raise SpecError(str(folder), f"cannot be written: {error.strerror}.") from None
    try:
        _fill(result, verdicts, work)
        files = sorted(str(p.relative_to(work)) for p in work.rglob("*") if p.is_file())
        for name in sorted(files, key=lambda n: (n == "report.html", n)):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(work / name, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return files


def _fill(result: Any, verdicts: Iterable[Any], work: Path) -> None:
    from ..plot.overview import plot_solution
    from ..plot.studies import animations_of, figures_of
    from ..plot.style import save_figure
    from ..report.html import report_html
    from ..simulation.specification.spec import dump_spec

    labels = {c.name: c.label or c.name for c in result.spec.cases}
    several = len(result.solutions) > 1
    images: dict[str, bytes] = {}
    if several or result.spec.figures:
        for name, figure in figures_of(result).items():
            png, *_ = save_figure(figure, work, name)
            images[name.replace("-", " ").capitalize()] = png.read_bytes()
        for name, moving in animations_of(result).items():
            gif, *_ = moving.save(work, name)
            images[name.replace("-", " ").capitalize()] = gif.read_bytes()
    for name, solution in result.solutions.items():
        place = work / name if several else work
        place.mkdir(exist_ok=True)
        solution.save(place / "solution.nc")
        if solution.cycles.sizes.get("cycle", 0) > 1:
            solution.cycles.to_dataframe().to_csv(place / "cycles.csv")
        if several:
            content = {"name": name, **solution.spec}
            (place / "spec.yaml").write_text(dump_spec(content), encoding="utf-8")
        if result.spec.calculation is not None or len(result.solutions) > MOST_PICTURED:
            continue  # figures of a calculation are those that its study names
        label = labels.get(name, "")
        figure = plot_solution(solution, title=label if several else result.spec.title)
        png, *_ = save_figure(figure, place, "solution")
        images[f"Case {label or name}" if several else "The run"] = png.read_bytes()
    (work / "spec.yaml").write_text(dump_spec(result.spec), encoding="utf-8")
    page = report_html(result, images, verdicts)
    (work / "report.html").write_text(page, encoding="utf-8")
