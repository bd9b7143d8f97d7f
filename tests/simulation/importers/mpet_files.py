"""MPET configuration files written for tests: one LiFePO4 plate in a perfect bath, or a cell."""

from __future__ import annotations

from pathlib import Path

SYSTEM = {
    "Sim Params": {
        "profileType": "CC", "Crate": "1e-2", "Vmax": "1e10", "Vmin": "-1e10", "capFrac": "0.98",
        "Vset": "3.3", "segments": "[\n\t(0.3, 0.4),\n\t(-0.5, 0.1),\n\t]", "tramp": "1e-3",
        "prevDir": "false", "tend": "1.2e3", "tsteps": "35", "relTol": "1e-6", "absTol": "1e-6",
        "T": "298", "randomSeed": "true", "seed": "10", "Rser": "0.", "Nvol_c": "1", "Nvol_s": "0",
        "Nvol_a": "0", "Npart_c": "1", "Npart_a": "1",
    },
    "Electrodes": {
        "cathode": "params_c.cfg", "anode": "params_a.cfg", "k0_foil": "1e3", "Rfilm_foil": "0e-0",
    },
    "Particles": {
        "mean_c": "40e-9", "stddev_c": "0e-9", "mean_a": "100e-9", "stddev_a": "0",
        "cs0_c": "0.01", "cs0_a": "0.99",
    },
    "Conductivity": {
        "simBulkCond_c": "false", "simBulkCond_a": "false", "sigma_s_c": "0.1", "sigma_s_a": "0.1",
        "simPartCond_c": "false", "simPartCond_a": "false", "G_mean_c": "1e-14", "G_stddev_c": "0",
        "G_mean_a": "1e-14", "G_stddev_a": "0",
    },
    "Geometry": {
        "L_c": "50e-6", "L_a": "50e-6", "L_s": "25e-6", "P_L_c": "0.69", "P_L_a": "0.95",
        "poros_c": "0.3", "poros_a": "0.3", "poros_s": "0.7", "BruggExp_c": "-0.5",
        "BruggExp_a": "-0.5", "BruggExp_s": "-0.5",
    },
    "Electrolyte": {
        "c0": "1000", "zp": "1", "zm": "-1", "nup": "1", "num": "1", "elyteModelType": "dilute",
        "SMset": "valoen_bernardi", "n": "1", "sp": "-1", "Dp": "2.2e-10", "Dm": "2.94e-10",
    },
}  # fmt: skip

ELECTRODE = {
    "Particles": {
        "type": "ACR", "discretization": "1e-9", "shape": "C3", "thickness": "20e-9",
    },
    "Material": {
        "muRfunc": "LiFePO4", "noise": "false", "noise_prefac": "1e-6", "numnoise": "200",
        "Omega_a": "1.8560e-20", "Omega_b": "5.761532e-21", "Omega_c": "8.23076e-20",
        "kappa": "5.0148e-10", "B": "0.1916e9", "EvdW": "0.0", "rho_s": "1.3793e28",
        "D": "5.3e-19", "Dfunc": "lattice", "dgammadc": "-2e-30", "cwet": "0.98",
    },
    "Reactions": {
        "rxnType": "BV", "k0": "1.6e-1", "alpha": "0.5", "lambda": "6.26e-20", "Rfilm": "0e-0",
    },
}  # fmt: skip


#: sections of entries that a file need not have
OPTIONAL = {
    "E_D": "Material", "E_A": "Reactions", "specified_psd_c": "Particles",
    "specified_psd_a": "Particles",
}  # fmt: skip

#: what makes the system a cell of uniform particles against a foil, or against coke
CELL = {"Nvol_c": "3", "Nvol_s": "2"}
FULL = CELL | {"Nvol_a": "2", "cs0_a": "0.4", "cs0_c": "0.2"}
COKE = {
    "type": "diffn", "shape": "sphere", "muRfunc": "LiC6_coke_ss2", "rxnType": "BV_mod02",
    "discretization": "10e-9", "Dfunc": "constant", "D": "1e-16",
}  # fmt: skip


def text_of(sections: dict[str, dict[str, str]], changes: dict[str, str | None]) -> str:
    """An INI file; ``changes`` replace entries, None removes them, others are added.

    What no section is known for goes into the first.
    """
    known = {key for entries in sections.values() for key in entries}
    first, lines = next(iter(sections)), []
    for section, entries in sections.items():
        added = {
            k: v
            for k, v in changes.items()
            if (k in entries) or (k not in known and OPTIONAL.get(k, first) == section)
        }
        lines.append(f"[{section}]")
        lines += [f"{k} = {v}" for k, v in (entries | added).items() if v is not None]
    return "\n".join(lines) + "\n"


def write_case(
    folder: Path,
    system: dict[str, str | None] | None = None,
    electrode: dict[str, str | None] | None = None,
    anode: dict[str, str | None] | None = None,
) -> Path:
    """Write the files with changed entries, that of the anode if any; returns the system file."""
    (folder / "params_c.cfg").write_text(text_of(ELECTRODE, electrode or {}))
    if anode is not None:
        (folder / "params_a.cfg").write_text(text_of(ELECTRODE, anode))
    path = folder / "params_system.cfg"
    path.write_text(text_of(SYSTEM, system or {}))
    return path
