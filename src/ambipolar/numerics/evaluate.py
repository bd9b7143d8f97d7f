"""Evaluation of compiled functions along stored states."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import casadi as ca
import numpy as np

from .expansion import expanded


def along(
    function: ca.Function, times: np.ndarray, states: np.ndarray, p: np.ndarray
) -> list[np.ndarray]:
    """Outputs of ``function(t, y, p)`` at every row of ``states``.

    Parameters
    ----------
    times : (k,) [s].
    states : (k, n) state vectors.
    p : inputs, the same for all rows, or (k, m) with a row for each.

    Returns
    -------
    one array (k, rows, columns) for each output of the function.
    """
    count = len(times)
    if count == 0:
        return [np.empty((0, *function.size_out(i))) for i in range(function.n_out())]
    mapped = _mapped(function, count, np.ndim(p) == 1)
    # memory is handed over as it is: conversion to CasADi matrices costs as much as evaluation
    buffer: Any
    buffer, trigger = mapped.buffer()  # its stub asks for sizes that the library knows
    given = [np.ascontiguousarray(a, dtype=float).ravel() for a in (times, states, p)]
    found = [np.zeros(mapped.nnz_out(i)) for i in range(mapped.n_out())]
    for i, values in enumerate(given):
        buffer.set_arg(i, values.data)
    for i, values in enumerate(found):
        buffer.set_res(i, values.data)
    trigger()
    return [_rows(values, count, function, i) for i, values in enumerate(found)]


@lru_cache(maxsize=32)
def _mapped(function: ca.Function, count: int, shared: bool) -> ca.Function:
    one = expanded(function, function.size1_in(1))
    if not shared:
        return one.map(count, "serial")
    return one.map(function.name(), "serial", count, [2], [])  # p is not repeated


class Direct:
    """A function of arrays that is called many times: nothing is converted, memory is reused.

    A call with CasADi matrices costs fifty microseconds, which is more than the evaluation of a
    small system. What is returned is overwritten by the next call.
    """

    def __init__(self, function: ca.Function) -> None:
        self._function = function  # its memory is that of the buffer
        buffer: Any
        buffer, self._trigger = function.buffer()
        self._given = [np.zeros(function.nnz_in(i)) for i in range(function.n_in())]
        self._found = [np.zeros(function.nnz_out(i)) for i in range(function.n_out())]
        for i, values in enumerate(self._given):
            buffer.set_arg(i, values.data)
        for i, values in enumerate(self._found):
            buffer.set_res(i, values.data)
        self._buffer = buffer  # holds the addresses

    def __call__(self, *given: Any) -> list[np.ndarray]:
        """Non-zero entries of every output, column by column."""
        for memory, values in zip(self._given, given, strict=True):
            memory[:] = values
        self._trigger()
        return self._found


@lru_cache(maxsize=64)
def direct(function: ca.Function) -> Direct:
    """The function in a form that is cheap to call again and again."""
    return Direct(expanded(function, max(function.size1_in(i) for i in range(function.n_in()))))


def _rows(values: np.ndarray, count: int, function: ca.Function, index: int) -> np.ndarray:
    """Column-major values of ``count`` matrices, as (count, rows, columns)."""
    sparsity = function.sparsity_out(index)
    rows, columns = sparsity.shape
    entries = values.reshape(count, sparsity.nnz())
    if sparsity.nnz() < rows * columns:
        full = np.zeros((count, rows * columns))
        full[:, np.array(sparsity.find(), dtype=int)] = entries
        entries = full
    return entries.reshape(count, columns, rows).transpose(0, 2, 1)
