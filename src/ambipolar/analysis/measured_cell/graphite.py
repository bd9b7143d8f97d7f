"""What moves the guests of graphite."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...core.records import Record, positive, quantity
from ...models.cells.electrode import PorousElectrode
from ...models.radial import CahnHilliardReaction
from ...physics.transport.diffusivity import LatticeDiffusivity


@dataclass(frozen=True)
class Graphite(Record):
    """Changes of a graphite electrode that a battery parameter file describes.

    Another diffusivity leaves more or less behind in slow discharges, too, so that the filling at
    the start, which the file fitted to a capacity, goes with it.
    """

    initial_filling: float | None = quantity(
        "1", "filling of the charged cell; none means the file's", None, above=0.0, below=1.0
    )

    def electrode(self, old: PorousElectrode) -> PorousElectrode:
        """The electrode with other particles."""
        if self.initial_filling is None:
            return old
        return replace(old, initial_filling=self.initial_filling)


@dataclass(frozen=True)
class FickianGraphite(Graphite):
    """Fickian spheres as in the file, with another diffusivity where one is given."""

    diffusivity: float | None = positive("m^2/s", "diffusivity; none means the file's", None)

    def electrode(self, old: PorousElectrode) -> PorousElectrode:
        old = super().electrode(old)
        if self.diffusivity is None:
            return old
        law = replace(old.material.diffusivity, prefactor=self.diffusivity)
        return replace(old, material=replace(old.material, diffusivity=law))


@dataclass(frozen=True)
class StagingGraphite(Graphite):
    r"""Guests that are driven by their chemical potential, so that stages meet in fronts.

    .. math:: N = -\frac{D_0\, x(1-x)}{RT}\, c_s \nabla\mu, \qquad \mu = -F\, U(x)

    with the open-circuit curve U of the file, its plateaus included. Fronts are as sharp as the
    mesh: the curve has no unstable parts and there is no gradient energy. [bazant2013]
    """

    diffusivity: float = positive("m^2/s", "tracer diffusivity D0", 2e-15)
    nodes: int = 25

    def electrode(self, old: PorousElectrode) -> PorousElectrode:
        old = super().electrode(old)
        before = old.material.diffusivity
        law = LatticeDiffusivity(
            prefactor=self.diffusivity,
            activation_energy=before.activation_energy,
            reference_temperature=before.reference_temperature,
        )
        return replace(
            old,
            material=replace(old.material, diffusivity=law),
            particle=CahnHilliardReaction(radius=old.particle.nominal_size(), nodes=self.nodes),
        )
