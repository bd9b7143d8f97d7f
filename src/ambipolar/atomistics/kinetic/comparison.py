"""Kinetic Monte Carlo of small systems against their master equation, in standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.records import choice, positive, quantity
from ..calculation import Calculation, Watch, Work, silent
from ..lattice.geometry import Lattice
from ..lattice.lattices import Chain
from .master_equation import MasterEquation, build_master_equation
from .network import (
    EventKind,
    Interactions,
    Network,
    add_events,
    empty_network,
    neighbours,
    pair_interactions,
    with_hops,
    with_reservoir,
)
from .rates import compile_rates
from .simulation import Walk

if TYPE_CHECKING:
    import xarray as xr

ANGSTROM = 1e-10


@dataclass(frozen=True)
class MasterEquationComparison(Calculation):
    """Ions on a few sites: every configuration is counted, none is approximated.

    ``second_ions`` are of another species (charge -2, its own barrier), which also hops together
    with a first ion beside it; ``reservoirs`` are the chemical potentials at the first and the last
    site, none for a closed system. ``trajectories`` start from one configuration and give the
    relaxation; one long run, sampled every ``spacing`` relaxation times, the stationary state.
    """

    lattice: Lattice = choice("lattice", "the sites", default=Chain())
    repeat: tuple[float, ...] = quantity("1", "cells", (8,), above=1, structural=True)
    ions: int = quantity("1", "ions at the start", 3, above=0)
    second_ions: int = quantity("1", "ions of a second species", 0, above=0)
    pair_energies: tuple[float, ...] = quantity(
        "eV", "interaction of equal ions of each shell", (0.03,), structural=True
    )
    reservoirs: tuple[float, ...] = quantity(
        "eV", "chemical potential at the first and the last site", (), structural=True
    )
    field: float = quantity("V/m", "electric field along x", 0.0)
    barrier: float = quantity("eV", "of the ions", 0.2, above=0)
    second_barrier: float = quantity("eV", "of the second ions", 0.22, above=0)
    joint_barrier: float = quantity("eV", "of hops together", 0.21, above=0)
    attempt_frequency: float = positive("Hz", "of all events", 1e12)
    temperature: float = positive("K", "temperature", 300.0)
    trajectories: int = quantity("1", "runs from the start", 4000, above=100)
    samples: int = quantity("1", "samples of the stationary state", 20000, above=100)
    spacing: float = positive("1", "relaxation times between samples", 6.0)
    seed: int = quantity("1", "of the random numbers", 0, above=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("ions", "second_ions", "trajectories", "samples", "seed"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "repeat", tuple(int(n) for n in np.atleast_1d(self.repeat)))
        for name in ("pair_energies", "reservoirs"):
            values = np.atleast_1d(np.asarray(getattr(self, name), float))
            object.__setattr__(self, name, tuple(values.tolist()))

    def references(self) -> tuple[str, ...]:
        return ("bortz1975", "gillespie1977")

    def system(self) -> tuple[Network, Interactions, np.ndarray]:
        """Network, energies and the configuration at the start: ions on the first sites."""
        sites = self.lattice.repeat(self.repeat)  # type: ignore[arg-type]
        near = neighbours(sites, max(len(self.pair_energies), 1))
        common: dict[str, Any] = {"attempt_frequency": self.attempt_frequency}
        network = empty_network(sites, ("A", "B"), (1.0, -2.0))
        network = with_hops(network, near, species="A", barrier=self.barrier, **common)
        if self.second_ions:
            network = with_hops(network, near, species="B", barrier=self.second_barrier, **common)
            network = self._with_joint_hops(network)
        for site, potential in zip((0, sites.size - 1), self.reservoirs):
            network = with_reservoir(
                network, np.array([site]), species="A", chemical_potential=potential,
                barrier=self.barrier, **common,
            )  # fmt: skip
        occupation = np.zeros(sites.size, np.int8)
        occupation[: self.ions] = 1
        occupation[self.ions : self.ions + self.second_ions] = 2
        return network, pair_interactions(network, near, self.pair_energies), occupation

    def _with_joint_hops(self, network: Network) -> Network:
        """A at i and B at i + 1 go to i + 2 and i + 3; and back."""
        near = neighbours(network.sites)
        ahead = near.vector[:, 0] > 1e-9
        following = dict(zip(near.origin[ahead].tolist(), near.target[ahead].tolist()))
        step = near.vector[ahead][0] * 2
        chains = []
        for i in following:
            chain = [i]
            while len(chain) < 4:
                chain.append(following[chain[-1]])
            if len(set(chain)) == 4:
                chains.append(chain)
        moves = np.array(chains)[:, [0, 2, 1, 3]]
        forward, back = (
            EventKind("together", (1, 2), self.joint_barrier, self.attempt_frequency, s)
            for s in (np.array([step, step]), -np.array([step, step]))
        )
        kind = np.zeros(len(moves), int)
        network = add_events(network, moves, kind, (forward,))
        return add_events(network, moves[:, [1, 0, 3, 2]], kind, (back,))

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        network, energies, start = self.system()
        field = (self.field * ANGSTROM, 0.0, 0.0)
        watch(Work(0, 3, "master equation"))
        exact = build_master_equation(network, start, self.temperature, energies, field)
        walk = Walk(compile_rates(network, self.temperature, energies, field), start, self.seed)
        watch(Work(1, 3, f"{len(exact.states)} configurations"))
        stationary = self._stationary(exact, walk)
        watch(Work(2, 3, "relaxation"))
        relaxation = self._relaxation(exact, walk, start)
        return _dataset(self, exact, stationary, relaxation, walk.hops)

    def _stationary(self, exact: MasterEquation, walk: Walk) -> dict[str, np.ndarray]:
        number = {tuple(state): i for i, state in enumerate(exact.states.tolist())}
        found, step = np.zeros(len(number)), self.spacing * exact.relaxation_time()
        for _ in range(self.samples):
            walk.run(until=walk.time + step)
            found[number[tuple(walk.occupation.tolist())]] += 1
        return {"exact": exact.stationary(), "counted": found / self.samples}

    def _relaxation(
        self, exact: MasterEquation, walk: Walk, start: np.ndarray
    ) -> dict[str, np.ndarray]:
        """Occupation of sites by the first species, and the first passage to the stationary mode.

        The target of the first passage is the likeliest configuration that is not the start.
        """
        times = exact.relaxation_time() * np.array([0.1, 0.3, 1.0, 3.0])
        order = np.argsort(exact.stationary())[::-1]
        target = int(order[0] if order[0] != 0 else order[1])
        goal = exact.states[target]
        filled, passages = np.zeros((len(times), len(start))), []
        for _ in range(self.trajectories):
            walk.restart(start)
            for row, time in enumerate(times):
                walk.run(until=time)
                filled[row] += walk.occupation == 1
        for _ in range(max(self.trajectories // 4, 100)):
            walk.restart(start)
            while walk.run(events=1) and not np.array_equal(walk.occupation, goal):
                pass
            passages.append(walk.time)
        expected = exact.propagate(0, times) @ (exact.states == 1)
        return {
            "times": times, "exact": expected, "counted": filled / self.trajectories,
            "passage": np.array([np.mean(passages), np.std(passages) / np.sqrt(len(passages))]),
            "exact_passage": np.array(exact.first_passage(0, target)),
        }  # fmt: skip


def _dataset(
    own: MasterEquationComparison, exact: MasterEquation, stationary: dict[str, np.ndarray],
    relaxation: dict[str, np.ndarray], hops: int,
) -> xr.Dataset:  # fmt: skip
    import xarray as xr

    p, q = stationary["exact"], stationary["counted"]
    # rare configurations are not normally distributed: at least 20 expected visits
    usual = p * own.samples > 20
    score = np.where(usual, (q - p) / np.sqrt(p * (1 - p) / own.samples), np.nan)
    a, b = relaxation["exact"], relaxation["counted"]
    spread = np.sqrt(np.clip(a * (1 - a), 1e-300, None) / own.trajectories)
    certain = a * (1 - a) * own.trajectories > 20
    site_score = np.where(certain, (b - a) / spread, np.nan)
    passage, error = relaxation["passage"]
    one = {
        "stationary_chi_squared": (_mean_square(score), "mean squared deviation, stationary"),
        "relaxation_chi_squared": (_mean_square(site_score), "mean squared deviation, relaxation"),
        "largest_deviation": (
            float(np.nanmax(np.abs(np.append(score, site_score.ravel())))), "largest deviation",
        ),
        "compared": (float(usual.sum() + certain.sum()), "numbers compared"),
        "passage_deviation": (
            float((passage - relaxation["exact_passage"]) / error), "deviation of first passage",
        ),
    }  # fmt: skip
    variables: dict[str, Any] = {
        name: ((), value, {"units": "1", "long_name": f"{text} (standard errors)"})
        for name, (value, text) in one.items()
    }
    variables |= {
        "exact_probability": ("state", p, {"units": "1", "long_name": "exact probability"}),
        "probability": ("state", q, {"units": "1", "long_name": "share of samples"}),
        "exact_occupation": (
            ("time", "site"), a, {"units": "1", "long_name": "exact occupation"},
        ),
        "occupation": (("time", "site"), b, {"units": "1", "long_name": "occupation"}),
        "first_passage": ((), float(passage), {"units": "s", "long_name": "first passage"}),
        "exact_first_passage": (
            (), float(relaxation["exact_passage"]),
            {"units": "s", "long_name": "exact first passage"},
        ),
    }  # fmt: skip
    time = ("time", relaxation["times"], {"units": "s", "long_name": "time"})
    note = f"{len(exact.states)} configurations; {hops} events were simulated."
    return xr.Dataset(variables, coords={"time": time}, attrs={"notes": [note]})


def _mean_square(score: np.ndarray) -> float:
    return float(np.nanmean(score**2))
