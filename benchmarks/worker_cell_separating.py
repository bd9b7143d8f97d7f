"""A half cell whose 200 particles separate into phases: 20 cells, 10 particles each, 20 cells."""

import json
import sys
import time

from measure import answer, peak_megabytes, timed

import ambipolar as amb
from ambipolar.devices.half_cell import HalfCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.models.cells.electrode import PorousElectrode
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.numerics.compile import compile_system
from ambipolar.numerics.evaluate import direct


def cell():
    """LiFePO4 plates of 40 nm whose sizes and potentials differ a little."""
    population = amb.Population(
        particle=amb.AllenCahnReaction(length=40e-9, cells=20), members=200,
        sizes=amb.LogNormalSizes(deviation=8e-9),
        variations=(amb.NormalVariation("material.standard_potential", deviation=0.5e-3),),
    )  # fmt: skip
    electrode = PorousElectrode(
        material=amb.materials.LFP, particle=population, active_fraction=0.483,
        layer=PorousLayer(thickness=50e-6, porosity=0.3, cells=20), initial_filling=0.01,
    )  # fmt: skip
    return HalfCell(
        electrolyte=ELECTROLYTES["valoen-bernardi"], electrode=electrode,
        separator=PorousLayer(thickness=25e-6, porosity=0.7, cells=10),
    )  # fmt: skip


def run(device):
    return amb.run(device, amb.protocols.discharge(c_rate=1, until_voltage=2.5)).check()


def least(call, *arguments):
    """Seconds of one call, the least of many."""
    found = []
    for _ in range(100):
        began = time.perf_counter()
        call(*arguments)
        found.append(time.perf_counter() - began)
    return min(found)


def main(repeats):
    device = cell()
    first, solution = timed(run, device)
    again = [timed(run, device)[0] for _ in range(repeats)]
    compiled = compile_system(device)
    p = compiled.input_vector(device, {})
    y = compiled.initial(p).full().ravel()
    parts = {
        "residual": least(direct(compiled.residual), 0.0, y, p),
        "jacobian": least(direct(compiled.jacobian), 0.0, y, p, 1.0),
    }
    return {
        "first": first, "repeat": again, "unknowns": compiled.size, "stats": solution.stats,
        "drift": max(solution.conservation.values()), "peak": peak_megabytes(), "parts": parts,
    }  # fmt: skip


if __name__ == "__main__":
    answer(main(**json.loads(sys.argv[1])))
