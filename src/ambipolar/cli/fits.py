"""``ambipolar fit``: from measured data to a host."""

from __future__ import annotations

import typer

fit = typer.Typer(no_args_is_help=True, help="Fit a host to measured data.")


@fit.callback()
def _group() -> None:
    """Fit a host to measured data."""
