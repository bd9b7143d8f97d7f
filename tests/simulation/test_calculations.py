"""Studies that calculate instead of running a device: specification, quick form, absent extras."""

import dataclasses

import pytest
import xarray as xr

from ambipolar.analysis import validation
from ambipolar.analysis.validation import judge, validate
from ambipolar.atomistics import registry
from ambipolar.atomistics.calculation import Calculation, Work, silent
from ambipolar.core.errors import MissingExtraError, ParameterError, SpecError
from ambipolar.core.optional import missing, require
from ambipolar.core.records import quantity
from ambipolar.simulation.calculate import calculate
from ambipolar.simulation.solution import Solution
from ambipolar.simulation.specification.spec import load_spec
from ambipolar.simulation.study import run_study


@dataclasses.dataclass(frozen=True)
class Square(Calculation):
    """The square of a length."""

    length: float = quantity("m", "length of a side", 2.0)
    bare: bool = False

    def compute(self, watch=silent):
        watch(Work(1, 2, "squaring"))
        units = {} if self.bare else {"units": "m^2", "long_name": "area"}
        data = xr.Dataset({"area": ((), self.length**2, units)})
        data.attrs["notes"] = ["A square."]
        return data

    def references(self):
        return ("larsen2017",)


STUDY = """
name: squares
calculation: {type: square, length: 3 m}
quick: {calculation.length: 1 cm}
quick_cases: [own]
cases:
  - {name: plain}
  - {name: own, set: {calculation.length: 20 cm}}
claims:
  - {name: area, case: plain, published: 9, <<: &area {metric: scalar, arguments: {variable: area}}}
  - {name: small, case: own, published: 0.04, tolerance: 1e-9, <<: *area}
"""


@pytest.fixture(autouse=True)
def _registered(monkeypatch):
    monkeypatch.setitem(registry.CALCULATIONS.entries, "square", f"{__name__}:Square")


def test_cases_are_calculated_and_claims_judged():
    told = []
    result = run_study(load_spec(STUDY), lambda case, work: told.append((case, work.share)))
    assert {n: float(s["area"]) for n, s in result.solutions.items()} == {
        "plain": 9.0, "own": pytest.approx(0.04),
    }  # fmt: skip
    assert told == [("plain", 0.5), ("own", 0.5)]
    assert [v.verdict for v in judge(result)] == ["pass", "pass"]
    solution = result.solutions["plain"]
    assert solution.notes == ("A square.",)
    assert solution.citations == ("larsen2017",)
    assert solution.spec["calculation"]["length"] == "3.0 m"


def test_the_quick_form_keeps_its_cases_and_changes_what_they_set_themselves():
    quick = load_spec(STUDY).quickened()
    assert [c.name for c in quick.cases] == ["own"]
    assert [c.name for c in quick.claims] == ["small"]
    assert float(run_study(quick).solutions["own"]["area"]) == pytest.approx(1e-4)


def test_a_study_without_a_quick_form_is_itself():
    spec = load_spec({"name": "x", "calculation": "square"})
    assert spec.quickened() == spec


def test_an_unknown_quick_case_is_named():
    spec = load_spec({"calculation": "square", "quick_cases": ["a"], "cases": [{"name": "b"}]})
    with pytest.raises(SpecError, match="no case 'a'"):
        spec.quickened()


@pytest.mark.parametrize("path", ["length", "calculation.length"])
def test_values_of_a_calculation_can_be_set(path):
    spec = load_spec({"calculation": "square"}).with_overrides([f"{path}=50 cm"])
    assert spec.built_calculation().length == 0.5


def test_a_calculation_and_a_device_exclude_each_other():
    spec = load_spec({"calculation": "square", "device": "single-particle"})
    with pytest.raises(SpecError, match="device: stands beside a calculation"):
        spec.built_calculation()


def test_mistakes_name_their_place():
    with pytest.raises(SpecError, match=r"calculation\.lenght"):
        run_study(load_spec({"calculation": {"type": "square", "lenght": 1}}))
    with pytest.raises(SpecError, match=r"calculation\.type"):
        run_study(load_spec({"calculation": {"type": "squares of"}}))


def test_a_variable_without_units_is_refused():
    with pytest.raises(ParameterError, match="no units for area"):
        calculate(Square(bare=True))


def test_the_result_can_be_written_and_read(tmp_path):
    solution = calculate(Square())
    solution.save(tmp_path / "x.nc")
    again = Solution.load(tmp_path / "x.nc")
    assert float(again["area"]) == 4.0
    assert again.stats["solve_seconds"] >= 0


def test_claims_of_a_study_without_its_extra_are_not_run(monkeypatch):
    spec = load_spec(STUDY).model_copy(update={"needs": "atoms"})
    monkeypatch.setattr(validation, "missing", lambda extra: ("ase",))
    monkeypatch.setattr(validation, "STUDIES", {"squares": spec})
    found = validate(["squares"])
    assert [v.verdict for v in found] == ["not run", "not run"]
    assert 'pip install "ambipolar[atoms]"' in found[0].reason


def test_an_absent_library_is_one_message():
    with pytest.raises(MissingExtraError, match=r"no_such is not installed.*ambipolar\[atoms\]"):
        require("no_such.module", "atoms")
    assert missing("") == ()
