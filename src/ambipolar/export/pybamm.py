"""The open-circuit potential of a host as parameters of PyBaMM, as Python text.

PyBaMM is not imported. The text holds a table and the function that PyBaMM calls with the
stoichiometry; the lattice-gas part of hosts with an activity stays analytic, so that the ends
diverge as they must and the rest is smooth.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ..core.constants import FARADAY, GAS_CONSTANT, ROOM_TEMPERATURE
from ..core.errors import ParameterError
from ..materials.material import Material
from ..physics.thermodynamics.common_tangent import miscibility_gaps
from ..physics.thermodynamics.curve import from_logit, logit
from ..physics.thermodynamics.free_energy import FreeEnergy
from .provenance import comment, provenance

#: where the table begins and ends, unless the law was fitted over less
OUTERMOST = 1e-4
ELECTRODES = ("positive", "negative")
#: temperature difference of the entropic coefficient [K], symmetric
_DIFFERENCE = 1.0

_TEXT = '''"""Open-circuit potential of {title} for PyBaMM.

U(sto) = table(sto){lattice}
{kind}
"""
{origin}

import numpy as np
import pybamm

TEMPERATURE = {temperature!r}  # K, of the table
STOICHIOMETRY = np.array({x})
POTENTIAL = np.array({u})  # V{less}
ENTROPIC = np.array({s})  # V/K{less_entropic}


def open_circuit_potential(sto):
    """Against the guest metal [V], at TEMPERATURE."""
    table = pybamm.Interpolant(
        STOICHIOMETRY, POTENTIAL, sto, "{name} OCP", interpolator="{interpolator}"
    )
    return table{lattice_code}


def entropic_change(sto):
    """dU/dT [V/K]."""
    table = pybamm.Interpolant(
        STOICHIOMETRY, ENTROPIC, sto, "{name} dUdT", interpolator="{interpolator}"
    )
    return table{entropic_code}


#: update a pybamm.ParameterValues with it
parameters = {{
    "{side} electrode OCP [V]": open_circuit_potential,
    "{side} electrode OCP entropic change [V.K-1]": entropic_change,
    "Maximum concentration in {lower} electrode [mol.m-3]": {density!r},
}}
'''


def open_circuit_text(
    material: Material,
    electrode: str = "positive",
    temperature: float = ROOM_TEMPERATURE,
    *,
    points: int = 801,
    equilibrium: bool = True,
) -> str:
    r"""Python text that defines ``parameters`` for a ``pybamm.ParameterValues``.

    .. math:: U(x) = W(x) - \frac{RT}{zF} \ln\frac{x}{1-x}, \qquad W \text{ a table}

    for hosts whose free energy defines an activity, and :math:`U` itself as a table otherwise.

    Parameters
    ----------
    electrode : ``positive`` or ``negative``.
    temperature : of the table [K]; the entropic coefficient is a symmetric difference around it.
    points : evenly spaced; as many are added towards both ends.
    equilibrium : with plateaus between coexisting phases (the common tangent), as Fickian
        particles need it; False for the curve of a homogeneous particle, which falls and rises.

    Raises
    ------
    ParameterError
        for a host of several composition fields, an unknown electrode and too few points.
    """
    _check(material, electrode, points)
    law = material.free_energy
    x, gaps = _fillings(law, temperature, points, equilibrium)
    potential = _excess(material, x, temperature, equilibrium)
    ends = (temperature - _DIFFERENCE, temperature + _DIFFERENCE)
    cold, warm = (_excess(material, x, t, equilibrium) for t in ends)
    logarithm = " - {} * pybamm.log(sto / (1 - sto))"
    gas = GAS_CONSTANT / (material.charge_number * FARADAY)
    parts = {"temperature": temperature, "points": points, "equilibrium": equilibrium}
    origin = provenance({"material": material.name}, **parts, potential=potential)
    return _TEXT.format(
        title=_word(f"{material.name} ({material.formula})" if material.formula else material.name),
        name=_word(material.name),
        kind=_kind(gaps, equilibrium),
        origin=comment(origin, "#"),
        temperature=float(temperature),
        x=_list(x),
        u=_list(potential),
        s=_list((warm - cold) / (2 * _DIFFERENCE)),
        lattice=" - (RT/zF) ln[sto/(1 - sto)]" if law.activity_defined else "",
        less=", less the lattice-gas part" if law.activity_defined else "",
        less_entropic=", less the lattice-gas part" if law.activity_defined else "",
        lattice_code=logarithm.format(repr(gas * temperature)) if law.activity_defined else "",
        entropic_code=logarithm.format(repr(gas)) if law.activity_defined else "",
        interpolator="linear" if gaps else "cubic",
        side=electrode.capitalize(),
        lower=electrode,
        density=float(material.site_density),
    )


def _check(material: Material, electrode: str, points: int) -> None:
    if electrode not in ELECTRODES:
        raise ParameterError("electrode", f"must be one of {', '.join(ELECTRODES)}.")
    if points < 11:
        raise ParameterError("points", f"a table needs at least 11, got {points}.")
    if material.free_energy.fields != 1:
        raise ParameterError(
            material.name,
            f"has {material.free_energy.fields} composition fields; PyBaMM takes one.",
            "Export a host with one, for example graphite-lionsimba.",
        )


def _fillings(
    law: FreeEnergy, temperature: float, points: int, equilibrium: bool
) -> tuple[np.ndarray, tuple[Any, ...]]:
    """Places of the table, with the ends of the plateaus among them, and the plateaus."""
    low, high = law.validity
    ends = max(low, OUTERMOST), min(high, 1.0 - OUTERMOST)
    even = np.linspace(*ends, points)
    # as many evenly spaced logits: fine where the lattice-gas part is curved
    x = np.concatenate(
        [even, from_logit(np.linspace(float(logit(ends[0])), float(logit(ends[1])), points))]
    )
    x = np.clip(x, *ends)
    gaps = miscibility_gaps(law, temperature) if equilibrium else ()
    edges = [end for gap in gaps for end in (gap.lower, gap.upper)]
    x = np.unique(np.concatenate([x, edges]))
    return x[np.concatenate([[True], np.diff(x) > 1e-9])], gaps


def _excess(material: Material, x: np.ndarray, temperature: float, flat: bool) -> np.ndarray:
    """The potential, less its lattice-gas part where the host has an activity [V]."""
    law = material.free_energy
    potential = np.asarray(material.open_circuit_potential(x, temperature), dtype=float)
    for gap in miscibility_gaps(law, temperature) if flat else ():
        level = gap.plateau_potential(material.standard_potential)
        potential = np.where((x >= gap.lower) & (x <= gap.upper), level, potential)
    if law.activity_defined:
        thermal = GAS_CONSTANT * temperature / (material.charge_number * FARADAY)
        potential = potential + thermal * np.log(x / (1 - x))
    return potential


def _word(name: str) -> str:
    """A name that can stand in quotes: it may come from a file."""
    return re.sub(r"[^\w .+()-]", "_", name)


def _kind(gaps: tuple[Any, ...], equilibrium: bool) -> str:
    if not equilibrium:
        return "The curve of a homogeneous particle, also where two phases would coexist."
    if not gaps:
        return "A solid solution at every stoichiometry."
    ranges = ", ".join(f"{gap.lower:.4f} to {gap.upper:.4f}" for gap in gaps)
    return f"In equilibrium: two phases coexist from {ranges}."


def _list(values: np.ndarray) -> str:
    rows = [", ".join(f"{v:.12g}" for v in values[i : i + 6]) for i in range(0, len(values), 6)]
    return "[\n    " + ",\n    ".join(rows) + ",\n]"
