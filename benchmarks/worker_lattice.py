"""Attempted flips a second: python worker_lattice.py '{"model": "square", "attempts": 3e7}'."""

import json
import sys

import numpy as np
from measure import answer, clock

COUPLING, TEMPERATURE = 0.03, 300.0


def models():
    from ambipolar.atomistics.lattice import lattices
    from ambipolar.atomistics.lattice.graphite import LayeredGraphite
    from ambipolar.atomistics.lattice.model import compile_model
    from ambipolar.atomistics.lattice.orbits import find_orbits
    from ambipolar.atomistics.lattice.pair_model import PairModel

    square = PairModel(lattices.Square(), 0.0, (COUPLING,))
    fcc = PairModel(lattices.FaceCentredCubic(), 0.0, (0.02, -0.01))

    def triplets():
        orbits = find_orbits(lattices.Square(3.0), {2: 3.1, 3: 4.5})
        energies = {1: 0.0, 2: COUPLING, 3: 0.01}
        terms = [o.clusters(energies[o.order]) for o in orbits]
        return compile_model(lattices.Square(3.0).repeat((100, 100)), terms)

    return {
        "square": (lambda: square.compile((100, 100)), 2 * COUPLING),
        "fcc": (lambda: fcc.compile((22, 22, 22)), 0.1),
        "triplets": (triplets, 0.08),
        "graphite": (
            lambda: LayeredGraphite(further_galleries=2, elastic_energy=0.01).compile((12, 12, 12)),
            -0.1,
        ),
    }


def ours(name, attempts):
    from ambipolar.atomistics.lattice.monte_carlo import Walker

    make, potential = models()[name]
    model = make()
    walker = Walker(model, seed=1)
    walker.run(potential, TEMPERATURE, samples=1, settle=20)  # compiles
    samples = max(int(attempts / model.size), 1)
    with clock() as found:
        done = walker.run(potential, TEMPERATURE, samples=samples)
    filling = float(done.filling.mean())
    return found | {"attempts": samples * model.size, "accepted": done.accepted, "filling": filling}


def icet(attempts):
    """The square lattice gas in icet: energies fitted exactly to the same pair model."""
    import icet as library
    from ase import Atoms
    from mchammer.calculators import ClusterExpansionCalculator
    from mchammer.ensembles import SemiGrandCanonicalEnsemble

    primitive = Atoms("Au", cell=[3, 3, 30], pbc=True)
    space = library.ClusterSpace(primitive, [3.1], ["Au", "Cu"])
    random, rows, energies = np.random.default_rng(0), [], []
    for _ in range(10):
        atoms = primitive.repeat((4, 4, 1))
        n = random.integers(0, 2, (4, 4))
        atoms.symbols = np.where(n.ravel() == 1, "Cu", "Au")
        rows.append(space.get_cluster_vector(atoms))
        pairs = (n * np.roll(n, 1, 0)).sum() + (n * np.roll(n, 1, 1)).sum()
        energies.append(COUPLING * pairs / 16)
    weights = np.linalg.lstsq(np.array(rows), np.array(energies), rcond=None)[0]
    atoms = primitive.repeat((100, 100, 1))
    atoms.symbols = np.where(random.integers(0, 2, len(atoms)) == 1, "Cu", "Au")
    calculator = ClusterExpansionCalculator(atoms, library.ClusterExpansion(space, weights))
    ensemble = SemiGrandCanonicalEnsemble(
        atoms, calculator, TEMPERATURE, chemical_potentials={"Au": 0.0, "Cu": 2 * COUPLING}
    )
    ensemble.run(100)
    with clock() as found:
        ensemble.run(int(attempts))
    data = ensemble.data_container.get("acceptance_ratio")
    filling = float(np.mean(np.array(ensemble.structure.symbols) == "Cu"))
    return found | {"attempts": attempts, "accepted": float(np.mean(data[1:])), "filling": filling}


def main(task):
    name, attempts = task["model"], task["attempts"]
    answer(icet(attempts) if name == "icet" else ours(name, attempts))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
