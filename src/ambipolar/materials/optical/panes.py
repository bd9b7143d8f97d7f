"""Ready panes: a coated glass, and the laminate of an electrochromic window."""

from __future__ import annotations

from ...core.errors import ParameterError
from ...physics.optics.permittivity import Permittivity
from ...physics.optics.stack import OpticalLayer, OpticalStack
from ..material import Material
from .media import GLASS, ITO, LIQUID_ELECTROLYTE, SOLID_ELECTROLYTE


def coated_glass(
    host: Material,
    thickness: float,
    *,
    conductor: float = 150e-9,
    glass: float = 3e-3,
    cells: int = 1,
    wet: bool = False,
) -> OpticalStack:
    """Glass, transparent conductor and a film called ``film``, seen from the glass.

    Parameters
    ----------
    host, thickness : of the film [m].
    conductor, glass : their thicknesses [m]; a conductor of no thickness is left out.
    cells : slices of the film over its depth, from the conductor to its surface.
    wet : whether a liquid electrolyte stands behind the film instead of air.

    Raises
    ------
    ParameterError
        for a host without permittivity.
    """
    layers = [OpticalLayer(GLASS, glass, coherent=False)]
    if conductor > 0:
        layers.append(OpticalLayer(ITO, conductor))
    layers.append(_film(host, thickness, cells, "film"))
    if wet:
        return OpticalStack(tuple(layers), back=LIQUID_ELECTROLYTE)
    return OpticalStack(tuple(layers))


def laminate(
    host: Material,
    thickness: float,
    counter: Material,
    counter_thickness: float,
    *,
    electrolyte: float = 100e-6,
    conductor: float = 150e-9,
    glass: float = 3e-3,
    cells: int = 1,
    counter_cells: int = 1,
) -> OpticalStack:
    """Glass, conductor, ``film``, electrolyte, ``counter_film``, conductor, glass.

    An electrolyte of less than 2 um is a film with fringes, a thicker one has none. The cells of
    a film are counted from its conductor in ``film`` and from its surface in ``counter_film``,
    as light meets them.

    Raises
    ------
    ParameterError
        for a host without permittivity.
    """
    return OpticalStack(
        (
            OpticalLayer(GLASS, glass, coherent=False),
            OpticalLayer(ITO, conductor),
            _film(host, thickness, cells, "film"),
            OpticalLayer(SOLID_ELECTROLYTE, electrolyte, coherent=electrolyte < 2e-6),
            _film(counter, counter_thickness, counter_cells, "counter_film"),
            OpticalLayer(ITO, conductor),
            OpticalLayer(GLASS, glass, coherent=False),
        )
    )


def permittivity_of(host: Material) -> Permittivity:
    """Permittivity of a host.

    Raises
    ------
    ParameterError
        when the material has none.
    """
    if host.permittivity is None:
        raise ParameterError(
            "material.permittivity", f"is unknown for {host.name}.", "Give the material one."
        )
    return host.permittivity


def _film(host: Material, thickness: float, cells: int, name: str) -> OpticalLayer:
    return OpticalLayer(permittivity_of(host), thickness, cells=cells, name=name)
