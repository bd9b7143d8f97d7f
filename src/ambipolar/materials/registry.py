"""Materials by name. A new one is one file and one line here."""

from __future__ import annotations

from ..core.registry import Registry

MATERIALS = Registry("material", {})
