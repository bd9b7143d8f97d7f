"""Memories under trains of pulses: python worker_memory.py '{"kind": "device", "pulses": 1000}'.

One device, or an array of unlike devices that see the same gate; current or voltage pulses.
"""

import json
import sys

from measure import answer, peak_megabytes, timed

import ambipolar as amb

#: of the sites of a channel of 50 nm that a pulse of current fills
PART = 5e-4
#: of a pulse [s]: a hundred of them go through most of the range of the channel
WIDTH = 2e-3


def device(members, temperature=298.15):
    from ambipolar.devices.ecram import Ecram
    from ambipolar.devices.spread import DeviceSpread

    spread = None
    if members > 1:
        spread = DeviceSpread(
            members, width=0.05, thickness=0.05, resistance=0.1, conductivity=0.1, potential=0.01
        )
    return Ecram(
        amb.materials.WO3_CHANNEL,
        initial_filling=0.1,
        series_resistance=1e-3,
        reference_potential=2.75,
        temperature=temperature,
        spread=spread,
    )


def train(mode, pulses):
    one = {"width": WIDTH, "period": 2 * WIDTH, "count": pulses, "samples": 1}
    if mode == "voltage":
        return amb.protocols.write_pulses(0.3, **one)
    return amb.protocols.write_pulses(current=PART * device(1).capacity / WIDTH, **one)


def main(task):
    members, pulses = task.get("members", 1), task["pulses"]
    protocol = train(task.get("mode", "voltage"), pulses)
    runs = []
    for k in range(task.get("repeats", 3) + 1):  # the first compiles
        times, solution = timed(amb.run, device(members, 298.15 + k), protocol)
        runs.append(times)
    answer(
        {
            "first": runs[0], "repeat": runs[1:], "ok": solution.status.ok,
            "drift": solution.conservation["guest"], "steps": solution.stats["steps"],
            "peak": peak_megabytes(),
        }
    )  # fmt: skip


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
