"""The whole way with a learned potential, in the smallest cell."""

import pytest

from ambipolar.atomistics.engines.sevennet import SevenNet
from ambipolar.atomistics.store import Store
from ambipolar.atomistics.structures.prototypes import prototype
from ambipolar.atomistics.upscale.material import FromStructure, material_from_structure
from ambipolar.simulation.specification.build import build

pytest.importorskip("sevenn")


@pytest.mark.slow
def test_lithium_cobalt_oxide():
    """Measured: 3.9 V and more, 51.6 mol/L; the potential is known to come out lower in voltage."""
    settings = FromStructure(most_atoms=8, configurations=4, barrier=False, quick=True)
    answer = material_from_structure(
        prototype("layered-lco"), "Li", SevenNet(), Store(None), settings
    )
    host = build({"name": "host", **answer["material"]}, "material")
    assert host.formula == "LiCoO2"
    assert host.site_density == pytest.approx(51554, rel=0.06)
    assert 2.8 < answer["curves"]["average"] < 4.2
    assert -0.1 < answer["curves"]["volume_change"] < 0.2
    assert "SevenNet 7net-0" in host.source_of("free_energy.potential")
    assert host.source_of("diffusivity.prefactor") == "assumed: no barrier was computed"
