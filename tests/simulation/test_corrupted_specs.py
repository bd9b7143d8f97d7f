"""Whatever happens to a specification: it is valid, or one error names the place."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambipolar.core.errors import ParameterError, SpecError
from ambipolar.simulation.protocol import DeviceScales
from ambipolar.simulation.specification.spec import load_spec

TEXT = """\
name: a test
device:
  type: single-particle
  material:
    free_energy:
      - {type: regular-solution, omega: 12 kJ/mol}
      - {type: redlich-kister, coefficients: [100, -50.0]}
    kinetics: {type: butler-volmer, rate_constant: 1 A/m^2, exchange: root}
    site_density: 22.8 mol/l
    diffusivity: {prefactor: 1e-14 m^2/s}
    filling_range: [0, 1]
    sources: {site_density: assumed}
  particle:
    type: allen-cahn-reaction
    length: 100 nm
    cells: 50
    surface: no-flux
    heterogeneity: {type: frozen-heterogeneity, amplitude: 74 J/mol, seed: 3}
  initial_filling: 0.02
protocol:
  - Discharge at C/10 until 3.0 V
  - {type: cyclic-voltammetry, start: 3.4, lower: 3.2 V, upper: 3.6, rate: 1 mV/s, cycles: 2}
  - {type: table, times: [0, 1, 5], currents: [0, 1, -1]}
  - {type: discharge, c_rate: C/5, until_voltage: 3 V, duration: 1 h, samples: 30}
  - repeat: 3
    steps:
      - Rest for 10 s
      - control: {type: ramp, start: {type: voltage, value: 3}, end: {type: voltage, value: 4},
                  duration: 5 s}
        cutoffs: [{type: filling-above, value: 0.9}]
        period: 1 s
solver: {relative_tolerance: 1e-6, backend: auto}
cases: [{name: small, set: {particle.length: 20 nm}}]
claims: [{name: gap, metric: x, published: 1.0, tolerance: 0.1}]
"""
SPEC = yaml.safe_load(TEXT)
SCALES = DeviceScales(capacity=36_000.0, filling=0.02)
THOROUGH = settings(
    max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def places(node: Any, above: tuple = ()) -> list[tuple]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    found = [above] if above else []
    for key, child in items:
        found += places(child, (*above, key))
    return found


PLACES = places(SPEC)
WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10),
    st.sampled_from([10**6, -(10**6), 10**400, 0, 0.0, -0.0, 1e308, -1e-308]),
    st.floats(),
    st.sampled_from(
        [
            "",
            "50 V",
            "-50 nm",
            "nan",
            "inf",
            "1e999 m",
            "5 kg/s",
            "C/10",
            "1e6",
            "auto",
            "LFP",
            "ideal",
            "marcus",
            "diffusion",
            "9**9**9 m",
            "rest",
            "uniform",
            "50 %",
            "Rest for 1 s",
            "\0",
            "°C",
        ]
    ),
    st.text(max_size=12),
    st.lists(st.one_of(st.none(), st.integers(-2, 2), st.text(max_size=3)), max_size=3),
    st.dictionaries(
        st.one_of(
            st.sampled_from(["type", "base", "file", "values", "unit", "repeat", "steps"]),
            st.text(max_size=4),
        ),
        st.one_of(st.none(), st.integers(-2, 2), st.sampled_from(["ideal", "m", "rest"])),
        max_size=3,
    ),
)


@st.composite
def corrupted(draw: Any) -> Any:
    """One to three changes: another value, a renamed, removed or copied key, a wrapped value."""
    spec = copy.deepcopy(SPEC)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(spec) or [("name",)]))
        node = spec
        for key in path[:-1]:
            node = node[key]
        key = path[-1]
        change = draw(
            st.sampled_from(["value", "value", "rename", "remove", "move", "wrap", "sign"])
        )
        if change == "value":
            node[key] = draw(WRONG)
        elif change == "remove":
            del node[key]
        elif change == "wrap":
            node[key] = draw(st.sampled_from([[node[key]], {"type": node[key]}, str(node[key])]))
        elif change == "rename" and isinstance(node, dict):
            other = draw(st.one_of(st.text(max_size=6), st.integers(), st.just(f"{key}s")))
            node[other] = node.pop(key)
        elif change == "move":
            source = spec
            for part in draw(st.sampled_from(PLACES)):
                try:
                    source = source[part]
                except (KeyError, IndexError, TypeError):
                    break
            node[key] = copy.deepcopy(source)
        elif change == "sign" and isinstance(node[key], int | float):
            node[key] = -node[key]
    return spec


def complaint(source: Any, overrides: Any = ()) -> SpecError | ParameterError | None:
    """Read, build and resolve; the error that a user would see, or None."""
    try:
        spec = load_spec(source, overrides)
        experiments = [spec.experiment(), *(spec.case(c.name).experiment() for c in spec.cases)]
        for experiment in experiments:
            experiment.protocol.segments(SCALES)
    except (SpecError, ParameterError) as error:  # a UnitError is a ParameterError
        return error
    return None


def check(source: Any, overrides: Any = ()) -> None:
    error = complaint(source, overrides)
    if error is not None:
        assert error.path.strip() and error.message.strip(), repr(error)
        assert "Traceback" not in str(error)


def test_the_specification_itself_is_valid() -> None:
    assert complaint(TEXT) is None and complaint(SPEC) is None


@THOROUGH
@given(corrupted())
def test_corrupted_data(spec: Any) -> None:
    check(spec)


@THOROUGH
@given(st.integers(0, len(TEXT)), st.text(max_size=3), st.integers(0, 40))
def test_damaged_text(position: int, inserted: str, removed: int) -> None:
    check(TEXT[:position] + inserted + TEXT[position + removed :])


@THOROUGH
@given(st.integers(1, len(TEXT)))
def test_truncated_text(length: int) -> None:
    check(TEXT[:length] + "\n")


@THOROUGH
@given(
    st.sampled_from([".".join(map(str, p)) for p in PLACES] + ["length", "omega", "x.y", "seed"]),
    st.one_of(
        st.text(max_size=10), st.sampled_from(["-1", "1e6", "50 V", "[1]", "{a: 1}", "C/10"])
    ),
)
def test_any_setting(path: str, value: str) -> None:
    check(SPEC, [f"{path}={value}"])
