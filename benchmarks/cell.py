"""Discharges of a cell: the full model, one particle per electrode, phase-separating particles.

The programs solve the same cell (problem_cell.py). Times are compared at equal error against the
solution on a mesh of 80 cells per layer and 120 nodes per particle, that of the mesh included.
"""

import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from measure import fresh, median, table

OURS, PEER = "worker_cell_ambipolar.py", "worker_cell_pybamm.py"
#: cells per layer, nodes per particle
FINE = (80, 120)
DEFAULT = (20, 20)  # of PyBaMM
MESHES = {"full": (DEFAULT, (10, 10), (7, 7)), "particle": (DEFAULT, (1, 10))}
RTOLS = (1e-3, 1e-4, 1e-5, 1e-6)
SEPARATING_TARGET = 0.6


def cell(quick):
    """Repeats and first solves against PyBaMM, and a half cell of phase-separating particles."""
    found, tables = {}, []
    for model in ("full", "particle"):
        found[model] = _against_peer(model, quick)
        tables += found[model].pop("tables")
    found["separating"] = r = fresh("worker_cell_separating.py", repeats=1 if quick else 5)
    wall, cpu = (median(run[key] for run in r["repeat"]) for key in ("wall", "cpu"))
    met = "met" if cpu <= SEPARATING_TARGET else "MISSED"
    rows = [[r["unknowns"], r["stats"]["steps"], f"{r['first']['wall']:.2f}", f"{wall:.2f}",
             f"{cpu:.2f}", f"{SEPARATING_TARGET:g} {met}", f"{r['drift']:.0e}"]]  # fmt: skip
    rows[0] += [f"{1e6 * r['parts'][k]:.0f}" for k in ("residual", "jacobian")]
    head = ["unknowns", "steps", "first [s]", "repeat [s]", "CPU [s]", "target", "drift"]
    title = "20 cells x 10 Allen-Cahn particles x 20 cells, LFP | Li at 1C"
    tables.append(table(title, [*head, "a residual [us]", "a Jacobian [us]"], rows))
    return found, tables


def _against_peer(model, quick):
    programs = {"ambipolar": OURS} | ({"PyBaMM": PEER} if find_spec("pybamm") else {})
    rtols, repeats, rounds = ((1e-4,), 2, 1) if quick else (RTOLS, 12, 3)
    reference = _reference(model)
    points, firsts = [], {name: [] for name in programs}
    for turn in range(rounds):  # A B A B: a change of the machine's speed meets all alike
        for name, worker in programs.items():
            start = {"case": "first", "model": model, "cells": 20, "nodes": 20, "rtol": 1e-6}
            firsts[name].append(fresh(worker, **start, repeats=3))
            for mesh in MESHES[model] if name == "ambipolar" else MESHES[model][:1]:
                points += _points(name, worker, model, mesh, rtols, repeats, reference, turn)
    rows = []
    for name, mesh, rtol in sorted({(p["program"], p["mesh"], p["rtol"]) for p in points}):
        chosen = [p for p in points if (p["program"], p["mesh"], p["rtol"]) == (name, mesh, rtol)]
        cpu = median(c for p in chosen for c in p["cpu"])
        error = chosen[0]["error"]
        rows.append([name, f"{mesh[0]} x {mesh[1]}", f"{rtol:g}", f"{1e3 * error:.3f}",
                     f"{1e3 * cpu:.1f}"])  # fmt: skip
    label = (
        "Full model (Doyle, Fuller, Newman)" if model == "full" else "One particle per electrode"
    )
    head = ["program", "cells x nodes", "rtol", "rms error [mV]", "repeat, CPU [ms]"]
    tables = [table(f"{label}, 1C", head, rows)]
    ratio = _equal_error(points) if len(programs) > 1 else None
    first_rows = [
        [name, *(f"{median(r[k]['cpu'] for r in runs):.2f}" for k in ("import", "first")),
         f"{median(r['peak'] for r in runs):.0f}"]
        for name, runs in firsts.items()
    ]  # fmt: skip
    head = ["program", "import, CPU [s]", "first solve with build, CPU [s]", "peak [MB]"]
    tables.append(table(f"{label}: from the start of the process", head, first_rows))
    if ratio is not None:
        tables.append(
            f"\nAt errors up to {1e3 * ratio['error']:.2g} mV: {ratio['ours']:.1f} ms against"
            f" {ratio['peer']:.1f} ms of PyBaMM, a ratio of {ratio['peer'] / ratio['ours']:.2f}."
        )
    return {"points": points, "first": firsts, "equal_error": ratio, "tables": tables}


def _points(name, worker, model, mesh, rtols, repeats, reference, turn):
    with tempfile.TemporaryDirectory() as folder:
        save = str(Path(folder) / "curves.npz")
        task = {"case": "precision", "model": model, "cells": mesh[0], "nodes": mesh[1]}
        times = fresh(worker, **task, rtols=rtols, repeats=repeats, save=save)
        with np.load(save) as curves:
            errors = {rtol: _error(curves[f"{rtol:g}"], reference) for rtol in rtols}
    return [
        {"program": name, "mesh": mesh, "rtol": rtol, "turn": turn, "error": errors[rtol],
         "cpu": [run["cpu"] for run in times[f"{rtol:g}"]]}
        for rtol in rtols
    ]  # fmt: skip


def _reference(model):
    with tempfile.TemporaryDirectory() as folder:
        save = str(Path(folder) / "fine.npz")
        task = {"case": "precision", "model": model, "cells": FINE[0], "nodes": FINE[1]}
        fresh(OURS, **task, rtols=(1e-8,), repeats=1, save=save)
        with np.load(save) as curves:
            return curves["1e-08"]


def _error(curve, reference):
    """Root mean square of the voltage [V] before the last steep percent."""
    kept = curve[0] < 0.97 * reference[0][-1]
    expected = np.interp(curve[0][kept], reference[0], reference[1])
    return float(np.sqrt(np.mean((curve[1][kept] - expected) ** 2)))


def _equal_error(points):
    """The fastest of each program that has at most the error of both on the default mesh [ms]."""
    programs = ("ambipolar", "PyBaMM")

    def error(program):
        on = [p["error"] for p in points if p["program"] == program and p["mesh"] == DEFAULT]
        return min(on)

    allowed = 1.05 * max(error(program) for program in programs)

    def best(program):
        by = {}
        for p in points:
            if p["program"] == program and p["error"] <= allowed:
                by.setdefault((p["mesh"], p["rtol"]), []).extend(p["cpu"])
        return min(median(times) for times in by.values())

    ours, peer = (1e3 * best(program) for program in programs)
    return {"ours": ours, "peer": peer, "error": allowed}
