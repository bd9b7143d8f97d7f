"""One case of a sweep, in whichever process it runs."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.errors import AmbipolarError
from ..run import run
from .plan import spec_of
from .store import CaseResult

#: what may go wrong in one case without being the end of the others
FAULTS = (
    AmbipolarError, RuntimeError, ValueError, TypeError, ArithmeticError, LookupError,
    AttributeError, MemoryError, OSError,
)  # fmt: skip
#: compiled systems are shared by the cases of a process and no two threads may use one
_ONE_AT_A_TIME = threading.Lock()


def solve_case(content: Mapping[str, Any], folder: str, settings: Mapping[str, Any]) -> CaseResult:
    """Build, run and serialise one case; whatever fails is in the result.

    Only plain data come in and a file goes out: a worker on another machine needs no folder in
    common with the sweep, and compiles each structure once for all its cases.
    """
    with _ONE_AT_A_TIME:
        began = time.perf_counter()
        try:
            experiment = spec_of(content, folder, settings).experiment()
            solution = run(experiment.device, experiment.protocol, experiment.settings)
            data = _file_of(solution)
        except FAULTS as error:
            kind = "" if isinstance(error, AmbipolarError) else f"{type(error).__name__}: "
            return CaseResult("error", f"{kind}{error}", time.perf_counter() - began)
        status = solution.status
        message = f"{status.message} {status.advice}".strip()
        return CaseResult(status.outcome.value, message, time.perf_counter() - began, data)


def _file_of(solution: Any) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ambipolar-") as folder:
        path = Path(folder) / "solution.nc"
        solution.save(path)
        return path.read_bytes()
