"""Specifications: reading, overriding, cases, round trip, and one message for every mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ambipolar.core.errors import SpecError, UnitError
from ambipolar.simulation.protocol import Current, Rest, Step, Voltage
from ambipolar.simulation.specification.describe import describe_run
from ambipolar.simulation.specification.overrides import PARTS, apply_overrides
from ambipolar.simulation.specification.spec import RunSpec, dump_spec, load_spec

TEXT = """\
name: a test
source: {doi: 10.1000/none, figure: 3b}
device:
  type: single-particle
  material:
    free_energy: {type: regular-solution, omega: 12 kJ/mol}
    kinetics: {type: butler-volmer, rate_constant: 1 A/m^2}
    site_density: 22.8 mol/l
  particle: allen-cahn-reaction
protocol:
  - Discharge at C/10 until 3.0 V
  - {type: rest, duration: 1 h}
  - repeat: 3
    steps:
      - Charge at 1C for 10 s
      - {control: {type: voltage, value: 3.4 V}, duration: 10 s}
solver: {relative_tolerance: 1e-5}
cases:
  - name: small
    set: {material.kinetics.rate_constant: 3, particle.length: 20 nm}
    protocol: Rest for 1 hour
claims:
  - {name: gap, metric: hysteresis, published: 19.0, tolerance: 0.5, unit: mV}
