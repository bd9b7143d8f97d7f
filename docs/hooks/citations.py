"""Keys in the pages, as in ``[bai2011]``, become links to the source."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from docstrings import link_citations  # noqa: E402


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Link every citation outside code."""
    parts = markdown.split("`")
    parts[::2] = [link_citations(part) for part in parts[::2]]
    return "`".join(parts)
