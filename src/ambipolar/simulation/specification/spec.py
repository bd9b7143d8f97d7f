"""The specification of an experiment: what stands in a YAML file, checked for its form.

``load_spec`` reads it, ``RunSpec.experiment`` builds device, protocol and solver settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from ...core.errors import SpecError, suggestion
from ...numerics.settings import SolverSettings
from ..protocol import Protocol
from ..protocol.scales import DeviceScales
from .build import build, build_record
from .overrides import apply_overrides
from .protocol_spec import build_protocol
from .yaml_text import is_file_name, read_yaml, write_yaml


class _Part(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Source(_Part):
    """Where a published result stands."""

    doi: str = ""
    key: str = ""  #: key in ``references.bib``
    figure: str = ""
    note: str = ""


class Claim(_Part):
    """A number with a tolerance on something computed from the solution or the material."""

    name: str
    metric: str = pydantic.Field(validation_alias=pydantic.AliasChoices("metric", "observable"))
    published: float | bool | str | list[float] | None = None
    tolerance: float = pydantic.Field(0.0, ge=0.0)  #: absolute, in ``unit``
    relative_tolerance: float = pydantic.Field(0.0, ge=0.0)
    unit: str = "1"
    source: str = ""
    reason_if_failing: str = ""
    kind: str = "number"  #: number, at least, at most, true, ...
    case: str = ""  #: the case it is about; empty for the experiment itself
    arguments: dict[str, Any] = {}  #: of the metric


class Case(_Part):
    """A variant of the experiment: values at dotted paths, or another protocol."""

    name: str
    set: dict[str, Any] = {}
    protocol: str | list[Any] | dict[str, Any] | None = None
    label: str = ""


@dataclass(frozen=True)
class Experiment:
    """What ``run`` needs: ``run(e.device, e.protocol, e.settings)``."""

    device: Any
    protocol: Protocol
    settings: SolverSettings


class RunSpec(_Part):
    """One experiment or study, as written in YAML: a device and a protocol, or a calculation."""

    name: str = ""
    title: str = ""
    description: str = ""
    source: Source = Source()
    device: str | dict[str, Any] | None = None
    protocol: str | list[Any] | dict[str, Any] | None = None
    solver: dict[str, Any] = {}
    calculation: str | dict[str, Any] | None = None
    needs: str = ""  #: the optional extra that it needs
    quick: dict[str, Any] = {}  #: values at dotted paths of the quick form of a long study
    quick_cases: list[str] = []  #: the cases of the quick form; all when empty
    cases: list[Case] = []
    claims: list[Claim] = []
    figures: list[str] = []  #: names in ``plot.studies``; the overview when empty
    _folder: Path | None = pydantic.PrivateAttr(None)

    def experiment(self) -> Experiment:
        """Device, protocol and solver settings.

        Raises
        ------
        SpecError, UnitError
            naming the path of what is wrong.
        """
        for part in ("device", "protocol"):
            if getattr(self, part) is None:
                raise SpecError(part, "is missing.", "An experiment has a device and a protocol.")
        device = build(self.device, "device", "device", folder=self._folder)
        # only the capacity enters the checks of a protocol, not the state
        scales = DeviceScales.of(device, 0.5)
        protocol = build_protocol(self.protocol, folder=self._folder, scales=scales)
        return Experiment(device, protocol, build_record(SolverSettings, self.solver, "solver"))

    def built_calculation(self) -> Any:
        """The calculation of a study that has one instead of a device and a protocol.

        Raises
        ------
        SpecError, UnitError
            naming the path of what is wrong.
        """
        for part in ("device", "protocol"):
            if getattr(self, part) is not None:
                raise SpecError(part, "stands beside a calculation.", "Keep one of the two.")
        return build(self.calculation, "calculation", "calculation", folder=self._folder)

    def quickened(self) -> RunSpec:
        """The quick form of a long study; the study itself where it declares none.

        Values of cases for the same path are replaced as well, so that every case is quick.
        Claims about cases that it leaves out go with them.
        """
        content = self.model_dump(exclude_unset=True)
        if self.quick_cases:
            kept = {name: self.case(name) for name in self.quick_cases}
            content["cases"] = [c for c in content["cases"] if c["name"] in kept]
            asked = [(c, content["cases"][0]["name"]) for c in content.get("claims", ())]
            content["claims"] = [c for c, first in asked if (c.get("case") or first) in kept]
        content = apply_overrides(content, self.quick)
        for case in content.get("cases", ()):
            case["set"] = {**case.get("set", {}), **_of_case(self.quick, case.get("set", {}))}
        return _validated(content, "", self._folder)

    def with_overrides(self, overrides: Iterable[str] | Mapping[str, Any]) -> RunSpec:
        """The specification with changes, see :func:`apply_overrides`; for every case alike."""
        content = apply_overrides(self.model_dump(exclude_unset=True), overrides)
        return _validated(content, "", self._folder)

    def case(self, name: str) -> RunSpec:
        """The specification of one case: this one with the case's changes, without its cases.

        Raises
        ------
        SpecError
            for a name that is not one of the cases.
        """
        case = next((c for c in self.cases if c.name == name), None)
        if case is None:
            advice = suggestion(name, (c.name for c in self.cases))
            raise SpecError("cases", f"there is no case {name!r}.", advice)
        content = self.model_dump(exclude_unset=True, exclude={"cases", "claims", "figures"})
        content = apply_overrides(content, case.set)
        if case.protocol is not None:
            content["protocol"] = case.protocol
        return _validated(content, f"case {name}", self._folder)


def load_spec(
    source: str | Path | Mapping[str, Any], overrides: Iterable[str] | Mapping[str, Any] = ()
) -> RunSpec:
    """Read a specification from a file, from YAML text or from a mapping.

    Parameters
    ----------
    source : file name or path, text with more than one line or a ``:``, or plain data.
    overrides : changes, see :func:`apply_overrides`.

    Raises
    ------
    SpecError
        for a file that cannot be read, text that is not YAML, unknown or missing keys and values
        of the wrong type; all of them are listed, with their paths.
    """
    folder = None
    if isinstance(source, Mapping):
        content = dict(source)
    else:
        content = read_yaml(source)
        folder = Path(source).parent if is_file_name(source) else None
    return _validated(apply_overrides(content, overrides), "", folder)


def _of_case(quick: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The quick values of paths that a case sets itself."""
    return {path: value for path, value in quick.items() if path in values}