figures: [voltage]
"""


def test_an_experiment_is_built() -> None:
    spec = load_spec(TEXT)
    experiment = spec.experiment()
    assert len(experiment.protocol) == 8
    assert experiment.protocol.steps[1].control == Rest()
    assert experiment.protocol.steps[3].control == Voltage(3.4)
    assert experiment.settings.relative_tolerance == 1e-5
    assert spec.claims[0].metric == "hysteresis"


def test_a_case_changes_what_it_says() -> None:
    case = load_spec(TEXT).case("small").experiment()
    assert case.device.material.kinetics.rate_constant == 3.0
    assert case.device.particle.length == 20e-9
    assert len(case.protocol) == 1
    with pytest.raises(SpecError, match="Did you mean small"):
        load_spec(TEXT).case("smal")


def test_text_and_plain_data_round_trip() -> None:
    spec = load_spec(TEXT)
    assert load_spec(dump_spec(spec)) == spec
    experiment = spec.experiment()
    as_run = describe_run(experiment.device, experiment.protocol, experiment.settings)
    assert load_spec(dump_spec(as_run)).experiment() == experiment


def test_a_file_is_read_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "kinetics.yaml").write_text("type: butler-volmer\nrate_constant: 7\n")
    (tmp_path / "run.yaml").write_text(
        TEXT.replace("{type: butler-volmer, rate_constant: 1 A/m^2}", "{file: kinetics.yaml}")
    )
    spec = load_spec(tmp_path / "run.yaml")
    assert spec.experiment().device.material.kinetics.rate_constant == 7.0
    assert spec.case("small").experiment().device.material.kinetics.rate_constant == 3.0


@pytest.mark.parametrize(
    ("override", "read"),
    [
        ("device.particle.length=50nm", lambda e: e.device.particle.length == 50e-9),
        ("particle.length=50 nm", lambda e: e.device.particle.length == 50e-9),
        ("free_energy.omega=5", lambda e: e.device.material.free_energy.omega == 5.0),
        ("temperature=310", lambda e: e.device.temperature == 310.0),
        ("solver.stall_steps=5e7", lambda e: e.settings.stall_steps == 50_000_000),
        ("protocol.1.duration=5 s", lambda e: e.protocol.steps[1].duration == 5.0),
        ("protocol=Rest for 1 h", lambda e: len(e.protocol) == 1),
        ("protocol.0={type: discharge, current: 2}",
         lambda e: e.protocol.steps[0].control == Current(2.0)),
    ],
)  # fmt: skip
def test_overrides(override: str, read: Any) -> None:
    assert read(load_spec(TEXT, [override]).experiment())


def test_overrides_leave_the_original_alone() -> None:
    original = {"device": {"particle": {"length": 1}}}
    assert apply_overrides(original, {"length": 2}) == {"device": {"particle": {"length": 2}}}
    assert original == {"device": {"particle": {"length": 1}}}


def test_override_parts_are_the_keys_of_a_specification() -> None:
    assert set(PARTS) == set(RunSpec.model_fields)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("particle.length", "is not a setting"),
        ("=3", "is not a setting"),
        ("particle..length=3", "empty name"),
        ("type=3", "expected the name of a device"),
        ("claims.0.tolerance.value=3", "has no parts"),
        ("protocol.9=x", "not an item of a list of 3"),
        ("protocol.x=x", "not an item of a list of 3"),
        ("particle.length=[", "cannot read the value"),
        ("particle.lenght=3", "Did you mean length"),
    ],
)
def test_wrong_overrides(override: str, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        load_spec(TEXT, [override]).experiment()


def test_an_ambiguous_override_lists_the_places() -> None:
    content = {"device": {"anode": {"length": 1}, "cathode": {"length": 2}}}
    with pytest.raises(SpecError, match=r"ambiguous: device\.anode\.length, device\.cathode"):
        apply_overrides(content, ["length=3"])


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (TEXT.replace("device:", "devise:"), "devise", "Did you mean device"),
        (TEXT.replace("metric", "metrik"), "claims.0.metric", "claims.0.metrik: is an unknown key"),
        (TEXT.replace("tolerance: 0.5", "tolerance: -1"), "claims.0.tolerance", "greater than"),
        (TEXT.replace("published: 19.0", "published: .inf"), "claims.0.published", "finite"),
        (TEXT.replace("10 s}", "10 V}"), "protocol.2.steps.1.duration", "wrong dimension"),
        (TEXT.replace("repeat: 3", "repeat: 100000"), "protocol.2.repeat", "100000 steps"),
        (TEXT.replace("repeat: 3", "repeat: -1"), "protocol.2.repeat", "positive whole"),
        (TEXT.replace("type: rest", "type: retz"), "protocol.1.type", "Did you mean rest"),
        (TEXT.replace("duration: 1 h", "time: 1 h"), "protocol.1.time", "has no argument"),
        (TEXT.replace(", duration: 1 h", ""), "protocol.1.duration", "is missing"),
        (TEXT.replace("Discharge", "Uncharge"), "protocol.0", "Nearest form"),
        (
            TEXT.replace("Charge at 1C for 10 s", "Hold at 3 V until voltage below 2 V"),
            "protocol.2.steps.0",
            "can never be reached",
        ),
        (TEXT.replace("{type: rest, duration: 1 h}", "Rest"), "protocol.1", "never ends"),
        (TEXT.replace("relative_tolerance", "rtol"), "solver.rtol", "Known:"),
        (TEXT.replace("device:", "device: 1\ndevice:"), "specification, line 4", "given twice"),
        (TEXT[: TEXT.index("kJ")], "specification, line 6", "truncated"),
        ("- a\n- b\n", "specification", "holds a list"),
        ("a: &a [*a]\n", "specification", "nested too deeply"),
        ("[" * 5000 + "\n", "specification", "cannot be read|valid YAML"),
        ("a: " + "9" * 5000, "specification", "cannot be read"),
        ("a: 2020-13-45\n", "specification", "cannot be read"),
        ("a: !!python/object:os.system x\n", "specification, line 1", "valid YAML"),
        ("name: x\n", "device", "is missing"),
        ("", "specification", "holds nothing"),
        ("absent.yaml", "absent.yaml", "No such file"),
    ],
)
def test_mistakes(text: str, path: str, message: str) -> None:
    with pytest.raises((SpecError, UnitError), match=message) as caught:
        load_spec(text).experiment()
    assert caught.value.path == path


def test_unreadable_files(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    for source, message in ((binary, "UTF-8"), (tmp_path, "Is a directory"), ("a\0b", "null")):
        with pytest.raises(SpecError, match=message):
            load_spec(source)


def test_every_kind_of_step_may_stand_alone() -> None:
    for value in ("Rest for 1 h", {"type": "rest", "duration": "1 h"}, ["Rest for 1 h"]):
        experiment = load_spec({"device": load_spec(TEXT).device, "protocol": value}).experiment()
        (step,) = experiment.protocol.steps
        assert isinstance(step, Step) and step.duration == 3600.0
