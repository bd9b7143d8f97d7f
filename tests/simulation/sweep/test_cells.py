"""Sweeps of a cell: paths into its electrodes and layers."""

import numpy as np
import pytest

import ambipolar as amb
from ambipolar.core.errors import SpecError
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.sweep.designs import Grid
from ambipolar.simulation.sweep.plan import make_plan

CELL = """
name: small-cell
device:
  type: full-cell
  electrolyte:
    {type: dilute, cation_diffusivity: 2e-10 m^2/s, anion_diffusivity: 3e-10 m^2/s}
  negative:
    material: graphite-lionsimba
    particle: {type: homogeneous, size: 2 um}
    layer: {thickness: 60 um, porosity: 0.4, cells: 3}
    active_fraction: 0.5
    initial_filling: 0.8
  separator: {thickness: 20 um, porosity: 0.5, cells: 2}
  positive:
    material: LCO
    particle: {type: homogeneous, size: 2 um}
    layer: {thickness: 60 um, porosity: 0.4, cells: 3}
    active_fraction: 0.5
    initial_filling: 0.5
protocol: [Discharge at 1C until 2.5 V (20 samples)]
"""


def test_layers_of_a_cell_are_swept(tmp_path):
    vary = {
        "device.positive.layer.thickness": "40um:80um:3",
        "negative.layer.porosity": [0.3, 0.4],
    }
    result = amb.sweep(CELL, vary, out=tmp_path / "out", workers=0)
    assert not result.failed
    data = result.dataset
    thickness = data["device.positive.layer.thickness"]
    assert thickness.values == pytest.approx([4e-5, 6e-5, 8e-5])
    assert thickness.attrs["units"] == "m"
    assert data["negative.layer.porosity"].values.tolist() == [0.3, 0.4]
    # the mesh of one electrode differs, that of the other does not
    assert data["negative.position"].dims == ("negative.position",)
    assert data["positive.position"].dims[-1] == "positive.position.index"
    spec = load_spec(CELL).with_overrides(
        ["positive.layer.thickness=80um", "negative.layer.porosity=0.3"]
    )
    experiment = spec.experiment()
    alone = amb.run(experiment.device, experiment.protocol, experiment.settings).dataset
    there = data["voltage"].isel({thickness.name: 2, "negative.layer.porosity": 0}).values
    np.testing.assert_array_equal(there[: alone.sizes["time"]], alone["voltage"].values)


@pytest.mark.parametrize(
    ("vary", "words"),
    [
        ("device.positive.layer.thicknes=40um,80um", r"positive\.layer\.thicknes.*mean thickness"),
        ("positive.layr.thickness=40um", r"device\.positive\.layr.*Did you mean layer"),
        ("positive.thickness=40um", r"PorousElectrode has no field 'thickness'"),
        ("anode.layer.thickness=40um", r"FullCell has no field 'anode'"),
        ("separator.thickness.value=40um", r"separator\.thickness"),
        ("negative.particle.radius=1um", r"HomogeneousParticle has no field 'radius'"),
        ("positive.layer.porosity=0.3,1.2", r"porosity=1\.2 cannot be built.*from 0 to 1"),
        ("positive.layer.porosity=0.3,0.6", r"porosity=0\.6 cannot be built.*whole volume"),
        ("positive.layer.thickness=40um,4 V", r"wrong dimension"),
    ],
)
def test_what_a_cell_does_not_have_is_one_message(vary, words):
    with pytest.raises(SpecError, match=words) as caught:
        make_plan(load_spec(CELL), [vary], Grid())
    assert "\n" not in str(caught.value)
