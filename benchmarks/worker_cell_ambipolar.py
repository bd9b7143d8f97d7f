"""Discharges of a cell with ambipolar: the full model, or one particle per electrode."""

import json
import sys

from measure import answer, clock, peak_megabytes, timed

with clock() as IMPORT:
    import casadi  # noqa: F401  what a first run loads
    import pybammsolvers.idaklu  # noqa: F401
    import scipy.sparse.linalg  # noqa: F401
    import xarray  # noqa: F401

    import ambipolar as amb

    # modules of ours that load when they are used: the peer's load with it
    import ambipolar.numerics.backends.idaklu
    import ambipolar.simulation.protocols
    import ambipolar.simulation.run  # noqa: F401
    from ambipolar.core import ops
    from ambipolar.devices.full_cell import FullCell
    from ambipolar.models.cells.electrode import PorousElectrode
    from ambipolar.models.electrolyte_layer import PorousLayer
    from ambipolar.physics.electrolytes.concentrated import ConcentratedElectrolyte
    from ambipolar.physics.electrolytes.uniform import PerfectBath
    from ambipolar.physics.kinetics.exchange_current import NewmanExchange

import numpy as np
import problem_cell as q


def _electrode(numbers, formula, rate, cells, nodes, whole):
    host = amb.Material(
        free_energy=amb.EmpiricalPotential(formula=formula),
        kinetics=amb.ButlerVolmer(rate_constant=rate, exchange=NewmanExchange()),
        diffusivity=amb.ConstantDiffusivity(numbers["diffusivity"]),
        site_density=numbers["sites"],
    )
    layer = PorousLayer(thickness=numbers["thickness"], porosity=numbers["porosity"],
                        bruggeman_exponent=q.BRUGGEMAN, cells=cells)  # fmt: skip
    return PorousElectrode(
        material=host, particle=amb.DiffusionParticle(radius=numbers["radius"], nodes=nodes),
        layer=layer, active_fraction=numbers["active"], initial_filling=numbers["start"],
        conductivity=q.CONDUCTIVITY if whole else None, conductivity_exponent=0.0,
    )  # fmt: skip


def _conductivity(c, temperature):
    return q.electrolyte_conductivity(c)


def _diffusivity(c, temperature):
    return 0.0 * c + q.DIFFUSIVITY


def _transference(c, temperature):
    return 0.0 * c + q.TRANSFERENCE


def _negative(x):
    return q.negative_potential(x, ops)


def _positive(x):
    return q.positive_potential(x, ops)


def cell(model, variation, cells, nodes):
    whole = model == "full"
    cells = cells if whole else 1
    electrolyte = PerfectBath()
    if whole:
        electrolyte = ConcentratedElectrolyte(
            conductivity_formula=_conductivity, diffusivity_formula=_diffusivity,
            transference_formula=_transference,
        )  # fmt: skip
    separator = PorousLayer(**q.SEPARATOR, bruggeman_exponent=q.BRUGGEMAN, cells=cells)
    return FullCell(
        electrolyte=electrolyte, separator=separator if whole else None,
        negative=_electrode(q.NEGATIVE, _negative, variation[0], cells, nodes, whole),
        positive=_electrode(q.POSITIVE, _positive, variation[1], cells, nodes, whole),
        temperature=q.TEMPERATURE,
    )  # fmt: skip


def discharge():
    return amb.protocols.discharge(current=q.CURRENT, until_voltage=q.LEAST_VOLTAGE,
                                   duration=q.LAST, samples=q.SAMPLES)  # fmt: skip


def complete(device, rtol):
    """What a user calls: the labelled dataset of everything, balances, citations."""
    settings = amb.SolverSettings(relative_tolerance=rtol, absolute_tolerance=rtol * 1e-2)
    solution = amb.run(device, discharge(), settings)
    solution.check()
    return solution


def first(model, cells, nodes, rtol, repeats):
    with clock() as begin:
        complete(cell(model, q.variations(1)[0], cells, nodes), rtol)
    runs = []
    for variation in q.variations(repeats + 1)[1:]:
        runs.append(timed(complete, cell(model, variation, cells, nodes), rtol)[0])
    return {"import": IMPORT, "first": begin, "repeat": runs, "peak": peak_megabytes()}


def precision(model, cells, nodes, rtols, repeats, save):
    """Time and voltages at several tolerances, and of a much finer mesh for reference."""
    found, curves, device = {}, {}, cell(model, q.variations(1)[0], cells, nodes)
    for rtol in rtols:
        complete(device, rtol)
        runs = [timed(complete, device, rtol) for _ in range(repeats)]
        found[f"{rtol:g}"] = [run[0] for run in runs]
        data = runs[-1][1].dataset
        curves[f"{rtol:g}"] = np.array([data["time"].values, data["voltage"].values])
    np.savez(save, **curves)
    return found


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
