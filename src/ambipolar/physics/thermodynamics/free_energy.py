"""The contract of every homogeneous free energy, and the sum of such terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ...core.records import Record
from ..derivatives import derivative

Array = Any


@dataclass(frozen=True)
class FreeEnergy(Record):
    r"""Homogeneous free energy of mixing per mole of host formula unit.

    .. math:: g(x_1, \dots, x_n; T) \quad [\mathrm{J\,mol^{-1}}]

    Subclasses write :meth:`molar` once, element-wise, with :mod:`ambipolar.core.ops`; the
    chemical potential and its derivatives follow by automatic differentiation. Terms add:
    ``IdealMixing() + RegularSolution(omega)``.

    The standard potential of the host (its ``V0``) is *not* part of ``g``; see ``Material``.
    """

    #: whether exp(mu/RT) is the activity of the inserted ion; if not, rate laws use x/(1-x)
    activity_defined: ClassVar[bool] = True

    #: number of composition fields
    fields: int = 1

    @property
    def validity(self) -> tuple[float, float]:
        """Range of fillings in which the law may be trusted and analysed."""
        return (0.0, 1.0)

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        """Energy g [J/mol] at fillings ``x`` (one array per field, broadcastable)."""
        raise NotImplementedError

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        r""":math:`\mu_i = \partial g/\partial x_i` [J/mol], relative to the standard potential."""
        return derivative(self._flat, (*x, temperature), field)

    def excess_potential(
        self, x: tuple[Array, ...], temperature: Array, field: int = 0
    ) -> Array | None:
        r""":math:`\mu_i - RT \ln[x_i/(1-x_i)]` [J/mol], without a logarithm.

        None where the law is not that of a lattice gas and something finite. Rates that are
        written with it stay smooth through an empty and a full host.
        """
        return None

    def curvature(
        self, x: tuple[Array, ...], temperature: Array, field: int = 0, by: int = 0
    ) -> Array:
        r""":math:`\partial \mu_i/\partial x_j` [J/mol]."""

        def potential(*arguments: Array) -> Array:
            return self.chemical_potential(arguments[:-1], arguments[-1], field)

        return derivative(potential, (*x, temperature), by)

    def molar_entropy(self, x: tuple[Array, ...], temperature: Array) -> Array:
        r""":math:`s = -\partial g/\partial T` [J/(mol K)]."""
        return -derivative(self._flat, (*x, temperature), len(x))

    def _flat(self, *arguments: Array) -> Array:
        return self.molar(arguments[:-1], arguments[-1])

    def __add__(self, other: FreeEnergy) -> SumOfTerms:
        terms = (*_terms(self), *_terms(other))
        return SumOfTerms(fields=max(t.fields for t in terms), terms=terms)


def _terms(energy: FreeEnergy) -> tuple[FreeEnergy, ...]:
    return energy.terms if isinstance(energy, SumOfTerms) else (energy,)


@dataclass(frozen=True)
class SumOfTerms(FreeEnergy):
    """Sum of free energy terms over the same composition fields."""

    terms: tuple[FreeEnergy, ...] = ()

    @property
    def activity_defined(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """True when every term defines an activity."""
        return all(term.activity_defined for term in self.terms)

    @property
    def validity(self) -> tuple[float, float]:
        """Range in which every term is valid."""
        ranges = [term.validity for term in self.terms]
        return (max(low for low, _ in ranges), min(high for _, high in ranges))

    def molar(self, x: tuple[Array, ...], temperature: Array) -> Array:
        return sum(term.molar(x, temperature) for term in self.terms)

    def chemical_potential(self, x: tuple[Array, ...], temperature: Array, field: int = 0) -> Array:
        # term by term, because a term may know its potential better than its energy (tables)
        return sum(term.chemical_potential(x, temperature, field) for term in self.terms)

    def excess_potential(
        self, x: tuple[Array, ...], temperature: Array, field: int = 0
    ) -> Array | None:
        parts = [term.excess_potential(x, temperature, field) for term in self.terms]
        if sum(part is not None for part in parts) != 1:
            return None  # no lattice gas, or several
        return sum(
            term.chemical_potential(x, temperature, field) if part is None else part
            for term, part in zip(self.terms, parts, strict=True)
        )
