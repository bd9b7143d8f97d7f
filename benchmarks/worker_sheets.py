"""Films and windows on grids: python worker_sheets.py '{"kind": "film", "columns": 101}'.

The whole run with changed parameters, the counts of the integrator and what each costs: residuals
and Jacobians are timed alone, what is left of the integration is KLU and the integrator's vectors.
"""

import json
import sys

from measure import answer, clock, peak_megabytes, timed
from worker_profile import evaluation, per_call

import ambipolar as amb

TOLERANCE = 1e-6
#: where the current of 0.2 A enters and where the film lies dry [m]
BARE_END, LENGTH = 5e-3, 50e-3


def film(columns, rows=1, gap=500e-6):
    """A WO3 film of 500 nm in four layers, driven for 600 s and left alone for 1,200 s."""
    from ambipolar.devices.lateral_film import LateralFilm
    from ambipolar.models.regions import Rectangle
    from ambipolar.models.sheets.electrolyte import ElectrolyteSheet, Pool
    from ambipolar.models.sheets.film import InsertionFilm

    pool = Pool(region=Rectangle(BARE_END, LENGTH - BARE_END, -1.0, 1.0))
    device = LateralFilm(
        film=InsertionFilm(material=amb.materials.WO3),
        electrolyte=ElectrolyteSheet(pools=(pool,), thickness=gap),
        columns=columns,
        rows=rows,
    )
    drive = amb.protocols.drive
    protocol = drive({"left": "-0.2 A"}, duration=600.0, samples=61)
    return device, protocol + drive({}, duration=1200.0, samples=61)


def window(columns, rows=1, gap=1e-5):
    """A pane of 0.3 m with WO3 and NiO of 300 nm, coloured for ten minutes at -1.2 V."""
    from ambipolar.devices.electrochromic_window import ElectrochromicWindow
    from ambipolar.models.sheets.electrolyte import ElectrolyteSheet
    from ambipolar.models.sheets.film import InsertionFilm

    materials = amb.materials
    device = ElectrochromicWindow(
        film=InsertionFilm(material=materials.WO3, thickness=300e-9, initial_filling=0.02),
        counter_film=InsertionFilm(material=materials.NiO, thickness=300e-9, initial_filling=0.6),
        electrolyte=ElectrolyteSheet(conductivity=1e-3, thickness=gap, in_plane=False),
        columns=columns,
        rows=rows,
    )
    return device, amb.protocols.constant_voltage("-1.2 V", duration="10 min", samples=61)


def measured(build, columns, rows, repeats, changed):
    """First run with its build, repeats at another gap, and the parts of one repeat."""
    settings = amb.SolverSettings(TOLERANCE, TOLERANCE * 1e-2)
    device, protocol = build(columns, rows)
    first, _ = timed(amb.run, device, protocol, settings)
    runs = []
    for index in range(repeats):
        other, _ = build(columns, rows, changed * (1 + 0.02 * (index + 1)))
        took, solution = timed(amb.run, other, protocol, settings)
        solution.check()
        runs.append(took)
    return {
        "first": first,
        "repeat": runs,
        "stats": solution.stats,
        "conservation": solution.conservation,
        "peak": peak_megabytes(),
        "parts": parts(other, protocol, solution, settings),
    }


def parts(device, protocol, solution, settings):
    """Unknowns, and the seconds of one evaluation of everything that a step needs."""
    from ambipolar.numerics.backends import backend_for
    from ambipolar.numerics.compile import compile_system

    compiled, stats = compile_system(device), solution.stats
    functions = backend_for(compiled, settings)._functions
    p = compiled.input_vector(device, {})
    y = compiled.initial(p).full().ravel()
    extended = backend_for(compiled, settings)._extend(p)
    residual = evaluation(functions["rhs_alg"], 0.0, y, extended)
    jacobian = evaluation(functions["jac_times_cjmass"], 0.0, y, extended, 1.0)
    return {
        "unknowns": compiled.size,
        "nonzeros": functions["jac_times_cjmass"].nnz_out(0),
        "residual": residual,
        "jacobian": jacobian,
        "residuals": residual * stats["residual_evaluations"],
        "jacobians": jacobian * stats["jacobian_evaluations"],
        "observables": evaluation(compiled.observe, 0.0, y, p) * len(solution["time"]),
        **superlu(compiled, y, p),
    }


def superlu(compiled, y, p):
    """Factorisation and solution by SuperLU with the ordering of KLU, which is not exposed."""
    import numpy as np
    from scipy.sparse import csc_matrix
    from scipy.sparse.linalg import splu

    matrix = csc_matrix(compiled.jacobian(0.0, y, p, 1.0).sparse())
    with clock() as once:
        factors = splu(matrix, permc_spec="COLAMD", diag_pivot_thresh=1e-3)
    right = np.ones(compiled.size)
    return {
        "factorisation": once["cpu"],
        "solution": per_call(lambda: factors.solve(right)),
        "fill": (factors.L.nnz + factors.U.nnz) / matrix.nnz,
    }


def sheets(kind, columns, rows=1, repeats=3):
    build, gap = {"film": (film, 500e-6), "window": (window, 1e-5)}[kind]
    return measured(build, columns, rows, repeats, gap)


if __name__ == "__main__":
    answer(sheets(**json.loads(sys.argv[1])))
