"""Where the time of one low-rate run goes: counts times the cost of one evaluation."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import casadi as ca
import numpy as np
import problem as q
from measure import answer, clock
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu
from worker_ambipolar import complete, discharge, plate, settings

from ambipolar.numerics.backends import backend_for
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.initialise import consistent_state


def per_call(call, least=0.05):
    """Shortest mean seconds of a call over five batches."""
    count, best = 1, np.inf
    while True:
        began = time.perf_counter()
        for _ in range(count):
            call()
        if time.perf_counter() - began > least / 5:
            break
        count *= 2
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(count):
            call()
        best = min(best, (time.perf_counter() - began) / count)
    return best


def evaluation(function, *arguments):
    """Seconds of one evaluation without Python in between."""
    buffer, trigger = function.buffer()
    given = [np.ascontiguousarray(a, dtype=float).ravel() for a in arguments]
    taken = [np.zeros(function.nnz_out(i)) for i in range(function.n_out())]
    for i, values in enumerate(given):
        buffer.set_arg(i, values.data)
    for i, values in enumerate(taken):
        buffer.set_res(i, values.data)
    return per_call(trigger)


def floor(cells):
    """The transcendental functions that the equations need at least, and nothing else."""
    x = ca.MX.sym("x", 1, cells)
    y = ca.log(x / (1 - x))
    return ca.Function("floor", [x], [ca.exp(y) * ca.exp(-x) * ca.expm1(x)])


def generated(function, *arguments):
    """Seconds of one evaluation of the generated and compiled C code, and of compiling it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "f.c", Path(folder) / "f.so"
        function.generate("f.c")
        Path("f.c").rename(source)
        began = time.perf_counter()
        command = [compiler, "-O3", "-fPIC", "-shared", str(source), "-o", str(library), "-lm"]
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - began
        found = evaluation(ca.external(function.name(), str(library)), *arguments)
    return {"evaluation": found, "compile": seconds}


def profile(cells, rate, rtol):
    device = plate(q.variations(1)[0], cells)
    complete(device, discharge(rate), rtol)
    with clock() as whole:
        complete(device, discharge(rate), rtol)
    compiled = compile_system(device)
    backend = backend_for(compiled, settings(rtol))
    p = compiled.input_vector(device, {"control.value": q.current(rate)})
    start = consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    with clock() as solve:
        piece = backend.integrate(start, p, q.times(rate))
    y = piece.states[len(piece.states) // 2]  # two phases
    jacobian = csc_matrix(compiled.jacobian(0.0, y, p, 1e-3).sparse())
    factors = splu(jacobian, diag_pivot_thresh=1e-3)  # SuperLU stands for KLU, which is not exposed
    right = np.ones(compiled.size)
    return {
        "cells": cells,
        "unknowns": compiled.size,
        "nonzeros": compiled.jacobian.nnz_out(0),
        "instructions": backend._functions["rhs_alg"].n_instructions(),
        "whole": whole["cpu"],
        "solve": solve["cpu"],
        "counts": piece.stats,
        "residual": evaluation(backend._functions["rhs_alg"], 0.0, y, backend._extend(p)),
        "jacobian": evaluation(compiled.jacobian, 0.0, y, p, 1e-3),
        "events": evaluation(compiled.events, 0.0, y, p),
        "factorisation": per_call(lambda: splu(jacobian, diag_pivot_thresh=1e-3)),
        "triangular": per_call(lambda: factors.solve(right)),
        "fill": (factors.L.nnz + factors.U.nnz) / jacobian.nnz,
        "floor": evaluation(floor(cells), y[:cells]),
        "generated": generated(compiled.residual, 0.0, y, p),
    }


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
