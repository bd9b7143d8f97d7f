"""Voltage against filling of a lattice model, in both directions and in equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import choice, positive, quantity
from ..calculation import Calculation, Watch, Work, silent
from .branch import Effort, Point, run_branch
from .equilibrium import Phase, Transition, phases, stable
from .monte_carlo import BOLTZMANN_EV, Walker
from .order import stage_order
from .pair_model import Interactions, PairModel

if TYPE_CHECKING:
    import xarray as xr

Array = Any

#: periods whose stage order is looked at
PERIODS = (2, 3, 4)


@dataclass(frozen=True)
class LatticeIsotherm(Calculation):
    r"""Semi-grand-canonical sweep of the voltage :math:`V = -\mu/e`, down and up again.

    The chemical potential :math:`\mu` is that of the guest against its metal, so that V is the
    voltage of the host. Insertion sweeps V down from an empty host, extraction up from where
    that ended. ``equilibrium`` adds the phases that grow from the ordered states of the model
    and their grand potentials, see :mod:`.equilibrium`.

    Raises
    ------
    ParameterError
        when the voltages do not fall.
    """

    model: Interactions = choice("lattice model", "sites and energies", default=PairModel())
    repeat: tuple[float, ...] = quantity(
        "1", "cells along each direction", (12, 12, 12), above=1, structural=True
    )
    temperature: float = positive("K", "temperature", 298.15)
    highest_voltage: float = quantity("V", "where insertion begins", 0.2)
    lowest_voltage: float = quantity("V", "where it turns", 0.0)
    steps: int = quantity("1", "voltages on each way", 41, above=3, structural=True)
    settle: int = quantity("1", "sweeps before the samples of a step", 500, above=0)
    samples: int = quantity("1", "samples of a step", 1000, above=40)
    stride: int = quantity("1", "sweeps from sample to sample", 1, above=1)
    seed: int = quantity("1", "of the random numbers", 0, above=0)
    equilibrium: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("steps", "settle", "samples", "stride", "seed"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "repeat", tuple(int(n) for n in np.atleast_1d(self.repeat)))
        if not self.lowest_voltage < self.highest_voltage:
            raise ParameterError("LatticeIsotherm.lowest_voltage", "must be below highest_voltage.")

    def references(self) -> tuple[str, ...]:
        return self.model.references()

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        model = self.model.compile(self.repeat)  # type: ignore[arg-type]
        voltage = np.linspace(self.highest_voltage, self.lowest_voltage, self.steps)
        effort = Effort(self.settle, self.samples, self.stride)
        states = self.model.ground_states(model.sites) if self.equilibrium else {}
        total = self.steps * (2 + len(states))
        done = iter(range(1, 2 * total))

        def tick() -> None:
            watch(Work(next(done), total, "Monte Carlo"))

        walker = Walker(model, seed=self.seed)
        rest = (self.temperature, effort, self.model.superlattice, tick)
        ways = [run_branch(walker, -voltage, *rest), run_branch(walker, -voltage[::-1], *rest)]
        data = _curves(self, voltage, [ways[0], ways[1][::-1]])
        if states:
            found = phases(
                model, states, -voltage, self.temperature, effort,
                seed=self.seed, superlattice=self.model.superlattice, tick=tick,
            )  # fmt: skip
            best, transitions = stable(found, -voltage)
            data = data.merge(_stable(self, voltage, found, best, transitions))
        data.attrs["notes"] = self._notes(model.size)
        return data

    def _notes(self, size: int) -> list[str]:
        sweeps = self.settle + self.samples * self.stride
        return [
            f"{size} sites, {self.steps} voltages a way, {sweeps} sweeps each; single flips: "
            "hysteresis is that of this dynamics and of this cell.",
        ]


def _variable(dims: Any, values: Any, units: str, name: str) -> tuple[Any, Any, dict[str, str]]:
    return dims, np.asarray(values), {"units": units, "long_name": name}


def _curves(own: LatticeIsotherm, voltage: Array, ways: list[list[Point]]) -> xr.Dataset:
    import xarray as xr

    capacity = own.model.capacity
    thermal = BOLTZMANN_EV * own.temperature

    def each(call: Any) -> Array:
        return np.array([[call(p) for p in way] for way in ways])

    layers = each(lambda p: p.layers / capacity)
    filling = each(lambda p: p.filling / capacity)
    partial, dims = each(lambda p: p.partial_energy), ("branch", "voltage")
    entropy = (partial + voltage) / own.temperature
    factor = each(lambda p: p.filling / p.fluctuation if p.fluctuation > 0 else np.nan)
    order = np.stack([stage_order(layers, s) for s in PERIODS], axis=-1)
    return xr.Dataset(
        {
            "filling": _variable(dims, filling, "1", "filling"),
            "filling_error": _variable(
                dims, each(lambda p: p.filling_error / capacity), "1", "standard error of filling"
            ),
            "energy": _variable(
                dims, each(lambda p: p.energy / capacity), "eV", "energy per unit of capacity"
            ),
            "thermodynamic_factor": _variable(dims, factor, "1", "d(mu/kT)/d ln x"),
            "partial_energy": _variable(dims, partial, "eV", "partial energy of the guest"),
            "partial_entropy": _variable(
                dims, entropy / BOLTZMANN_EV, "1", "partial entropy of the guest over k"
            ),
            "heat_capacity": _variable(
                dims, each(lambda p: p.heat_capacity), "1", "heat capacity over k per site"
            ),
            "layer_filling": _variable((*dims, "layer"), layers, "1", "filling of a layer"),
            "stage_order": _variable((*dims, "period"), order, "1", "order of every s-th layer"),
            "superlattice_order": _variable(
                dims, each(lambda p: p.superlattice), "1", "in-plane order"
            ),
            "accepted": _variable(dims, each(lambda p: p.accepted), "1", "accepted attempts"),
        },
        coords={
            "branch": ["insertion", "extraction"],
            "voltage": ("voltage", voltage, {"units": "V", "long_name": "voltage"}),
            "layer": ("layer", np.arange(layers.shape[-1]), {"units": "1", "long_name": "layer"}),
            "period": ("period", list(PERIODS), {"units": "1", "long_name": "period"}),
        },
        attrs={"temperature": own.temperature, "thermal_energy": thermal},
    )


def _stable(
    own: LatticeIsotherm, voltage: Array, found: list[Phase], best: Array,
    transitions: list[Transition],
) -> xr.Dataset:  # fmt: skip
    import xarray as xr

    capacity = own.model.capacity
    filling = np.array([[p.filling / capacity for p in phase.points] for phase in found])
    error = np.array([[p.filling_error / capacity for p in phase.points] for phase in found])
    grand = np.array([phase.grand_potential / capacity for phase in found])
    layers = np.array([[p.layers / capacity for p in phase.points] for phase in found])
    here = np.arange(len(voltage))
    ends = np.array([t.fillings for t in transitions]).reshape(-1, 2) / capacity
    return xr.Dataset(
        {
            "start_filling": _variable(
                ("start", "voltage"), filling, "1", "filling, from a perfect state"
            ),
            "grand_potential": _variable(
                ("start", "voltage"), grand, "eV", "grand potential per unit of capacity"
            ),
            "equilibrium_layer_filling": _variable(
                ("voltage", "layer"), layers[best, here], "1", "filling of a layer in equilibrium"
            ),
            "stable_start": _variable("voltage", best, "1", "start that leads to the stable phase"),
            "equilibrium_filling": _variable(
                "voltage", filling[best, here], "1", "filling in equilibrium"
            ),
            "equilibrium_error": _variable(
                "voltage", error[best, here], "1", "standard error of filling"
            ),
            "equilibrium_stage_order": _variable(
                ("voltage", "period"),
                np.stack([stage_order(layers[best, here], s) for s in PERIODS], axis=-1),
                "1",
                "order of every s-th layer in equilibrium",
            ),
            "transition_voltage": _variable(
                "transition", [-t.potential for t in transitions], "V", "voltage of coexistence"
            ),
            "transition_filling": _variable(
                ("transition", "side"), ends, "1", "fillings that coexist"
            ),
        },
        coords={
            "start": [p.name for p in found],
            "transition": [" to ".join(t.names) for t in transitions],
            "side": ["poor", "rich"],
        },
    )
