"""Records from plain data and back: what is accepted, and where errors point."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from ambipolar.core.errors import ParameterError, SpecError, UnitError
from ambipolar.devices.single_particle import SingleParticle
from ambipolar.materials.material import Material
from ambipolar.models.allen_cahn import AllenCahnReaction
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.thermodynamics.regular_solution import IdealMixing, RegularSolution
from ambipolar.simulation.protocol import Current, Step, Table, VoltageBelow
from ambipolar.simulation.specification import kinds
from ambipolar.simulation.specification.build import build, build_record, change
from ambipolar.simulation.specification.describe import describe
from ambipolar.simulation.specification.kinds import KINDS
from ambipolar.simulation.specification.yaml_text import write_yaml

HOST = Material(
    name="toy host",
    free_energy=RegularSolution(omega=12_000.0),
    kinetics=ButlerVolmer(rate_constant=2.0),
    site_density=22_800.0,
)
DEVICE = {
    "type": "single-particle",
    "material": {
        "free_energy": {"type": "regular-solution", "omega": "12 kJ/mol"},
        "kinetics": {"type": "butler-volmer", "rate_constant": "2 A/m^2"},
        "site_density": "22.8 mol/l",
    },
    "particle": {"type": "allen-cahn-reaction", "length": "50 nm", "cells": 40},
}


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of materials that holds one toy host."""

    class Shelf(dict):
        entries = {"toy-host": "nowhere:HOST"}

        def resolve(self, name: str) -> str:
            return kinds.Registry("material", self.entries).resolve(name)

        def __getitem__(self, name: str) -> Any:
            self.resolve(name)
            return HOST

    original = kinds._load
    shelf = Shelf()
    monkeypatch.setattr(
        kinds, "_load", lambda t: shelf if t == KINDS["material"].registry else original(t)
    )


def with_value(path: str, value: Any) -> dict:
    changed = copy.deepcopy(DEVICE)
    *above, last = path.split(".")
    node = changed
    for key in above:
        node = node[key]
    node[last] = value
    return changed


def test_units_and_defaults() -> None:
    device = build(DEVICE, "device")
    assert device == SingleParticle(
        material=Material(
            free_energy=RegularSolution(omega=12_000.0),
            kinetics=ButlerVolmer(rate_constant=2.0),
            site_density=22_800.0,
        ),
        particle=AllenCahnReaction(length=50e-9, cells=40),
    )


def test_names_are_forgiven_their_spelling() -> None:
    assert build("ButlerVolmer", "kinetics") == build({"type": "butler volmer"}, "kinetics")


def test_a_list_is_a_sum_of_terms() -> None:
    terms = [{"type": "regular-solution", "omega": 5000}, "ideal"]
    assert build(terms, "free energy") == RegularSolution(omega=5000.0) + IdealMixing()
    with pytest.raises(SpecError, match="is a list, but a kinetics is one object"):
        build(["butler-volmer", "butler-volmer"], "kinetics", "k")


def test_a_mapping_without_type_changes_the_default() -> None:
    device = build(with_value("material.diffusivity", {"prefactor": "1e-10 cm^2/s"}), "device")
    assert device.material.diffusivity.prefactor == pytest.approx(1e-14)
    kinetics = build({"type": "butler-volmer", "exchange": "root"}, "kinetics")
    assert type(kinetics.exchange).__name__ == "RootExchange"


def test_a_registered_material_by_name_and_by_difference(registered: None) -> None:
    assert build("toy-host", "material") is HOST
    softer = build({"base": "ToyHost", "kinetics": {"rate_constant": 1.0}}, "material")
    assert softer.kinetics == ButlerVolmer(rate_constant=1.0)
    assert softer.free_energy is HOST.free_energy
    assert describe(HOST, "material") == "toy-host"
    short = describe(softer, "material")
    assert set(short) == {"base", "kinetics"}
    assert build(short, "material") == softer


