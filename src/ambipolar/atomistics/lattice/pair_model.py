"""Lattice gas with interactions by shells of neighbours."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import Record, choice, quantity
from .geometry import Lattice, Sites
from .lattices import Square
from .model import LatticeModel, compile_model
from .terms import Clusters, LayerTerms

Array = Any


@dataclass(frozen=True)
class Interactions(Record):
    """What makes a lattice model of a supercell: subclasses give ``compile``."""

    @abstractmethod
    def compile(self, counts: tuple[int, ...]) -> LatticeModel:
        """Flat tables of a supercell of ``counts`` primitive cells."""

    @property
    def capacity(self) -> float:
        """Share of the sites that a full host fills; the filling x of results is of these."""
        return 1.0

    @property
    def superlattice(self) -> tuple[float, float] | None:
        """In-plane wave vector of an expected superlattice, in reciprocal vectors."""
        return None

    def ground_states(self, sites: Sites) -> dict[str, Array]:
        """Occupations of known ordered states, for free energies; at least empty."""
        return {"empty": np.zeros(sites.size, np.int8), "full": np.ones(sites.size, np.int8)}

    def references(self) -> tuple[str, ...]:
        """Keys of the sources."""
        return ()


@dataclass(frozen=True)
class PairModel(Interactions):
    r"""Site energy, pair energies by shell, and a term of infinite range.

    .. math:: E = \epsilon \sum_i n_i + \sum_s J_s \sum_{(ij) \in s} n_i n_j + g N x^2

    Positive J repel. ``sublattice_energies`` are added to the site energy where sites differ.

    Raises
    ------
    ParameterError
        when the number of sublattice energies is not that of the sublattices.
    """

    lattice: Lattice = choice("lattice", "the sites", default=Square())
    site_energy: float = quantity("eV", "energy of a lone guest against the guest metal", 0.0)
    pair_energies: tuple[float, ...] = quantity(
        "eV", "interaction of a pair of each shell, nearest first", (), structural=True
    )
    infinite_range: float = quantity("eV", "g of a term g N x^2, of all sites alike", 0.0)
    sublattice_energies: tuple[float, ...] = quantity(
        "eV", "added to the site energy of each sublattice", (), structural=True
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("pair_energies", "sublattice_energies"):
            values = np.atleast_1d(np.asarray(getattr(self, name), float))
            object.__setattr__(self, name, tuple(values.tolist()))
        kinds = max(self.lattice.sublattice) + 1
        if len(self.sublattice_energies) not in (0, kinds):
            raise ParameterError(
                "PairModel.sublattice_energies", f"needs {kinds} for {type(self.lattice).__name__}."
            )

    def compile(self, counts: tuple[int, ...]) -> LatticeModel:
        sites = self.lattice.repeat(counts)
        extra = np.asarray(self.sublattice_energies or (0.0,))
        kinds = np.asarray(self.lattice.sublattice) if len(extra) > 1 else 0
        clusters = [Clusters.points(np.zeros(len(self.lattice.basis)) + self.site_energy)]
        if len(extra) > 1:
            clusters.append(Clusters.points(extra[kinds]))
        if self.pair_energies:
            offsets = self.lattice.shells(len(self.pair_energies))
            energies = np.asarray(self.pair_energies)[offsets.shell]
            clusters.append(Clusters.pairs(offsets, energies))
        layers = int(sites.layer.max()) + 1
        return compile_model(
            sites, clusters, LayerTerms.infinite_range(self.infinite_range, layers)
        )
