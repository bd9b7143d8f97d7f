"""The tables of the materials page, written from the registry when the site is built."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from ambipolar.core.citations import references  # noqa: E402
from ambipolar.core.records import Record  # noqa: E402
from ambipolar.materials.material import Material  # noqa: E402
from ambipolar.materials.registry import MATERIALS  # noqa: E402


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill in both marks; pages without them stay as they are."""
    if "<!-- materials -->" not in markdown:
        return markdown
    materials = [MATERIALS[name] for name in MATERIALS]
    details = "\n\n".join(detail(m) for m in materials)
    return markdown.replace("<!-- materials -->", overview(materials)).replace(
        "<!-- numbers -->", details
    )


def overview(materials: list[Material]) -> str:
    """One row for each material."""
    rows = [
        "| name | host | thermodynamics | kinetics | U at mid-range, V | mAh/g | filling |",
        "|---|---|---|---|---|---|---|",
    ]
    for material in materials:
        low, high = material.filling_range
        potential = float(material.open_circuit_potential((low + high) / 2))
        capacity = material.specific_capacity
        cells = (
            f"[{material.name}](#{material.name.lower()})",
            material.formula,
            type(material.free_energy).__name__,
            type(material.kinetics).__name__,
            f"{potential:.3f}",
            "" if capacity is None else f"{capacity / 3600:.1f}",
            f"{low:g} to {high:g}",
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def detail(material: Material) -> str:
    """Every number of one material with its source."""
    rows = [f"### {material.name}", "", material.note, ""]
    rows += ["| number | value | unit | source |", "|---|---|---|---|"]
    for path, value, unit in numbers(material):
        source = material.source_of(path)
        if source is not None:
            shown = f"[{source}]" if source in references() else source
            rows.append(f"| `{path}` | {value:.6g} | {'' if unit == '1' else unit} | {shown} |")
    return "\n".join(rows)


def numbers(record: Any, prefix: str = "") -> Iterator[tuple[str, float, str]]:
    """Path, value and unit of the declared numbers below a record."""
    for spec in dataclasses.fields(record):
        value, path = getattr(record, spec.name), f"{prefix}{spec.name}"
        if isinstance(value, Record):
            yield from numbers(value, f"{path}.")
        elif isinstance(value, tuple) and any(isinstance(v, Record) for v in value):
            for index, term in enumerate(value):
                yield from numbers(term, f"{path}.{index}.")
        elif "unit" in spec.metadata and isinstance(value, int | float):
            yield path, value, spec.metadata["unit"]
