"""Text to an expression tree, without ever running the text.

The text is read by Python's own parser into a syntax tree; every node that is not a number, the
variable, an arithmetic operator or a function of a short list is refused, and so is text that is
too long or nested too deeply. What is left are nested tuples ``(operation, operands...)``.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ...core.errors import ParameterError, suggestion

MAX_LENGTH = 20_000
MAX_DEPTH = 60
MAX_NODES = 5_000
MAX_TERMS = 200

#: a number, the variable, or an operation with its operands
Tree = tuple[Any, ...]

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
FUNCTIONS = ("exp", "tanh", "sqrt", "log", "sin", "cos", "sinh", "cosh")
_ADVICE = f"Numbers, x, + - * / **, parentheses and {', '.join(FUNCTIONS)} are understood."

_FLOAT: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "negative": operator.neg,
    **{name: getattr(math, name) for name in FUNCTIONS},
}


@lru_cache(maxsize=256)
def parse_formula(text: str, variable: str = "x") -> Tree:
    """The expression tree of ``text``; parts without the variable are numbers.

    Raises
    ------
    ParameterError
        for text that is not such an expression, that is too long or too deeply nested, or that
        holds a constant which is not finite.
    """
    if len(text) > MAX_LENGTH:
        raise _error(text, f"has {len(text)} characters; at most {MAX_LENGTH} are read")
    if _depth(text) > MAX_DEPTH:
        raise _error(text, f"has more than {MAX_DEPTH} nested parentheses")
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _error(text, "is not an arithmetic expression") from None
    return _Reader(text, variable).tree(body, 0)


def is_constant(tree: Tree) -> bool:
    """Whether a tree is a plain number."""
    return tree[0] == "number"


class _Reader:
    """One pass over a syntax tree, with a budget of nodes."""

    def __init__(self, text: str, variable: str) -> None:
        self.text, self.variable, self.nodes = text, variable, 0

    def tree(self, node: ast.expr, depth: int) -> Tree:
        self.nodes += 1
        # sums of many terms lean to the left: they are as deep as they have terms
        if self.nodes > MAX_NODES or depth > MAX_TERMS:
            raise _error(self.text, "is too large")
        if isinstance(node, ast.Constant):
            return self._number(node.value)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            inner = self.tree(node.operand, depth + 1)
            return inner if isinstance(node.op, ast.UAdd) else self._folded("negative", inner)
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            left, right = self.tree(node.left, depth + 1), self.tree(node.right, depth + 1)
            return self._folded(OPERATORS[type(node.op)], left, right)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        raise _error(self.text, f"holds {_kind(node)}, which is not arithmetic")

    def _number(self, value: Any) -> Tree:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _error(self.text, f"holds {value!r:.40}, which is not a number")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        return self._finite(number)

    def _name(self, name: str) -> Tree:
        if name != self.variable:
            hint = suggestion(name, (self.variable, *FUNCTIONS))
            raise _error(self.text, f"holds the unknown name {name!r:.40} ({hint.rstrip('.')})")
        return ("x",)

    def _call(self, node: ast.Call, depth: int) -> Tree:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            shown = name or _kind(node.func)
            raise _error(self.text, f"calls {shown:.40}, which is not a known function")
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            raise _error(self.text, f"gives {name} something else than one argument")
        return self._folded(name, self.tree(node.args[0], depth + 1))

    def _folded(self, operation: str, *operands: Tree) -> Tree:
        """The operation, or its value where all operands are numbers."""
        if not all(is_constant(o) for o in operands):
            return (operation, *operands)
        try:
            value = _FLOAT[operation](*(o[1] for o in operands))
        except (ArithmeticError, ValueError):
            value = math.nan
        return self._finite(value)

    def _finite(self, value: Any) -> Tree:
        if isinstance(value, complex) or not math.isfinite(value):
            raise _error(self.text, "holds a constant that is not a finite number")
        return ("number", value)


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _kind(node: ast.AST) -> str:
    return type(node).__name__


def _error(text: str, reason: str) -> ParameterError:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return ParameterError("Formula.text", f"{shown!r} {reason}.", _ADVICE)
