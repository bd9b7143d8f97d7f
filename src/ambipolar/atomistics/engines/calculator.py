"""Any ASE calculator as an engine, and an engine as an ASE calculator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.optional import require
from ...core.records import annotation
from .engine import Engine, Evaluation

if TYPE_CHECKING:
    from ase import Atoms


@dataclass(frozen=True)
class AseCalculator(Engine):
    """A calculator that the user brings.

    ``calculator`` is the name under which ASE registers it (``emt``, ``lj``, ``vasp``), with its
    ``settings``. In Python ``brought`` is the object itself; it must be given a ``name`` that
    changes with whatever changes its energies: results are kept under it.

    Raises
    ------
    ParameterError
        for a calculator that ASE does not know, an object without a name, or a calculator that
        is not installed.
    """

    calculator: str = annotation("")
    settings: Mapping[str, Any] = annotation(None)
    brought: Any = annotation(None)
    name: str = annotation("")
    _made: list = field(
        default_factory=list, init=False, repr=False, compare=False, metadata={"annotation": True}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.brought is not None and not self.name:
            raise ParameterError(
                "AseCalculator.name", "is missing.",
                "Give a name that changes with whatever changes the energies.",
            )  # fmt: skip

    @property
    def label(self) -> str:
        return self.name or self.calculator

    def identity(self) -> Mapping[str, Any]:
        version = require("ase", "atoms").__version__
        return {"engine": self.label, "settings": dict(self.settings or {}), "version": version}

    def evaluate(self, structures: Sequence[Atoms], *, stress: bool = False) -> list[Evaluation]:
        calculator = self._calculator()
        found = []
        for atoms in structures:
            copy = atoms.copy()
            copy.calc = calculator
            tension = np.asarray(copy.get_stress()) if stress else None
            found.append(Evaluation(copy.get_potential_energy(), copy.get_forces(), tension))
        return found

    def _calculator(self) -> Any:
        if self.brought is not None:
            return self.brought
        if not self._made:  # started once: a program of its own may take seconds to start
            known = require("ase.calculators.calculator", "atoms")
            try:
                self._made.append(
                    known.get_calculator_class(self.calculator)(**self.settings or {})
                )
            except (KeyError, ImportError, RuntimeError, TypeError, ValueError) as error:
                raise ParameterError(
                    "AseCalculator.calculator",
                    f"{self.calculator!r} is not installed or cannot start: {error}.",
                    "Install it, or bring the calculator as an object.",
                ) from None
        return self._made[0]


def calculator_of(engine: Engine) -> Any:
    """The engine as an ASE calculator, for programs that expect one (optimisers, vibrations)."""
    base = require("ase.calculators.calculator", "atoms")

    class EngineCalculator(base.Calculator):
        """One structure at a time."""

        implemented_properties = ("energy", "free_energy", "forces", "stress")

        def calculate(
            self,
            atoms: Any = None,
            properties: Sequence[str] = ("energy",),
            system_changes: Sequence[str] = base.all_changes,
        ) -> None:
            super().calculate(atoms, properties, system_changes)
            (found,) = engine.evaluate([self.atoms], stress="stress" in properties)
            self.results = {
                "energy": found.energy, "free_energy": found.energy, "forces": found.forces,
            }  # fmt: skip
            if found.stress is not None:
                self.results["stress"] = found.stress

    return EngineCalculator()
