"""SevenNet: an equivariant universal potential whose weights come with its package."""

from __future__ import annotations

import functools
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

#: checkpoints inside the package, and the fidelity to ask for where there are several
CHECKPOINTS: dict[str, str | None] = {"7net-0": None, "7net-l3i5": None, "7net-mf-0": "PBE"}
#: atoms evaluated at once: a CPU loses a third when a batch leaves its caches (five images of 41
#: atoms: 6.6 s together, 4.7 s one by one), a GPU is idle with less than thousands
BATCH_ATOMS = {"cpu": 64, "cuda": 4096}


@dataclass(frozen=True)
class SevenNet(Engine):
    """A SevenNet checkpoint [park2024], trained on PBE(+U) relaxations of the Materials Project.

    ``7net-0`` is the fast one, ``7net-l3i5`` the more accurate one (about twice the cost).
    Stresses come at no cost with the forces.

    Raises
    ------
    ParameterError
        for a checkpoint that the package does not carry.
    """

    checkpoint: str = annotation("7net-0")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.checkpoint not in CHECKPOINTS:
            raise ParameterError(
                "SevenNet.checkpoint",
                f"there is no checkpoint {self.checkpoint!r}.",
                f"Known: {', '.join(CHECKPOINTS)}.",
            )

    @property
    def label(self) -> str:
        return f"SevenNet {self.checkpoint}"

    def identity(self) -> Mapping[str, Any]:
        version = installed_version("sevenn", "atoms")  # importing it takes seconds
        return {"engine": "SevenNet", "checkpoint": self.checkpoint, "version": version}

    def references(self) -> tuple[str, ...]:
        return ("park2024",)

    def evaluate(self, structures: Sequence[Atoms], *, stress: bool = False) -> list[Evaluation]:
        if not structures:
            return []
        loaded = _load(self.checkpoint)
        _check_elements(structures, loaded)
        found: list[Evaluation] = []
        for batch in _batches(structures, BATCH_ATOMS.get(loaded.device.type, 64)):
            found += _evaluate(batch, loaded)
        return found


@functools.cache
def _load(checkpoint: str) -> Any:
    """The package's own calculator: model, cut-off radius and known elements."""
    calculator = require("sevenn.calculator", "atoms")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # recommends accelerators for CUDA
        loaded = calculator.SevenNetCalculator(checkpoint, modal=CHECKPOINTS[checkpoint])
    loaded.model.set_is_batch_data(True)
    return loaded


def _check_elements(structures: Sequence[Atoms], loaded: Any) -> None:
    numbers = set(np.concatenate([a.get_atomic_numbers() for a in structures]).tolist())
    unknown = sorted(numbers - set(loaded.type_map))
    if unknown:
        raise ParameterError(
            "engine", f"the potential does not know the elements {unknown}.", "Use another engine."
        )


def _batches(structures: Sequence[Atoms], most: int) -> list[list[Atoms]]:
    batches: list[list[Atoms]] = [[]]
    for atoms in structures:
        if batches[-1] and sum(map(len, batches[-1])) + len(atoms) > most:
            batches.append([])
        batches[-1].append(atoms)
    return batches


def _evaluate(batch: list[Atoms], loaded: Any) -> list[Evaluation]:
    keys = require("sevenn._keys", "atoms")
    dataload = require("sevenn.train.dataload", "atoms")
    graph_data = require("sevenn.atom_graph_data", "atoms")
    collate = require("torch_geometric.data", "atoms").Batch.from_data_list
    graphs = []
    for atoms in batch:
        graph = graph_data.AtomGraphData.from_numpy_dict(
            dataload.unlabeled_atoms_to_graph(atoms, loaded.cutoff)
        )
        graph.pop(keys.INFO, None)
        if loaded.modal:
            graph[keys.DATA_MODALITY] = loaded.modal
        graphs.append(graph)
    output = loaded.model(collate(graphs).to(loaded.device))
    energies = output[keys.PRED_TOTAL_ENERGY].detach().cpu().numpy().reshape(-1)
    forces = output[keys.PRED_FORCE].detach().cpu().numpy()
    # derivative of the energy with respect to strain, per volume
    stresses = -output[keys.PRED_STRESS].detach().cpu().numpy().reshape(-1, 6)
    stresses = stresses[:, [0, 1, 2, 4, 5, 3]]  # the package orders xx yy zz xy yz zx
    ends = np.cumsum([len(a) for a in batch])
    parts = np.split(forces, ends[:-1])
    return [Evaluation(float(e), f, s) for e, f, s in zip(energies, parts, stresses)]
