"""Metrics and figure of isotherms, on a staircase drawn by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from ambipolar.analysis.metrics import lattice
from ambipolar.core.errors import ParameterError
from ambipolar.plot.lattice import plot_staging
from ambipolar.simulation.specification.spec import RunSpec
from ambipolar.simulation.study import StudyResult

VOLTAGE = np.linspace(0.2, 0.0, 201)


def staircase(shift):
    """Rises from 0 to 1/2 over 2 mV about 0.15 V, and to 1 about 0.05 V."""
    rise = np.interp(-VOLTAGE, [-0.151 - shift, -0.149 - shift], [0, 0.5])
    return rise + np.interp(-VOLTAGE, [-0.051 - shift, -0.049 - shift], [0, 0.5])


@pytest.fixture
def result():
    filling = np.array([staircase(-0.005), staircase(0.005)])
    # layers 0 and 2 fill first
    layers = np.stack([np.minimum(2 * filling, 1), np.maximum(2 * filling - 1, 0)] * 2, axis=-1)
    total = np.where(layers.sum(-1) > 0, layers.sum(-1), 1)
    order = np.abs(layers @ [1, -1, 1, -1]) / total
    every = np.stack([order, 0 * order, 0 * order], -1)
    middle = staircase(0.0)
    data = xr.Dataset(
        {
            "filling": (("branch", "voltage"), filling),
            "layer_filling": (("branch", "voltage", "layer"), layers),
            "stage_order": (("branch", "voltage", "period"), every),
            "superlattice_order": (("branch", "voltage"), filling),
            "equilibrium_filling": ("voltage", middle),
            "equilibrium_layer_filling": (("voltage", "layer"), layers[0]),
            "equilibrium_stage_order": (("voltage", "period"), np.stack([order[0]] * 3, -1)),
            "transition_voltage": ("transition", [0.15]),
            "transition_filling": (("transition", "side"), [[0.0, 0.5]]),
        },
        coords={
            "branch": ["insertion", "extraction"], "voltage": VOLTAGE, "period": [2, 3, 4],
            "transition": ["empty to stage 2"],
        },
    )  # fmt: skip
    spec = RunSpec(name="made up", calculation={"type": "lattice-isotherm"})
    return StudyResult(spec, {"only": None}, {"only": SimpleNamespace(dataset=data)})


def test_voltages_and_hysteresis(result):
    assert lattice.isotherm_voltage(result, "only", 0.25, "equilibrium") == pytest.approx(0.15)
    assert lattice.isotherm_voltage(result, "only", 0.75) == pytest.approx(0.045)
    assert lattice.isotherm_hysteresis(result, "only", 0.25) == pytest.approx(0.01)
    found = lattice.difference_of_voltages(result, "only", 0.25, 0.75, "equilibrium")
    assert found == pytest.approx(0.1)
    assert lattice.plateau_width(result, "only", 0.25, "equilibrium") == pytest.approx(0.5)


def test_orders_and_layers(result):
    assert lattice.lattice_stage_order(result, "only", 2, 0.4, 0.6) == pytest.approx(1.0)
    assert lattice.lattice_stage_order(result, "only", 2, 0.4, 0.6, "equilibrium") == 1.0
    # an interval that no voltage falls into
    assert lattice.lattice_stage_order(result, "only", 2, 0.6, 0.7) == 0.0
    assert lattice.layers_of_filling(result, "only", 0.5) == pytest.approx([1, 0, 1, 0])
    assert lattice.superlattice_at(result, "only", 0.5) == pytest.approx(0.5)


def test_coexistence_is_found_by_name(result):
    assert lattice.coexistence(result, "only", "empty to stage 2") == pytest.approx(0.15)
    assert lattice.coexistence(result, "only", "empty to stage 2", "fillings") == [0.0, 0.5]
    with pytest.raises(ParameterError, match="empty to stage 2"):
        lattice.coexistence(result, "only", "stage 2 to stage 1")


def test_fillings_that_are_not_reached_are_told(result):
    with pytest.raises(ParameterError, match="not reached"):
        lattice.isotherm_voltage(result, "only", 1.2)


def test_figure_has_a_row_of_panels_over_one_voltage(result):
    figure = plot_staging(result.solutions, {"only": "a case"})
    drawn = [a for a in figure.axes if a.get_xlabel()]
    assert [a.get_xlabel() for a in drawn] == [
        "filling $x$", "layer, insertion", "layer, extraction", "layer, equilibrium",
        "order of layers",
    ]  # fmt: skip
    assert {a.get_ylim() for a in drawn} == {(0.0, 0.2)}
    pictures = [a.collections[0].get_array() for a in drawn[1:4]]
    assert pictures[0].shape == (201, 4)
    bare = result.solutions["only"].dataset.drop_vars("layer_filling")
    with pytest.raises(ParameterError, match="layered"):
        plot_staging({"only": SimpleNamespace(dataset=bare)}, {})
