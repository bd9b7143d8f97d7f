"""The same measurements with PyBaMM, on the same equations; see worker_ambipolar.py.

What PyBaMM is given:

- its default solver, ``IDAKLUSolver`` with default options;
- one discretised model and one solver object for all solves; rate constant, interaction,
  coherency and current are input parameters, so that a repeat rebuilds nothing;
- the site energy as a sum of cosines of the spatial variable, which it folds into one constant
  vector: no interpolation and no input of its own;
- the mean filling as an algebraic unknown of its own. Written as an integral inside the
  chemical potential it makes the Jacobian dense: twice as slow at 100 cells, 25 times at 1000;
- no guards against fillings outside 0..1, no charge equation, no cut-offs, all of which
  ambipolar evaluates.
"""

import json
import sys

from measure import answer, clock, peak_megabytes, timed

with clock() as IMPORT:
    import pybamm

import numpy as np
import problem as q

pybamm.set_logging_level("ERROR")
NAMES = ("rate constant", "interaction", "coherency", "current")


def discretised(cells):
    """The particle of problem.py; z runs from 0 to 1 along the face."""
    x, mean = pybamm.Variable("filling", domain="face"), pybamm.Variable("mean")
    voltage = pybamm.Variable("voltage")
    z = pybamm.SpatialVariable("z", domain="face", coord_sys="cartesian")
    k0, omega, coherency, current = (pybamm.InputParameter(name) for name in NAMES)
    thermal = q.GAS_CONSTANT * q.TEMPERATURE
    site_energy = sum(
        float(a) * pybamm.cos((m + 1) * np.pi * z) for m, a in enumerate(q.heterogeneity())
    )
    gradient = q.KAPPA / q.SITES / q.LENGTH**2 * pybamm.div(pybamm.grad(x))
    mu = thermal * (pybamm.log(x) - pybamm.log(1 - x)) + omega * (1 - 2 * x)
    mu = mu - gradient + coherency / q.SITES * (x - mean) + site_energy
    u = q.FARADAY / thermal * (voltage - q.STANDARD) + mu / thermal
    j = -2 * k0 * (1 - x) * pybamm.exp(mu / (2 * thermal)) * pybamm.sinh(u / 2)
    start = thermal * np.log(q.START / (1 - q.START)) + q.OMEGA * (1 - 2 * q.START)
    model = pybamm.BaseModel()
    model.rhs = {x: j / q.CAPACITY}
    model.algebraic = {
        mean: pybamm.Integral(x, z) - mean,
        voltage: pybamm.Integral(j, z) - current,
    }
    model.initial_conditions = {
        x: pybamm.Scalar(q.START),
        mean: pybamm.Scalar(q.START),
        voltage: pybamm.Scalar(q.STANDARD - start / q.FARADAY),
    }
    ends = {side: (pybamm.Scalar(0), "Neumann") for side in ("left", "right")}
    model.boundary_conditions = {x: ends}
    model.variables = {"voltage": voltage, "filling": x, "reaction current": j}
    mesh = pybamm.Mesh(
        {"face": {z: {"min": 0.0, "max": 1.0}}}, {"face": pybamm.Uniform1DSubMesh}, {z: cells}
    )
    return pybamm.Discretisation(mesh, {"face": pybamm.FiniteVolume()}).process_model(model)


def solver(rtol):
    return pybamm.IDAKLUSolver(rtol=rtol, atol=rtol * 1e-2)


def voltage_only(model, method, variation, rate):
    inputs = dict(zip(NAMES, (*variation, q.current(rate))))
    times = q.times(rate)
    solution = method.solve(model, [0, times[-1]], t_interp=times, inputs=inputs)
    return solution["voltage"].entries, solution


def complete(model, method, variation, rate):
    """With the fields that a dataset of ambipolar holds."""
    _, solution = voltage_only(model, method, variation, rate)
    return solution["filling"].entries, solution["reaction current"].entries, solution


def particle(rate, cells, rtol, repeats, preload):
    with clock() as first:
        model, method = discretised(cells), solver(rtol)
        complete(model, method, q.variations(1)[0], rate)
    runs, solves = [], []
    for variation in q.variations(repeats + 1)[1:]:
        runs.append(timed(complete, model, method, variation, rate)[0])
        solves.append(timed(voltage_only, model, method, variation, rate)[0])
    return {
        "import": IMPORT,
        "first": first,
        "complete": runs,
        "voltage": solves,
        "peak": peak_megabytes(),
    }


def precision(rate, cells, rtols, variations, repeats, save):
    found, curves, model = {}, {}, discretised(cells)
    for rtol in rtols:
        seconds, method = {"voltage": [], "complete": []}, solver(rtol)
        for index, variation in enumerate(q.variations(variations)):
            voltage_only(model, method, variation, rate)
            runs = [timed(voltage_only, model, method, variation, rate) for _ in range(repeats)]
            seconds["voltage"].append(min(run[0]["cpu"] for run in runs))
            whole = [timed(complete, model, method, variation, rate)[0] for _ in range(repeats)]
            seconds["complete"].append(min(run["cpu"] for run in whole))
            curves[f"{rtol:g}:{index}"] = runs[0][1][0]
        found[f"{rtol:g}"] = seconds
    np.savez(save, **curves)
    return found


def scaling(kind, rate, cells, rtol):
    first, second = q.variations(2)
    model, method = discretised(7), solver(1e-3)
    with clock() as loaded:
        complete(model, method, first, 20.0)
    with clock() as begin:
        model, method = discretised(cells), solver(rtol)
        complete(model, method, first, rate)
    with clock() as repeat:
        complete(model, method, second, rate)
    return {"load": loaded, "first": begin, "repeat": repeat, "peak": peak_megabytes()}


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
