"""Where GPAW is, and how one of its runs is started: always in a process of its own."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...core.errors import AmbipolarError, MissingExtraError, ParameterError, SolverError

#: variable of the environment that names the interpreter which has GPAW
ENVIRONMENT = "AMBIPOLAR_GPAW_PYTHON"
WORKER = Path(__file__).with_name("gpaw_worker.py")
#: prints the version; apart from the folder of this module, which has a ``gpaw`` of its own
_PROBE = "import gpaw, ase; print(gpaw.__version__)"
_PROBE_SECONDS = 120.0


class MissingGpawError(MissingExtraError):
    """No interpreter with GPAW was found."""

    def __init__(self, looked: tuple[str, ...]) -> None:
        self.extra = "dft"
        AmbipolarError.__init__(
            self,
            f"GPAW was found in none of {', '.join(looked)}.",
            "On Debian and Ubuntu: apt-get install gpaw gpaw-data; elsewhere "
            'pip install "ambipolar[dft]" (needs a C++ compiler, libxc and a BLAS). '
            f"GPAW in another Python: set interpreter, or {ENVIRONMENT}.",
        )


def locate(interpreter: str = "") -> tuple[str, str]:
    """The interpreter that has GPAW and the version of GPAW.

    Parameters
    ----------
    interpreter : the one to use; empty for the first that has GPAW of: ``$AMBIPOLAR_GPAW_PYTHON``,
        the running one, ``python3`` on the path, ``/usr/bin/python3``.

    Raises
    ------
    MissingExtraError
        when none of them can import GPAW; the message says what to install.
    """
    named = interpreter or os.environ.get(ENVIRONMENT, "")
    candidates = (named,) if named else tuple(dict.fromkeys(_candidates()))
    for candidate in candidates:
        version = _version(candidate)
        if version:
            return candidate, version
    raise MissingGpawError(candidates)


def _candidates() -> Iterator[str]:
    yield sys.executable
    on_path = shutil.which("python3")
    if on_path:
        yield on_path
    yield "/usr/bin/python3"


@functools.cache
def _version(interpreter: str) -> str:
    """The version of GPAW in an interpreter, empty where it has none."""
    try:
        done = subprocess.run(
            [interpreter, "-c", _PROBE],
            capture_output=True, text=True, timeout=_PROBE_SECONDS, env=environment(1),
            cwd=tempfile.gettempdir(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def environment(threads: int) -> dict[str, str]:
    """The environment of a worker: threads as asked, and no paths of this interpreter's modules."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    return {**kept, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


def run(
    interpreter: str, job: Mapping[str, Any], *, threads: int = 1, log: Path | None = None
) -> dict[str, Any]:
    """Run the worker on one job and return its result, see :mod:`.gpaw_worker`.

    Parameters
    ----------
    log : where the log of GPAW is kept; it grows during the run. None keeps none.

    Raises
    ------
    SolverError
        when the process failed; the message ends with its last lines.
    ParameterError
        when the folder of ``log`` cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="ambipolar-gpaw-") as folder:
        here = Path(folder)
        (here / "job.json").write_text(json.dumps({**job, "log": _log_file(log, here)}))
        done = subprocess.run(
            [interpreter, str(WORKER), "job.json", "result.json"],
            capture_output=True, text=True, cwd=here, env=environment(threads),
        )  # fmt: skip
        result = here / "result.json"
        if done.returncode or not result.is_file():
            tail = " | ".join(done.stderr.strip().splitlines()[-3:])
            raise SolverError(
                f"GPAW ended with status {done.returncode}: {tail}",
                advice="Look for overlapping atoms, an element without data set, or memory.",
            )
        return json.loads(result.read_text(encoding="utf-8"))


def _log_file(log: Path | None, here: Path) -> str:
    if log is None:
        return str(here / "gpaw.txt")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch()
    except OSError as error:
        raise ParameterError("Gpaw.logs", f"{log} cannot be written: {error.strerror}.") from None
    return str(log.resolve())
