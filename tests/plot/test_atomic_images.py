"""The figure of micrographs: rows for cases and detectors, panels for states."""

from types import SimpleNamespace

import numpy as np
import pytest

from ambipolar.analysis.metrics.images import (
    image_column_change,
    image_column_ratio,
    image_modulation,
)
from ambipolar.core.errors import ParameterError
from ambipolar.plot.atomic_images import plot_atomic_images

STATES = ["pristine", "lithium-removed", "lithium-and-oxygen-removed"]


def dataset():
    """Images of three states with two columns, by hand: no engine is needed."""
    import xarray as xr

    images = np.linspace(0, 1, 3 * 8 * 12).reshape(3, 8, 12)
    lines = np.linspace(0, 1, 3 * 20).reshape(3, 20)
    bright = np.array([[4.0, 2.0, 1.0], [4.0, 2.0, 1.0], [4.0, 2.0, 0.5]])
    dark = np.array([[0.5, 0.6, 0.8], [0.5, 0.6, 0.8], [0.5, 0.6, 1.0]])
    return xr.Dataset(
        {
            "haadf": (("state", "y", "x"), images),
            "abf": (("state", "y", "x"), 1 - images),
            "haadf_profile": (("state", "distance"), lines),
            "abf_profile": (("state", "distance"), 1 - lines),
            "haadf_column": (("state", "column"), bright),
            "abf_column": (("state", "column"), dark),
        },
        {
            "state": STATES,
            "distance": np.linspace(0, 12, 20),
            "column_label": ("column", ["Ti-a", "Ti-b", "O1"]),
            "column_x": ("column", [2.0, 4.0, 8.0]),
            "column_y": ("column", [1.0, 2.0, 2.0]),
        },
        {"width_angstrom": 12.0, "height_angstrom": 8.0, "profile_y_angstrom": 2.0},
    )


def result():
    solutions = {"images": SimpleNamespace(dataset=dataset())}
    return SimpleNamespace(
        solutions=solutions,
        case=lambda name: name or "images",
        spec=SimpleNamespace(calculation={"type": "stem-images"}),
    )


def test_every_state_has_a_panel_and_every_detector_a_row():
    figure = plot_atomic_images(result().solutions, {"images": "by hand"})
    assert len(figure.axes) == 2 * (len(STATES) + 1)
    assert figure.axes[0].get_title(loc="left") == "pristine"
    assert "by hand" in figure.axes[0].get_ylabel()
    # all states of a row share their grey scale
    limits = {axes.images[0].get_clim() for axes in figure.axes[:3]}
    assert limits == {(0.0, 1.0)}


def test_a_case_without_images_is_refused():
    import xarray as xr

    solutions = {"none": SimpleNamespace(dataset=xr.Dataset())}
    with pytest.raises(ParameterError, match="no case has images"):
        plot_atomic_images(solutions, {})


def test_metrics_of_columns():
    study = result()
    assert image_column_ratio(study, "images", "Ti-a", "Ti-b") == 2.0
    changed = image_column_change(study, "images", "O1", STATES[2])
    assert changed == pytest.approx(0.25)
    modulation = image_modulation(study, "images", "O1", "Ti-b", STATES[2])
    assert modulation == pytest.approx(0.4 / 0.8)
    with pytest.raises(ParameterError, match="no column is 'Ti-c'.*Ti-"):
        image_column_ratio(study, "images", "Ti-c", "Ti-b")
