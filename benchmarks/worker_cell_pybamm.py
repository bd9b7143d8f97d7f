"""The same discharges with PyBaMM's own models, default solver, meshes of the same counts.

Full model: ``pybamm.lithium_ion.DFN``; one particle per electrode: ``pybamm.lithium_ion.SPM``.
Rate constants are input parameters, so that a repeat rebuilds nothing.
"""

import json
import sys

from measure import answer, clock, peak_megabytes, timed

with clock() as IMPORT:
    import pybamm

import numpy as np
import problem_cell as q

pybamm.set_logging_level("ERROR")


def _exchange(name):
    def law(c_e, c_surface, c_most, temperature):
        x = c_surface / c_most
        return pybamm.InputParameter(name) * ((c_e / q.SALT) * x * (1 - x)) ** 0.5

    return law


def _conductivity(c_e, temperature):
    return q.electrolyte_conductivity(c_e)


def parameters():
    values = pybamm.ParameterValues("Marquis2019")
    changes = {
        "Electrode height [m]": 1.0, "Electrode width [m]": 1.0,
        "Number of electrodes connected in parallel to make a cell": 1.0,
        "Number of cells connected in series to make a battery": 1.0,
        "Nominal cell capacity [A.h]": 30.0, "Current function [A]": q.CURRENT,
        "Ambient temperature [K]": q.TEMPERATURE, "Initial temperature [K]": q.TEMPERATURE,
        "Reference temperature [K]": q.TEMPERATURE,
        "Lower voltage cut-off [V]": q.LEAST_VOLTAGE, "Upper voltage cut-off [V]": 5.0,
        "Open-circuit voltage at 0% SOC [V]": q.LEAST_VOLTAGE,
        "Open-circuit voltage at 100% SOC [V]": 5.0,
        "Separator thickness [m]": q.SEPARATOR["thickness"],
        "Separator porosity": q.SEPARATOR["porosity"],
        "Separator Bruggeman coefficient (electrolyte)": q.BRUGGEMAN,
        "Initial concentration in electrolyte [mol.m-3]": q.SALT,
        "Cation transference number": q.TRANSFERENCE, "Thermodynamic factor": 1.0,
        "Electrolyte diffusivity [m2.s-1]": q.DIFFUSIVITY,
        "Electrolyte conductivity [S.m-1]": _conductivity,
        "Contact resistance [Ohm]": 0.0,
    }  # fmt: skip
    for side, numbers, formula in (
        ("Negative", q.NEGATIVE, q.negative_potential),
        ("Positive", q.POSITIVE, q.positive_potential),
    ):
        changes |= {
            f"{side} electrode thickness [m]": numbers["thickness"],
            f"{side} electrode porosity": numbers["porosity"],
            f"{side} electrode active material volume fraction": numbers["active"],
            f"{side} electrode conductivity [S.m-1]": q.CONDUCTIVITY,
            f"{side} electrode Bruggeman coefficient (electrolyte)": q.BRUGGEMAN,
            f"{side} electrode Bruggeman coefficient (electrode)": 0.0,
            f"{side} particle radius [m]": numbers["radius"],
            f"{side} particle diffusivity [m2.s-1]": numbers["diffusivity"],
            f"Maximum concentration in {side.lower()} electrode [mol.m-3]": numbers["sites"],
            f"Initial concentration in {side.lower()} electrode [mol.m-3]": (
                numbers["start"] * numbers["sites"]
            ),
            f"{side} electrode OCP [V]": (lambda x, formula=formula: formula(x, pybamm)),
            f"{side} electrode OCP entropic change [V.K-1]": 0.0,
            f"{side} electrode exchange-current density [A.m-2]": _exchange(f"{side} rate"),
        }
    values.update(changes, check_already_exists=False)
    return values


def simulation(model, cells, nodes, rtol):
    own = pybamm.lithium_ion.DFN() if model == "full" else pybamm.lithium_ion.SPM()
    points = {"x_n": cells, "x_s": cells, "x_p": cells, "r_n": nodes, "r_p": nodes}
    solver = pybamm.IDAKLUSolver(rtol=rtol, atol=rtol * 1e-2)
    return pybamm.Simulation(own, parameter_values=parameters(), var_pts=points, solver=solver)


def complete(simulated, variation):
    """With the fields that a dataset of ambipolar holds."""
    inputs = {"Negative rate": variation[0], "Positive rate": variation[1]}
    solution = simulated.solve([0, q.LAST], t_interp=q.times(), inputs=inputs)
    for name in (
        "Electrolyte concentration [mol.m-3]", "Electrolyte potential [V]",
        "Negative particle concentration", "Positive particle concentration",
        "Negative electrode interfacial current density [A.m-2]",
        "Positive electrode interfacial current density [A.m-2]",
    ):  # fmt: skip
        _ = solution[name].entries
    return solution["Time [s]"].entries, solution["Voltage [V]"].entries


def first(model, cells, nodes, rtol, repeats):
    with clock() as begin:
        simulated = simulation(model, cells, nodes, rtol)
        complete(simulated, q.variations(1)[0])
    runs = []
    for variation in q.variations(repeats + 1)[1:]:
        runs.append(timed(complete, simulated, variation)[0])
    return {"import": IMPORT, "first": begin, "repeat": runs, "peak": peak_megabytes()}


def precision(model, cells, nodes, rtols, repeats, save):
    found, curves = {}, {}
    for rtol in rtols:
        simulated, variation = simulation(model, cells, nodes, rtol), q.variations(1)[0]
        complete(simulated, variation)
        runs = [timed(complete, simulated, variation) for _ in range(repeats)]
        found[f"{rtol:g}"] = [run[0] for run in runs]
        curves[f"{rtol:g}"] = np.array(runs[-1][1])
    np.savez(save, **curves)
    return found


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
