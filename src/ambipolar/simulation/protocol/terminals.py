"""What is imposed on a device with several terminals, and which of its parts are in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.errors import ParameterError, UnitError
from ...core.records import Record, choice, quantity
from ...core.registry import Registry
from ...core.units import to_si
from .controls import Control
from .scales import DeviceScales
from .segment import Mode, SetPoint

#: words for a terminal that is held at 0 V, or to which nothing is connected
GROUND, FLOATING = "ground", "floating"
_EXAMPLES = "Write for example '0.2 A', '3 V', 'ground' or 'floating'."
_SWITCHES = {"on": 1.0, "off": 0.0, "true": 1.0, "false": 0.0}


@dataclass(frozen=True)
class Drive(Record):
    """What one terminal is connected to: a current source, a voltage source or nothing.

    Raises
    ------
    ParameterError
        for both a current and a voltage.
    """

    terminal: str
    current: float | None = quantity("A", "current into the device", None)
    voltage: float | None = quantity("V", "potential of the terminal", None)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.current is not None and self.voltage is not None:
            raise ParameterError(
                f"Drive.{self.terminal}", "has a current and a voltage.", "Give one of them."
            )

    def set_point(self) -> SetPoint:
        """The set point of the terminal; no current where nothing is connected."""
        if self.voltage is not None:
            return SetPoint(Mode.VOLTAGE, self.voltage)
        return SetPoint(Mode.CURRENT, self.current or 0.0)

    @property
    def label(self) -> str:
        """``left 0.2 A``."""
        if self.voltage is not None:
            return f"{self.terminal} {self.voltage:g} V"
        return f"{self.terminal} {self.current:g} A" if self.current else f"{self.terminal} open"


@dataclass(frozen=True)
class Terminals(Control):
    """Constant currents and voltages of named terminals, and switches of named parts.

    Terminals that are not named keep the default of the device: its reference is at 0 V, all
    others float. ``switches`` put parts in place (1) or take them away (0), for example the
    electrolyte. Such a step needs a duration.
    """

    drives: tuple[Drive, ...] = choice("drive", "what each terminal is connected to", ())
    switches: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        names = [drive.terminal for drive in self.drives]
        if len(set(names)) < len(names):
            raise ParameterError("Terminals.drives", f"a terminal is named twice: {names}.")
        object.__setattr__(self, "switches", read_switches(self.switches))

    def set_points(self, scales: DeviceScales) -> tuple[SetPoint, ...]:
        return (SetPoint(Mode.TERMINALS, 0.0),)

    @property
    def label(self) -> str:
        driven = [d.label for d in self.drives if d.current or d.voltage]
        off = [name for name, state in self.switches.items() if state == 0]
        words = ", ".join(driven) or "all terminals open"
        return f"{words}; without {' and '.join(off)}" if off else words


def read_drives(terminals: Mapping[str, Any]) -> tuple[Drive, ...]:
    """Drives from ``{"left": "0.2 A", "right": "ground", "lid": "floating"}``.

    Raises
    ------
    ParameterError
        for text that is neither a current nor a voltage.
    """
    return tuple(_read_drive(str(name), value) for name, value in terminals.items())


def _read_drive(name: str, value: Any) -> Drive:
    word = str(value).strip().lower()
    if word in (FLOATING, "open", "none"):
        return Drive(name)
    if word == GROUND or _is_number(word):
        if word != GROUND and float(word) != 0.0:
            raise ParameterError(f"terminals.{name}", f"{value!r} has no unit.", _EXAMPLES)
        return Drive(name, voltage=0.0)
    for unit, source in (("A", "current"), ("V", "voltage")):
        try:
            return Drive(name, **{source: to_si(value, unit)})
        except UnitError:
            continue
    message = f"{value!r} is neither a current nor a voltage."
    raise ParameterError(f"terminals.{name}", message, _EXAMPLES)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def read_switches(switches: Mapping[str, Any]) -> dict[str, float]:
    """Switches as numbers: ``on``/``off``, true/false, or 1/0.

    Raises
    ------
    ParameterError
        for anything else.
    """
    found = {}
    for name, value in switches.items():
        state = _SWITCHES.get(str(value).lower(), value)
        if state not in (0, 1):
            raise ParameterError(f"switches.{name}", f"expected on or off, got {value!r}.")
        found[str(name)] = float(state)
    return found


DRIVES = Registry("drive", {"drive": "ambipolar.simulation.protocol.terminals:Drive"})
