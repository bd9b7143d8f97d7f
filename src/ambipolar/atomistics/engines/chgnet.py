"""CHGNet: a universal potential with charge information; its weights come with its package."""

from __future__ import annotations

import contextlib
import functools
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import installed_version, require
from ...core.records import annotation
from .engine import Engine, Evaluation

if TYPE_CHECKING:
    from ase import Atoms

#: checkpoints inside the package, with their test errors of energies [eV/atom]
CHECKPOINTS: dict[str, float] = {"0.3.0": 0.029, "0.2.0": 0.030, "r2scan": 0.015}


@dataclass(frozen=True)
class Chgnet(Engine):
    """A CHGNet checkpoint [deng2023], trained on PBE(+U) relaxations of the Materials Project.

    The potential was trained on energies with the Materials Project's correction of oxygen,
    about -0.687 eV for each oxide ion: oxygen references must carry it as well, see
    :mod:`ambipolar.atomistics.thermodynamics.references`.

    Raises
    ------
    ParameterError
        for a checkpoint that the package does not carry.
    """

    checkpoint: str = annotation("0.3.0")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.checkpoint not in CHECKPOINTS:
            raise ParameterError(
                "Chgnet.checkpoint",
                f"there is no checkpoint {self.checkpoint!r}.",
                f"Known: {', '.join(CHECKPOINTS)}.",
            )

    @property
    def label(self) -> str:
        return f"CHGNet {self.checkpoint}"

    @property
    def energy_error(self) -> float | None:
        return CHECKPOINTS[self.checkpoint]

    def identity(self) -> Mapping[str, Any]:
        known = installed_version("chgnet", "atoms")  # importing it takes seconds
        return {"engine": "CHGNet", "checkpoint": self.checkpoint, "version": known}

    def references(self) -> tuple[str, ...]:
        return ("deng2023",)

    def evaluate(self, structures: Sequence[Atoms], *, stress: bool = False) -> list[Evaluation]:
        if not structures:
            return []
        model = _load(self.checkpoint)
        adaptor = require("pymatgen.io.ase", "atoms").AseAtomsAdaptor
        graphs = [model.graph_converter(adaptor.get_structure(a)) for a in structures]
        # without stress and moments a call costs three fifths
        answers = model.predict_graph(graphs, task="efs" if stress else "ef")
        answers = [answers] if isinstance(answers, dict) else answers
        return [_evaluation(a, answer, stress) for a, answer in zip(structures, answers)]


@functools.cache
def _load(checkpoint: str) -> Any:
    model = require("chgnet.model", "atoms").CHGNet
    warnings.filterwarnings("ignore", module="chgnet")  # of library versions, at every call
    with contextlib.redirect_stdout(io.StringIO()):  # it announces itself
        return model.load(model_name=checkpoint, verbose=False)


def _evaluation(atoms: Atoms, answer: Mapping[str, Any], stress: bool) -> Evaluation:
    tensor = None
    if stress:
        full = np.asarray(answer["s"], dtype=float) * require("ase.units", "atoms").GPa
        tensor = full[[0, 1, 2, 1, 0, 0], [0, 1, 2, 2, 2, 1]]
    return Evaluation(float(answer["e"]) * len(atoms), np.asarray(answer["f"], float), tensor)
