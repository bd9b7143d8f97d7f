"""Transport of a lattice gas: diffusivities, correlation, conduction, on any lattice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import ParameterError
from ...core.records import choice, positive, quantity
from ..calculation import Calculation, Watch, Work, silent
from ..lattice.geometry import Lattice
from ..lattice.lattices import Square
from .network import (
    BLOCKED,
    Network,
    empty_network,
    neighbours,
    no_interactions,
    pair_interactions,
    with_hops,
)
from .rates import compile_rates, thermal_energy
from .simulation import Walk, random_occupation
from .transport import (
    Estimate,
    collective_slope,
    conductivity,
    squared_displacements,
    structure_factor,
    tracer_slope,
)

if TYPE_CHECKING:
    import xarray as xr

ANGSTROM = 1e-10


@dataclass(frozen=True)
class LatticeGasTransport(Calculation):
    """Ions that hop between nearest sites of a lattice, followed in equilibrium or in a field.

    All lengths of time follow from the hops: the record has ``samples`` steps of
    ``hops_per_sample`` hops per ion each. The sum of all displacements is recorded at each, the
    single ones at every ``stride`` samples; ``lag`` counts the latter.

    Raises
    ------
    ParameterError
        when a number is outside its range, or the lag is odd.
    """

    lattice: Lattice = choice("lattice", "the sites", default=Square())
    repeat: tuple[float, ...] = quantity(
        "1", "cells along each direction", (32, 32), above=1, structural=True
    )
    filling: float = quantity("1", "ions for each open site", 0.5, above=0, below=1)
    open_share: float = quantity("1", "share of the sites that are open", 1.0, above=0, below=1)
    pair_energies: tuple[float, ...] = quantity(
        "eV", "interaction of a pair of each shell, repulsion is positive", (), structural=True
    )
    barrier: float = quantity("eV", "of a hop between equal energies (assumed)", 0.3, above=0)
    attempt_frequency: float = positive("Hz", "of a hop (assumed)", 1e13)
    temperature: float = positive("K", "temperature", 300.0)
    field: float = quantity("V/m", "electric field along x", 0.0)
    samples: int = quantity("1", "samples of the sum of all displacements", 4096, above=16)
    stride: int = quantity("1", "samples between records of single displacements", 16, above=1)
    lag: int = quantity("1", "records over which tracers are followed", 16, above=2)
    jump_lag: int = quantity(
        "1", "samples over which the sum is followed; 1 where it has no memory", 1, above=1
    )
    hops_per_sample: float = positive("1", "hops per ion between samples", 1.0)
    settle: float = quantity("1", "hops per ion before the record", 20.0, above=0)
    seed: int = quantity("1", "of the random numbers", 0, above=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("samples", "stride", "lag", "jump_lag", "seed"):
            object.__setattr__(self, name, int(getattr(self, name)))
        object.__setattr__(self, "repeat", tuple(int(n) for n in np.atleast_1d(self.repeat)))
        energies = np.atleast_1d(np.asarray(self.pair_energies, float))
        object.__setattr__(self, "pair_energies", tuple(energies.tolist()))
        for name in ("lag", "jump_lag"):
            if getattr(self, name) % 2 and getattr(self, name) > 1:
                raise ParameterError(
                    f"LatticeGasTransport.{name}", f"must be even, got {getattr(self, name)}."
                )

    def references(self) -> tuple[str, ...]:
        return ("bortz1975", "gillespie1977", "vanderven2001")

    def network(self) -> Network:
        """Sites of the lattice and hops to the nearest ones."""
        sites = self.lattice.repeat(self.repeat)  # type: ignore[arg-type]
        return with_hops(
            empty_network(sites), neighbours(sites), barrier=self.barrier,
            attempt_frequency=self.attempt_frequency,
        )  # fmt: skip

    def walk(self) -> Walk:
        """The ions at their first places."""
        network = self.network()
        field = (self.field * ANGSTROM, 0.0, 0.0)
        energies = no_interactions(network)
        if self.pair_energies:
            near = neighbours(network.sites, len(self.pair_energies))
            energies = pair_interactions(network, near, self.pair_energies)
        random = np.random.default_rng(self.seed)
        sites = network.sites.size
        open_sites = np.zeros(sites, bool)
        open_sites[random.permutation(sites)[: round(self.open_share * sites)]] = True
        occupation = random_occupation(network, self.filling, self.seed + 1, open_sites)
        occupation[~open_sites] = BLOCKED
        if not 0 < np.sum(occupation > 0) < np.sum(open_sites):
            raise ParameterError(
                "LatticeGasTransport.filling", f"{self.filling:g} leaves no ion or no vacancy.",
                "Repeat the cell more often or change the filling.",
            )  # fmt: skip
        compiled = compile_rates(network, self.temperature, energies, field)
        return Walk(compiled, occupation, self.seed + 2)

    def compute(self, watch: Watch = silent) -> xr.Dataset:
        walk = self.walk()
        record = _record(self, walk, watch)
        return _dataset(self, walk, record)


@dataclass(frozen=True)
class _Record:
    interval: float  #: s
    collective: np.ndarray  #: (samples + 1, 3) angstrom
    single: np.ndarray  #: (records, ions, 3) angstrom
    hops_per_ion: float  #: in one interval
    structure: np.ndarray  #: structure factor at the records


def _record(own: LatticeGasTransport, walk: Walk, watch: Watch) -> _Record:
    network = walk.compiled.network
    ions = int(np.sum(walk.occupation > 0))
    vectors = np.array([kind.displacement[0] for kind in network.kinds])
    watch(Work(0, own.samples, "settling"))
    walk.run(events=int(own.settle * ions))
    interval = own.hops_per_sample * ions / walk.total_rate
    start, hops, first = walk.time, walk.hops, walk.counts
    origin = walk.displacement[:ions]
    positions, dimension = network.sites.positions, network.sites.lattice.dimension
    collective, single, structure = [np.zeros(3)], [np.zeros((ions, 3), np.float32)], []
    for sample in range(1, own.samples + 1):
        walk.run(until=start + sample * interval)
        collective.append((walk.counts - first) @ vectors)
        if sample % own.stride == 0:
            single.append((walk.displacement[:ions] - origin).astype(np.float32))
            structure.append(
                structure_factor(positions, network.sites.cell, walk.occupation > 0, dimension)
            )
            watch(Work(sample, own.samples, f"{walk.hops - hops:.3g} hops"))
    per_ion = (walk.hops - hops) / ions / own.samples
    return _Record(interval, np.array(collective), np.array(single), per_ion, np.array(structure))


def _dataset(own: LatticeGasTransport, walk: Walk, record: _Record) -> xr.Dataset:
    import xarray as xr

    lattice, sites = own.lattice, walk.compiled.network.sites
    ions, square = record.single.shape[1], ANGSTROM**2
    twice = 2 * lattice.dimension
    period = record.interval * own.stride
    tracer = tracer_slope(record.single, own.lag) * square / (twice * period * own.lag / 2)
    jump = _jump_slopes(own, record, ions) * square / (twice * record.interval)
    length = float(np.linalg.norm(walk.compiled.network.kinds[0].displacement[0]))
    random_walk = record.hops_per_ion / record.interval * (length * ANGSTROM) ** 2 / twice
    star, collective = Estimate.of(tracer), Estimate.of(jump)
    filling = ions / int(np.sum(walk.occupation != BLOCKED))
    factor = _thermodynamic_factor(own, filling, record)
    drift = np.diff(record.collective[:, 0]) * ANGSTROM / (ions * record.interval)
    ratio = Estimate.of(drift)
    found: dict[str, Any] = {
        "tracer_diffusivity": (star, "m^2/s", "tracer diffusivity"),
        "jump_diffusivity": (collective, "m^2/s", "jump (collective) diffusivity"),
        "correlation_factor": (_scaled(star, 1 / random_walk), "1", "correlation factor"),
        "collective_correlation": (
            _scaled(collective, 1 / random_walk), "1", "jump diffusivity over uncorrelated hops",
        ),
        "haven_ratio": (_quotient(star, collective), "1", "Haven ratio"),
        "thermodynamic_factor": (factor, "1", "thermodynamic factor"),
        "chemical_diffusivity": (_product(factor, collective), "m^2/s", "chemical diffusivity"),
        "drift_velocity": (ratio, "m/s", "mean velocity along the field"),
        "hop_rate": (Estimate(record.hops_per_ion / record.interval, 0.0), "1/s", "hops of an ion"),
        "filling": (Estimate(filling, 0.0), "1", "ions for each open site"),
        "lone_diffusivity": (
            Estimate(_lone(own, length * ANGSTROM), 0.0), "m^2/s", "diffusivity of a lone ion",
        ),
    }  # fmt: skip
    if own.field:
        for name in ("tracer_diffusivity", "correlation_factor", "haven_ratio"):
            del found[name]  # single displacements contain the drift
        mobility = thermal_energy(own.temperature) / own.field
        found["drift_diffusivity"] = (_scaled(ratio, mobility), "m^2/s", "v kT/(qE)")
    if lattice.dimension == 3:
        density = ions / (abs(np.linalg.det(sites.cell)) * ANGSTROM**3)
        per = conductivity(density, 1.0, 1.0, own.temperature)
        found["conductivity"] = (_scaled(collective, per), "S/m", "ionic conductivity")
    variables = {}
    for name, (estimate, unit, text) in found.items():
        variables[name] = ((), estimate.value, {"units": unit, "long_name": text})
        if estimate.error:
            attributes = {"units": unit, "long_name": f"standard error of the {text}"}
            variables[f"{name}_error"] = ((), estimate.error, attributes)
    note = f"{ions} ions on {sites.size} sites, {walk.hops} hops"
    data = xr.Dataset(variables | _growth(record, period), attrs={"notes": [note]})
    data["lag_time"].attrs = {"units": "s", "long_name": "time"}
    return data


def _jump_slopes(own: LatticeGasTransport, record: _Record, ions: int) -> np.ndarray:
    """Growth of the squared sum of displacements in a sample, per ion, for each window."""
    if own.jump_lag == 1:
        return collective_slope(record.collective, ions)
    slope = tracer_slope(record.collective[:, None, :], own.jump_lag)
    return slope / (ions * own.jump_lag / 2)


def _growth(record: _Record, period: float) -> dict[str, Any]:
    """Mean squared displacements of single ions against time."""
    lags = [2**n for n in range(20) if 2**n <= (len(record.single) - 1) // 4] or [1]
    found = [Estimate.of(squared_displacements(record.single, lag)) for lag in lags]
    text = "mean squared displacement of an ion"
    return {
        "lag_time": ("lag_time", np.array(lags) * period),
        "tracer_msd": (
            "lag_time", [e.value * ANGSTROM**2 for e in found], {"units": "m^2", "long_name": text},
        ),
        "tracer_msd_error": (
            "lag_time", [e.error * ANGSTROM**2 for e in found],
            {"units": "m^2", "long_name": f"standard error of the {text}"},
        ),
    }  # fmt: skip


def _thermodynamic_factor(own: LatticeGasTransport, filling: float, record: _Record) -> Estimate:
    """Exactly 1/(1 - x) without interactions; otherwise from fluctuations of long wavelength."""
    if not any(own.pair_energies):
        return Estimate(1 / (1 - filling), 0.0)
    inverse = Estimate.of(record.structure)
    return Estimate(1 / inverse.value, inverse.error / inverse.value**2)


def _lone(own: LatticeGasTransport, length: float) -> float:
    """Number of directions x rate x a^2 / 2d."""
    rate = own.attempt_frequency * np.exp(-own.barrier / thermal_energy(own.temperature))
    pairs = own.lattice.shells(1)
    directions = len(pairs.start) / len(own.lattice.basis)
    return float(directions * rate * length**2 / (2 * own.lattice.dimension))


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.value * factor, estimate.error * abs(factor))


def _product(a: Estimate, b: Estimate) -> Estimate:
    value = a.value * b.value
    return Estimate(value, abs(value) * float(np.hypot(a.error / a.value, b.error / b.value)))


def _quotient(a: Estimate, b: Estimate) -> Estimate:
    value = a.value / b.value
    return Estimate(value, abs(value) * float(np.hypot(a.error / a.value, b.error / b.value)))