def test_a_material_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "host.yaml").write_text(write_yaml(describe(HOST, "material")))
    read = build({"file": "host.yaml", "site_density": 1.0}, "material", folder=tmp_path)
    assert read == change(HOST, {"site_density": 1.0}, "")
    (tmp_path / "loop.yaml").write_text("file: loop.yaml\n")
    for name, path in (("loop.yaml", "m.file"), ("none.yaml", "m.file"), (3, "m.file")):
        with pytest.raises(SpecError) as caught:
            build({"file": name}, "material", "m", folder=tmp_path)
        assert caught.value.path == path


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        ("particle.length", "-50 nm", "device.particle.length", "greater than 0 m"),
        ("particle.length", "50 V", "device.particle.length", "wrong dimension"),
        ("particle.length", "fifty", "device.particle.length", "cannot read"),
        ("particle.length", True, "device.particle.length", "expected a quantity"),
        ("particle.length", [1, 2], "device.particle.length", "expected one number"),
        ("particle.length", None, "device.particle.length", "expected a quantity"),
        ("particle.lenght", 1, "device.particle.lenght", "Did you mean length"),
        ("particle.cells", 1_000_000, "device.particle.cells", "more than the 200000"),
        ("particle.cells", "1e6", "device.particle.cells", "more than the 200000"),
        ("particle.cells", 10.5, "device.particle.cells", "whole number"),
        ("particle.cells", 1, "device.particle.cells", "outside"),
        ("particle.type", "AllenCahn", "device.particle.type", "Did you mean allen-cahn-reaction"),
        ("particle", 3, "device.particle", "expected a particle"),
        ("particle", {"length": 1}, "device.particle", "'type' is missing"),
        ("particle.base", "diffusion", "device.particle", "both 'type' and 'base'"),
        ("initial_filling", 1.2, "device.initial_filling", "strictly between 0 and 1"),
        ("initial_filling", -0.1, "device.initial_filling", "strictly between 0 and 1"),
        ("temperature", 10**400, "device.temperature", "finite"),
        ("material.kinetics", "butler", "device.material.kinetics", "Did you mean butler-volmer"),
        ("material.guest", 3, "device.material.guest", "expected text"),
        ("material.free_energy.fields", 3, "device.material.free_energy.fields", "no field"),
        ("material.free_energy", [], "device.material.free_energy", "is empty"),
        ("material", {3: 4}, "device.material", "not a name"),
    ],
)
def test_errors_name_the_place(path: str, value: Any, where: str, message: str) -> None:
    with pytest.raises((SpecError, UnitError)) as caught:
        build(with_value(path, value), "device", "device")
    assert caught.value.path == where
    assert message in str(caught.value)


def test_a_missing_field_says_what_it_is() -> None:
    broken = copy.deepcopy(DEVICE)
    del broken["material"]["site_density"]
    with pytest.raises(SpecError, match=r"device\.material\.site_density: is missing.*mol/m\^3"):
        build(broken, "device", "device")


def test_functions_are_not_read_from_text() -> None:
    with pytest.raises(SpecError, match="cannot be written in a specification"):
        build({"type": "custom", "function": "os:system"}, "exchange current", "e")


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (build(DEVICE, "device"), "device"),
        (RegularSolution(omega=1 / 3) + IdealMixing(), "free energy"),
        (Current(0.1 + 0.2), "control"),
        (VoltageBelow(3.0), "cut-off"),
        (Table(Current(1.0), (0.0, 1 / 3), (1e-9, 2.0)), "control"),
    ],
)
def test_describing_and_building_is_the_identity(record: Any, kind: str) -> None:
    assert build(describe(record, kind), kind) == record


def test_a_step_from_plain_data() -> None:
    plain = {
        "control": {"type": "table", "control": {"type": "current", "value": "1 mA/cm^2"},
                    "times": {"unit": "min", "values": [0, 1]}, "values": [0, 1]},
        "cutoffs": [{"type": "voltage-below", "value": "3 V"}],
    }  # fmt: skip
    expected = Step(Table(Current(10.0), (0.0, 60.0), (0.0, 1.0)), None, (VoltageBelow(3.0),))
    assert build_record(Step, plain) == expected


def test_a_direct_constructor_still_speaks_of_its_class() -> None:
    with pytest.raises(ParameterError, match="AllenCahnReaction.length"):
        AllenCahnReaction(length=-1.0)
