r"""Reference states: what the chemical potential of an element is counted from.

Energies of one engine mean nothing but as differences, and density-functional theory overbinds
the oxygen molecule; each treatment of it is an object with a name that stays on every result.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.constants import AVOGADRO, ELEMENTARY_CHARGE, GAS_CONSTANT
from ...core.errors import ParameterError
from ...core.optional import require
from ...core.records import Record, quantity
from ..calculation import Watch, silent
from ..energies import Energy
from ..engines.engine import Engine
from ..relaxation import Relaxation, relax
from ..store import Store

if TYPE_CHECKING:
    from ase import Atoms

#: forces of reference states are relaxed well below those of defects
TIGHT = Relaxation(force_tolerance=0.01, free_cell=True)


def metal_energy(element: str, engine: Engine, store: Store, watch: Watch = silent) -> Energy:
    """Chemical potential of the pure metal: energy of its relaxed crystal per atom.

    Raises
    ------
    ParameterError
        for an element whose crystal is not a simple one.
    """
    build = require("ase.build", "atoms")
    try:
        crystal = build.bulk(element)
    except (RuntimeError, ValueError, KeyError):
        raise ParameterError(
            "guest", f"no simple crystal of {element!r} is known.", "Give its energy instead."
        ) from None
    found = relax(crystal, engine, TIGHT, store, watch)
    return Energy.of(
        found.energy / len(crystal), engine, references={element: f"{element} metal"}, error=0.0
    )


@dataclass(frozen=True)
class OxygenTreatment(Record, ABC):
    """How the energy of oxygen gas is obtained."""

    @abstractmethod
    def energy(self, engine: Engine, store: Store, watch: Watch = silent) -> Energy:
        """Energy of half an oxygen molecule [eV] at 0 K and its name as reference."""


@dataclass(frozen=True)
class OxygenMolecule(OxygenTreatment):
    """The molecule as the engine itself has it, in a box: no correction.

    Learned potentials have seen few molecules, and PBE overbinds this one by about 0.4 eV an atom.
    """

    def energy(self, engine: Engine, store: Store, watch: Watch = silent) -> Energy:
        build = require("ase.build", "atoms")
        molecule = build.molecule("O2", cell=[12.0, 12.1, 12.2], pbc=True)
        found = relax(molecule, engine, Relaxation(0.01), store, watch)
        return Energy.of(found.energy / 2, engine, references={"O": "O2 of the engine"}, error=0.0)


@dataclass(frozen=True)
class OxygenFromOxide(OxygenTreatment):
    r"""From the measured formation enthalpy of lithium oxide [chase1998].

    .. math:: \mu_O = E(\mathrm{Li_2O}) - 2 E(\mathrm{Li}) - \Delta_f H

    Removes the error of the molecule and any correction that the training energies of an engine
    carry, in the way of [wang2006]. The difference of enthalpy at 298 K and energy at 0 K,
    below 0.05 eV, is neglected.
    """

    formation_enthalpy: float = quantity("J/mol", "formation enthalpy of Li2O", -598.73e3)

    def energy(self, engine: Engine, store: Store, watch: Watch = silent) -> Energy:
        oxide = relax(lithium_oxide(), engine, TIGHT, store, watch)
        lithium = metal_energy("Li", engine, store, watch)
        enthalpy = self.formation_enthalpy / (AVOGADRO * ELEMENTARY_CHARGE)
        formula = oxide.energy / (len(oxide.atoms) // 3)
        value = formula - 2 * lithium.value - enthalpy
        return Energy.of(value, engine, references={"O": "O2 from Li2O"}, error=0.05,
                         error_basis="enthalpy at 298 K for energy at 0 K")  # fmt: skip


@dataclass(frozen=True)
class GivenOxygen(OxygenTreatment):
    """A number from elsewhere: the caller answers for its belonging to the engine's energies."""

    half_molecule: float = quantity("eV", "energy of half an oxygen molecule", -4.948)

    def energy(self, engine: Engine, store: Store, watch: Watch = silent) -> Energy:
        name = f"given {self.half_molecule:.3f} eV"
        return Energy.of(self.half_molecule, engine, references={"O": name}, error=0.0)


def lithium_oxide() -> Atoms:
    """Antifluorite Li2O, primitive cell, lattice constant 4.62 angstrom."""
    return require("ase.build", "atoms").bulk("OLi2", "fluorite", a=4.62)


def oxygen_shift(temperature: float, pressure: float) -> float:
    r"""Chemical potential of half an oxygen molecule less its energy at 0 K [eV].

    .. math::
        \Delta\mu_O = \tfrac12 \left[H(T) - H(0) - T S(T)\right] + \tfrac12 k_B T \ln(p/p^\circ)

    with the tables' heat capacity taken constant, :math:`\tfrac72 R`: within 0.01 eV from 200
    to 1000 K [chase1998].

    Parameters
    ----------
    temperature : [K]
    pressure : of oxygen [Pa]
    """

    if temperature <= 0 or pressure <= 0:
        raise ParameterError("oxygen", "temperature and pressure must be greater than zero.")
    reference, entropy, enthalpy = 298.15, 205.147, 8683.0  # K, J/(mol K), J/mol
    capacity = 3.5 * GAS_CONSTANT
    total_entropy = entropy + capacity * math.log(temperature / reference)
    total_enthalpy = enthalpy + capacity * (temperature - reference)
    molar = total_enthalpy - temperature * total_entropy
    molar += GAS_CONSTANT * temperature * math.log(pressure / 1e5)
    return molar / 2 / (AVOGADRO * ELEMENTARY_CHARGE)
