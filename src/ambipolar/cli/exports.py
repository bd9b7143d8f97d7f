"""``ambipolar export``: a memory in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

MEMORY = "memory"


class _Exports(TyperGroup):
    """Formats by name; what is none is a study or a specification of a memory."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of a format, or the one for memories with all arguments."""
        known = args and args[0] in self.list_commands(ctx)
        return super().resolve_command(ctx, args if known else [MEMORY, *args])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Options before the first name belong to the command for memories."""
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = [MEMORY, *args]
        return super().parse_args(ctx, args)


exports = typer.Typer(
    cls=_Exports, no_args_is_help=True, help="Write devices and laws for other programs."
)


@exports.callback()
def _group() -> None:
    """Write devices and laws in the formats of other programs.

    'ambipolar export STUDY' is short for 'ambipolar export memory STUDY'.
    """


@exports.command("pybamm")
def export_pybamm_command(
    name: Annotated[str, typer.Argument(help="A material, or a host of 'fit ocv' (.yaml).")],
    electrode: Annotated[str, typer.Option(help="positive or negative.")] = "positive",
    temperature: Annotated[str, typer.Option(help="Temperature.")] = "298.15 K",
    homogeneous: Annotated[
        bool, typer.Option("--homogeneous", help="Without plateaus of coexisting phases.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File [default: NAME.py]")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite.")] = False,
) -> None:
    """Write the open-circuit potential of a host as parameters of PyBaMM (a Python file)."""
    from ..core.units import to_si
    from ..export.pybamm import open_circuit_text
    from ..simulation.specification.build import build
    from .textfiles import write_text

    is_file = Path(name).suffix in (".yaml", ".yml")
    material = build({"file": name} if is_file else name, "material", "material")
    kelvin = to_si(temperature, "K", "--temperature")
    text = open_circuit_text(material, electrode, kelvin, equilibrium=not homogeneous)
    path = out or Path(f"{Path(name).stem if is_file else name}_{electrode}.py")
    write_text(path, text, force)
    typer.echo(f"wrote {path}; parameter_values.update({path.stem}.parameters)")


@exports.command(MEMORY)
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
