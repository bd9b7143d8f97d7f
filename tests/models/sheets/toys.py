"""Small sheet devices that several tests share."""

from __future__ import annotations

from typing import Any

import numpy as np

from ambipolar.core.constants import FARADAY
from ambipolar.devices.electrochromic_window import ElectrochromicWindow
from ambipolar.devices.lateral_film import LateralFilm
from ambipolar.materials import WO3, NiO
from ambipolar.models.regions import Rectangle, Region
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet, Pool
from ambipolar.models.sheets.film import InsertionFilm
from ambipolar.simulation.protocols import drive
from ambipolar.simulation.run import run
from ambipolar.simulation.solution import Solution

FILM = InsertionFilm(material=WO3)


def band(left: float, right: float) -> Rectangle:
    """All rows between two positions along x [m]."""
    return Rectangle(left, right, -1.0, 1.0)


def pooled(region: Region, **more: Any) -> ElectrolyteSheet:
    """One pool on a region."""
    return ElectrolyteSheet(pools=(Pool(region=region),), **more)


def lateral_film(columns: int = 20, **more: Any) -> LateralFilm:
    """The film of 50 mm by 20 mm with bare ends of 5 mm."""
    defaults = {"film": FILM, "electrolyte": pooled(band(5e-3, 45e-3)), "columns": columns}
    return LateralFilm(**(defaults | more))


def window(columns: int = 8, **more: Any) -> ElectrochromicWindow:
    """A pane of 0.3 m with tungsten and nickel oxide."""
    film = InsertionFilm(material=WO3, thickness=300e-9, initial_filling=0.02)
    counter = InsertionFilm(material=NiO, thickness=300e-9, initial_filling=0.6)
    defaults = {"film": film, "counter_film": counter, "columns": columns}
    return ElectrochromicWindow(**(defaults | more))


def driven(device: Any, terminals: dict[str, Any], duration: float = 10.0, **more: Any) -> Solution:
    """One step of constant currents and voltages."""
    return run(device, drive(terminals, duration=duration, **({"samples": 11} | more))).check()


def thermal(temperature: float) -> float:
    """RT/F [V]."""
    return 8.31446261815324 * temperature / FARADAY


def filling(solution: Solution, index: int = -1) -> np.ndarray:
    """Map of the filling at one stored time."""
    return solution["film.filling"].values[index]
