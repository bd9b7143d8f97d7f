"""``ambipolar export``: a memory in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def export_command(
    target: Annotated[str, typer.Argument(help="A study or a specification of a memory.")],
    case: Annotated[str, typer.Option(help="Case of the study [default: the first].")] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a value; may be repeated."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the files.")] = Path("exported"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Run a memory and write its law for aihwkit, CrossSim, ngspice and Verilog-A."""
    from ..core.errors import SpecError
    from ..simulation.run import run
    from .targets import read_target
    from .textfiles import write_text

    spec = read_target(target, tuple(changes or ()))
    if spec.cases:
        spec = spec.case(case or spec.cases[0].name)
    elif case:
        raise SpecError("--case", f"{target} has no cases.")
    experiment = spec.experiment()
    solution = run(experiment.device, experiment.protocol, experiment.settings).check()
    files, left = _files(solution, experiment.device)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_text(out / name, text, force)
    for name, reason in left.items():
        typer.echo(f"left out {name}: {reason}")
    typer.echo(f"wrote {', '.join(files)} to {out}")


def _files(solution: Any, device: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Texts by file name, and what could not be written with the reason."""
    import json

    from ..core.errors import ParameterError
    from ..export import aihwkit, circuit, crosssim
    from ..export.compact_model import compact_model
    from ..simulation.memory.ramps import ramps_of
    from ..simulation.memory.step_law import law_of

    files: dict[str, str] = {}
    left: dict[str, str] = {}
    law = law_of(solution, device)
    devices = []
    for name, make in (
        ("linear-step", aihwkit.linear_step),
        ("soft-bounds", aihwkit.soft_bounds),
        ("piecewise-step", aihwkit.piecewise_step),
    ):
        try:
            devices.append(make(law))
        except ParameterError as error:
            left[f"aihwkit-{name}.json"] = error.detail
        else:
            files[f"aihwkit-{name}.json"] = aihwkit.as_json(devices[-1])
    files["aihwkit_devices.py"] = aihwkit.as_python(*devices)
    tables = crosssim.tables(ramps_of(solution), solution.spec)
    files["crosssim-provenance.json"] = json.dumps(tables.pop("provenance"), indent=1) + "\n"
    files |= tables
    try:
        model = compact_model(device)
    except ParameterError as error:
        left["ecram.cir, ecram.va"] = error.detail
    else:
        files["ecram.cir"] = circuit.ngspice_subcircuit(model)
        files["ecram.va"] = circuit.verilog_a(model)
    return files, left
