"""Films and windows written down, read back, and changed by path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models.sheets.toys import FILM, band, lateral_film, window

from ambipolar.core.errors import SpecError, UnitError
from ambipolar.models.regions import Difference, Disc, Everywhere, Polygon, Rectangle, Stroke, Union
from ambipolar.models.sheets.conductor import ConductingSheet, Contact
from ambipolar.models.sheets.electrode import BlockingConductor, FaradaicConductor
from ambipolar.models.sheets.electrolyte import ElectrolyteSheet, Pool
from ambipolar.models.sheets.heat import LumpedHeat
from ambipolar.models.sheets.mechanism import InterfaceDrift
from ambipolar.models.sheets.probe import Probe
from ambipolar.numerics.settings import SolverSettings
from ambipolar.simulation.protocols import constant_voltage, drive
from ambipolar.simulation.specification.describe import describe_run
from ambipolar.simulation.specification.overrides import apply_overrides
from ambipolar.simulation.specification.spec import dump_spec, load_spec

TEXT = """\
device:
  type: lateral-film
  film: {material: WO3, thickness: 300 nm}
  columns: 20
  electrolyte:
    pools:
      - {name: west, region: {type: rectangle, left: 5mm, right: 20mm, bottom: -1, top: 1}}
      - {name: east, region: {type: disc, x: 35mm, y: 10mm, radius: 5mm}}
  contacts:
    - {name: left, side: left}
    - {name: right, side: right, start: 1 mm, end: 19mm}
  probes: [{name: M, region: {type: disc, x: 12mm, y: 10mm, radius: 2mm}}]
protocol:
  - {type: drive, terminals: {left: -0.2 A, right: ground}, duration: 1 s, switches: {east: off}}
"""

FILMS = {
    "plain": lateral_film(20),
    "no conductor": lateral_film(20, conductor=None),
    "lid": lateral_film(
        12, rows=3, lid=ConductingSheet(30.0, band(0.0, 20e-3)),
        lid_electrode=FaradaicConductor(exchange_current=1e-3),
        contacts=(
            Contact("left", "left", end=0.01),
            Contact("right", region=Rectangle(45e-3, 50e-3, 0.0, 1.0), resistivity=1e-7),
            Contact("top", "upper", sheet="lid"),
        ),
    ),
    "all else": lateral_film(
        10, heat=LumpedHeat(transfer=5.0), mechanism=InterfaceDrift(),
        plate=Difference(Everywhere(), Disc(25e-3, 10e-3, 2e-3)),
        conductor=ConductingSheet(region=Union((band(0.0, 0.1), Disc(0.0, 0.0, 0.1)))),
        electrolyte=ElectrolyteSheet(
            thickness=2e-4, in_plane=True,
            pools=(
                Pool("a", Polygon(((0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.0, 0.02)))),
                Pool("b", Stroke(((0.03, 0.01), (0.05, 0.01)), 5e-3)),
            ),
        ),
        probes=(Probe("L", band(0.0, 0.01)),), lid_electrode=BlockingConductor(),
        film=replace(FILM, depth_cells=2),
    ),
    "window": window(6, rows=2, probes=(Probe("centre", Disc(0.15, 0.15, 0.1)),)),
    "blocking window": window(6, counter_film=BlockingConductor(double_layer=200.0)),
}  # fmt: skip


@pytest.mark.parametrize("name", FILMS)
def test_a_device_survives_being_written_down(name):
    device = FILMS[name]
    protocol = constant_voltage(0.1, duration=1.0) if "window" in name else drive({}, duration=1.0)
    text = dump_spec(describe_run(device, protocol, SolverSettings()))
    experiment = load_spec(text).experiment()
    assert experiment.device == device
    assert experiment.protocol.steps == protocol.steps
    assert dump_spec(describe_run(device, protocol, SolverSettings())) == text


def test_a_film_in_a_specification():
    experiment = load_spec(TEXT).experiment()
    device = experiment.device
    assert [pool.name for pool in device.electrolyte.pools] == ["west", "east"]
    assert device.contacts[1] == Contact("right", "right", start=1e-3, end=19e-3)
    assert device.probes[0].region == Disc(12e-3, 10e-3, 2e-3)
    assert device.film.thickness == 3e-7
    assert experiment.protocol.steps[0].control.switches == {"east": 0.0}


@pytest.mark.parametrize(
    ("setting", "read"),
    [
        ("device.electrolyte.thickness=200um", lambda d: d.electrolyte.thickness == 2e-4),
        ("electrolyte.conductivity=5.2 mS/cm", lambda d: d.electrolyte.conductivity == 0.52),
        ("conductor.sheet_resistance=1 ohm", lambda d: d.conductor.sheet_resistance == 1.0),
        ("film.depth_cells=8", lambda d: d.film.depth_cells == 8),
        ("film.material=MoO3", lambda d: d.film.material.name == "MoO3"),
        ("film.material.charge_number=2", lambda d: d.film.material.charge_number == 2.0),
        ("electrolyte.pools.1.name=far", lambda d: d.electrolyte.pools[1].name == "far"),
        ("contacts.0.side=lower", lambda d: d.contacts[0].side == "lower"),
        ("heat.transfer=5", lambda d: d.heat.transfer == 5.0),
        ("lid.sheet_resistance=10", lambda d: d.lid.sheet_resistance == 10.0),
        ("conductor=null", lambda d: d.conductor is None),
        ("mechanism=interface-drift", lambda d: d.mechanism == InterfaceDrift()),
    ],
)
def test_settings_by_path(setting, read):
    spec = load_spec(TEXT, overrides=[setting])
    assert read(spec.experiment().device)


@pytest.mark.parametrize(
    ("setting", "path", "words"),
    [
        ("electrolyte.thickness=2 V", "device.electrolyte.thickness", "wrong dimension"),
        ("electrolyte.thicknes=1", "device.electrolyte.thicknes", "Did you mean thickness"),
        ("electrolyte.thickness=-1", "device.electrolyte.thickness", "greater than 0"),
        ("film.depth_cells=2.5", "device.film.depth_cells", "whole number"),
        ("columns=0", "device.columns", "positive whole number"),
        ("rows=100001", "device.columns", "are more than"),
        ("columns=1e9", "device.columns", "more than"),
        ("probes.0.region=dis", "device.probes.0.region", "Did you mean disc"),
        ("contacts.0.side=lft", "device.contacts.0", "Did you mean left"),
        ("electrolyte.pools.0.region.left=50mm", "device.electrolyte.pools.0.region.right", "left"),
        ("film.material=WO4", "device.film.material", "Did you mean"),
        ("film.initial_filling=2", "device.film.initial_filling", "strictly between"),
        ("protocol.0.terminals.left=3 m", "protocol.0", "neither a current nor a voltage"),
        ("protocol.0.switches.east=perhaps", "protocol.0", "expected on or off"),
    ],
)
def test_one_clear_message_for_a_wrong_setting(setting, path, words):
    with pytest.raises((SpecError, UnitError), match=words) as caught:
        load_spec(TEXT, overrides=[setting]).experiment()
    assert caught.value.path.startswith(path)


def test_overrides_leave_the_original_alone():
    before = {"device": {"type": "lateral-film", "film": {"material": "WO3"}}}
    after = apply_overrides(before, ["electrolyte.thickness=200um"])
    assert "electrolyte" not in before["device"]
    assert after["device"]["electrolyte"] == {"thickness": "200um"}