def dump_spec(spec: RunSpec | Mapping[str, Any]) -> str:
    """YAML text of a specification, which :func:`load_spec` reads back."""
    if isinstance(spec, RunSpec):
        return write_yaml(spec.model_dump(exclude_unset=True))
    return write_yaml(spec)


def _validated(content: Mapping[Any, Any], path: str, folder: Path | None) -> RunSpec:
    for key in content:
        if not isinstance(key, str):
            raise SpecError(path or "specification", f"the key {key!r} is not a name.")
    try:
        spec = RunSpec.model_validate(content)
    except pydantic.ValidationError as error:
        raise _spec_error(error, path) from None
    spec._folder = folder
    return spec


def _spec_error(error: pydantic.ValidationError, prefix: str) -> SpecError:
    """One error that lists every complaint on a line of its own, the first with its advice."""
    lines: dict[str, tuple[str, str]] = {}
    for item in error.errors(include_url=False, include_input=True):
        location = _location(item["loc"])
        path = ".".join(filter(None, [prefix, *location]))
        lines.setdefault(path or "specification", _sentence(item, location))
    (path, (message, advice)), *others = lines.items()
    more = "".join(f"\n{p}: {m} {a}".rstrip() for p, (m, a) in others)
    return SpecError(path, message, advice + more)


def _location(loc: tuple[int | str, ...]) -> list[str]:
    """Without the member names that pydantic adds for the alternatives of a union."""
    added = {"str", "float", "bool", "list[any]", "dict[str,any]", "list[float]"}
    return [str(part) for part in loc if part not in added]


def _sentence(item: Any, location: list[str]) -> tuple[str, str]:
    kind = item["type"]
    if kind == "extra_forbidden":
        known = _known_keys(location[:-1])
        return "is an unknown key.", suggestion(str(item["loc"][-1]), known)
    if kind == "missing":
        return "is missing.", ""
    if location and location[0] in _EXPECTED:
        return f"expected {_EXPECTED[location[0]]}, got {item['input']!r}.", ""
    shown = repr(item["input"])
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    return f"{item['msg'][0].lower()}{item['msg'][1:]}, got {shown}.", ""


_EXPECTED = {
    "calculation": "the name of a calculation or a mapping with names as keys",
    "device": "the name of a device or a mapping with names as keys",
    "protocol": "text, a list of steps or a mapping with names as keys",
}


def _known_keys(location: list[str]) -> list[str]:
    parts: dict[str, type[pydantic.BaseModel]] = {
        "cases": Case, "claims": Claim, "source": Source,
    }  # fmt: skip
    model = parts.get(location[0], RunSpec) if location else RunSpec
    return list(model.model_fields)
