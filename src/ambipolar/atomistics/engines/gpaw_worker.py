"""One total energy by GPAW. A script of its own: it runs in whichever interpreter has GPAW.

``python gpaw_worker.py JOB.json RESULT.json``. It imports nothing of this package, so that a GPAW
of the operating system (another Python, another ASE) serves as well as one beside the package,
and so that the licence of GPAW (GPL) stays on the far side of a process boundary. Energies are in
eV, lengths in angstrom.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

#: from this version on, plane waves at Gamma alone are right also where the first wave functions
#: are random: before, one could end as a state of eigenvalue zero (release notes of 24.1.0)
REAL_WAVES_SOUND = (24, 1)


def keywords(settings: dict[str, Any], *, complex_waves: bool = False) -> dict[str, Any]:
    """Keywords of ``gpaw.GPAW`` for the settings of a job."""
    mode = dict(settings["mode"])
    if complex_waves:
        mode["force_complex_dtype"] = True
    found: dict[str, Any] = {
        "mode": mode,
        "xc": settings["functional"],
        "kpts": {"size": list(settings["k_points"]), "gamma": settings["about_gamma"]},
        "occupations": {"name": "fermi-dirac", "width": settings["smearing"]},
        "convergence": dict(settings["convergence"]),
        "maxiter": settings["steps"],
        # without damping of long waves, which the default has and which cells of tens of atoms
        # do not need: 20 iterations instead of 40
        "mixer": {"backend": "pulay", "beta": settings["mixing"], "nmaxold": 5, "weight": 1},
    }
    if settings.get("basis"):
        found["basis"] = settings["basis"]
    if settings.get("grid_spacing"):
        found["h"] = settings["grid_spacing"]
    return found


def structure(described: dict[str, Any]) -> Any:
    """The ``ase.Atoms`` of a job."""
    from ase import Atoms

    atoms = Atoms(
        numbers=described["numbers"],
        positions=described["positions"],
        cell=described["cell"],
        pbc=described["periodic"],
    )
    if described.get("magnetic_moments"):
        atoms.set_initial_magnetic_moments(described["magnetic_moments"])
    return atoms


def compute(job: dict[str, Any]) -> dict[str, Any]:
    """Energies (eV), forces (eV/angstrom) and what the run was like."""
    result = attempt(job, complex_waves=False)
    if real_waves_unsound(job, result):
        result = attempt(job, complex_waves=True)
    return result


def real_waves_unsound(job: dict[str, Any], result: dict[str, Any]) -> bool:
    """Whether a run may hold the false state of old versions: real plane waves, some random."""
    version = tuple(int(n) for n in re.findall(r"\d+", result["versions"]["gpaw"])[:2])
    real = job["settings"]["mode"]["name"] == "pw" and job["settings"]["k_points"] == [1, 1, 1]
    random = (result["bands"] or 0) > (result["orbitals"] or 0)
    return real and random and version < REAL_WAVES_SOUND


def attempt(job: dict[str, Any], *, complex_waves: bool) -> dict[str, Any]:
    """One run, with real or complex wave functions at Gamma."""
    import ase

    gpaw = import_module("gpaw")
    atoms = structure(job["structure"])
    wall, cpu = time.perf_counter(), time.process_time()
    atoms.calc = gpaw.GPAW(txt=job["log"], **keywords(job["settings"], complex_waves=complex_waves))
    result: dict[str, Any] = {"versions": {"gpaw": gpaw.__version__, "ase": ase.__version__}}
    try:
        result["energy"] = float(atoms.get_potential_energy())
        result["forces"] = atoms.get_forces().tolist()
        result["stress"] = atoms.get_stress().tolist() if job.get("stress") else None
        result["magnetic_moment"] = float(atoms.get_magnetic_moment())
        result["converged"] = True
    except gpaw.KohnShamConvergenceError as error:
        result["converged"], result["error"] = False, str(error)
    result["wall_s"], result["cpu_s"] = time.perf_counter() - wall, time.process_time() - cpu
    result["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result | read_log(Path(job["log"]).read_text(encoding="utf-8"))


def read_log(text: str) -> dict[str, Any]:
    """What only the log tells, in the words of both generations of GPAW (22.8 and 26.7 tried).

    ``data_sets`` gives the fingerprint of each element's PAW data set; ``bands`` and ``orbitals``
    are those of versions before 24.1, None in others.
    """
    found: dict[str, Any] = {"scf_steps": len(re.findall(r"iter:\s*\d+", text))}
    found["data_sets"] = dict(re.findall(r"^\s+(\w+):\n\s+name:.*\n\s+id:\s*(\w+)", text, re.M))
    for key, name in (("bands", "bands in calculation"), ("orbitals", "atomic orbitals")):
        match = re.search(rf"Number of {name}:\s*(\d+)", text)
        found[key] = int(match.group(1)) if match else None
    return found


def main(job_file: str, result_file: str) -> None:
    """Run one job; a run that does not converge is a result, too."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    job.setdefault("log", str(Path(result_file).with_name("gpaw.txt")))
    Path(result_file).write_text(json.dumps(compute(job)), encoding="utf-8")


if __name__ == "__main__":
    # the folder of this script holds a module called gpaw as well: not the one that is meant
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [p for p in sys.path if os.path.realpath(p or os.curdir) != here]
    main(*sys.argv[1:3])
