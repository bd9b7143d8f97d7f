"""The outcome of a fit: a free energy, how good it is, and a host made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from ...materials.material import Material
from ...physics.kinetics.butler_volmer import ButlerVolmer
from ...physics.thermodynamics.common_tangent import MiscibilityGap, miscibility_gaps
from ...physics.thermodynamics.free_energy import FreeEnergy
from ...physics.thermodynamics.hysteresis import hysteresis_gap
from ...physics.transport.diffusivity import LatticeDiffusivity
from .target import Target


@dataclass(frozen=True)
class Trial:
    """One order that was tried."""

    family: str  #: Redlich-Kister or spline
    order: int
    rms: float  #: over everything but the steep ends [V]
    criterion: float  #: Bayesian information criterion


@dataclass(frozen=True)
class OpenCircuitFit:
    """A fitted free energy.

    ``residual`` is model minus measurement [V] at the fillings of ``target``; ``errors`` are the
    standard errors of the standard potential [V] and of the coefficients [J/mol].
    """

    target: Target
    free_energy: FreeEnergy
    standard_potential: float
    temperature: float
    family: str  #: Redlich-Kister or spline
    order: int  #: number of coefficients or knots
    residual: np.ndarray
    criterion: float
    errors: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]
    trials: tuple[Trial, ...] = field(default=())
    reason: str = "the order was given"  #: why this order

    @property
    def rms(self) -> float:
        """Root mean square residual without the steep ends [V]."""
        return _rms(self.residual[~self.target.steep])

    @property
    def rms_plateaus(self) -> float:
        """Root mean square residual inside the miscibility gaps [V]; nan without one."""
        return _rms(self.residual[self._inside & ~self.target.steep])

    @property
    def rms_single_phase(self) -> float:
        """Root mean square residual of the single phases, without the steep ends [V]."""
        return _rms(self.residual[~self._inside & ~self.target.steep])

    @property
    def rms_steep(self) -> float:
        """Root mean square residual of the steep ends [V]."""
        return _rms(self.residual[self.target.steep])

    @property
    def steep_share(self) -> float:
        """Share of the measured range of filling that lies in the steep ends."""
        x = self.target.filling
        inner = x[~self.target.steep]
        return 1.0 - float(np.ptp(inner)) / float(np.ptp(x)) if len(inner) else 1.0

    @property
    def _inside(self) -> np.ndarray:
        x = self.target.filling
        masks = [(x > low) & (x < high) for low, high in self.gaps]
        return np.any(masks, axis=0) if masks else np.zeros(len(x), bool)

    @property
    def phases(self) -> tuple[MiscibilityGap, ...]:
        """Miscibility gaps of the fitted free energy, polished."""
        return miscibility_gaps(self.free_energy, self.temperature)

    def homogeneous(self, x: np.ndarray) -> np.ndarray:
        """Potential of a uniform host [V]."""
        mu = self.free_energy.chemical_potential((np.asarray(x, float),), self.temperature)
        return self.standard_potential - mu / FARADAY

    def equilibrium(self, x: np.ndarray) -> np.ndarray:
        """Potential of equilibrium [V]: plateaus inside the miscibility gaps."""
        found = self.homogeneous(x)
        for gap in self.phases:
            inside = (x > gap.lower) & (x < gap.upper)
            found = np.where(inside, gap.plateau_potential(self.standard_potential), found)
        return found

    @property
    def barrier(self) -> float:
        """Spinodal-to-spinodal voltage of many particles [V]; 0 without a gap."""
        return hysteresis_gap(self.free_energy, self.temperature) if self.phases else 0.0

    def material(
        self,
        name: str = "fitted host",
        *,
        site_density: float | None = None,
        base: Material | None = None,
        guest: str = "Li+",
    ) -> Material:
        """A host with this free energy; what a voltage curve does not tell comes from ``base``.

        Without a base, kinetics and diffusivity have the package's defaults, labelled assumed.

        Raises
        ------
        ParameterError
            when neither ``base`` nor ``site_density`` is given.
        """
        if base is None and site_density is None:
            raise ParameterError("site_density", "give it, or a base material that has one.")
        fitted = f"fitted: {', '.join(self.target.sources)}"
        if base is None:
            assumed = dict.fromkeys(("kinetics", "diffusivity", "gradient_energy"), "assumed")
            base = Material(
                free_energy=self.free_energy,
                kinetics=ButlerVolmer(0.1),
                diffusivity=LatticeDiffusivity(1e-15),
                site_density=float(site_density or 0.0),
                gradient_energy=5e-10,
                sources={"site_density": "assumed: given by the user", **assumed},
            )
        kept = {k: v for k, v in (base.sources or {}).items() if not k.startswith("free_energy")}
        return replace(
            base,
            name=name,
            formula="",
            guest=guest,
            free_energy=self.free_energy,
            standard_potential=self.standard_potential,
            site_density=base.site_density if site_density is None else site_density,
            filling_range=(float(self.target.filling[0]), float(self.target.filling[-1])),
            sources={**kept, "free_energy": fitted, "standard_potential": fitted},
            note=f"Fitted to {', '.join(self.target.sources)} at {self.temperature:g} K.",
        )


def _rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2))) if len(values) else float("nan")
