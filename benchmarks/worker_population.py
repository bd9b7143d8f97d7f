"""Discharges of populations: python worker_population.py '{"kind": "homogeneous", "members": 10}'.

The first run with its build, repeats at another temperature, and what bounds a repeat.
"""

import json
import sys

from measure import answer, peak_megabytes, timed
from worker_sheets import parts

import ambipolar as amb

SIZES = 0.3  #: relative standard deviation


def device(kind, members, temperature=298.15):
    from ambipolar.devices.particle_population import ParticlePopulation
    from ambipolar.models.allen_cahn import AllenCahnReaction
    from ambipolar.models.heterogeneity import FrozenHeterogeneity
    from ambipolar.models.homogeneous import HomogeneousParticle
    from ambipolar.models.population import Population
    from ambipolar.models.size_distribution import LogNormalSizes

    if kind == "homogeneous":
        particle, size = HomogeneousParticle(size=13e-9), 13e-9
    else:
        noise = FrozenHeterogeneity()
        particle, size = AllenCahnReaction(length=40e-9, cells=20, heterogeneity=noise), 40e-9
    population = Population(particle, members, LogNormalSizes(SIZES * size))
    return ParticlePopulation(amb.materials.LFP, population, temperature=temperature)


def main(kind, members, rtol=1e-6, repeats=1):
    settings = amb.SolverSettings(rtol, rtol * 1e-2)
    protocol = amb.protocols.discharge(c_rate=1.0, until_voltage=2.5, samples=101)
    first, _ = timed(amb.run, device(kind, members), protocol, settings)
    runs = []
    for k in range(repeats):
        other = device(kind, members, 298.15 + 0.1 * (k + 1))
        took, solution = timed(amb.run, other, protocol, settings)
        solution.check()
        runs.append(took)
    answer(
        {
            "first": first, "repeat": runs, "stats": dict(solution.stats),
            "drift": solution.conservation["guest"], "peak": peak_megabytes(),
            "parts": parts(other, protocol, solution, settings),
        }
    )  # fmt: skip


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
