"""Datasets as NetCDF files: the classic format where it can hold them, HDF5 otherwise.

A solution is tens of small arrays. Written as HDF5 they cost a quarter of a second and four times
the space; the classic format (NetCDF 3 with 64-bit offsets), which every reader of NetCDF knows,
takes a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

#: the first bytes of the classic format
_MAGIC = b"CDF"
#: bytes and numbers that a variable of the classic format holds in any case
_LARGEST = 2**31 - 1
#: bytes of a dataset that is put together in memory
_IN_MEMORY = 2**28


@dataclass(frozen=True)
class Stored:
    """One variable of a file, without decoding."""

    dims: tuple[str, ...]
    values: np.ndarray
    attributes: dict[str, Any]


def write_dataset(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset to a file."""
    if not _is_classic(dataset):
        dataset.to_netcdf(path, engine="h5netcdf")
    elif dataset.nbytes > _IN_MEMORY:
        dataset.to_netcdf(path, engine="scipy", format="NETCDF3_64BIT")
    else:  # to a path xarray asks the scheduler of a Dask cluster for a lock, at each variable
        path.write_bytes(dataset.to_netcdf(engine="scipy", format="NETCDF3_64BIT"))


def read_dataset(path: str | Path) -> xr.Dataset:
    """Read a whole dataset that :func:`write_dataset` wrote, in the types that were written.

    Raises
    ------
    OSError, ValueError
        for a file that is absent or is no NetCDF file.
    """
    import xarray as xr

    engine: Any = "scipy" if _has_magic(path) else "h5netcdf"
    try:
        with xr.open_dataset(path, engine=engine) as opened:
            dataset = opened.load()
    except (TypeError, LookupError, ArithmeticError, MemoryError) as error:
        # what the readers say of a file that is cut off
        raise ValueError(f"{type(error).__name__}: {error}") from None
    if engine == "scipy":  # the classic format has no longer integers
        short = [n for n, v in dataset.variables.items() if v.dtype == np.int32]
        dataset = dataset.assign({n: dataset[n].astype(np.int64) for n in short})
    return dataset


def read_variables(path: Path) -> dict[str, Stored]:
    """The numeric variables of a file as plain arrays: a hundred times faster than a dataset."""
    return _classic_variables(path) if _has_magic(path) else _hdf_variables(path)


def _classic_variables(path: Path) -> dict[str, Stored]:
    from scipy.io import netcdf_file

    with netcdf_file(path, mmap=False) as file:
        return {
            name: Stored(
                tuple(v.dimensions), np.array(v.data, dtype=v.data.dtype.newbyteorder("=")),
                {k: w.decode() if isinstance(w, bytes) else w for k, w in v._attributes.items()},
            )
            for name, v in file.variables.items()
            if v.data.dtype.kind in "fiub"
        }  # fmt: skip


def _hdf_variables(path: Path) -> dict[str, Stored]:
    import h5netcdf

    with h5netcdf.File(path, "r") as file:
        return {
            name: Stored(tuple(v.dimensions), np.asarray(v[...]), dict(v.attrs))
            for name, v in file.variables.items()
            if v.dtype.kind in "fiub"
        }


def _has_magic(path: str | Path) -> bool:
    with Path(path).open("rb") as file:
        return file.read(3) == _MAGIC


def _is_classic(dataset: xr.Dataset) -> bool:
    """Whether the classic format holds a dataset: no empty dimension and no large variable."""
    return all(dataset.sizes.values()) and all(
        v.nbytes < _LARGEST and _is_small(v) for v in dataset.variables.values()
    )


def _is_small(variable: xr.Variable) -> bool:
    if variable.dtype.kind == "i":
        return -_LARGEST <= int(variable.values.min()) and int(variable.values.max()) <= _LARGEST
    return variable.dtype.kind in "fbUO"
