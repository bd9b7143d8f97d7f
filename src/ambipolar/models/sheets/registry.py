"""Parts of sheet devices by name."""

from __future__ import annotations

from ...core.registry import Registry

_HERE = "ambipolar.models.sheets"

SHEET_ELECTRODES = Registry(
    "sheet electrode",
    {
        "blocking": f"{_HERE}.electrode:BlockingConductor",
        "faradaic": f"{_HERE}.electrode:FaradaicConductor",
        "insertion-film": f"{_HERE}.film:InsertionFilm",
    },
)

MECHANISMS = Registry(
    "mechanism",
    {
        "bipolar-electrode": f"{_HERE}.mechanism:BipolarElectrode",
        "interface-drift": f"{_HERE}.mechanism:InterfaceDrift",
    },
)

CONTACTS = Registry("contact", {"contact": f"{_HERE}.conductor:Contact"})
POOLS = Registry("pool", {"pool": f"{_HERE}.electrolyte:Pool"})
PROBES = Registry("probe", {"probe": f"{_HERE}.probe:Probe"})
