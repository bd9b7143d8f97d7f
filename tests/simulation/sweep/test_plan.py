"""Cases and coordinates of a plan, and what is refused before anything runs."""

import pytest
from tests.toys import SMALL_EXPERIMENT

from ambipolar.core.errors import SpecError
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.studies import STUDIES
from ambipolar.simulation.sweep.designs import Grid, Zip
from ambipolar.simulation.sweep.plan import make_plan, spec_of

SPEC = load_spec(SMALL_EXPERIMENT)


def plan(*vary, design=None, spec=SPEC, case=""):
    return make_plan(spec, vary, design or Grid(), case)


def test_cases_of_a_grid():
    found = plan("particle.length=30nm,60nm", "protocol.0.c_rate=C/2,1C,2C")
    assert found.shape == (2, 3)
    assert found.size == 6
    assert found.dims == ("particle.length", "protocol.0.c_rate")
    assert found.place(4) == (1, 1)
    assert found.settings(4) == {"device.particle.length": "60nm", "protocol.0.c_rate": "1C"}
    length, rate = found.columns
    assert (length.coordinates, length.unit) == ((3e-8, 6e-8), "m")
    assert (rate.coordinates, rate.unit) == ((0.5, 1.0, 2.0), "1/h")
    device = spec_of(found.content, found.folder, found.settings(4)).experiment().device
    assert device.particle.length == 6e-8


def test_cases_of_a_zip():
    found = plan("length=30nm,60nm", "temperature=300,310", design=Zip())
    assert (found.shape, found.dims) == ((2,), ("case",))
    assert found.settings(1) == {"device.particle.length": "60nm", "device.temperature": 310}
    assert [c.unit for c in found.columns] == ["m", "K"]


def test_names_become_coordinates():
    found = plan("material=LFP,LTO")
    assert found.columns[0].coordinates == ("LFP", "LTO")


def test_a_case_of_a_study():
    study = STUDIES["lfp-rate-suppression"]
    first, six = (make_plan(study, ["particle.length=50nm"], Grid(), c) for c in ("", "six"))
    assert first.content["protocol"] == ["Discharge at C/10 until 2.5 V (400 samples)"]
    assert six.content["protocol"] == ["Discharge at 6C until 2.5 V (400 samples)"]
    assert first.fingerprint != six.fingerprint
    with pytest.raises(SpecError, match="sixx"):
        make_plan(study, ["particle.length=50nm"], Grid(), "sixx")
    with pytest.raises(SpecError, match="has no cases"):
        plan("particle.length=50nm", case="six")


def test_the_fingerprint_knows_what_is_run():
    one = plan("particle.length=30nm,60nm")
    assert one.fingerprint == plan("device.particle.length=30nm,60nm").fingerprint
    assert one.fingerprint != plan("particle.length=60nm,30nm").fingerprint
    titled = SPEC.with_overrides(["title=other"])
    assert one.fingerprint == plan("particle.length=30nm,60nm", spec=titled).fingerprint
    colder = SPEC.with_overrides(["temperature=280"])
    assert one.fingerprint != plan("particle.length=30nm,60nm", spec=colder).fingerprint


@pytest.mark.parametrize(
    ("vary", "words"),
    [
        ("particle.lenght=30nm,60nm", r"lenght.*Did you mean length"),
        ("lenght=30nm", r"device\.lenght"),
        ("protocol.3.c_rate=1,2", r"'3' is not an item"),
        ("protocol.0.rate=1,2", r"no argument 'rate'"),
        ("solver.speed=1", r"speed"),
        ("title=a,b", "cannot be varied"),
        ("claims=1", "cannot be varied"),
        ("particle..length=1", "empty name"),
        ("particle.length=50nm,-3nm", r"length=-3nm cannot be built.*greater than 0"),
        ("particle.length=50nm,50V", "wrong dimension"),
        ("particle.cells=10,2.5", "whole number"),
        ("material=LFP,LPF", "LPF"),
        ("temperature.high=1,2", "temperature"),
    ],
)
def test_what_does_not_exist_or_cannot_be_is_one_message(vary, words):
    with pytest.raises(SpecError, match=words) as caught:
        plan(vary)
    assert "\n" not in str(caught.value)


def test_one_path_is_varied_once():
    with pytest.raises(SpecError, match="varied twice"):
        plan("particle.length=30nm", "device.particle.length=60nm")


def test_values_that_do_not_go_together_are_a_case_that_fails():
    free = SPEC.with_overrides({"protocol": [{"type": "discharge", "duration": "10 min"}]})
    rates = ("protocol.0.c_rate=1,2", "protocol.0.current=null,1 A/m^2")
    assert plan(*rates, spec=free).size == 4
