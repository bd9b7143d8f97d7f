"""Clocks, peak memory, fresh processes and medians."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent


@contextmanager
def clock():
    """Wall and CPU seconds of a block, as a dictionary filled when it ends."""
    found, wall, cpu = {}, time.perf_counter(), time.process_time()
    yield found
    found |= {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def timed(call, *arguments):
    """Times of a call, and its result."""
    with clock() as found:
        result = call(*arguments)
    return found, result


def peak_megabytes():
    """Largest resident memory of this process so far.

    Linux counts the parent's memory in ``ru_maxrss`` of a process it has just started, so the
    high-water mark of the address space itself is preferred.
    """
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def fresh(worker, **task):
    """Result of a worker script for one task, in a process of its own with one thread."""
    one = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, str(HERE / worker), json.dumps(task)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | one)
    if done.returncode:
        raise RuntimeError(f"{worker} {task}\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def process(command, repeats):
    """Wall seconds of whole processes, one after the other."""
    found = []
    for _ in range(repeats):
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        found.append(time.perf_counter() - began)
    return found


def answer(result):
    """What a worker says last."""
    print(json.dumps(result))


def median(values):
    return statistics.median(values)


def versions(*names):
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def machine():
    """What the figures were measured on, and how busy it was."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"cpu": cpu, "cores": os.cpu_count(), "system": platform.system(), "load": load}


def table(title, head, rows):
    """A table in Markdown, also pleasant to read as it is."""
    cells = [[str(c) for c in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = [" | ".join(c.ljust(w) for c, w in zip(row, widths)) for row in cells]
    lines.insert(1, " | ".join("-" * w for w in widths))
    return f"\n### {title}\n\n" + "\n".join(f"| {line} |" for line in lines)
