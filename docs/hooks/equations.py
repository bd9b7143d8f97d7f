"""Equations become MathML when the site is built.

MathJax and KaTeX are scripts of several hundred kilobytes that a page fetches from elsewhere,
or that must be vendored with their fonts. Browsers render MathML themselves, so the pages need
no script and no network, neither to build nor to read.
"""

from __future__ import annotations

import html
import re
from typing import Any

from latex2mathml.converter import convert
from mkdocs.exceptions import PluginError

_INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.DOTALL)
_BLOCK = re.compile(r'<div class="arithmatex">\s*\\\[(.*?)\\\]\s*</div>', re.DOTALL)


def on_page_content(content: str, page: Any, **_: Any) -> str:
    """Replace what arithmatex marked as an equation."""

    def mathml(match: re.Match[str], display: str) -> str:
        latex = html.unescape(match[1]).strip()
        try:
            result = convert(latex, display=display)
        except Exception as error:
            raise PluginError(f"{page.file.src_uri}: cannot read {latex!r}: {error}") from error
        if ">&<" in result or ">\\" in result:  # an environment or command left as it was
            raise PluginError(f"{page.file.src_uri}: {latex!r} has no MathML; write it more simply")
        return result

    content = _BLOCK.sub(lambda m: f'<div class="equation">{mathml(m, "block")}</div>', content)
    return _INLINE.sub(lambda m: mathml(m, "inline"), content)
