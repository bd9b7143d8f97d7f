"""Metrics of salt at rest, on made-up data."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from ambipolar.analysis.metrics.electrolyte import relaxation_time, rest_voltage
from ambipolar.core.errors import ParameterError


def result() -> SimpleNamespace:
    time = np.concatenate([np.linspace(0, 5, 11), 5 + np.linspace(0, 10, 101)])
    step = np.repeat([0, 1], [11, 101])
    voltage = np.where(step == 0, -0.1, -0.03 * np.exp(-(time - 5) / 2.5))
    data = xr.Dataset({"voltage": ("time", voltage), "step": ("time", step)}, coords={"time": time})
    return SimpleNamespace(
        case=lambda name: name, solutions={"a": SimpleNamespace(dataset=data, status="ok")}
    )


def test_the_voltage_after_the_current_stops_and_its_decay() -> None:
    assert rest_voltage(result(), "a") == pytest.approx(-0.03)
    assert relaxation_time(result(), "a", after=2.0) == pytest.approx(2.5, rel=1e-9)


def test_steps_and_times_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ParameterError, match="there is no step 4"):
        rest_voltage(result(), "a", step=4)
    with pytest.raises(ParameterError, match="leaves no voltage"):
        relaxation_time(result(), "a", after=1e3)
