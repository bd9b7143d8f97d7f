"""A sheet device as light sees it: which layers lie on each other, and how thick they are."""

from __future__ import annotations

from ...core.constants import REDUCED_PLANCK, VACUUM_PERMITTIVITY
from ...core.errors import ParameterError
from ...materials.optical.media import GLASS, ITO, LIQUID_ELECTROLYTE, SOLID_ELECTROLYTE
from ...materials.optical.panes import permittivity_of
from ...physics.optics.dispersion import DrudeCarriers
from ...physics.optics.permittivity import Permittivity, SumOfPermittivities
from ...physics.optics.stack import OpticalLayer, OpticalStack
from .conductor import ConductingSheet
from .electrode import SheetElectrode
from .electrolyte import ElectrolyteSheet
from .film import InsertionFilm

#: of each sheet of glass (assumed; it is clear, so that this changes nothing)
GLASS_THICKNESS = 4e-3
#: an electrolyte thinner than this has fringes, as a film
COHERENT = 2e-6


def direct_conductivity(carriers: DrudeCarriers) -> float:
    r"""Conductivity at zero frequency that belongs to carriers seen by light [S/m].

    .. math:: \sigma = \frac{\varepsilon_0 E_p^2}{\hbar\, \Gamma}
    """
    square = float(carriers.plasma_energy(0.0)) ** 2
    return VACUUM_PERMITTIVITY * square / (REDUCED_PLANCK * carriers.damping)


def conductor_layer(sheet: ConductingSheet, permittivity: Permittivity = ITO) -> OpticalLayer:
    r"""A transparent conductor, as thick as its sheet resistance asks for.

    .. math:: d = \frac{1}{\sigma R_\square}

    with the conductivity of its own carriers: light and current see the same electrons. Indium
    tin oxide of 10 ohm per square is 0.21 um thick (its permittivity is assumed).

    Raises
    ------
    ParameterError
        for a permittivity without carriers.
    """
    terms = permittivity.terms if isinstance(permittivity, SumOfPermittivities) else (permittivity,)
    conducting = [direct_conductivity(t) for t in terms if isinstance(t, DrudeCarriers)]
    if not conducting:
        raise ParameterError(
            "permittivity", "has no free carriers: no thickness follows.", "Add DrudeCarriers."
        )
    return OpticalLayer(permittivity, 1.0 / (sum(conducting) * sheet.sheet_resistance))


def film_layer(name: str, film: SheetElectrode) -> OpticalLayer | None:
    """The layer of an insertion film, called ``name``; none for a surface without thickness.

    Raises
    ------
    ParameterError
        for a host whose permittivity is unknown.
    """
    if not isinstance(film, InsertionFilm):
        return None
    return OpticalLayer(permittivity_of(film.material), float(film.thickness), name=name)


def layers_of_sheets(
    film: SheetElectrode,
    conductor: ConductingSheet | None,
    electrolyte: ElectrolyteSheet,
    lid: ConductingSheet | None = None,
    lid_electrode: SheetElectrode | None = None,
    *,
    lid_name: str = "counter_film",
) -> OpticalStack:
    """Glass, conductor, film, electrolyte and, with a lid, film, conductor and glass.

    The film is called ``film``, that of the lid ``lid_name``. An electrolyte that ions cross but
    do not follow is taken as solid, another as a liquid (both indices assumed). What a layer
    covers only in part is taken as covering all: masks belong to the maps of filling.
    """
    solid = lid is not None and not electrolyte.in_plane
    medium = SOLID_ELECTROLYTE if solid else LIQUID_ELECTROLYTE
    glass = OpticalLayer(GLASS, GLASS_THICKNESS, coherent=False)
    gap = float(electrolyte.thickness)
    found = [
        glass,
        None if conductor is None else conductor_layer(conductor),
        film_layer("film", film),
        OpticalLayer(medium, gap, coherent=gap < COHERENT),
    ]
    if lid is not None:
        counter = None if lid_electrode is None else film_layer(lid_name, lid_electrode)
        found += [counter, conductor_layer(lid), glass]
    return OpticalStack(tuple(layer for layer in found if layer is not None))


def bare(stack: OpticalStack) -> OpticalStack:
    """The same without its coherent films: what is left where a device has no film."""
    return OpticalStack(
        tuple(layer for layer in stack.layers if not layer.coherent), stack.front, stack.back
    )
