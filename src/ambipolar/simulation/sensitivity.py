"""Forward sensitivities: how what one looks at moves with the parameters of a device."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import ParameterError, suggestion
from ..core.records import parameters as numbers_of
from ..numerics.backends import tangent_backend_for
from ..numerics.compile import Compiled, compile_system
from ..numerics.settings import SolverSettings
from .continuation import Start
from .run import Observer, drive, prepare, solution_of
from .sensitivity_labels import Labels
from .solution import VIEWS, Solution, write_whole
from .tangents import TangentDriver, TangentRecord

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Sensitivities:
    """Derivatives of observables along a run.

    Attributes
    ----------
    parameters : their dotted paths.
    solution : the run itself.
    dataset : xarray.Dataset
        For every observable its derivative (``parameter``, ``time``, ...) at a fixed time of the
        run, in its own unit per SI unit of the parameter; ``end_time`` (``parameter``,
        ``protocol_step``) [s per unit], how the end of each step moves; coordinates ``value`` and
        ``parameter_unit`` of the parameters.
    within_steps : xarray.Dataset
        The same at a fixed time since the start of each step. Behind a cut-off that moves, the
        two differ by the rate of change times the delay, which is large where something relaxes.
    """

    parameters: tuple[str, ...]
    solution: Solution
    dataset: xr.Dataset
    within_steps: xr.Dataset

    def __getitem__(self, observable: str) -> xr.DataArray:
        return self.dataset[observable]

    def normalised(
        self, observable: str = "voltage", *, within_steps: bool = False
    ) -> xr.DataArray:
        r"""The derivative times the parameter, in the unit of the observable.

        .. math:: p\,\frac{\partial O}{\partial p} = \frac{\partial O}{\partial \ln p}

        A hundredth of it is the change of the observable when the parameter grows by one percent.
        """
        source = self.within_steps if within_steps else self.dataset
        found = source[observable] * source["value"]
        unit = str(self.dataset[observable].attrs["units"]).partition(" per ")[0]
        name = str(self.dataset[observable].attrs["long_name"]).removeprefix("derivative of ")
        return found.assign_attrs(units=unit, long_name=f"normalised derivative of {name}")

    def check(self) -> Sensitivities:
        """Return self, or raise when the run failed.

        Raises
        ------
        SolverError
            carrying the partial solution.
        """
        self.solution.check()
        return self

    def save(self, path: str | Path) -> None:
        """Write the derivatives to one NetCDF file, those within steps as a group of it.

        An interrupted write leaves no file.
        """

        def write(target: Path) -> None:
            self.dataset.to_netcdf(target, engine="h5netcdf")
            self.within_steps.to_netcdf(target, "a", group="within_steps", engine="h5netcdf")

        write_whole(Path(path), write)

    def plot(self, **options: Any) -> Any:
        """Normalised derivatives against time, as one matplotlib Figure."""
        return VIEWS["sensitivities"](self, **options)


def sensitivities(
    device: Any,
    protocol: Any,
    parameters: Sequence[str],
    observables: Sequence[str] = ("voltage",),
    settings: SolverSettings | None = None,
    *,
    start: Start = None,
    observer: Observer | None = None,
) -> Sensitivities:
    r"""Run a device and differentiate what is observed with respect to its parameters.

    The state carries its derivatives :math:`s_i = \partial y/\partial\theta_i`,

    .. math:: M \dot s_i = f_y\, s_i + f_p\, \frac{\partial p}{\partial \theta_i},

    in the same compiled system and the same run, see ``docs/sensitivities.md``.

    Parameters
    ----------
    device, protocol, settings, start, observer : as for ``run``.
    parameters : dotted paths of numbers of the device (``material.kinetics.rate_constant``); one
        of several values by its index behind the path (``population.sizes.0``).
    observables : names of variables of the dataset of a run.

    Returns
    -------
    Sensitivities
        also when the run failed: look at ``.solution.status``, or call ``.check()`` to raise.

    Raises
    ------
    ParameterError
        for a path or an observable that the device does not have, with the nearest names; for a
        back end that integrates no sensitivities.
    """
    settings = settings or SolverSettings()
    paths = _several(parameters, "parameters")
    entries = [_entry(device, path) for path in paths]
    began = time.perf_counter()
    compiled = compile_system(device)
    names = _several(observables, "observables")
    _check_observables(compiled, names)
    backend = tangent_backend_for(compiled, settings, len(entries))
    built = time.perf_counter()
    plan, record = prepare(compiled, device, protocol, start), TangentRecord()
    driver = TangentDriver(plan, backend, entries, names)
    failure = drive(plan, driver, record, observer)
    solved = time.perf_counter()
    record.stats |= {"build_seconds": built - began, "solve_seconds": solved - built}
    solution = solution_of(plan, settings, record, failure)
    labels = Labels(plan, solution, paths, entries, names)
    return Sensitivities(
        paths, solution, labels.dataset(record.derivatives, driver.ends),
        labels.dataset(record.within, driver.ends),
    )  # fmt: skip


def _several(names: Sequence[str], what: str) -> tuple[str, ...]:
    if isinstance(names, str):
        names = (names,)
    if not names:
        raise ParameterError(what, "none is named.", "Name at least one.")
    doubled = sorted({name for name in names if list(names).count(name) > 1})
    if doubled:
        raise ParameterError(what, f"{', '.join(doubled)} is named twice.", "Name each once.")
    return tuple(names)


def _entry(device: Any, path: str) -> tuple[str, int]:
    """Path of a number of the device, and which of its values (column by column)."""
    known = numbers_of(device)
    if path in known:
        if known[path].size == 1:
            return path, 0
        last = known[path].size - 1
        raise ParameterError(
            path, f"has {last + 1} values.", f"Name one of them, {path}.0 to {path}.{last}."
        )
    head, _, last = path.rpartition(".")
    if head in known and known[head].size > 1 and last.isdigit() and int(last) < known[head].size:
        return head, int(last)
    raise ParameterError(
        path, "is no number of the device that the equations take as an input.",
        suggestion(path, known),
    )  # fmt: skip


def _check_observables(compiled: Compiled, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in compiled.observables:
            raise ParameterError(
                "observables", f"the device has no observable {name!r}.",
                suggestion(name, compiled.observables),
            )  # fmt: skip
