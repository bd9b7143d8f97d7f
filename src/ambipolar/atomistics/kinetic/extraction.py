"""Lithium and oxygen leave a slab of spinel under a bias: how much, when, and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import positive, quantity
from ..calculation import Calculation, Watch, Work, silent
from .network import Interactions, Network, at_potentials
from .rates import compile_rates
from .simulation import Walk
from .spinel import (
    CONTACT,
    LITHIUM,
    OXYGEN,
    OXYGEN_PAIR,
    SlabEnergies,
    SpinelIons,
    slab_network,
    slab_pairs,
)

if TYPE_CHECKING:
    import xarray as xr

#: lithium on 8a and oxygen of a formula unit Li4Ti5O12
LITHIUM_8A, OXYGENS = 3, 12


@dataclass(frozen=True)
class DualIonExtraction(Calculation):
    r"""Kinetic Monte Carlo of a slab between an electrolyte (below) and an electrode (above).

    The bias U falls linearly in the slab (``slab_share``), the rest at the two faces. A lithium
    ion that leaves from height z gains :math:`e U (w_e + s z/L)`, an oxygen ion
    :math:`2 e U (1 - w_e - s + s (1 - z/L))`; two lithium and one oxygen always gain 2 e U. The
    bias is raised in steps of equal duration on one and the same slab.

    Assumed: how the bias is shared, energies between vacancies (the attraction of a lithium and an
    oxygen vacancy stands for the recombination of the hole and the electron that neutral vacancies
    bring), hops into the reservoirs with the barriers of the bulk, immobile ions on 16d, and the
    temperature, far above that of the experiment so that oxygen moves within the steps.
    """

    repeat: tuple[float, ...] = quantity("1", "cubic cells", (2, 2, 3), above=1, structural=True)
    lithium_vacancy: float = quantity(
        "eV", "formation energy of a vacancy on 8a (published)", 4.88, above=0
    )
    oxygen_vacancy: float = quantity(
        "eV", "formation energy of an oxygen vacancy (published)", 4.62, above=0
    )
    lithium_barrier: float = quantity("eV", "lithium 8a-16c-8a (published)", 0.48, above=0)
    oxygen_barrier: float = quantity("eV", "oxygen (published)", 1.33, above=0)
    joint_barrier: float = quantity("eV", "lithium and oxygen together (published)", 1.48, above=0)
    vacancy_attraction: float = quantity("eV", "Li and O vacancies in contact (assumed)", 2.0)
    oxygen_repulsion: float = quantity("eV", "nearest oxygen vacancies (assumed)", 0.3)
    lithium_repulsion: float = quantity("eV", "nearest lithium vacancies (assumed)", 0.1)
    electrolyte_share: float = quantity(
        "1", "share of the bias at the electrolyte (assumed)", 0.4, above=0, below=1
    )
    slab_share: float = quantity(
        "1", "share of the bias in the slab (assumed)", 0.2, above=0, below=1
    )
    highest_voltage: float = positive("V", "last bias", 6.0)
    steps: int = quantity("1", "steps of the bias", 25, above=2, structural=True)
    duration: float = positive("s", "of a step", 1e-6)
    records: int = quantity("1", "records of a step", 4, above=1, structural=True)
    most_events: float = positive("1", "events after which a step is cut short", 4e5)
    temperature: float = positive("K", "temperature (assumed, to reach long times)", 1000.0)
    attempt_frequency: float = positive("Hz", "of all hops (assumed)", 1e13)
    seed: int = quantity("1", "of the random numbers", 0, above=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("steps", "records", "seed"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "repeat", tuple(int(n) for n in np.atleast_1d(self.repeat)))
        if self.electrolyte_share + self.slab_share > 1:
            raise ParameterError(
                "DualIonExtraction.slab_share", "both shares of the bias exceed one together."
            )

    def references(self) -> tuple[str, ...]:
        return ("meng2019", "bortz1975", "gillespie1977", "vanderven2001")

    def energies(self) -> SlabEnergies:
        """What the slab is built with."""
        return SlabEnergies(
            self.lithium_vacancy, self.oxygen_vacancy, self.vacancy_attraction,
            self.oxygen_repulsion, self.lithium_repulsion, self.lithium_barrier,
            self.oxygen_barrier, self.joint_barrier,
        )  # fmt: skip

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        sites = SpinelIons().repeat(self.repeat)  # type: ignore[arg-type]
        occupation = (sites.sublattice + 1).astype(np.int8)
        pairs = slab_pairs(sites)
        network, energies = slab_network(sites, self.energies(), self.attempt_frequency)
        voltages = np.linspace(0.0, self.highest_voltage, self.steps)
        rows, joint, cut = [], [], []
        for step, voltage in enumerate(voltages):
            walk = self._walk(network, energies, occupation, step)
            events = 0
            for record in range(self.records):
                events += walk.run(
                    until=self.duration * (record + 1) / self.records,
                    events=int(self.most_events / self.records),
                )
                rows.append(_measure(walk.occupation, sites.sublattice, pairs))
            occupation = walk.occupation
            names = np.array([k.name for k in walk.compiled.network.kinds])
            joint.append(walk.counts[names == "Li and O together"].sum())
            cut.append(float(walk.time < self.duration))
            watch(Work(step + 1, self.steps, f"{voltage:.2f} V, {events} events"))
        return self._dataset(sites, voltages, np.array(rows), joint, cut)

    def _walk(
        self, network: Network, energies: Interactions, occupation: np.ndarray, step: int
    ) -> Walk:
        voltage = self.highest_voltage * step / (self.steps - 1)
        top = 1.0 - self.electrolyte_share - self.slab_share
        potentials = -voltage * self.electrolyte_share, -2 * voltage * top
        height = network.sites.positions[:, 2]
        field = -self.slab_share * voltage / (height.max() - height.min())
        held = at_potentials(network, potentials)
        compiled = compile_rates(held, self.temperature, energies, (0.0, 0.0, field))
        return Walk(compiled, occupation, 1000 * self.seed + step)

    def _dataset(
        self, sites: Any, voltages: np.ndarray, rows: np.ndarray, joint: list, cut: list
    ) -> xr.Dataset:
        import xarray as xr

        table = rows.reshape(self.steps, self.records, -1)
        dims = ("voltage", "record")
        names = (
            ("lithium_removed", LITHIUM_8A, "lithium removed from a formula unit"),
            ("oxygen_removed", OXYGENS, "oxygen removed from a formula unit"),
            ("pair_correlation", 1, "oxygen vacancies beside lithium vacancies over random ones"),
            ("chain_correlation", 1, "vacancies on nearest sites of oxygen chains over random"),
            ("chain_correlation_second", 1, "vacancies on second sites of chains over random ones"),
        )
        data = xr.Dataset(
            {
                name: (dims, table[:, :, i] * scale, {"units": "1", "long_name": text})
                for i, (name, scale, text) in enumerate(names)
            },
            coords={
                "voltage": ("voltage", voltages, {"units": "V", "long_name": "bias"}),
                "time": (
                    "record", self.duration * np.arange(1, self.records + 1) / self.records,
                    {"units": "s", "long_name": "time at a bias"},
                ),
            },
        )  # fmt: skip
        data["joint_hops"] = ("voltage", joint, {"units": "1", "long_name": "hops of both ions"})
        data["cut_short"] = (
            "voltage", cut, {"units": "1", "long_name": "whether a step ended by its events"},
        )  # fmt: skip
        data.attrs["notes"] = [
            f"{int(np.sum(sites.sublattice == 0))} lithium and "
            f"{int(np.sum(sites.sublattice == 1))} oxygen sites; ions on 16d do not move.",
            f"{int(sum(cut))} of {self.steps} steps ended by their number of events.",
        ]
        return data


def _measure(occupation: np.ndarray, kind: np.ndarray, pairs: Any) -> tuple[float, ...]:
    """Shares that left, and correlations of vacancies."""
    empty = occupation == 0
    lithium, oxygen = empty & (kind == LITHIUM - 1), empty & (kind == OXYGEN - 1)
    shares = [v[kind == k].mean() for k, v in ((0, lithium), (1, oxygen))]
    contact = (pairs.shell == CONTACT) & (kind[pairs.origin] == 0)
    beside = _correlation(pairs, contact, lithium, oxygen, shares[1])
    near = (pairs.shell == OXYGEN_PAIR) & (kind[pairs.origin] == 1)
    first = _correlation(pairs, near, oxygen, oxygen, shares[1])
    # two equal steps of a chain along <110> lead to its second site
    second = _second_along(pairs, near, oxygen, shares[1])
    return shares[0], shares[1], beside, first, second


def _correlation(
    pairs: Any, which: np.ndarray, a: np.ndarray, b: np.ndarray, share: float
) -> float:
    """Probability of b beside a, over the share of b; NaN where there is none."""
    from_a = which & a[pairs.origin]
    if share == 0 or not from_a.any():
        return float("nan")
    return float(b[pairs.target[from_a]].mean() / share)


def _second_along(pairs: Any, which: np.ndarray, vacant: np.ndarray, share: float) -> float:
    steps: dict[tuple[int, tuple], int] = {}
    vectors = np.round(pairs.vector, 6)
    chosen = np.flatnonzero(which)
    for i in chosen:
        steps[int(pairs.origin[i]), tuple(vectors[i])] = int(pairs.target[i])
    ends = [
        steps[int(pairs.target[i]), tuple(vectors[i])]
        for i in chosen
        if vacant[pairs.origin[i]] and (int(pairs.target[i]), tuple(vectors[i])) in steps
    ]
    if share == 0 or not ends:
        return float("nan")
    return float(vacant[ends].mean() / share)
