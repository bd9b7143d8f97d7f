"""Phase boundaries of a lattice model: fillings that coexist, against temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import choice, quantity
from ..calculation import Calculation, Watch, Work, silent
from .branch import Effort
from .equilibrium import phases, stable
from .pair_model import Interactions, PairModel

if TYPE_CHECKING:
    import xarray as xr

Array = Any


@dataclass(frozen=True)
class LatticePhaseDiagram(Calculation):
    """Coexistence between the phases that grow from the ordered states of a model.

    At every temperature the grand potentials of all phases are integrated over the chemical
    potential, see :mod:`.equilibrium`; where the lowest two cross, their fillings coexist.
    Phases whose ordered state is not among the model's ``ground_states`` are not found.

    Raises
    ------
    ParameterError
        when the voltages do not fall.
    """

    model: Interactions = choice("lattice model", "sites and energies", default=PairModel())
    repeat: tuple[float, ...] = quantity(
        "1", "cells along each direction", (24, 24), above=1, structural=True
    )
    temperatures: tuple[float, ...] = quantity(
        "K", "temperatures", (200.0, 250.0, 300.0), above=0.0, closed=False, structural=True
    )
    highest_voltage: float = quantity("V", "where the host is empty", 0.2)
    lowest_voltage: float = quantity("V", "where it is full", 0.0)
    steps: int = quantity("1", "voltages", 41, above=3, structural=True)
    settle: int = quantity("1", "sweeps before the samples of a step", 300, above=0)
    samples: int = quantity("1", "samples of a step", 600, above=40)
    seed: int = quantity("1", "of the random numbers", 0, above=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("steps", "settle", "samples", "seed"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "repeat", tuple(int(n) for n in np.atleast_1d(self.repeat)))
        temperatures = np.atleast_1d(np.asarray(self.temperatures, float))
        object.__setattr__(self, "temperatures", tuple(temperatures.tolist()))
        if not self.lowest_voltage < self.highest_voltage:
            raise ParameterError(
                "LatticePhaseDiagram.lowest_voltage", "must be below highest_voltage."
            )

    def references(self) -> tuple[str, ...]:
        return self.model.references()

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        import xarray as xr

        model = self.model.compile(self.repeat)  # type: ignore[arg-type]
        states = self.model.ground_states(model.sites)
        potentials = -np.linspace(self.highest_voltage, self.lowest_voltage, self.steps)
        effort = Effort(self.settle, self.samples)
        most = max(len(states) - 1, 1)
        shape = (len(self.temperatures), most)
        voltage, filling = np.full(shape, np.nan), np.full((*shape, 2), np.nan)
        for row, temperature in enumerate(self.temperatures):
            watch(Work(row, len(self.temperatures), f"{temperature:g} K"))
            found = phases(model, states, potentials, temperature, effort, seed=self.seed)
            _, transitions = stable(found, potentials)
            for k, one in enumerate(transitions[:most]):
                voltage[row, k] = -one.potential
                filling[row, k] = np.array(one.fillings) / self.model.capacity
        dims = ("temperature", "transition")
        return xr.Dataset(
            {
                "transition_voltage": (
                    dims, voltage, {"units": "V", "long_name": "voltage of coexistence"},
                ),
                "transition_filling": (
                    (*dims, "side"), filling, {"units": "1", "long_name": "coexisting fillings"},
                ),
            },
            coords={
                "temperature": (
                    "temperature", list(self.temperatures),
                    {"units": "K", "long_name": "temperature"},
                ),
                "side": ["poor", "rich"],
            },
            attrs={"notes": [f"{model.size} sites; phases grown from {', '.join(states)}."]},
        )  # fmt: skip
