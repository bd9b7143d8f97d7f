"""Import of MPET runs: particles in a perfect bath, half cells and full cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import ParameterError, SpecError
from ...numerics.settings import SolverSettings
from ..protocol import Protocol
from ..specification.describe import describe_run
from . import mpet_constants
from .mpet_cell import Sizes, bath_of, cell_of, check_ranges, is_bath
from .mpet_config import ELECTRODE, SYSTEM, ConfigFile, read_config
from .mpet_particle import notes_of
from .mpet_protocol import protocol_of
from .mpet_sizes import electrodes_of, generator, particle_sizes
from .mpet_support import refuse_unsupported

if TYPE_CHECKING:
    from ..specification.spec import RunSpec

#: Tighter than MPET's own tolerances (1e-6), so that a difference that remains is not ours.
SETTINGS = SolverSettings(relative_tolerance=1e-8, absolute_tolerance=1e-10)
#: for layers that separate from deviations of 1e-4: an error grows as they do
LAYERED_SETTINGS = SolverSettings(relative_tolerance=1e-10, absolute_tolerance=1e-12)
FILES = {"c": "cathode", "a": "anode"}


@dataclass(frozen=True)
class ImportedRun:
    """An experiment read from the files of another code, ready for ``run``."""

    device: Any
    protocol: Protocol
    settings: SolverSettings
    title: str
    source: str
    notes: tuple[str, ...] = ()  #: what was not used and why

    def spec(self) -> RunSpec:
        """The same experiment as a specification, ready to be written as YAML."""
        from ..specification.spec import load_spec

        content = {
            "title": self.title,
            "description": "\n".join(self.notes),
            "source": {"key": self.source},
        }
        return load_spec(content | describe_run(self.device, self.protocol, self.settings))


def import_mpet(path: str | Path) -> ImportedRun:
    """Read an MPET run from its system file; the electrode files are found through it.

    Particles, meshes and discretisation are those of MPET, whose rounded physical constants are
    absorbed into temperature, energies and site density (:mod:`.mpet_constants`). The electrolyte
    has MPET's volumes, with faces and foil of this package. [smith2017]

    Parameters
    ----------
    path : the system file (``params_system.cfg``).

    Raises
    ------
    SpecError
        naming file and key, for files that cannot be read, for unknown, missing or wrong
        entries, and for everything that would change the result and is not supported.
    """
    system = read_config(Path(path), SYSTEM)
    folder = system.path.parent
    electrodes = {
        e: read_config(folder / system[FILES[e]], ELECTRODE) for e in electrodes_of(system)
    }
    refuse_unsupported(system, electrodes)
    title = f"MPET {system.path.resolve().parent.name}"
    if not is_bath(system):
        check_ranges(system)
    random = generator(system)
    sizes = particle_sizes(system, random)
    try:
        if is_bath(system):
            device, start_voltage = bath_of(system, electrodes["c"], sizes["c"], title, random)
        else:
            device, start_voltage = cell_of(system, electrodes, sizes, title, random)
        protocol = protocol_of(system, device, start_voltage)
    except ParameterError as error:
        raise SpecError(str(path), f"{error.path}: {error.detail}", error.advice) from None
    layered = any(electrode["type"] == "CHR2" for electrode in electrodes.values())
    keys = ("muRfunc", "type", "shape", "rxnType")
    words = [", ".join(electrode[k] for k in keys) for electrode in electrodes.values()]
    return ImportedRun(
        device=device,
        protocol=protocol,
        settings=LAYERED_SETTINGS if layered else SETTINGS,
        title=f"{title}: {' | '.join(reversed(words))}",
        source="smith2017",
        notes=tuple(_notes(system, electrodes, sizes)),
    )


def _notes(system: ConfigFile, electrodes: dict[str, ConfigFile], sizes: Sizes) -> Iterator[str]:
    kind = "one particle in a perfect bath" if is_bath(system) else "this cell"
    reasons = [(system, f"without effect on {kind} with this protocol")]
    reasons += [
        (e, "without effect on this host, particle and rate law") for e in electrodes.values()
    ]
    for file, reason in reasons:
        if file.unused:
            yield f"{file.path.name}: {', '.join(file.unused)} not used, {reason}."
    for end, electrode in electrodes.items():
        yield from notes_of(electrode, sizes[end], bool(system["randomSeed"]))
    yield (
        "MPET's rounded constants are absorbed: the temperature"
        f" {system['T']:g} K is {mpet_constants.temperature(system['T']):.6g} K with exact ones."
    )
