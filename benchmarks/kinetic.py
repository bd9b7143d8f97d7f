"""Kinetic Monte Carlo: hops a second on 10,000 sites, without and with interactions."""

from importlib.util import find_spec

from measure import fresh, median, table

WORKER = "worker_kinetic.py"
#: at least this many hops a second on one core for 10,000 sites
TARGET = 1e6
#: lattice, cells, filling, repulsion of nearest ions [eV]
MODELS = {
    "square, half filled": ("square", (100, 100), 0.5, 0.0),
    "square, few vacancies": ("square", (100, 100), 0.99, 0.0),
    "simple cubic, half filled": ("simple-cubic", (22, 22, 22), 0.5, 0.0),
    "8a of a spinel, half filled": ("diamond", (18, 18, 16), 0.5, 0.0),
    "square, half filled, interacting": ("square", (100, 100), 0.5, 0.03),
    "simple cubic, half filled, interacting": ("simple-cubic", (22, 22, 22), 0.5, 0.03),
}


def kinetic_monte_carlo(quick):
    """Hops a CPU second, the cost of one and the size of the tables that it reads."""
    if find_spec("numba") is None:
        return {}, ["Kinetic Monte Carlo: numba is absent (pip install 'ambipolar[atoms]')."]
    rounds, hops = (1, 2e5) if quick else (3, 3e6)
    runs = {name: [] for name in MODELS}
    for _ in range(rounds):  # in turn, so that a change of the machine's speed meets all alike
        for name, (lattice, cells, filling, energy) in MODELS.items():
            runs[name].append(
                fresh(WORKER, lattice=lattice, cells=cells, filling=filling, energy=energy,
                      hops=hops)
            )  # fmt: skip
    speed = {n: median(r["hops"] / r["cpu"] for r in found) for n, found in runs.items()}
    rows = [
        [name, found[0]["sites"], f"{speed[name] / 1e6:.2f}", f"{1e9 / speed[name]:.0f}",
         found[0]["levels"], f"{found[0]['bytes'] / 1e6:.1f}", f"{found[0]['dependents']:.0f}"]
        for name, found in runs.items()
    ]  # fmt: skip
    head = ["model", "sites", "hops [1e6/s of CPU]", "ns a hop", "levels", "tables [MB]"]
    head += ["owners that depend on a site"]
    first = "square, half filled"
    met = "met" if speed[first] >= TARGET else "MISSED"
    checks = [[f"{first} [1e6/s]", f"{speed[first] / 1e6:.2f}", f"{TARGET / 1e6:g} {met}"]]
    return {"runs": runs, "hops_per_second": speed}, [
        table("Kinetic Monte Carlo without rejections, one core", head, rows),
        table("Targets", ["what", "measured", "target"], checks),
    ]
