"""Hops a second: python worker_kinetic.py '{"lattice": "square", "cells": [100, 100], ...}'."""

import json
import sys

import numpy as np
from measure import answer, clock


def main(task):
    from ambipolar.atomistics.kinetic.network import (
        empty_network,
        neighbours,
        pair_interactions,
        with_hops,
    )
    from ambipolar.atomistics.kinetic.rates import compile_rates
    from ambipolar.atomistics.kinetic.simulation import Walk, random_occupation
    from ambipolar.atomistics.lattice.registry import LATTICES

    sites = LATTICES[task["lattice"]]().repeat(tuple(task["cells"]))
    near = neighbours(sites)
    network = with_hops(empty_network(sites), near, barrier=0.3, attempt_frequency=1e13)
    energies = pair_interactions(network, near, [task["energy"]]) if task["energy"] else None
    compiled = compile_rates(network, 300.0, energies)
    walk = Walk(compiled, random_occupation(network, task["filling"], 1), seed=2)
    walk.run(events=20_000)  # compiles
    with clock() as found:
        walk.run(events=int(task["hops"]))
    arrays = [a for a in compiled.tables if isinstance(a, np.ndarray)]
    answer(
        found
        | {
            "hops": task["hops"],
            "sites": sites.size,
            "levels": len(walk._starts) - 1,
            "bytes": sum(a.nbytes for a in arrays),
            "dependents": len(compiled.tables.owners) / sites.size,
        }
    )


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
