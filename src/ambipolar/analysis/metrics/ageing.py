"""Metrics of films and of plated metal."""

from __future__ import annotations

import numpy as np

from ...core.errors import ParameterError
from ...simulation.study import StudyResult
from .access import dataset_of


def growth_exponent(
    result: StudyResult, case: str, observable: str, start: float, stop: float, power: float = 1.0
) -> float:
    r"""Exponent n of a growth :math:`y^p - y_0^p \propto t^{pn}` between two times [s].

    ``power`` p = 2 takes out the initial thickness of a film that slows itself.
    """
    data = dataset_of(result, case)
    time, values = data["time"].values, _values(data, observable)
    gain = values**power - values[0] ** power
    inside = (time >= start) & (time <= stop) & (gain > 0)
    if np.count_nonzero(inside) < 3:
        raise ParameterError("claim.arguments", f"no growth between {start:g} and {stop:g} s.")
    slope = np.polyfit(np.log(time[inside]), np.log(gain[inside]), 1)[0]
    return float(slope / power)


def gain_ratio(
    result: StudyResult, case: str, other: str, observable: str = "particle.sei_thickness",
    above: float = 0.0, below: float = 1.0, power: float = 2.0,
) -> float:  # fmt: skip
    r"""Gain of :math:`y^p` in a case over that in another one, between two mean fillings.

    A film limited by transport gains the same :math:`L^2` in the same time, however thick it is.
    """
    gains = []
    for name in (case, other):
        data = dataset_of(result, name)
        filling, values = data["filling"].values, _values(data, observable)
        at = values[(filling >= above) & (filling <= below)]
        if at.size < 2:
            raise ParameterError("claim.arguments", f"{name} is never between these fillings.")
        gains.append(float(at[-1] ** power - at[0] ** power))
    return gains[0] / gains[1]


def filling_of_amount(
    result: StudyResult, case: str, amount: float, observable: str = "particle.plated_charge"
) -> float:
    """Mean filling at which an observable first exceeds an amount; one where it never does."""
    data = dataset_of(result, case)
    filling, values = data["filling"].values, _values(data, observable)
    beyond = np.flatnonzero(values > amount)
    if not beyond.size:
        return 1.0
    after = int(beyond[0])
    if after == 0:
        return float(filling[0])
    pair = slice(after - 1, after + 1)
    return float(np.interp(amount, values[pair], filling[pair]))


def onset_fillings(result: StudyResult, case: str, cases: list[str]) -> list[float]:
    """Fillings at which runs that end at the potential of the metal end."""
    return [float(dataset_of(result, name)["filling"].values[-1]) for name in cases]


def share_left(result: StudyResult, case: str, observable: str = "particle.plated_charge") -> float:
    """Last value of an observable over its largest."""
    values = _values(dataset_of(result, case), observable)
    return float(values[-1] / np.max(values))


def _values(data: object, observable: str) -> np.ndarray:
    if observable not in data:  # type: ignore[operator]
        raise ParameterError("claim.arguments.observable", f"there is no {observable!r}.")
    values = data[observable].values  # type: ignore[index]
    if values.ndim > 1:
        raise ParameterError(
            "claim.arguments.observable", f"{observable!r} has several values at one time.",
            "Take its mean.",
        )  # fmt: skip
    return values
