"""Measure ambipolar side by side with PyBaMM; print tables, write JSON and the scaling figure.

python benchmarks/run.py [--quick] [--only particle,precision] [--output results.json]
"""

import argparse
import json
import os
import time
from pathlib import Path

from cases import CASES, has_peer
from figure import draw
from measure import HERE, machine, versions

FIGURE = HERE.parent / "docs" / "assets" / "benchmark-scaling.png"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small and short: does it work?")
    parser.add_argument("--only", default=",".join(CASES), help="cases, separated by commas")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    parser.add_argument("--figure", type=Path, help="where to draw the cost against cells")
    return parser.parse_args()


def main():
    options = arguments()
    os.chdir(HERE)
    packages = ("ambipolar", "pybamm", "casadi", "pybammsolvers", "numpy", "scipy")
    results = {"machine": machine(), "versions": versions(*packages), "quick": options.quick}
    print(json.dumps({k: results[k] for k in ("machine", "versions")}, indent=1))
    if not has_peer():
        print("PyBaMM is absent: no ratios (pip install 'ambipolar[bench]').")
    for name in options.only.split(","):
        began = time.perf_counter()
        numbers, tables = CASES[name](options.quick)
        results[name] = numbers | {"seconds": time.perf_counter() - began}
        print("\n".join(tables), flush=True)
    options.output.write_text(json.dumps(results, indent=1) + "\n")
    print(f"\nnumbers: {options.output}")
    if "scaling" in results and (options.figure or not options.quick):
        target = options.figure or FIGURE
        draw(results["scaling"], results["machine"], target)
        print(f"figure: {target}")


if __name__ == "__main__":
    main()
