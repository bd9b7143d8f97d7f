"""What a run returns: a labelled dataset, how it ended, and what was conserved and how well."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import ParameterError, SolverError
from ..core.registry import Registry
from .netcdf import read_dataset, write_dataset

if TYPE_CHECKING:
    import xarray as xr

#: views of a solution that live in higher layers, loaded when asked for
VIEWS = Registry(
    "view",
    {
        "plot": "ambipolar.plot.overview:plot_solution",
        "html": "ambipolar.report.notebook:solution_html",
        "sensitivities": "ambipolar.plot.sensitivities:plot_sensitivities",
    },
)

#: prefix of the table of cycles in a file
_TABLE = "cycles."


def _same(table: xr.Dataset) -> xr.Dataset:
    return table


def _no_cycles() -> xr.Dataset:
    import xarray as xr

    return xr.Dataset()


class Outcome(Enum):
    """How a run ended."""

    COMPLETED = "completed"  #: every step of the protocol ran to its end
    CUTOFF = "cut-off"  #: completed, at least one step ended at a cut-off
    FAILED = "failed"  #: stopped early; the dataset holds what was computed


@dataclass(frozen=True)
class Status:
    """How a run ended, in words, and what to do about it."""

    outcome: Outcome
    message: str = ""
    advice: str = ""
    steps: tuple[str, ...] = ()  #: why each step ended

    @property
    def ok(self) -> bool:
        """True unless the run failed."""
        return self.outcome is not Outcome.FAILED


@dataclass(frozen=True)
class Solution:
    """Result of one run.

    Attributes
    ----------
    dataset : xarray.Dataset
        Observables along ``time`` [s]; ``units`` and ``long_name`` on every variable.
    status : how the run ended.
    conservation : largest relative drift of every balance.
    stats : counters of the integrator and wall times [s].
    spec : the experiment as plain data, ready for YAML.
    citations : reference keys of everything that took part.
    final_state : values of every state variable at the end, to restart from.
    cycles : xarray.Dataset with one row for each cycle: capacities, energies, mean voltages,
        efficiencies, start, end, and how each step ended; ``.to_dataframe()`` makes a table.
    tabulate : makes ``cycles``.
    """

    dataset: xr.Dataset
    status: Status
    conservation: Mapping[str, float] = field(default_factory=dict)
    stats: Mapping[str, float] = field(default_factory=dict)
    spec: Mapping[str, Any] = field(default_factory=dict)
    citations: tuple[str, ...] = ()
    final_state: Mapping[str, np.ndarray] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tabulate: Callable[[], xr.Dataset] = _no_cycles

    @cached_property
    def cycles(self) -> xr.Dataset:
        """One row for each cycle; made when it is asked for, since many runs have only one."""
        return self.tabulate()

    def __getitem__(self, name: str) -> xr.DataArray:
        return self.dataset[name]

    def check(self) -> Solution:
        """Return self, or raise when the run failed.

        Raises
        ------
        SolverError
            carrying this partial solution.
        """
        if not self.status.ok:
            raise SolverError(self.status.message, self, self.status.advice)
        return self

    def plot(self, **options: Any) -> Any:
        """The figures people expect, as one matplotlib Figure."""
        return VIEWS["plot"](self, **options)

    def _repr_html_(self) -> str:
        return VIEWS["html"](self)

    def to_csv(self, path: str | Path) -> None:
        """Write the scalar time series as comma-separated values, units in the header."""
        scalars = [n for n, v in self.dataset.data_vars.items() if v.dims == ("time",)]
        frame = self.dataset[scalars].to_dataframe()
        units = {n: self.dataset[n].attrs.get("units", "1") for n in ("time", *scalars)}
        frame.index.name = f"time [{units['time']}]"
        frame = frame.rename(columns={n: f"{n} [{units[n]}]" for n in scalars})
        write_whole(Path(path), lambda target: frame.to_csv(target))

    def save(self, path: str | Path) -> None:
        """Write everything to one NetCDF file; an interrupted write leaves no file."""
        stored = self.dataset.assign_attrs(ambipolar=json.dumps(self._attributes()))
        state = {
            f"state.{name}": ((f"state.{name}.member", f"state.{name}.position"), value)
            for name, value in self.final_state.items()
        }
        stored = stored.assign(state)
        table = self.cycles.reset_coords()
        stored = stored.merge(table.rename({str(n): f"{_TABLE}{n}" for n in table.variables}))
        write_whole(Path(path), lambda target: write_dataset(stored, target))

    def _attributes(self) -> dict[str, Any]:
        status = {
            "outcome": self.status.outcome.value, "message": self.status.message,
            "advice": self.status.advice, "steps": list(self.status.steps),
        }  # fmt: skip
        return {
            "status": status, "conservation": dict(self.conservation), "stats": dict(self.stats),
            "spec": dict(self.spec), "citations": list(self.citations), "notes": list(self.notes),
        }  # fmt: skip

    @classmethod
    def load(cls, path: str | Path) -> Solution:
        """Read a solution written by :meth:`save`.

        Raises
        ------
        ParameterError
            when the file is absent or was not written by this package.
        """
        try:
            dataset = read_dataset(path)
        except (OSError, ValueError) as error:
            raise ParameterError("", f"cannot read {str(path)!r} as a solution: {error}") from None
        if "ambipolar" not in dataset.attrs:
            raise ParameterError("", f"{str(path)!r} was not written by ambipolar.")
        meta = json.loads(dataset.attrs.pop("ambipolar"))
        names = [str(n) for n in dataset.data_vars if str(n).startswith("state.")]
        state = {n.removeprefix("state."): dataset[n].values for n in names}
        table = dataset[[n for n in map(str, dataset.variables) if n.startswith(_TABLE)]]
        table = table.rename({n: str(n).removeprefix(_TABLE) for n in table.variables})
        names += [str(n) for n in dataset.variables if str(n).startswith(_TABLE)]
        status = meta["status"]
        return cls(
            dataset=dataset.drop_vars(names),
            tabulate=partial(_same, table),
            status=Status(
                outcome=Outcome(status["outcome"]),
                message=status["message"],
                advice=status["advice"],
                steps=tuple(status["steps"]),
            ),
            conservation=meta["conservation"],
            stats=meta["stats"],
            spec=meta["spec"],
            citations=tuple(meta["citations"]),
            final_state=state,
            notes=tuple(meta.get("notes", ())),
        )


def write_whole(path: Path, writer: Callable[[Path], Any]) -> None:
    """Write beside the target and rename, so that a final name never holds half a file."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        writer(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
