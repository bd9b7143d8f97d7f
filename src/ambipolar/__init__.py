"""ambipolar: electrochemical ion insertion, from atoms to devices.

Names load on first use, so that ``import ambipolar`` takes milliseconds. ``dir(ambipolar)``
lists them all.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

#: public name -> "module" or "module:attribute", below this package
_NAMES: dict[str, str] = {
    # run an experiment
    "run": "simulation.run:run",
    "Solution": "simulation.solution:Solution",
    "protocols": "simulation.protocols",
    # what to run
    "devices": "devices",
    "materials": "materials",
    "Material": "materials.material:Material",
}

__all__ = ["__version__", *_NAMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    from importlib import import_module

    if name not in _NAMES:
        from .core.errors import suggestion

        hint = "" if name.startswith("_") else f" {suggestion(name, __all__)}"
        raise AttributeError(f"module 'ambipolar' has no attribute {name!r}.{hint}")
    module, _, attribute = _NAMES[name].partition(":")
    value = import_module(f"{__name__}.{module}")
    if attribute:
        value = getattr(value, attribute)
    globals()[name] = value  # the next access does not come here
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
