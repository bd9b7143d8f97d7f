"""What the argument of ``run`` and ``citations`` may name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SpecError, suggestion

if TYPE_CHECKING:
    from ..simulation.specification.spec import RunSpec

SPECIFICATIONS = (".yaml", ".yml")


def read_target(target: str, overrides: tuple[str, ...] = ()) -> RunSpec:
    """The specification called ``target``: a study, a YAML file or an MPET file.

    Raises
    ------
    SpecError
        for a name that is neither, with the nearest studies.
    """
    from ..simulation.specification.spec import load_spec
    from ..simulation.studies import STUDIES

    path = Path(target)
    if path.suffix == ".cfg":
        from ..simulation.importers.mpet import import_mpet

        spec = import_mpet(path).spec()
    elif path.suffix in SPECIFICATIONS:
        spec = load_spec(path)
        spec = spec if spec.name else spec.model_copy(update={"name": path.stem})
    elif target in STUDIES:
        spec = STUDIES[target]
    else:
        hint = suggestion(target, STUDIES)
        raise SpecError(target, "is neither a study nor a .yaml or .cfg file.", hint)
    return spec.with_overrides(overrides) if overrides else spec
