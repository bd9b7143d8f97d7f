"""Metrics of lattice models: plateaus, order and hysteresis of isotherms."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def _crossing(voltage: np.ndarray, filling: np.ndarray, level: float) -> float:
    """Voltage where a filling that rises as the voltage falls first reaches ``level``."""
    above = np.flatnonzero(filling >= level)
    if not above.size or above[0] == 0:
        raise ParameterError("claim.arguments.filling", f"{level:g} is not reached.")
    k = int(above[0])
    share = (level - filling[k - 1]) / (filling[k] - filling[k - 1])
    return float(voltage[k - 1] + share * (voltage[k] - voltage[k - 1]))


def isotherm_voltage(
    result: StudyResult, case: str, filling: float, branch: str = "insertion"
) -> float:
    """Voltage at a filling, of ``insertion``, ``extraction`` or ``equilibrium``."""
    data = dataset_of(result, case)
    if branch == "equilibrium":
        curve = data["equilibrium_filling"].values
    else:
        curve = data["filling"].sel(branch=branch).values
    return _crossing(data["voltage"].values, curve, filling)


def difference_of_voltages(
    result: StudyResult, case: str, upper: float, lower: float, branch: str = "insertion"
) -> float:
    """Voltage at the filling ``upper`` less that at the filling ``lower``."""
    ways = [isotherm_voltage(result, case, x, branch) for x in (upper, lower)]
    return ways[0] - ways[1]


def isotherm_hysteresis(result: StudyResult, case: str, filling: float) -> float:
    """Voltage of extraction less that of insertion at a filling."""
    ways = [isotherm_voltage(result, case, filling, b) for b in ("extraction", "insertion")]
    return ways[0] - ways[1]


def lattice_stage_order(
    result: StudyResult, case: str, period: int, lower: float, upper: float,
    branch: str = "insertion",
) -> float:  # fmt: skip
    """Largest order of every ``period``-th layer at fillings between two limits.

    Zero where the branch jumps over them.
    """
    data = dataset_of(result, case)
    if branch == "equilibrium":
        filling, orders = data["equilibrium_filling"], data["equilibrium_stage_order"]
    else:
        filling, orders = (data[n].sel(branch=branch) for n in ("filling", "stage_order"))
    inside = (filling.values >= lower) & (filling.values <= upper)
    order = orders.sel(period=period).values[inside]
    return float(order.max()) if order.size else 0.0


def layers_of_filling(
    result: StudyResult, case: str, filling: float, branch: str = "insertion"
) -> list[float]:
    """Fillings of the layers where the whole is nearest to ``filling``."""
    data = dataset_of(result, case).sel(branch=branch)
    k = int(np.argmin(np.abs(data["filling"].values - filling)))
    return [float(v) for v in data["layer_filling"].values[k]]


def superlattice_at(
    result: StudyResult, case: str, filling: float, branch: str = "insertion"
) -> float:
    """In-plane order where the filling is nearest to ``filling``."""
    data = dataset_of(result, case).sel(branch=branch)
    k = int(np.argmin(np.abs(data["filling"].values - filling)))
    return float(data["superlattice_order"].values[k])


def plateau_width(
    result: StudyResult, case: str, centre: float, branch: str = "insertion", drop: float = 0.01
) -> float:
    """Change of filling over ``drop`` volts about the voltage at the filling ``centre``."""
    data = dataset_of(result, case)
    middle = isotherm_voltage(result, case, centre, branch)
    voltage = data["voltage"].values[::-1]
    if branch == "equilibrium":
        curve = data["equilibrium_filling"].values[::-1]
    else:
        curve = data["filling"].sel(branch=branch).values[::-1]
    low, high = np.interp([middle - drop / 2, middle + drop / 2], voltage, curve)
    return float(low - high)


def coexistence(
    result: StudyResult, case: str, states: str, what: str = "voltage"
) -> float | list[float]:
    """Voltage (V), or the two fillings, at which two phases coexist in equilibrium.

    Parameters
    ----------
    states : ``"stage 3 to stage 2"``, as the dataset names its transitions.
    what : ``voltage`` or ``fillings``.

    Raises
    ------
    ParameterError
        when these two do not coexist; the message lists what does.
    """
    data = dataset_of(result, case)
    names = [str(n) for n in data["transition"].values]
    if states not in names:
        raise ParameterError(
            "claim.arguments.states", f"no transition {states!r}; there are {names}."
        )
    k = names.index(states)
    if what == "voltage":
        return float(data["transition_voltage"].values[k])
    return [float(x) for x in data["transition_filling"].values[k]]
