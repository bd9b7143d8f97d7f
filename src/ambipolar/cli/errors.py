"""Errors as one clear message and an exit code instead of a traceback.

Exit codes: 0 success, 1 a run that failed or a limit that was exceeded, 2 wrong input,
3 a defect of the package, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from ..core.errors import AmbipolarError

WRONG_INPUT = 2
DEFECT = 3
INTERRUPTED = 130


class Commands(TyperGroup):
    """A command group that turns the package's errors into messages."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; tracebacks are for ``--debug`` only."""
        debug = bool(ctx.params.get("debug"))
        try:
            return super().invoke(ctx)
        except AmbipolarError as error:
            if debug:
                raise
            complain(str(error))
            raise typer.Exit(WRONG_INPUT) from None
        except KeyboardInterrupt:
            complain("interrupted; nothing was written.")
            raise typer.Exit(INTERRUPTED) from None
        except (
            typer.Exit,
            typer.Abort,
            RuntimeError,
            OSError,
            ArithmeticError,
            LookupError,
        ) as error:
            if debug or isinstance(error, typer.Exit | typer.Abort) or _is_usage(error):
                raise
            kind = type(error).__name__
            complain(
                f"unexpected {kind}: {error}\nRun again with 'ambipolar --debug ...' and report it."
            )
            raise typer.Exit(DEFECT) from None


def _is_usage(error: BaseException) -> bool:
    return type(error).__module__.startswith("click")


def complain(message: str) -> None:
    """Print an error message to the standard error stream."""
    sys.stdout.flush()
    typer.secho(
        f"ambipolar: {message}", err=True, fg=typer.colors.RED if sys.stderr.isatty() else None
    )
