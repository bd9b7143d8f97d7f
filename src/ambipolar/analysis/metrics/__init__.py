"""Numbers that claims are made about.

A metric is a function ``metric(result, case, **arguments)`` of a :class:`StudyResult` that
returns a number or a list of numbers in SI. It reads solutions and devices, and computes
nothing that the model should have computed. A new one is a function and one line here.
"""

from ...core.registry import Registry

_HERE = "ambipolar.analysis.metrics"

METRICS = Registry(
    "metric",
    {
        "final": f"{_HERE}.curves:final",
        "value-at": f"{_HERE}.curves:value_at",
        "extreme": f"{_HERE}.curves:extreme",
        "largest-spread": f"{_HERE}.profiles:largest_spread",
    },
)
