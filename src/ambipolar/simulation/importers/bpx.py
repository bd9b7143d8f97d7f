"""Import of battery parameter files in the format Battery Parameter eXchange (BPX)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ...devices.full_cell import FullCell
from ...numerics.settings import SolverSettings
from .bpx_cell import cell_of, reference_temperature, temperature
from .bpx_file import CELL, NEGATIVE, POSITIVE, BpxFile, read_bpx
from .mpet import ImportedRun

SETTINGS = SolverSettings()
#: voltages of the windows' ends may miss the cut-offs by this before a note says so [V]
TOLERANCE = 1e-3


def import_bpx(
    path: str | Path, *, cells: int = 20, nodes: int = 21, heat_transfer: float | None = None
) -> ImportedRun:
    r"""Read a BPX file: the cell, and a discharge at 1C to its lower cut-off.

    The physics is that of the format: Fickian spheres, :math:`j = 2 F k \sqrt{(c/c_0)\, x (1-x)}
    \sinh(F\eta/2RT)`, an ideal concentrated electrolyte, isothermal. Parameters at the
    ``Reference temperature`` follow Arrhenius laws. With ``heat_transfer`` the cell has one
    temperature that its heat raises above the ambient one. ``SPM`` has one cell per electrode and a
    perfect bath; ``SPMe`` is solved as ``DFN``, whose parameters it has. [bpx2022; doyle1993]

    Parameters
    ----------
    path : the file, in JSON.
    cells : finite volumes of each electrode and of the separator.
    nodes : points along the radius of the particles.
    heat_transfer : coefficient of the outer surface [W/(m^2 K)]; isothermal if not given.

    Raises
    ------
    SpecError
        naming file, section and key, for files that cannot be read, for unknown, missing or
        wrong entries, half cells, blended electrodes and electrodes that do not balance.
    """
    from ..protocols import discharge

    file = read_bpx(path)
    device = cell_of(file, cells, nodes, heat_transfer)
    lowest = file[CELL].number("Lower voltage cut-off [V]")
    file[CELL].number("Upper voltage cut-off [V]", lowest)
    return ImportedRun(
        device=device,
        protocol=discharge(c_rate=1, until_voltage=lowest),
        settings=SETTINGS,
        title=file.title,
        source="bpx2022",
        notes=tuple(_notes(file, device)),
    )


def _notes(file: BpxFile, device: FullCell) -> Iterator[str]:
    yield f"BPX {file.version}, model {file.model}."
    yield from file.notes
    if file.model == "SPMe":
        yield "SPMe is solved as DFN: the parameters are the same."
    for name in (NEGATIVE, POSITIVE):
        for key in ("OCP (delithiation) [V]", "OCP (lithiation) [V]"):
            if file[name].values.get(key) is not None:
                yield f"{name}: {key} is not used: the mean curve OCP [V] is."
    ambient = file.state.values.get("Ambient temperature [K]")
    if device.heat is None and ambient is not None and ambient != temperature(file):
        yield f"The cell stays at {temperature(file):g} K: the ambient {ambient:g} K is not used."
    if temperature(file) != reference_temperature(file):
        yield f"Parameters at {reference_temperature(file):g} K follow Arrhenius laws."
    yield from _voltages(file, device)


def _voltages(file: BpxFile, device: FullCell) -> Iterator[str]:
    """Whether the ends of the windows have the voltages of the cut-offs."""
    kelvin = reference_temperature(file)
    for charge, key in ((0.0, "Lower voltage cut-off [V]"), (1.0, "Upper voltage cut-off [V]")):
        cell = device.at_state_of_charge(charge)
        ends = (cell.positive, cell.negative)
        high, low = (float(np.asarray(e.open_circuit_potential(kelvin))) for e in ends)
        stated = file[CELL].number(key)
        if abs(high - low - stated) > TOLERANCE:
            yield f"{CELL}: {key} is {stated:g}; at rest the window ends at {high - low:.4f} V."
