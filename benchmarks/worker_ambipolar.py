"""One measurement of ambipolar: the task is JSON on the command line, the result the last line."""

import json
import sys

from measure import answer, clock, peak_megabytes, timed

with clock() as IMPORT:
    import ambipolar as amb
    from ambipolar import AllenCahnReaction, ButlerVolmer, CahnHilliardReaction

import numpy as np
import problem as q


def host(k0, omega, coherency, **more):
    return amb.Material(
        name="olivine",
        free_energy=amb.RegularSolution(omega=omega),
        kinetics=ButlerVolmer(rate_constant=k0),
        site_density=q.SITES,
        standard_potential=q.STANDARD,
        gradient_energy=q.KAPPA,
        coherency=coherency,
        **more,
    )


def plate(variation, cells):
    """The particle of problem.py."""
    particle = AllenCahnReaction(
        length=q.LENGTH,
        thickness=q.THICKNESS,
        cells=cells,
        heterogeneity=amb.FrozenHeterogeneity(q.HETEROGENEITY, modes=q.MODES, seed=q.SEED),
    )
    return amb.devices.SingleParticle(
        host(*variation), particle, initial_filling=q.START, temperature=q.TEMPERATURE
    )


def sphere(variation, cells):
    """The same host as a Cahn-Hilliard sphere of 40 nm radius with a reacting surface."""
    material = host(*variation, diffusivity=amb.LatticeDiffusivity(1e-14))
    return amb.devices.SingleParticle(
        material,
        CahnHilliardReaction(radius=40e-9, nodes=cells),
        initial_filling=q.START,
        temperature=q.TEMPERATURE,
    )


def discharge(rate, **limits):
    limits = limits or {"duration": q.duration(rate)}
    return amb.protocols.discharge(c_rate=rate, samples=q.SAMPLES, **limits)


def settings(rtol):
    return amb.SolverSettings(relative_tolerance=rtol, absolute_tolerance=rtol * 1e-2)


def complete(device, protocol, rtol):
    """What a user calls: the labelled dataset of everything, balances, citations."""
    solution = amb.run(device, protocol, settings(rtol))
    solution.check()
    return solution


def voltage_only(device, rate, rtol):
    """Consistent start, integration and the voltage; systems and solvers are cached."""
    from ambipolar.numerics.backends import backend_for
    from ambipolar.numerics.compile import compile_system
    from ambipolar.numerics.initialise import consistent_state

    compiled = compile_system(device)
    backend = backend_for(compiled, settings(rtol))
    p = compiled.input_vector(device, {"control.value": q.current(rate)})
    start = consistent_state(compiled, compiled.initial(p).full().ravel(), p)
    piece = backend.integrate(start, p, q.times(rate))
    assert not piece.failure, piece.failure
    return piece.states[:, compiled.slices()["potential"]].ravel(), piece.stats


def particle(rate, cells, rtol, repeats, preload):
    """First solve of the process, then repeats with changed parameters.

    Unless ``preload``, the first includes the libraries that a first run loads.
    """
    with clock() as load:
        if preload:
            import casadi  # noqa: F401
            import pybammsolvers.idaklu  # noqa: F401
            import scipy.sparse.linalg  # noqa: F401
            import xarray  # noqa: F401

            # modules of ours that load when they are used: the peer's load with it
            import ambipolar.numerics.backends.idaklu
            import ambipolar.simulation.protocols
            import ambipolar.simulation.run  # noqa: F401
    first, solution = timed(complete, plate(q.variations(1)[0], cells), discharge(rate), rtol)
    runs, solves = [], []
    for variation in q.variations(repeats + 1)[1:]:
        runs.append(timed(complete, plate(variation, cells), discharge(rate), rtol)[0])
        solves.append(timed(voltage_only, plate(variation, cells), rate, rtol)[0])
    return {
        "import": {k: IMPORT[k] + load[k] for k in load},
        "first": first,
        "complete": runs,
        "voltage": solves,
        "peak": peak_megabytes(),
        "stats": solution.stats,
        "drift": max(solution.conservation.values()),
    }


