"""What the argument of ``run`` and ``citations`` may name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import SpecError, suggestion

if TYPE_CHECKING:
    from ..simulation.specification.spec import RunSpec

SPECIFICATIONS = (".yaml", ".yml")


def read_target(target: str, overrides: tuple[str, ...] = (), *, quick: bool = False) -> RunSpec:
    """The specification called ``target``: a study, a YAML file, an MPET or a BPX file.

    A YAML file that holds a host alone, as ``fit ocv`` writes it, is run in a first experiment.
    ``quick`` asks for the quick form of a long study; values given explicitly come after it.

    Raises
    ------
    SpecError
        for a name that is neither, with the nearest studies.
    """
    from ..simulation.specification.spec import load_spec
    from ..simulation.specification.yaml_text import read_yaml
    from ..simulation.studies import STUDIES

    path = Path(target)
    if path.suffix == ".cfg":
        from ..simulation.importers.mpet import import_mpet

        spec = import_mpet(path).spec()
    elif path.suffix == ".json":
        from ..simulation.importers.bpx import import_bpx

        spec = import_bpx(path).spec().model_copy(update={"name": path.stem})
    elif path.suffix in SPECIFICATIONS:
        content = read_yaml(path)
        spec = load_spec(path) if "free_energy" not in content else load_spec(first_look(path))
        spec = spec if spec.name else spec.model_copy(update={"name": path.stem})
    elif target in STUDIES:
        spec = STUDIES[target]
    else:
        hint = suggestion(target, STUDIES)
        raise SpecError(target, "is neither a study nor a .yaml, .cfg or .json file.", hint)
    if quick:
        spec = spec.quickened()
    return spec.with_overrides(overrides) if overrides else spec


def first_look(host: Path) -> dict[str, Any]:
    """The experiment with which a host alone is run: a slow discharge of a 100 nm particle."""
    return {
        "name": host.stem,
        "title": f"Slow discharge of {host.stem}",
        "description": "A depth-averaged particle of 100 nm with a frozen site energy of 0.03 kT.",
        "device": {
            "type": "single-particle",
            "material": {"file": str(host.resolve())},
            "particle": {"type": "allen-cahn-reaction", "heterogeneity": "frozen-heterogeneity"},
            "initial_filling": 0.05,
        },
        "protocol": ["Discharge at C/10 until filling 0.95"],
    }
