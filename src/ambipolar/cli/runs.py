"""``ambipolar run``: an experiment to a folder of results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def run_command(
    target: Annotated[
        str,
        typer.Argument(help="A study, a .yaml specification, an MPET .cfg or a BPX .json file."),
    ],
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
    ] = None,
    protocol: Annotated[
        list[str] | None,
        typer.Option("--protocol", metavar="STEP", help="A step in words; may be repeated."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="The quick form of a long study, where it has one.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results [default: results/NAME].")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite earlier results.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar, no summary.")] = False,
    start: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Solution (.nc) that the run continues.")
    ] = None,
    save_cycles: Annotated[
        int, typer.Option(min=0, help="Keep samples of every n-th cycle; 0 the last sample.")
    ] = 1,
    checkpoint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the last finished cycle here during the run."),
    ] = None,
) -> None:
    """Run an experiment and write solution, figures and report."""
    from ..simulation.study import run_study
    from .output import check_free, write_results
    from .progress import study_progress
    from .summary import print_summary
    from .targets import read_target

    spec = read_target(target, tuple(changes or ()), quick=quick)
    if protocol:
        spec = spec.model_copy(update={"protocol": list(protocol)})
    folder = out or Path("results") / (spec.name or "run")
    check_free(folder, force)
    with study_progress(spec, quiet) as observer:
        result = run_study(
            spec, observer, start=start, save_cycles=save_cycles, checkpoint=checkpoint
        )
        verdicts = _verdicts(result)
    files = write_results(result, verdicts, folder)
    if not quiet:
        print_summary(result, verdicts, folder, files)
    failed = [s.status for s in result.solutions.values() if not s.status.ok]
    expected = any(claim.metric == "failed" for claim in spec.claims)
    if failed and not expected:
        from .errors import complain

        complain(f"the run failed: {failed[0].message} {failed[0].advice}".strip())
        raise typer.Exit(1)


def _verdicts(result: Any) -> tuple[Any, ...]:
    from ..analysis.validation import judge

    return judge(result) if result.spec.claims else ()
