"""Permittivities and stacks from specifications."""

from __future__ import annotations

import pytest

from ambipolar.core.constants import ELEMENTARY_CHARGE as EV
from ambipolar.core.errors import SpecError
from ambipolar.materials.registry import MATERIALS
from ambipolar.physics.optics.bands import SmallPolaronBands
from ambipolar.simulation.specification.build import build
from ambipolar.simulation.specification.describe import describe

LAW = [
    {"type": "tauc-lorentz", "gap": "3.15 eV"},
    {
        "type": "small-polaron",
        "five_six": {
            "position": "1.2 eV",
            "shift": "0.2 eV",
            "line": {"type": "gaussian", "width": "450 meV"},
        },
    },
]


def test_a_list_of_terms_is_a_sum():
    law = build(LAW, "permittivity", "here")
    edge, bands = law.terms
    assert edge.gap == pytest.approx(3.15 * EV)
    assert isinstance(bands, SmallPolaronBands)
    assert bands.five_six.line.width == pytest.approx(0.45 * EV)
    assert build(describe(law, "permittivity"), "permittivity", "here") == law


def test_a_stack_is_its_layers():
    glass = {"permittivity": {"type": "cauchy", "constant": 1.51}, "thickness": "3 mm"}
    film = {"permittivity": LAW, "thickness": "300 nm", "name": "film"}
    stack = build({"layers": [{**glass, "coherent": False}, film]}, "optical stack", "here")
    assert [layer.thickness for layer in stack.layers] == [3e-3, 3e-7]
    assert not stack.layers[0].coherent and stack.layers[1].coherent
    assert stack.spectra([5e-7], {"film": [0.1, 0.2]}).transmittance.shape == (2, 1)


@pytest.mark.parametrize("name", ["WO3", "VO2"])
def test_hosts_with_optics_round_trip(name):
    host = MATERIALS[name]
    assert build(describe(host, "material"), "material", "here").permittivity == host.permittivity


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"type": "no-such-law"}, "here.type"),
        ({"type": "constant-index", "real": "2 m"}, "here.real"),
        ({"type": "bruggeman", "poor_filling": 0.7, "rich_filling": 0.2}, "here.rich_filling"),
        ({"type": "small-polaron", "five_six": {"positon": "1 eV"}}, "here.five_six.positon"),
    ],
)
def test_mistakes_are_named_with_their_place(value, path):
    from ambipolar.core.errors import AmbipolarError

    with pytest.raises(AmbipolarError) as caught:
        build(value, "permittivity", "here")
    assert caught.value.path == path
    assert isinstance(caught.value, SpecError | ValueError)
