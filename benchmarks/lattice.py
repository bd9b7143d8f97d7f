"""Monte Carlo of lattice models: attempted flips a second, and icet on the same model."""

from importlib.util import find_spec

from measure import fresh, median, table

WORKER = "worker_lattice.py"
#: issue: at least this many attempted flips a second on one core for a pair model
TARGET = 1e7
MODELS = {
    "square": "10,000 sites, 4 neighbours, half accepted",
    "fcc": "10,648 sites, 18 neighbours, half accepted",
    "triplets": "10,000 sites, 4 neighbours and 12 triplets",
    "graphite": "1,728 sites, 182 neighbours, layers",
}


def lattice_monte_carlo(quick):
    """Attempts a CPU second for several models; with icet on the square lattice."""
    if find_spec("numba") is None:
        return {}, ["Lattice Monte Carlo: numba is absent (pip install 'ambipolar[atoms]')."]
    rounds, attempts = (1, 2e6) if quick else (3, 3e7)
    peer = find_spec("icet") is not None
    runs = {name: [] for name in MODELS} | ({"icet": []} if peer else {})
    for _ in range(rounds):  # in turn, so that a change of the machine's speed meets all alike
        for name, found in runs.items():
            few = 1e4 if quick else 3e4
            found.append(fresh(WORKER, model=name, attempts=few if name == "icet" else attempts))
    speeds = {name: median(r["attempts"] / r["cpu"] for r in found) for name, found in runs.items()}
    rows = [
        [MODELS[name], f"{speeds[name] / 1e6:.1f}", f"{runs[name][0]['accepted']:.2f}",
         f"{runs[name][0]['filling']:.3f}"]
        for name in MODELS
    ]  # fmt: skip
    if peer:
        one = runs["icet"][0]
        rows.append(
            ["icet (mchammer): 10,000 sites, 4 neighbours", f"{speeds['icet'] / 1e6:.4f}",
             f"{one['accepted']:.2f}", f"{one['filling']:.3f}"]
        )  # fmt: skip
    head = ["model", "attempts [1e6/s of CPU]", "accepted", "filling"]
    met = "met" if speeds["square"] >= TARGET else "MISSED"
    checks = [["pair model [1e6/s]", f"{speeds['square'] / 1e6:.1f}", f"{TARGET / 1e6:g} {met}"]]
    if peer:
        checks.append(["times icet", f"{speeds['square'] / speeds['icet']:.0f}", ""])
    return {"runs": runs, "attempts_per_second": speeds}, [
        table("Monte Carlo on lattices, one core", head, rows),
        table("Targets", ["what", "measured", "target"], checks),
    ]
