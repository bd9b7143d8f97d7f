"""What a notebook shows of a solution."""

from __future__ import annotations

from html import escape
from typing import Any


def solution_html(solution: Any) -> str:
    """A short card: how the run ended, what was conserved, which variables there are."""
    status, dataset = solution.status, solution.dataset
    lines = [f"<b>{escape(status.outcome.value)}</b>"]
    if status.message:
        lines.append(escape(f"{status.message} {status.advice}"))
    lines += [escape(step) for step in status.steps[:6]]
    if len(status.steps) > 6:
        lines.append(f"and {len(status.steps) - 6} more steps")
    for name, drift in solution.conservation.items():
        lines.append(f"{escape(name)} balance: {drift:.1e} relative")
    rows = "".join(_row(str(n), v) for n, v in dataset.data_vars.items())
    head = "<tr><th>variable</th><th>meaning</th><th>unit</th><th>along</th></tr>"
    return f"<div><p>{'<br>'.join(lines)}</p><table>{head}{rows}</table></div>"


def _row(name: str, variable: Any) -> str:
    along = " × ".join(map(str, variable.dims))
    cells = (variable.attrs["long_name"], variable.attrs["units"], along)
    return (
        f"<tr><td><code>{escape(name)}</code></td>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )
