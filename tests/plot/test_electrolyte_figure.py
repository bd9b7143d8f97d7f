"""Profiles of salt and potential."""

from __future__ import annotations

import pytest

from ambipolar.core.errors import ParameterError
from ambipolar.devices.electrolyte_cell import ElectrolyteCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.physics.electrolytes.uniform import PerfectBath
from ambipolar.plot.electrolyte import PROFILES, plot_electrolyte
from ambipolar.simulation.protocols import from_text
from ambipolar.simulation.run import run


def test_one_row_for_each_case_with_profiles_and_the_voltage() -> None:
    layer = PorousLayer(thickness=2e-5, cells=10)
    protocol = from_text("Discharge at 10 A/m^2 for 9 s")
    cases = {
        name: run(ElectrolyteCell(electrolyte=law, layer=layer), protocol)
        for name, law in {"a": ELECTROLYTES["nyman"], "b": PerfectBath()}.items()
    }
    figure = plot_electrolyte(cases, {"a": "a salt", "b": "a bath"})
    assert len(figure.axes) == 6
    assert figure.axes[0].get_title(loc="left") == "a salt"
    assert len(figure.axes[0].lines) == PROFILES
    first, last = (line.get_ydata() for line in (figure.axes[0].lines[0], figure.axes[0].lines[-1]))
    assert first == pytest.approx(1.0) and last[0] > 1.0 > last[-1]


def test_cases_without_electrolyte_are_told_so() -> None:
    with pytest.raises(ParameterError, match="no case resolves an electrolyte"):
        plot_electrolyte({}, {})