def precision(rate, cells, rtols, variations, repeats, save):
    """Voltages at several tolerances, and the time each takes."""
    found, curves = {}, {}
    for rtol in rtols:
        seconds = {"voltage": [], "complete": []}
        for index, variation in enumerate(q.variations(variations)):
            device = plate(variation, cells)
            voltage_only(device, rate, rtol)
            runs = [timed(voltage_only, device, rate, rtol) for _ in range(repeats)]
            seconds["voltage"].append(min(run[0]["cpu"] for run in runs))
            whole = [timed(complete, device, discharge(rate), rtol)[0] for _ in range(repeats)]
            seconds["complete"].append(min(run["cpu"] for run in whole))
            curves[f"{rtol:g}:{index}"] = runs[0][1][0]
        found[f"{rtol:g}"] = seconds
    np.savez(save, **curves)
    return found


def scaling(kind, rate, cells, rtol):
    """First solve and one repeat for a number of cells; the sphere stops at 2.5 V."""
    build = {"plate": plate, "sphere": sphere}[kind]
    limits = {} if kind == "plate" else {"until_voltage": 2.5}
    first, second = q.variations(2)
    with clock() as loaded:  # libraries that a first run loads, whatever the number of cells
        complete(build(first, 7), discharge(20.0, until_filling=0.05), 1e-3)
    with clock() as begin:
        complete(build(first, cells), discharge(rate, **limits), rtol)
    with clock() as repeat:
        solution = complete(build(second, cells), discharge(rate, **limits), rtol)
    return {
        "load": loaded,
        "first": begin,
        "repeat": repeat,
        "peak": peak_megabytes(),
        "stats": solution.stats,
        "filling": float(solution.dataset["filling"][-1]),
        "drift": max(solution.conservation.values()),
    }


def mpet(folder, repeats):
    """An imported case: first run, then repeats with a changed rate constant."""
    from ambipolar.core.records import replace_path
    from ambipolar.simulation.importers.mpet import import_mpet

    imported = import_mpet(f"{folder}/params_system.cfg")
    path = "material.kinetics.rate_constant"
    if hasattr(imported.device.material.kinetics, "law"):
        path = "material.kinetics.law.rate_constant"
    law = imported.device.material.kinetics
    k0 = getattr(law, "law", law).rate_constant
    first, solution = timed(amb.run, imported.device, imported.protocol, imported.settings)
    runs = []
    for index in range(repeats):
        device = replace_path(imported.device, path, k0 * (1 + 0.002 * (index + 1)))
        run, solution = timed(amb.run, device, imported.protocol, imported.settings)
        solution.check()
        runs.append(run)
    return {"first": first, "repeat": runs, "title": imported.title, "stats": solution.stats}


def phase_map(points):
    """Stability of the driven host on a grid of filling against current."""
    from ambipolar.physics.stability.growth import phase_map as make
    from ambipolar.physics.stability.surface import DrivenSurface

    material = host(*q.variations(1)[0])
    surface = DrivenSurface(
        free_energy=material.free_energy,
        kinetics=material.kinetics,
        site_density=q.SITES,
        area_per_volume=2 / q.THICKNESS,
        gradient_energy=q.KAPPA,
        coherency=q.COHERENCY,
        temperature=q.TEMPERATURE,
    )
    x, j = np.linspace(0.01, 0.99, points), np.linspace(-0.1, 0.1, points)
    first, _ = timed(make, surface, x, j, np.pi / q.LENGTH)
    repeat = [timed(make, surface, x, j, np.pi / q.LENGTH)[0] for _ in range(5)]
    return {"first": first, "repeat": repeat}


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    answer(globals()[task.pop("case")](**task))
