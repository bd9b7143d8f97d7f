"""A function of one variable that is given as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core import ops
from ...core.errors import ParameterError
from ...core.records import Record
from .parse import Tree, is_constant, parse_formula

Array = Any

#: exponentials continue linearly above this, so that iterates far outside stay finite
LARGEST_EXPONENT = 300.0


@dataclass(frozen=True)
class Formula(Record):
    """An arithmetic expression in ``x``, for example ``"3.4 - 0.1*x + exp(-30*x)"``.

    Numbers, ``x``, ``+ - * / **``, parentheses, exp, tanh, sqrt, log, sin, cos, sinh and cosh, as
    in function strings of BPX files. The text is parsed and never run as code. Two formulas of
    equal text are equal. Exponentials of more than 300 continue linearly.

    Raises
    ------
    ParameterError
        for text that is not such an expression.
    """

    text: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.text, str):
            raise ParameterError("Formula.text", f"expected text, got {self.text!r}.")
        parse_formula(self.text)

    @property
    def constant(self) -> float | None:
        """The value of a formula without ``x``; None of one with it."""
        tree = parse_formula(self.text)
        return tree[1] if is_constant(tree) else None

    def __call__(self, x: Array) -> Array:
        """The value at ``x``, an array or a CasADi expression, element-wise."""
        tree = parse_formula(self.text)
        return tree[1] + 0.0 * x if is_constant(tree) else _evaluate(tree, x)


def _evaluate(tree: Tree, x: Array) -> Array:
    operation, *operands = tree
    if operation == "number":
        return operands[0]
    if operation == "x":
        return x
    if operation == "**" and operands[1] == ("number", 2.0):
        base = _evaluate(operands[0], x)
        return base * base
    return _OPERATIONS[operation](*(_evaluate(o, x) for o in operands))


def _exp(z: Array) -> Array:
    inside = ops.minimum(z, LARGEST_EXPONENT)
    return ops.exp(inside) * (1.0 + (z - inside))


_OPERATIONS: dict[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "negative": lambda a: -a,
    "exp": _exp,
    "tanh": ops.tanh,
    "sqrt": ops.sqrt,
    "log": ops.log,
    "sin": ops.sin,
    "cos": ops.cos,
    "sinh": ops.sinh,
    "cosh": lambda z: 0.5 * (_exp(z) + _exp(-z)),
}
