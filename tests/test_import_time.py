"""Lazy imports: what ``import ambipolar`` and ``ambipolar --help`` load, and how long they take.

The modules loaded are deterministic and asserted exactly; the times have a generous factor,
because a busy machine is not a slow package (`make bench` reports the times themselves).
"""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
import time

import pytest

HEAVY = {
    "casadi", "matplotlib", "pint", "xarray", "pandas", "pydantic", "scipy.optimize",
    "scipy.interpolate", "scipy.sparse.linalg", "pybammsolvers", "h5netcdf", "h5py", "jinja2",
    "colour",
}  # fmt: skip
GENEROUS = 4.0

needs_cli = pytest.mark.skipif(
    importlib.util.find_spec("ambipolar.cli.main") is None, reason="there is no command line yet"
)


def loaded_by(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded after ``code``."""
    program = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.splitlines())


def median_seconds(*command: str, repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, timeout=60)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def test_import_loads_nothing_heavy():
    modules = loaded_by("import ambipolar")
    assert "ambipolar" in modules
    assert not modules & (HEAVY | {"numpy", "scipy"})


def test_import_is_quick():
    assert median_seconds("-c", "import ambipolar") < GENEROUS * 0.5


@needs_cli
def test_help_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['ambipolar', '--help']\n"
        "from ambipolar.cli.main import app\n"
        "try: app()\n"
        "except SystemExit as done: assert not done.code"
    )
    assert not loaded_by(code) & HEAVY


@needs_cli
def test_help_is_quick():
    code = "from ambipolar.cli.main import app; app()"
    assert median_seconds("-c", code, "--help") < GENEROUS * 0.6


def test_every_public_name_loads_and_is_listed():
    import ambipolar

    assert set(ambipolar.__all__) <= set(dir(ambipolar))
    for name in ambipolar.__all__:
        assert getattr(ambipolar, name) is not None, name


def test_unknown_public_name_suggests_the_nearest():
    import ambipolar

    with pytest.raises(AttributeError, match="Did you mean materials?"):
        ambipolar.materiels  # noqa: B018
