"""Cost of populations against the number of particles: tables and figure."""

from pathlib import Path

import numpy as np
from measure import HERE, fresh, median, table

FIGURE = HERE.parent / "docs" / "assets" / "benchmark-populations.png"
KINDS = {"homogeneous": (10, 100, 1000, 10_000), "allen-cahn": (10, 100, 1000)}
#: kind, members, relative tolerance, seconds of a repeat that are allowed
TARGETS = {("homogeneous", 10_000, 1e-6): 30.0, ("allen-cahn", 1000, 1e-6): 5.0}
TARGETS |= {("allen-cahn", 1000, 1e-4): 5.0}


def populations(quick):
    """1C discharges of LiFePO4 particles that share a potential."""
    tasks = [(k, n, 1e-6) for k, ns in KINDS.items() for n in (ns[:2] if quick else ns)]
    tasks += [] if quick else [("allen-cahn", 1000, 1e-4)]
    found, rows, bounds = [], [], []
    for kind, members, rtol in tasks:
        r = fresh("worker_population.py", kind=kind, members=members, rtol=rtol)
        wall, cpu = (median(run[key] for run in r["repeat"]) for key in ("wall", "cpu"))
        entry = {"kind": kind, "members": members, "rtol": rtol, "first": r["first"]["cpu"]}
        found.append(entry | {"repeat": cpu, "wall": wall, "peak": r["peak"], "details": r})
        stats, target = r["stats"], TARGETS.get((kind, members, rtol))
        met = "" if target is None else f"{target:g} {'met' if cpu <= target else 'MISSED'}"
        rows.append(
            [kind, members, f"{rtol:g}", r["parts"]["unknowns"], stats["steps"],
             f"{r['first']['wall']:.2f}", f"{wall:.2f}", f"{cpu:.2f}", met, f"{r['peak']:.0f}",
             f"{r['drift']:.0e}"]
        )  # fmt: skip
        bounds.append([kind, members, f"{rtol:g}", *_bounds(r, cpu)])
    head = ["particle", "members", "rtol", "unknowns", "steps", "first [s]", "repeat [s]"]
    tables = [table("Populations at 1C", [*head, "CPU [s]", "target", "peak [MB]", "drift"], rows)]
    head = ["particle", "members", "rtol", "residuals", "Jacobians", "solutions", "factorisations"]
    tables.append(table("CPU time by parts (solutions by SuperLU)", [*head, "fill"], bounds))
    exponents = {kind: exponent([e for e in found if e["kind"] == kind]) for kind in KINDS}
    fits = [[name, f"{value:.2f}"] for name, value in exponents.items()]
    tables.append(table("Repeat ~ members^p, from 100 on", ["", "p"], fits))
    if not quick:
        draw(found, exponents, FIGURE)
    return {"points": found, "exponents": exponents}, tables


def exponent(entries):
    chosen = [e for e in entries if e["members"] >= 100 and e["rtol"] == 1e-6]
    chosen = chosen if len(chosen) > 1 else entries
    x, y = (np.log([e[key] for e in chosen]) for key in ("members", "repeat"))
    return float(np.polyfit(x, y, 1)[0])


def _bounds(r, cpu):
    p, stats = r["parts"], r["stats"]
    seconds = [p["residuals"], p["jacobians"], stats["newton_iterations"] * p["solution"]]
    seconds.append(stats["factorisations"] * p["factorisation"])
    return [*(f"{s:.2f} s, {s / cpu:.0%}" for s in seconds), f"{p['fill']:.1f}"]


def draw(points, exponents, target: Path):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.2), layout="constrained")
    axes = figure.subplots()
    style = {"homogeneous": ("#0072B2", "o"), "allen-cahn": ("#D55E00", "s")}
    names = {"homogeneous": "uniform particles", "allen-cahn": "Allen-Cahn reaction, 20 cells"}
    for kind, (colour, marker) in style.items():
        chosen = [p for p in points if p["kind"] == kind and p["rtol"] == 1e-6]
        x = [p["members"] for p in chosen]
        label = f"{names[kind]}: repeat $\\sim N^{{{exponents[kind]:.2f}}}$"
        axes.loglog(x, [p["repeat"] for p in chosen], color=colour, marker=marker, label=label)
        first = [p["first"] for p in chosen]
        axes.loglog(x, first, color=colour, marker=marker, ls=":", mfc="white", lw=1)
    axes.plot([], [], "k:", marker="o", mfc="white", lw=1, label="first, with build")
    axes.set_xlabel("particles $N$")
    axes.set_ylabel("CPU time of a 1C discharge [s]")
    axes.legend(frameon=False, fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(target, dpi=150)
