"""Particles that reach the matrix only through each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.records import Record, positive
from .dealing import Dealing

Expression = Any


@dataclass(frozen=True, kw_only=True)
class ParticleChain(Record):
    r"""The particles of a cell in a row: the first touches the matrix, each next the one before.

    .. math:: G (\phi_m - \phi_{m-1}) - G (\phi_{m+1} - \phi_m) = I_m, \qquad \phi_0 = \phi_s

    with the insertion current :math:`I_m` [A] of a particle, which leaves it as electrons enter,
    and no neighbour behind the last one. The ``volume`` of a particle of mean size says what a
    conductance in siemens means for the particles that each member stands for. [smith2017]
    """

    conductance: float = positive("S", "conductance G of a contact", 1e-14)
    volume: float = positive("m^3", "volume of a particle of mean size")

    def residual(self, drop: Expression, currents: Expression, deal: Dealing) -> Expression:
        """Charge balance of every member [V].

        Parameters
        ----------
        drop : potential of the particles less that of the matrix [V], (members, 1).
        currents : insertion current of the members for a mean particle of volume 1 [A/m^3].
        """
        import casadi as ca

        backward = deal.backward()
        differences = ca.mtimes(backward, drop)
        balance = ca.mtimes(backward.T, differences)
        return balance - currents * (self.volume / self.conductance)
