"""Docstrings for the API page: Sphinx roles and equations to Markdown, keys to citations."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import griffe

from ambipolar.core.citations import CITATION, cited_keys, reference

_DISPLAY = re.compile(r"^([ ]*)\.\. math::[ ]*(.*(?:\n(?:[ ]*\n)*\1[ ]+\S.*)*)", re.MULTILINE)
_MATH = re.compile(r":math:`([^`]+)`")
_ROLE = re.compile(r":(?:func|class|meth|mod|data|attr):`[~.]?([^`]+)`")


def _display(match: re.Match[str]) -> str:
    indent, first, *rest = match[1], *match[2].split("\n")
    lines = [first.strip(), *textwrap.dedent("\n".join(rest)).split("\n")]
    latex = " ".join(line.strip() for line in lines if line.strip())
    return f"\n{indent}$$\n{indent}{latex}\n{indent}$$\n"


def link_citations(text: str) -> str:
    """``[bai2011]`` as a link to the source."""

    def link(key: str) -> str:
        entry = reference(key)
        label = f"{entry.authors[0].partition(',')[0]} {entry.year}"
        return f"[{label}](https://doi.org/{entry.doi})" if entry.doi else label

    def cite(match: re.Match[str]) -> str:
        return f"({'; '.join(link(key) for key in cited_keys([match[0]]))})"

    return CITATION.sub(cite, text)


def to_markdown(text: str) -> str:
    """The docstring as Markdown."""
    text = _DISPLAY.sub(_display, text)
    text = _MATH.sub(lambda m: f"${m[1].strip()}$", text)
    text = _ROLE.sub(lambda m: f"`{m[1].split('.')[-1]}`", text)
    return link_citations(text)


class MarkdownDocstrings(griffe.Extension):
    """Rewrites every docstring before it is parsed."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called by griffe for each object it has collected."""
        if obj.docstring:
            obj.docstring.value = to_markdown(obj.docstring.value)
