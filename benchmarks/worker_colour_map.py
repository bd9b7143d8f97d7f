"""A colour map of a pane, pixel by pixel: python worker_colour_map.py '{"pixels": 2000}'.

Times our spectra, our colours, and the same pane with ``tmm`` wave by wave (a sample of it,
extrapolated) where that is installed; also how far the two differ.
"""

import json
import sys
import time

import numpy as np
from measure import answer, median, peak_megabytes, timed

from ambipolar.materials.optical.media import GLASS, ITO, SOLID_ELECTROLYTE
from ambipolar.materials.optical.panes import laminate
from ambipolar.materials.registry import MATERIALS
from ambipolar.physics.optics.appearance import appearance
from ambipolar.physics.optics.photometry import visible_wavelengths

WAVES = visible_wavelengths()
FILM, COUNTER = MATERIALS["WO3"], MATERIALS["NiO"]
THICKNESS = {"film": 400e-9, "counter_film": 200e-9, "conductor": 150e-9}


def pane():
    return laminate(FILM, THICKNESS["film"], COUNTER, THICKNESS["counter_film"])


def fillings(pixels):
    x = np.linspace(0.0, 0.4, pixels)
    return {"film": x, "counter_film": 1.0 - x}


def ours(pixels, angle, repeats):
    """Median seconds of spectra and of colours, after one small call that imports everything."""
    stack, filling = pane(), fillings(pixels)
    first = timed(lambda: colours(stack.spectra(WAVES, fillings(2))))[0]["wall"]
    spectra, colour = [], []
    for _ in range(repeats):
        times, found = timed(lambda: stack.spectra(WAVES, filling, angle=angle))
        spectra.append(times["wall"])
        colour.append(timed(colours, found)[0]["wall"])
    return {"first": first, "spectra": median(spectra), "colours": median(colour)}


def colours(found):
    seen = appearance(WAVES, found.transmittance)
    return seen.srgb, seen.lab


def reference(pixels, angle, sample=4):
    """Seconds for all pixels with tmm's incoherent stack, from a sample; largest difference."""
    import tmm

    chosen = np.linspace(0.0, 0.4, sample)
    filling = {"film": chosen, "counter_film": 1.0 - chosen}
    found = pane().spectra(WAVES, filling, angle=angle, s_fraction=1.0).transmittance
    fixed = [law.index(WAVES) for law in (GLASS, ITO, SOLID_ELECTROLYTE)]
    film = FILM.permittivity.index(WAVES, filling["film"][:, None])
    counter = COUNTER.permittivity.index(WAVES, filling["counter_film"][:, None])
    inner = [150e-9, THICKNESS["film"], 100e-6, THICKNESS["counter_film"], 150e-9]
    thickness = [np.inf, 3e-3, *inner, 3e-3, np.inf]
    began, worst = time.perf_counter(), 0.0
    for row in range(sample):
        for column, wave in enumerate(WAVES):
            glass, ito, gel = (values[column] for values in fixed)
            index = [1, glass, ito, film[row, column], gel, counter[row, column], ito, glass, 1]
            expected = tmm.inc_tmm("s", index, thickness, list("iicciccii"), angle, wave)["T"]
            worst = max(worst, abs(expected - found[row, column]))
    seconds = (time.perf_counter() - began) / sample * pixels
    return {"seconds": seconds, "difference": worst}


def main():
    task = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    pixels, repeats = task.get("pixels", 2000), task.get("repeats", 5)
    result = {"pixels": pixels, "wavelengths": len(WAVES), "layers": len(pane().layers)}
    result["normal"] = ours(pixels, 0.0, repeats)
    result["oblique"] = ours(pixels, 0.8, repeats)
    try:
        result["tmm"] = reference(pixels, 0.0)
    except ModuleNotFoundError:
        result["tmm"] = None
    answer(result | {"megabytes": peak_megabytes()})


if __name__ == "__main__":
    main()
