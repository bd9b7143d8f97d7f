"""The figures that a specification can ask for, by name (``figures:``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError
from ..core.registry import Registry
from ..physics.stability.growth import phase_map
from ..simulation.impedance import impedance
from .ageing import plot_film_growth
from .animation import FilmAnimation
from .atomic_images import plot_atomic_images
from .cases import plot_cases
from .cells import plot_cell_cases
from .electrolyte import plot_electrolyte
from .film_colours import coloured, plot_cases_in_colour, plot_film_colours
from .film_stages import plot_film_stages
from .hysteresis import plot_hysteresis
from .impedance import plot_impedance
from .lattice import plot_staging
from .mechanisms import plot_mechanisms
from .mosaic import plot_mosaic
from .mosaic_animation import MosaicAnimation
from .overview import plot_solution
from .plating import plot_plating
from .reaction_distribution import plot_reaction_distribution
from .sheets import is_sheet, line_axis, plot_sheet_cases
from .size_order import plot_size_order
from .stability import plot_phase_map
from .stage_colours import plot_stage_colours
from .switching import plot_switching
from .timeline import Axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HERE = "ambipolar.plot.studies"
_MEMORY = "ambipolar.plot.memory_studies"
_KINETIC = "ambipolar.plot.kinetic"
_ATOMS = "ambipolar.plot.atom_studies"

STUDY_FIGURES = Registry(
    "figure",
    {
        "overview": f"{_HERE}:overview",
        "voltage-curves": f"{_HERE}:voltage_curves",
        "impedance": f"{_HERE}:spectra",
        "phase-map": f"{_HERE}:driven_phase_map",
        "film-colours": f"{_HERE}:film_colours",
        "film-stages": f"{_HERE}:film_stages",
        "switching": f"{_HERE}:switching",
        "mechanisms": f"{_HERE}:mechanisms",
        "electrolyte-profiles": f"{_HERE}:electrolyte_profiles",
        "cell-profiles": f"{_HERE}:cell_profiles",
        "reaction-distribution": f"{_HERE}:reaction_distribution",
        "stage-colours": f"{_HERE}:stage_colours",
        "size-order": f"{_HERE}:size_order",
        "hysteresis-loops": f"{_HERE}:hysteresis_loops",
        "film-growth": f"{_HERE}:film_growth",
        "plating": f"{_HERE}:plating",
        "atomic-images": f"{_HERE}:atomic_images",
        "lattice-staging": f"{_HERE}:lattice_staging",
        "animation": f"{_HERE}:animation",
        "mosaic": f"{_HERE}:mosaic",
        "mosaic-animation": f"{_HERE}:mosaic_animation",
        "vacancies": f"{_ATOMS}:vacancies",
        "migration-paths": f"{_ATOMS}:migration_paths",
        "bias-diagram": f"{_ATOMS}:bias_diagram",
        "memory-ramps": f"{_MEMORY}:ramps",
        "memory-steps": f"{_MEMORY}:step_laws",
        "memory-bistable": f"{_MEMORY}:bistability",
        "memory-noise": f"{_MEMORY}:ion_noise",
        "memory-learning": f"{_MEMORY}:learning",
        "lattice-gas": f"{_KINETIC}:lattice_gas",
        "master-equation": f"{_KINETIC}:master_equation",
        "dual-ion-extraction": f"{_KINETIC}:dual_ion_extraction",
        "insertion-voltage": "ambipolar.plot.insertion:figure_of",
    },
)

#: names whose function gives an animation instead of a figure
ANIMATIONS = ("animation", "mosaic-animation")


def figures_of(result: Any) -> dict[str, Figure]:
    """The figures of a study by name, in the order of its specification; the overview of a run.

    Raises
    ------
    UnknownNameError
        for a figure that is not registered.
    """
    usual = [] if result.spec.calculation is not None else ["overview"]
    names = result.spec.figures or usual
    known = {STUDY_FIGURES.resolve(name): STUDY_FIGURES[name] for name in names}
    return {name: draw(result) for name, draw in known.items() if name not in ANIMATIONS}


def animations_of(result: Any) -> dict[str, FilmAnimation | MosaicAnimation]:
    """The animations that a specification asks for, by name; they are written by ``save``."""
    asked = [STUDY_FIGURES.resolve(name) for name in result.spec.figures]
    return {name: STUDY_FIGURES[name](result) for name in asked if name in ANIMATIONS}


def overview(result: Any) -> Figure:
    """All cases side by side, or the only run."""
    if len(result.solutions) > 1:
        if all(is_sheet(s.dataset) for s in result.solutions.values()):
            return plot_sheet_cases(result.solutions, _labels(result))
        return plot_cases(result.solutions, _labels(result))
    return plot_solution(next(iter(result.solutions.values())), title=result.spec.title)


def voltage_curves(result: Any) -> Figure:
    """Voltage against filling of all cases, also where the voltage was swept."""
    return plot_cases(result.solutions, _labels(result), axis=Axis.FILLING)


def spectra(result: Any) -> Figure:
    """Impedance of every case at its initial state."""
    labels, frequencies = _labels(result), np.logspace(-4, 3, 80)
    return plot_impedance(
        {labels[n]: impedance(device, frequencies) for n, device in result.devices.items()}
    )


def reaction_distribution(result: Any) -> Figure:
    """Where the porous electrode of every case reacts at the start."""
    return plot_reaction_distribution(result.solutions, _labels(result))


def driven_phase_map(result: Any) -> Figure:
    """Driven stability of the first case, between minus and plus twice its exchange current."""
    name, device = next(iter(result.devices.items()))
    surface = device.driven_surface()
    largest = 2.0 * float(surface.exchange_current(0.5))
    grid = phase_map(surface, np.linspace(0.01, 0.99, 200), np.linspace(-largest, largest, 201))
    return plot_phase_map(grid, title=_labels(result)[name])


def film_colours(result: Any) -> Figure:
    """Films and windows in transmitted daylight: the only run, or the cases below each other."""
    labels = _labels(result)
    if len(result.solutions) == 1:
        ((name, solution),) = result.solutions.items()
        return plot_film_colours(solution, result.devices[name], title=result.spec.title)
    return plot_cases_in_colour(result.solutions, result.devices, labels)


def film_stages(result: Any) -> Figure:
    """The first case that is watched by probes, at the end of each of its steps."""
    watched = [n for n, d in result.devices.items() if getattr(d, "probes", ())]
    if not watched:
        raise ParameterError("figures", "no case has probes.", "Give the device some.")
    name = watched[0]
    title = _labels(result)[name]
    return plot_film_stages(result.solutions[name], result.devices[name], title=title)


def mechanisms(result: Any) -> Figure:
    """Both mechanisms of a moving film in the same experiments."""
    return plot_mechanisms(result.solutions, _labels(result))


def electrolyte_profiles(result: Any) -> Figure:
    """Salt and potential between two electrodes, and the voltage, of every case."""
    return plot_electrolyte(result.solutions, _labels(result))


def cell_profiles(result: Any) -> Figure:
    """Fillings, salt and voltage of every case that is a cell."""
    return plot_cell_cases(result.solutions, _labels(result))


def stage_colours(result: Any) -> Figure:
    """Graphite electrodes in the colours of their stages."""
    return plot_stage_colours(result.solutions, result.devices, _labels(result))


def size_order(result: Any) -> Figure:
    """Particles of electrodes in the order of their sizes."""
    return plot_size_order(result.solutions, result.devices, _labels(result))


def hysteresis_loops(result: Any) -> Figure:
    """Loops of many particles, and inner loops."""
    return plot_hysteresis(result.solutions, result.devices, _labels(result))


def atomic_images(result: Any) -> Figure:
    """Micrographs of every case that has some: states, columns, profiles."""
    return plot_atomic_images(result.solutions, _labels(result))


def lattice_staging(result: Any) -> Figure:
    """Isotherms of a layered lattice model, and which layers are full."""
    return plot_staging(result.solutions, _labels(result))


def film_growth(result: Any) -> Figure:
    """Films on particles: stored, swept once, cycled."""
    return plot_film_growth(result.solutions, _labels(result))


def plating(result: Any) -> Figure:
    """When metal is plated, and how much."""
    return plot_plating(result.solutions, result.devices, _labels(result))


def switching(result: Any) -> Figure:
    """Transmittance and its spread over the pane, for all cases of several steps."""
    several = {n: s for n, s in result.solutions.items() if int(s.dataset["step"].max()) > 0}
    return plot_switching(several or result.solutions, result.devices, _labels(result))


def mosaic(result: Any) -> Figure:
    """Mosaics of a population, histograms of its fillings and its active fraction."""
    return plot_mosaic(result.solutions, result.devices, _labels(result))


def mosaic_animation(result: Any) -> MosaicAnimation:
    """The mosaic in motion."""
    return MosaicAnimation(result.solutions, result.devices, _labels(result))


def animation(result: Any) -> FilmAnimation:
    """The first case on a plane, or the first that has a colour, in motion."""
    sheets = {n: s.dataset for n, s in result.solutions.items() if is_sheet(s.dataset)}
    planes = [n for n, d in sheets.items() if line_axis(d) is None]
    if not sheets:
        raise ParameterError(
            "figures", "no case is a film or window: there is nothing to animate.",
            "Leave the animation out.",
        )  # fmt: skip
    name = (planes or list(sheets))[0]
    seen = coloured(result.solutions[name], result.devices[name])
    return FilmAnimation(seen, _labels(result)[name])


def _labels(result: Any) -> dict[str, str]:
    """Text for every case: its label, or its name."""
    labels = {case.name: case.label or case.name for case in result.spec.cases}
    return {name: labels.get(name) or name for name in result.solutions}
