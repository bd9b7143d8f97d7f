"""What is imposed on a device: controls, cut-offs, steps, and how they become numbers."""

from .controls import (
    Approach,
    Control,
    CRate,
    Current,
    Power,
    Ramp,
    Resistance,
    Rest,
    Table,
    TotalCurrent,
    TotalPower,
    TotalResistance,
    Voltage,
)
from .cutoffs import (
    CapacityAbove,
    CRateBelow,
    CurrentBelow,
    Cutoff,
    FillingAbove,
    FillingBelow,
    TotalCurrentBelow,
    VoltageAbove,
    VoltageBelow,
)
from .scales import DeviceScales
from .segment import Mode, Segment
from .step import Protocol, Step
from .terminals import Drive, Terminals

__all__ = [
    "Approach",
    "CRate",
    "CRateBelow",
    "CapacityAbove",
    "Control",
    "Current",
    "CurrentBelow",
    "Cutoff",
    "DeviceScales",
    "Drive",
    "FillingAbove",
    "FillingBelow",
    "Mode",
    "Power",
    "Protocol",
    "Ramp",
    "Resistance",
    "Rest",
    "Segment",
    "Step",
    "Table",
    "Terminals",
    "TotalCurrent",
    "TotalCurrentBelow",
    "TotalPower",
    "TotalResistance",
    "Voltage",
    "VoltageAbove",
    "VoltageBelow",
]
