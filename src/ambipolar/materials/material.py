"""A host: what inserts into it, its free energy, transport and kinetics, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.constants import FARADAY
from ..core.records import Record, annotation, choice, positive, quantity
from ..physics.kinetics.reaction import RateLaw
from ..physics.optics.permittivity import Permittivity
from ..physics.properties.conductivity import Conductivity
from ..physics.thermodynamics.free_energy import FreeEnergy
from ..physics.transport.diffusivity import ConstantDiffusivity, Diffusivity


@dataclass(frozen=True, kw_only=True)
class Material(Record):
    r"""A named, sourced parameter set of a host.

    The equilibrium potential against the reference electrode is
    :math:`U(x) = V_0 - \mu(x)/zF + (RT/zF) \ln a_+` with :math:`\mu = \partial g/\partial x`.

    Sites are sites of guest ions: a guest of charge number z that fills one of them brings z
    electrons, so that the charge of a full host is :math:`z F c_s` per volume.

    ``sources`` maps the path of a number, or of the object that holds it, to a reference key of
    ``references.bib`` (or a short note for values without one, which starts with "assumed",
    "fitted" or "computed"): ``{"free_energy.omega": "cogswell2012", "kinetics": ...}``.
    """

    name: str = annotation()
    formula: str = annotation()
    guest: str = "Li+"
    free_energy: FreeEnergy = choice("free energy", "homogeneous free energy of mixing")
    kinetics: RateLaw = choice("kinetics", "insertion kinetics")
    site_density: float = positive("mol/m^3", "density of guest sites (maximum concentration)")
    standard_potential: float = quantity("V", "standard potential V0 against the guest metal", 0.0)
    diffusivity: Diffusivity = choice("diffusivity", "guest transport", ConstantDiffusivity())
    gradient_energy: float = quantity("J/m", "gradient energy coefficient kappa", 0.0, above=0.0)
    coherency: float | None = quantity(
        "Pa", "coherency strain coefficient B; none means no coherency strain", None, above=0.0
    )
    conductivity: Conductivity | None = choice(
        "conductivity", "electronic conductivity sigma(x, T); none means unknown", None
    )
    permittivity: Permittivity | None = choice(
        "permittivity",
        "optical permittivity eps(wavelength, x); none means unknown",
        None,
        read_out=True,
    )
    charge_number: float = quantity("1", "charge number of the guest ion", 1.0, structural=True)
    molar_mass: float | None = quantity(
        "kg/mol",
        "mass of the host, as in its formula, per guest site",
        None,
        above=0.0,
        closed=False,
        structural=True,
    )
    sources: Mapping[str, str] = annotation(None)
    filling_range: tuple[float, float] = annotation((0.0, 1.0))
    note: str = annotation()

    @property
    def field_site_density(self) -> float:
        """Density of the sites of one composition field [mol/m^3]; fields share them equally."""
        return self.site_density / self.free_energy.fields

    @property
    def specific_capacity(self) -> float | None:
        r"""Charge :math:`zF/M` of all sites per mass [C/kg]; None where the mass is unknown."""
        return self.charge_number * FARADAY / self.molar_mass if self.molar_mass else None

    def source_of(self, path: str) -> str | None:
        """Source of the number at dotted ``path``, or of the innermost object that has one."""
        sources = self.sources or {}
        while path and path not in sources:
            path = path.rpartition(".")[0]
        return sources.get(path)

    def open_circuit_potential(self, x: object, temperature: float = 298.15) -> object:
        """Equilibrium potential U(x) [V] at unit ion activity; all fields at filling ``x``."""
        fields = (x,) * self.free_energy.fields
        mu = self.free_energy.chemical_potential(fields, temperature)
        return self.standard_potential - mu / (self.charge_number * FARADAY)
