"""From the files of the cases to one dataset with the swept dimensions.

Two passes over the cases, of which few or small ones are read once: the first finds the
dimensions, the second copies. Cases have different numbers of times, so that ``time`` is a
coordinate along the swept dimensions and ``sample``; what a case does not have is NaN. Another
coordinate that is not the same in all cases (positions, where a length is swept) is treated
alike: its dimension is called ``NAME.index``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..netcdf import Stored, read_variables
from ..solution import write_whole
from .store import DATASET, Entry, Store

SAMPLE = "sample"
#: bytes of cases that are kept between the two passes
ROOM = 2**28
#: bytes of one variable beside its values, roughly
OBJECTS = 2**11


@dataclass
class _Variable:
    """What the cases have in common of one variable."""

    dims: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass
class _Layout:
    """Dimensions, coordinates and variables of all cases together."""

    sizes: dict[str, int] = field(default_factory=dict)
    common: dict[str, np.ndarray] = field(default_factory=dict)  #: same in all cases so far
    differing: set[str] = field(default_factory=lambda: {"time"})
    variables: dict[str, _Variable] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)  #: of other dimensions in another case

    def is_common(self, name: str) -> bool:
        """Whether a variable is a coordinate that is the same in all cases."""
        return name in self.common and name not in self.differing

    def renamed(self, dim: str) -> str:
        if dim == "time":
            return SAMPLE
        return f"{dim}.index" if dim in self.differing else dim


def gather(store: Store) -> Path:
    """Write all stored cases of a sweep, finished or not, to ``dataset.nc`` in its folder.

    Numbers are double precision; ``outcome`` and ``message`` say what became of each case.
    """
    stored = [e for _, e in sorted(store.entries.items()) if e.file]
    cases = _Cases(store.folder)
    layout = _layout(cases, stored)
    path = store.folder / DATASET
    write_whole(path, lambda target: _write(target, store, stored, layout, cases))
    return path


class _Cases:
    """The variables of each case; as many cases as fit are kept between the two passes."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self.folder, self.room = folder, room
        self.kept: dict[int, dict[str, Stored]] = {}

    def of(self, entry: Entry) -> dict[str, Stored]:
        """Those of one case without its table of cycles and the state that a restart needs."""
        if entry.case in self.kept:
            return self.kept[entry.case]
        every = read_variables(self.folder / entry.file)
        found = {n: v for n, v in every.items() if not n.startswith(("state.", "cycles."))}
        self.room -= sum(v.values.nbytes + OBJECTS for v in found.values())
        if self.room > 0:
            self.kept[entry.case] = found
        return found


def _layout(cases: _Cases, stored: list[Entry]) -> _Layout:
    layout = _Layout()
    for entry in stored:
        for name, variable in cases.of(entry).items():
            dims = variable.dims
            for dim, size in zip(dims, variable.values.shape):
                layout.sizes[dim] = max(layout.sizes.get(dim, 1), size)
            known = layout.variables.setdefault(name, _Variable(dims, _attributes(variable)))
            if known.dims != dims:
                layout.left_out.add(name)
            if dims == (name,) and name not in layout.differing:
                values = variable.values
                if not np.array_equal(layout.common.setdefault(name, values), values):
                    layout.differing.add(name)
    for name in layout.left_out:
        del layout.variables[name]
    return layout


def _attributes(variable: Stored) -> dict[str, Any]:
    kept = ("units", "long_name")
    return {name: variable.attributes[name] for name in kept if name in variable.attributes}


def _write(target: Path, store: Store, stored: list[Entry], layout: _Layout, cases: _Cases) -> None:
    import h5netcdf
    import h5py

    plan = store.plan
    names = _swept_names(store, layout)
    with h5netcdf.File(target, "w") as file:
        dims = tuple(names[d] for d in plan.dims)
        file.dimensions = dict(zip(dims, plan.shape)) | {
            layout.renamed(d): n for d, n in layout.sizes.items()
        }
        _write_swept(file, store, names)
        along = [n for n in layout.variables if n in layout.differing]
        for name, variable in layout.variables.items():
            if layout.is_common(name):
                new = file.create_variable(name, variable.dims, "f8", data=layout.common[name])
            else:
                own = tuple(layout.renamed(d) for d in variable.dims)
                slab = tuple(layout.sizes[d] for d in variable.dims)
                new = file.create_variable(
                    name, dims + own, "f8", fillvalue=np.nan,
                    chunks=(1,) * len(dims) + slab, compression="gzip", compression_opts=1,
                )  # fmt: skip
            for key, value in variable.attributes.items():
                new.attrs[key] = value
        listed = [*(n for n in names.values() if n not in dims), "outcome", "message", *along]
        file.attrs["coordinates"] = " ".join(listed)
        if layout.left_out:
            file.attrs["left_out"] = " ".join(sorted(layout.left_out))
    with h5py.File(target, "r+") as file:  # h5netcdf looks up each dimension at each access
        places = {name: file[name] for name in layout.variables if not layout.is_common(name)}
        for entry in stored:
            _copy(places, store.plan.place(entry.case), cases.of(entry))


def _swept_names(store: Store, layout: _Layout) -> dict[str, str]:
    """Names of swept dimensions and coordinates; the whole path where a variable has the name."""
    taken = set(layout.variables) | {layout.renamed(d) for d in layout.sizes}
    taken |= {"outcome", "message", "seconds"}
    names = {c.path: ".".join(c.keys) if c.path in taken else c.path for c in store.plan.columns}
    return names if store.plan.every_combination else {**names, "case": "case"}


def _write_swept(file: Any, store: Store, names: dict[str, str]) -> None:
    import h5py

    plan = store.plan
    text = h5py.string_dtype()
    for column in plan.columns:
        dims = (names[column.path],) if plan.every_combination else ("case",)
        named = any(isinstance(v, str) for v in column.coordinates)
        data = np.array(column.coordinates, dtype=object if named else float)
        new = file.create_variable(names[column.path], dims, text if named else "f8", data=data)
        new.attrs["long_name"] = ".".join(column.keys)
        if column.unit:
            new.attrs["units"] = column.unit
    if not plan.every_combination:
        file.create_variable("case", ("case",), "i8", data=np.arange(plan.size))
    dims = tuple(names[d] for d in plan.dims)
    entries = [store.entries.get(case) for case in range(plan.size)]
    for name, absent in (("outcome", "not run"), ("message", "")):
        told = [absent if e is None else getattr(e, name) for e in entries]
        data = np.array(told, dtype=object).reshape(plan.shape)
        file.create_variable(name, dims, text, data=data)
    seconds = np.array([np.nan if e is None else e.seconds for e in entries]).reshape(plan.shape)
    new = file.create_variable("seconds", dims, "f8", data=seconds)
    new.attrs.update({"units": "s", "long_name": "wall time of the case"})


def _copy(places: dict[str, Any], place: tuple[int, ...], case: dict[str, Stored]) -> None:
    for name, variable in case.items():
        if name in places and variable.values.size:
            own = tuple(slice(0, size) for size in variable.values.shape)
            places[name][place + own] = variable.values.astype(float)
