"""The cases of a sweep, checked before the first one runs."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import AmbipolarError, SpecError, suggestion
from ...core.records import Record
from ..specification.describe import describe
from ..specification.overrides import resolve_path
from ..specification.spec import RunSpec, load_spec
from .axes import read_axes
from .coordinates import coordinate_axis
from .designs import Design, check_number, positions

#: what of a specification is run; the rest is text about it
RUN_PARTS = ("device", "protocol", "solver")


@dataclass(frozen=True)
class Column:
    """One varied path: its values as given and as coordinates of the gathered dataset."""

    path: str  #: as given; the name of the coordinate
    keys: tuple[str, ...]  #: the whole way from the top of the specification
    values: tuple[Any, ...]
    coordinates: tuple[float | str, ...] = ()
    unit: str = "1"


@dataclass(frozen=True)
class Plan:
    """What a sweep runs: one specification and, for each case, values at some of its paths."""

    content: Mapping[str, Any]  #: device, protocol and solver as plain data
    columns: tuple[Column, ...]
    every_combination: bool
    folder: str = ""  #: where relative file names of the specification are looked for

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the swept dimensions."""
        counts = tuple(len(c.values) for c in self.columns)
        return counts if self.every_combination else counts[:1]

    @property
    def size(self) -> int:
        """Number of cases."""
        return math.prod(self.shape)

    @property
    def dims(self) -> tuple[str, ...]:
        """Names of the swept dimensions."""
        return tuple(c.path for c in self.columns) if self.every_combination else ("case",)

    def place(self, case: int) -> tuple[int, ...]:
        """Where a case stands in an array of the :attr:`shape`."""
        return tuple(int(i) for i in np.unravel_index(case, self.shape))

    def settings(self, case: int) -> dict[str, Any]:
        """The values of a case by their whole paths."""
        return {".".join(c.keys): v for c, v in zip(self.columns, self._values(case))}

    def label(self, case: int) -> str:
        """The values of a case in words."""
        pairs = zip(self.columns, self._values(case))
        return ", ".join(f"{c.path}={v if isinstance(v, str) else _plain(v)}" for c, v in pairs)

    def _values(self, case: int) -> tuple[Any, ...]:
        at = self.place(case) if self.every_combination else (case,) * len(self.columns)
        return tuple(c.values[i] for c, i in zip(self.columns, at))

    @cached_property
    def fingerprint(self) -> str:
        """The same for two plans that run the same cases in the same order."""
        axes = [[c.keys, c.values] for c in self.columns]
        text = json.dumps([self.content, axes, self.every_combination], default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def as_data(self) -> dict[str, Any]:
        """Plain data, as stored beside the cases."""
        axes = [{"path": c.path, "values": c.values} for c in self.columns]
        data = {"fingerprint": self.fingerprint, "dims": self.dims, "shape": self.shape}
        return json.loads(json.dumps(data | {"axes": axes, "spec": self.content}, default=_plain))


def make_plan(
    spec: RunSpec, vary: Mapping[str, Any] | Iterable[str], design: Design, case: str = ""
) -> Plan:
    """The cases of a sweep; every value is tried once before anything runs.

    Parameters
    ----------
    spec : the experiment; of a study with cases one of them is varied.
    vary : ``"path=values"`` texts or ``{path: values}``, see :func:`read_axes`.
    design : how values are combined.
    case : of a study; the first when empty.

    Raises
    ------
    SpecError
        for a path that does not exist or is not run, and for values that cannot be built.
    """
    base = _chosen(spec, case)
    axes = read_axes(vary)
    content = base.model_dump(exclude_unset=True, include=set(RUN_PARTS))
    ways = tuple(_way(content, axis.path) for axis in axes)
    for index, way in enumerate(ways):
        if way in ways[:index]:
            raise SpecError(axes[index].path, "is varied twice.", "Give all its values at once.")
    values = design.columns(axes)
    columns = tuple(Column(a.path, w, v) for a, w, v in zip(axes, ways, values))
    folder = "" if base._folder is None else str(base._folder.resolve())
    plan = Plan(content, columns, design.every_combination, folder)
    check_number(plan.size)
    return _tried(plan)


def spec_of(
    content: Mapping[str, Any], folder: str = "", settings: Mapping[str, Any] | None = None
) -> RunSpec:
    """The specification of one case."""
    spec = load_spec(content)
    spec._folder = Path(folder) if folder else None
    return spec.with_overrides(settings) if settings else spec


def _chosen(spec: RunSpec, case: str) -> RunSpec:
    if spec.cases:
        return spec.case(case or spec.cases[0].name)
    if case:
        raise SpecError("case", f"there is no case {case!r}: the specification has no cases.")
    return spec


def _way(content: Mapping[str, Any], path: str) -> tuple[str, ...]:
    keys = resolve_path(content, path)
    if keys[0] not in RUN_PARTS:
        message = "is no part of what is run and cannot be varied."
        raise SpecError(path, message, f"{suggestion(keys[0], RUN_PARTS)}")
    return tuple(keys)


def _tried(plan: Plan) -> Plan:
    """Build one case for each value, and note what its coordinate is.

    A value that can be built neither in its first case nor alone is wrong and nothing is run.
    Values that only do not go together are a failing case of the sweep.
    """
    counts = tuple(len(c.values) for c in plan.columns)
    built: list[dict[int, Any]] = [{} for _ in plan.columns]
    tried: list[set[int]] = [set() for _ in plan.columns]
    for case, at in enumerate(positions(counts, plan.every_combination)):
        new = [axis for axis, index in enumerate(at) if index not in tried[axis]]
        if not new:
            continue
        experiment = _experiment(plan, case, new)
        for axis in new:
            tried[axis].add(at[axis])
            if experiment is not None:
                built[axis][at[axis]] = experiment
    columns = []
    for column, experiments in zip(plan.columns, built):
        where, unit = coordinate_axis(column.keys, column.values, experiments)
        columns.append(Column(column.path, column.keys, column.values, where, unit))
    return Plan(plan.content, tuple(columns), plan.every_combination, plan.folder)


def _experiment(plan: Plan, case: int, new: list[int]) -> Any:
    settings = plan.settings(case)
    try:
        return spec_of(plan.content, plan.folder, settings).experiment()
    except AmbipolarError as together:
        names = [".".join(plan.columns[axis].keys) for axis in new]
        for name in names:
            try:
                spec_of(plan.content, plan.folder, {name: settings[name]}).experiment()
            except AmbipolarError:
                raise _refused(plan.label(case), together) from None
    return None


def _refused(label: str, error: AmbipolarError) -> SpecError:
    return SpecError(f"the case {label} cannot be built", error.message, error.advice)


def _plain(value: Any) -> Any:
    """What JSON does not know."""
    if isinstance(value, Record):
        return describe(value)
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return str(value)
