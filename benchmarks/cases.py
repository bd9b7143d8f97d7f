"""What is measured: one function a case; each returns numbers for JSON and tables to print."""

import json
import math
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import problem as q
from cell import cell
from kinetic import kinetic_monte_carlo
from lattice import lattice_monte_carlo
from measure import HERE, fresh, median, process, table
from populations import populations

OURS, PEER, THIRD = "worker_ambipolar.py", "worker_pybamm.py", "worker_reference.py"
REFERENCE = HERE.parent.parent / "shared" / "reference" / "mpet"
MPET_CASES = ("001", "002", "003", "006", "014", "018")
RTOLS = (1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
CELLS = (100, 200, 500, 1000, 2000, 5000, 10_000)


def has_peer():
    return find_spec("pybamm") is not None


def verdict(value, target):
    return f"{target:g} {'met' if value <= target else 'MISSED'}"


def ms(seconds):
    return f"{1e3 * seconds:.1f}"


def both(runs, key):
    """Median wall and CPU milliseconds."""
    flat = [r for run in runs for r in (run[key] if isinstance(run[key], list) else [run[key]])]
    return median(r["wall"] for r in flat), median(r["cpu"] for r in flat)


def particle(quick):
    """First solve, repeats and memory of 100 cells, the programs in turn."""
    rounds, repeats = (1, 3) if quick else (5, 8)
    found, rows, verdicts = {}, [], []
    for name, rate in q.RATES.items():
        task = {"case": "particle", "rate": rate, "cells": 100, "rtol": 1e-6, "repeats": repeats}
        ours, cold, peer = [], [], []
        for _ in range(rounds):  # A B A B: a change of the machine's speed meets all alike
            ours.append(fresh(OURS, **task, preload=True))
            if has_peer():
                peer.append(fresh(PEER, **task, preload=True))
            cold.append(fresh(OURS, **task, preload=False))
        found[name] = {"ambipolar": ours, "ambipolar cold": cold, "pybamm": peer}
        for label, key in (
            ("import of everything used", "import"),
            ("first solve with build", "first"),
            ("repeat, all fields", "complete"),
            ("repeat, voltage only", "voltage"),
        ):
            row = [f"{name}: {label}", *(f"{ms(v)}" for v in both(ours, key))]
            if peer:
                ratio = both(ours, key)[1] / both(peer, key)[1]
                row += [*(f"{ms(v)}" for v in both(peer, key)), f"{ratio:.2f}"]
            rows.append(row)
        first, again = both(cold, "first")[0], both(ours, "complete")[0]
        memory = max(run["peak"] for run in ours + cold)
        verdicts += [
            [
                f"{name}: first solve with build and late imports [s]",
                f"{first:.3f}",
                verdict(first, 0.35),
            ],
            [f"{name}: repeat with changed parameters [s]", f"{again:.4f}", verdict(again, 0.08)],
            [f"{name}: peak memory [MB]", f"{memory:.0f}", verdict(memory, 250)],
        ]
        if peer:
            ratio = both(ours, "complete")[1] / both(peer, "complete")[1]
            verdicts.append([f"{name}: repeat against PyBaMM", f"{ratio:.2f}", verdict(ratio, 1.0)])
            memory = median(r["peak"] for r in peer)
            verdicts.append([f"{name}: peak memory of PyBaMM [MB]", f"{memory:.0f}", ""])
    head = ["100 cells, rtol 1e-6", "wall [ms]", "CPU [ms]"]
    head += ["PyBaMM wall", "PyBaMM CPU", "CPU ratio"] if has_peer() else []
    tables = [table("First solve and repeats", head, rows)]
    return found, [*tables, table("Targets", ["what", "measured", "target"], verdicts)]


def precision(quick):
    """Time against error, both programs against a tight solution that a third one confirms."""
    rates = {"high": q.RATES["high"]} if quick else q.RATES
    variations, rounds = (2, 1) if quick else (5, 3)
    found, rows, equal = {}, [], []
    for name, rate in rates.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = _precision(rate, Path(folder), variations, rounds, quick)
        case = found[name]
        for rtol in case["rtols"]:
            for program in case["programs"]:
                e = case["programs"][program][rtol]
                times = [ms(e["seconds"][what]) for what in ("voltage", "complete")]
                errors = f"{e['median']:.1e}", f"{e['max']:.1e}"
                rows.append([name, rtol, program, *times, *errors])
        for measure in ("median", "max") if has_peer() else ():
            for what in ("voltage", "complete"):
                equal += [[name, *row] for row in _at_equal_error(case, measure, what)]
    head = ["rate", "rtol", "program", "voltage [ms]", "all fields [ms]"]
    head += ["median dV [V]", "max dV [V]"]
    tables = [table("Time and error at each tolerance", head, rows)]
    if equal:
        head = ["rate", "output", "error", "at [V]", "ambipolar [ms]", "PyBaMM [ms]", "ratio"]
        tables.append(table("Time at equal error", head, equal))
    checks = [[n, f"{c['check']:.1e}"] for n, c in found.items() if c["check"] is not None]
    head = ["rate", "tight solution against Radau, max dV [V]"]
    return found, [*tables, table("The reference, checked", head, checks)]


def _precision(rate, folder, variations, rounds, quick):
    task = {"case": "precision", "rate": rate, "cells": 100}
    workers = {"ambipolar": OURS} | ({"PyBaMM": PEER} if has_peer() else {})
    tight = folder / "tight.npz"
    fresh(OURS, **task, rtols=[1e-10], variations=variations, repeats=1, save=str(tight))
    reference = np.load(tight)
    check = None
    if rate != q.RATES["low"] or not quick:
        third = folder / "third.npz"
        fresh(THIRD, case="reference", rate=rate, cells=100, rtol=1e-9, save=str(third))
        check = float(np.abs(np.load(third)["voltage"] - reference["1e-10:0"]).max())
    programs = {
        name: {f"{rtol:g}": {"voltage": [], "complete": []} for rtol in RTOLS} for name in workers
    }
    for _ in range(rounds):
        for name, worker in workers.items():
            save = folder / f"{name}.npz"
            options = {"rtols": RTOLS, "variations": variations, "repeats": 3, "save": str(save)}
            for rtol, seconds in fresh(worker, **task, **options).items():
                for what, each in seconds.items():
                    programs[name][rtol][what].append(sum(each) / len(each))
            curves = np.load(save)
            for rtol, entry in programs[name].items():
                apart = [
                    np.abs(curves[f"{rtol}:{i}"] - reference[f"1e-10:{i}"])
                    for i in range(variations)
                ]
                # geometric means over the parameter sets: one lucky spike must not decide
                entry["median"] = _geometric(np.median(a) for a in apart)
                entry["max"] = _geometric(a.max() for a in apart)
                entry["seconds"] = {w: median(entry[w]) for w in ("voltage", "complete")}
    return {"rtols": [f"{r:g}" for r in RTOLS], "programs": programs, "check": check}


def _geometric(values):
    return math.exp(np.mean([math.log(max(v, 1e-16)) for v in values]))


def _at_equal_error(case, measure, what):
    """Times at the errors that PyBaMM reaches, ambipolar's interpolated between tolerances."""
    ours, peer = (
        [case["programs"][name][rtol] for rtol in case["rtols"]] for name in ("ambipolar", "PyBaMM")
    )
    points = sorted((math.log(e[measure]), math.log(e["seconds"][what])) for e in ours)
    errors, logarithms = zip(*points)
    rows, ratios = [], []
    for entry in peer:
        target, theirs = math.log(entry[measure]), entry["seconds"][what]
        if not errors[0] <= target <= errors[-1]:
            continue
        seconds = math.exp(np.interp(target, errors, logarithms))
        ratios.append(seconds / theirs)
        times = ms(seconds), ms(theirs), f"{ratios[-1]:.2f}"
        rows.append([what, measure, f"{entry[measure]:.1e}", *times])
    rows.append([what, measure, "all", "", "", f"{_geometric(ratios):.2f}" if ratios else ""])
    return rows


def mpet(quick):
    """Imported MPET particle cases: repeat with a changed rate constant."""
    if find_spec("ambipolar.simulation.importers.mpet") is None:
        return {"skipped": "no importer"}, ["\nMPET cases skipped: the importer is absent."]
    if not REFERENCE.is_dir():
        reason = "the reference folder with the MPET files is absent"
        return {"skipped": reason}, [f"\nMPET cases skipped: {reason}."]
    found, rows = {}, []
    for name in MPET_CASES:
        folder = REFERENCE / f"test{name}"
        result = fresh(OURS, case="mpet", folder=str(folder), repeats=3 if quick else 10)
        found[name] = result
        wall = median(r["wall"] for r in result["repeat"])
        cpu = median(r["cpu"] for r in result["repeat"])
        rows.append(
            [
                result["title"],
                f"{result['first']['wall']:.3f}",
                f"{wall:.4f}",
                f"{cpu:.4f}",
                verdict(wall, 0.1),
            ]
        )
    head = ["case, rtol 1e-8", "first [s]", "repeat [s]", "repeat CPU [s]", "target"]
    return found, [table("Imported MPET particles", head, rows)]


def startup(quick):
    """Import and help."""
    repeats = 3 if quick else 11
    found, rows = {}, []
    for package in ("ambipolar", *(("pybamm",) if has_peer() else ())):
        command = [sys.executable, str(HERE / "startup.py"), package]
        runs = [
            json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            for _ in range(repeats)
        ]
        found[f"import {package}"] = runs
        wall = median(r["wall"] for r in runs)
        target = verdict(wall, 0.5) if package == "ambipolar" else ""
        rows.append([f"import {package}", f"{wall:.3f}", str(runs[0]["modules"]), target])
    command = [str(Path(sys.executable).with_name("ambipolar")), "--help"]
    if Path(command[0]).exists():
        process(command, 1)  # compiles the modules
        found["ambipolar --help"] = process(command, repeats)
        wall = median(found["ambipolar --help"])
        rows.append(["ambipolar --help, whole process", f"{wall:.3f}", "", verdict(wall, 0.6)])
    return found, [table("Start", ["what", "wall [s]", "modules", "target"], rows)]


def scaling(quick):
    """Cost against the number of cells."""
    sizes = CELLS[:4] if quick else CELLS
    runs = [("plate", "ambipolar", OURS, q.RATES["low"]), ("sphere", "ambipolar", OURS, 1.0)]
    if has_peer():
        runs.append(("plate", "PyBaMM", PEER, q.RATES["low"]))
    found, rows = [], []
    for kind, program, worker, rate in runs:
        task = {"case": "scaling", "kind": kind, "rate": rate, "rtol": 1e-6}
        for cells in sizes if program == "ambipolar" else sizes[:5]:
            tries = [fresh(worker, **task, cells=cells) for _ in range(1 if quick else 3)]
            entry = {"kind": kind, "program": program, "cells": cells, "tries": tries}
            for key in ("first", "repeat"):
                entry[key] = median(t[key]["cpu"] for t in tries)
            entry["peak"] = median(t["peak"] for t in tries)
            found.append(entry)
            steps = tries[0].get("stats", {}).get("steps", "")
            times = f"{entry['first']:.3f}", f"{entry['repeat']:.3f}"
            rows.append([f"{kind}, {program}", cells, *times, steps, f"{entry['peak']:.0f}"])
    exponents = {}
    for kind, program, *_ in runs:
        chosen = [e for e in found if (e["kind"], e["program"]) == (kind, program)]
        exponents[f"{kind}, {program}"] = exponent(chosen)
    head = ["particle, program", "cells", "first CPU [s]", "repeat CPU [s]", "steps", "peak [MB]"]
    fits = [[name, f"{value:.2f}"] for name, value in exponents.items()]
    tables = [table("Cost against cells", head, rows), table("Repeat ~ cells^p", ["", "p"], fits)]
    return {"points": found, "exponents": exponents}, tables


def exponent(entries, least=500):
    """Slope of log repeat against log cells, where cells and not start-up dominate."""
    chosen = [e for e in entries if e["cells"] >= least] or entries
    x, y = (np.log([e[key] for e in chosen]) for key in ("cells", "repeat"))
    return float(np.polyfit(x, y, 1)[0])


def phase_map(quick):
    """Stability of a driven surface on a grid of filling against current."""
    found = fresh(OURS, case="phase_map", points=30 if quick else 200)
    again = median(r["wall"] for r in found["repeat"])
    points = 30 if quick else 200
    rows = [[f"{points} x {points}", f"{found['first']['wall']:.3f}", f"{again:.3f}"]]
    return found, [table("Phase map", ["grid", "first [s]", "repeat [s]"], rows)]


def profile(quick):
    """Where the time of a low-rate run goes."""
    found, rows = {}, []
    for cells in (100,) if quick else (100, 10_000):
        r = fresh("worker_profile.py", case="profile", cells=cells, rate=q.RATES["low"], rtol=1e-6)
        found[str(cells)] = r
        rows += [[cells, *row] for row in _parts(r)]
    head = ["cells", "what", "count", "each [us]", "all [ms]", "of integration"]
    return found, [table("Where the time goes", head, rows)]


def _parts(r):
    """Counts, seconds of one evaluation, seconds of all and share of the integration."""
    counts, solve = r["counts"], r["solve"]
    evaluations = counts["residual_evaluations"]
    parts = {
        "residual": (evaluations, r["residual"]),
        "Jacobian": (counts["jacobian_evaluations"], r["jacobian"]),
        "events": (counts["steps"], r["events"]),
    }
    rest = solve - sum(count * each for count, each in parts.values())
    rows = [
        [name, count, f"{1e6 * each:.2f}", ms(count * each), f"{count * each / solve:.0%}"]
        for name, (count, each) in parts.items()
    ]
    around = r["whole"] - solve
    least = r["floor"]
    rows += [
        ["the rest: KLU, vectors of the integrator", "", "", ms(rest), f"{rest / solve:.0%}"],
        ["integration", "", "", ms(solve), "100%"],
        ["run() around it", "", "", ms(around), f"{around / solve:.0%}"],
        ["bound: a residual's transcendentals", evaluations, f"{1e6 * least:.2f}", "", ""],
        ["a factorisation by SuperLU", "", f"{1e6 * r['factorisation']:.2f}", "", ""],
        ["a solution by SuperLU", "", f"{1e6 * r['triangular']:.2f}", "", ""],
    ]
    if r["generated"]:
        compiled = r["generated"]["evaluation"]
        rows.append(["a residual as compiled C", "", f"{1e6 * compiled:.2f}", "", ""])
    return rows


#: columns and rows of films and windows, and the seconds of a repeat that are allowed
SHEETS = (
    ("film", 101, 1, 0.3), ("film", 50, 20, 3.0), ("film", 100, 40, 15.0), ("window", 60, 60, 10.0),
)  # fmt: skip


def sheets(quick):
    """A film driven and left alone, a window coloured: repeats, and what bounds them."""
    chosen = [("film", 21, 1, 0.3), ("window", 6, 6, 10.0)] if quick else SHEETS
    found, rows, bounds = {}, [], []
    for kind, columns, lines, target in chosen:
        name = f"{kind} {columns} x {lines}"
        task = {"kind": kind, "columns": columns, "rows": lines, "repeats": 1 if quick else 5}
        r = found[name] = fresh("worker_sheets.py", **task)
        wall, cpu = (median(run[key] for run in r["repeat"]) for key in ("wall", "cpu"))
        stats, unknowns = r["stats"], r["parts"]["unknowns"]
        drift = max(r["conservation"].values())
        rows.append(
            [name, unknowns, stats["steps"], f"{r['first']['wall']:.2f}", f"{wall:.3f}",
             f"{cpu:.3f}", verdict(wall, target), f"{r['peak']:.0f}", f"{drift:.0e}"]
        )  # fmt: skip
        bounds.append([name, *_bounds(r, cpu)])
    head = ["cells", "unknowns", "steps", "first [s]", "repeat [s]", "CPU [s]", "target"]
    tables = [table("Films and windows", [*head, "peak [MB]", "drift"], rows)]
    head = ["cells", "residuals", "Jacobians", "observables", "the rest: KLU, vectors"]
    head += ["factorisations", "one by SuperLU [ms]", "a solution [ms]", "fill"]
    return found, [*tables, table("Where the CPU time of a repeat goes", head, bounds)]


def _bounds(r, cpu):
    """Shares of a repeat; KLU is not exposed, SuperLU tells the size of its task."""
    parts = r["parts"]
    shares = [parts[key] for key in ("residuals", "jacobians", "observables")]
    shares.append(cpu - sum(shares))
    counts = r["stats"]["factorisations"]
    times = (f"{1e3 * parts[key]:.2f}" for key in ("factorisation", "solution"))
    return [*(f"{s:.2f} s, {s / cpu:.0%}" for s in shares), counts, *times, f"{parts['fill']:.1f}"]


def memory(quick):
    """One memory under a thousand pulses, and an array of ten thousand under a hundred."""
    tasks = {
        "one device, voltage": ({"mode": "voltage", "pulses": 1000}, 1.0),
        "one device, current": ({"mode": "current", "pulses": 1000}, 1.0),
        "10,000 devices, current": (
            {"members": 10_000, "mode": "current", "pulses": 100, "repeats": 1},
            30.0,
        ),
        "10,000 devices, voltage": ({"members": 10_000, "pulses": 100, "repeats": 1}, 30.0),
    }
    found, rows = {}, []
    for name, (task, target) in tasks.items():
        chosen = task | ({"pulses": 20, "repeats": 1} if quick else {})
        found[name] = fresh("worker_memory.py", case="memory", **chosen)
        again = median(r["wall"] for r in found[name]["repeat"])
        peak = f"{found[name]['peak']:.0f}"
        first = f"{found[name]['first']['wall']:.2f}"
        rows.append([name, chosen["pulses"], first, f"{again:.2f}", verdict(again, target), peak])
    head = ["memory", "pulses", "first [s]", "repeat [s]", "target", "peak [MB]"]
    return found, [table("Trains of pulses", head, rows)]


def colour_map(quick):
    """The colours of a pane pixel by pixel, each of its own composition."""
    task = {"pixels": 100 if quick else 2000, "repeats": 1 if quick else 5}
    found = fresh("worker_colour_map.py", **task)
    rows = [
        [angle, f"{found[angle]['spectra']:.2f}", f"{found[angle]['colours']:.3f}",
         verdict(found[angle]["spectra"] + found[angle]["colours"], 1.0)]
        for angle in ("normal", "oblique")
    ]  # fmt: skip
    head = ["incidence", "spectra [s]", "colours [s]", "both against the target"]
    title = f"Colours of {found['pixels']} pixels at {found['wavelengths']} wavelengths"
    return found, [table(title, head, rows)]


CASES = {
    f.__name__: f
    for f in (
        startup, particle, precision, mpet, scaling, phase_map, profile, sheets, memory, colour_map,
        populations, cell, lattice_monte_carlo, kinetic_monte_carlo,
    )
}  # fmt: skip
