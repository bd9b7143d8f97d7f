"""``ambipolar sensitivities``: what an experiment depends on, as a file and a figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def sensitivities_command(
    target: Annotated[
        str, typer.Argument(help="A study, a specification (.yaml) or an MPET file (.cfg).")
    ],
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", metavar="PATH", help="A number of the device; repeat."),
    ] = None,
    observable: Annotated[
        list[str] | None,
        typer.Option("--observable", metavar="NAME", help="[default: voltage]; repeat."),
    ] = None,
    case: Annotated[str, typer.Option(help="Case of the study [default: the first].")] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the results [default: results/NAME-sensitivities]."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite earlier results.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar, no summary.")] = False,
) -> None:
    """Differentiate what an experiment shows with respect to numbers of its device."""
    from ..simulation.sensitivity import sensitivities
    from ..simulation.study import case_names
    from .output import check_free
    from .progress import study_progress
    from .targets import read_target

    spec = read_target(target, tuple(changes or ()))
    folder = out or Path("results") / f"{spec.name or 'run'}-sensitivities"
    check_free(folder, force)
    if spec.cases:
        spec = spec.case(case or case_names(spec)[0])
    experiment = spec.experiment()
    with study_progress(spec, quiet) as watch:
        name = case_names(spec)[0]
        found = sensitivities(
            experiment.device, experiment.protocol, parameter or (), observable or ("voltage",),
            experiment.settings,
            observer=None if watch is None else lambda progress: watch(name, progress),
        )  # fmt: skip
    _write(found, folder, spec.title)
    if not quiet:
        _tell(found, folder)
    if not found.solution.status.ok:
        from .errors import complain

        status = found.solution.status
        complain(f"the run failed: {status.message} {status.advice}".strip())
        raise typer.Exit(1)


def _write(found: Any, folder: Path, title: str) -> None:
    from ..core.errors import SpecError
    from ..plot.sensitivities import plot_sensitivities
    from ..plot.style import save_figure

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SpecError(str(folder), f"cannot be written: {error.strerror}.") from None
    found.solution.save(folder / "solution.nc")
    save_figure(plot_sensitivities(found, title=title), folder, "sensitivities")
    found.save(folder / "sensitivities.nc")


def _tell(found: Any, folder: Path) -> None:
    """The largest normalised derivative of every observable, the strongest parameters first."""
    import numpy as np

    for name in (n for n in found.dataset.data_vars if "time" in found.dataset[n].dims):
        values = found.normalised(name)
        largest = np.abs(values.values).reshape(len(found.parameters), -1).max(axis=1, initial=0.0)
        typer.echo(f"{name}: largest p dO/dp [{values.attrs['units']}]")
        for index in np.argsort(-largest):
            typer.echo(f"  {found.parameters[index]:<44} {largest[index]:.4g}")
    typer.echo(f"derivatives and figure in {folder}")
