"""Electrochemical impedance of any device, from the linearised equations of the device itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..numerics.compile import compile_system
from ..numerics.initialise import consistent_state
from ..numerics.linearise import frequency_response
from .starting import initial_state

if TYPE_CHECKING:
    import xarray as xr


def impedance(
    device: Any,
    frequencies: np.ndarray | None = None,
    *,
    start: Mapping[str, np.ndarray] | None = None,
) -> xr.Dataset:
    r"""Impedance at zero current about the initial (or a given) state.

    .. math:: Z(\omega) = -\hat V/\hat I

    with the minus sign because the current is positive on discharge.

    Parameters
    ----------
    device : a device with observables ``voltage`` and ``current_density``.
    frequencies : in Hz; by default 61 from 10 mHz to 10 kHz.
    start : ``final_state`` of a solution to linearise about.

    Returns
    -------
    xarray.Dataset
        ``resistance`` (real) and ``reactance`` (imaginary part of Z) [ohm m^2] along
        ``frequency`` [Hz].
    """
    import xarray as xr

    frequencies = np.logspace(-2, 4, 61) if frequencies is None else np.asarray(frequencies, float)
    compiled = compile_system(device)
    p = compiled.input_vector(device, {})
    y = consistent_state(compiled, initial_state(compiled, p, start), p)
    z = -frequency_response(compiled, y, p, frequencies, "control.value", "voltage")

    def column(values: np.ndarray, label: str) -> tuple[str, np.ndarray, dict[str, str]]:
        return "frequency", values, {"units": "ohm*m^2", "long_name": f"{label} of the impedance"}

    axis = {"units": "Hz", "long_name": "frequency"}
    return xr.Dataset(
        {
            "resistance": column(np.real(z), "real part"),
            "reactance": column(np.imag(z), "imaginary part"),
        },
        {"frequency": ("frequency", frequencies, axis)},
    )
