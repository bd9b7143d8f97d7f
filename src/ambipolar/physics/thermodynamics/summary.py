"""Everything equilibrium says about a host, in one record."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.constants import FARADAY
from ...core.errors import ParameterError
from .common_tangent import MiscibilityGap, coherent, miscibility_gaps
from .critical_size import critical_length, no_flux_eigenvalues
from .curve import EnergyCurve
from .free_energy import FreeEnergy
from .hysteresis import Jump, hysteresis_of, jump_from_spinodal
from .layered import LayeredGap, layered_equilibrium
from .phase_boundary import PhaseBoundary, boundary_of
from .spinodal import least_stable_filling, spinodals


@dataclass(frozen=True)
class Plateau:
    """One miscibility gap with what follows from it."""

    gap: MiscibilityGap  #: phases and spinodals
    potential: float  #: V0 - mu/F [V]; of a strained particle at mean filling 1/2
    tilt: float  #: dV/dx of the coherent plateau [V], B/(rho F); 0 without strain
    boundary: PhaseBoundary | None  #: interface; None without gradient energy


@dataclass(frozen=True)
class Switching:
    """Homogeneous particles of one reservoir that switch one by one through one gap.

    Coherency strain does not enter: it acts on differences inside a particle.
    """

    hysteresis: float  #: spinodal-to-spinodal voltage of many particles [V]
    insertion: Jump | None  #: jump from the first spinodal, upwards; None if none is stable
    extraction: Jump | None  #: jump from the last spinodal, downwards


@dataclass(frozen=True)
class EquilibriumSummary:
    """Phase diagram, plateaus, interfaces and critical sizes at one temperature."""

    temperature: float  #: K
    standard_potential: float  #: V0 [V]
    least_stable: float | None  #: filling of smallest dmu/dx; None for layered hosts
    spinodals: tuple[float, ...]  #: of the strain-free host
    plateaus: tuple[Plateau, ...]  #: strain-free
    switching: tuple[Switching, ...]  #: many-particle hysteresis of each strain-free plateau
    coherent_plateaus: tuple[Plateau, ...]  #: with coherency strain; empty where B = 0
    layered: tuple[LayeredGap, ...]  #: coexistences of a two-layer host
    #: critical size [m] by shape, with coherency strain; empty without gradient energy
    critical_lengths: dict[str, float] = field(default_factory=dict)

    @property
    def plateau_potentials(self) -> tuple[float, ...]:
        """Equilibrium potentials [V] of all strain-free plateaus."""
        levels = [p.potential for p in self.plateaus]
        levels += [gap.plateau_potential(self.standard_potential) for gap in self.layered]
        return tuple(levels)


def equilibrium_summary(
    energy: FreeEnergy,
    standard_potential: float,
    temperature: float,
    gradient_energy: float | None = None,
    site_density: float | None = None,
    coherency: float = 0.0,
) -> EquilibriumSummary:
    """Analyse any free energy of one field, or of two layers.

    Parameters
    ----------
    standard_potential, temperature : V0 [V], T [K].
    gradient_energy, site_density : kappa [J/m] and rho [mol/m^3]; without them there are no
        interfaces, no critical sizes and no strain.
    coherency : B [Pa].

    Interfaces of two-layer hosts are not computed: their profile has two compositions.
    """
    if energy.fields == 2:
        gaps = layered_equilibrium(energy, temperature)
        return EquilibriumSummary(temperature, standard_potential, None, (), (), (), (), gaps)
    density = site_density or 0.0
    kappa = gradient_energy if site_density else None
    strain = coherency if site_density else 0.0
    least = least_stable_filling(energy, temperature)
    lengths: dict[str, float] = {}
    if kappa:
        lengths = {
            shape: critical_length(energy, temperature, kappa, density, strain, least, z)
            for shape, z in no_flux_eigenvalues().items()
        }

    def plateaus(strain: float) -> tuple[Plateau, ...]:
        args = (energy, temperature, standard_potential, kappa, density, strain)
        return _plateaus(*args)

    flat = plateaus(0.0)
    return EquilibriumSummary(
        temperature=temperature,
        standard_potential=standard_potential,
        least_stable=least,
        spinodals=spinodals(energy, temperature),
        plateaus=flat,
        switching=tuple(_switching(energy, temperature, plateau.gap) for plateau in flat),
        coherent_plateaus=plateaus(strain) if strain else (),
        layered=(),
        critical_lengths=lengths,
    )


def _plateaus(
    energy: FreeEnergy,
    temperature: float,
    standard_potential: float,
    kappa: float | None,
    density: float,
    strain: float,
) -> tuple[Plateau, ...]:
    strained = coherent(energy, strain, density)
    curve = EnergyCurve(strained, temperature)
    found = []
    for gap in miscibility_gaps(strained, temperature):
        boundary = boundary_of(curve, gap, kappa, density, strain) if kappa else None
        found.append(
            Plateau(
                gap=gap,
                potential=gap.plateau_potential(standard_potential),
                tilt=strain / (density * FARADAY) if strain else 0.0,
                boundary=boundary,
            )
        )
    return tuple(found)


def _switching(energy: FreeEnergy, temperature: float, gap: MiscibilityGap) -> Switching:
    jumps: list[Jump | None] = []
    for start in (gap.spinodals[0], gap.spinodals[-1]):
        try:
            jumps.append(jump_from_spinodal(energy, temperature, start))
        except ParameterError:  # beyond the range of a fitted formula nothing is stable
            jumps.append(None)
    return Switching(hysteresis_of(energy, temperature, gap), jumps[0], jumps[1])
