"""Small electrodes and cells that several tests share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ambipolar as amb
from ambipolar.devices.full_cell import FullCell
from ambipolar.devices.half_cell import HalfCell
from ambipolar.materials.electrolytes.registry import ELECTROLYTES
from ambipolar.models.cells.electrode import PorousElectrode
from ambipolar.models.electrolyte_layer import PorousLayer
from ambipolar.models.radial import DiffusionParticle
from ambipolar.physics.kinetics.butler_volmer import ButlerVolmer
from ambipolar.physics.kinetics.exchange_current import NewmanExchange
from ambipolar.physics.transport.diffusivity import ConstantDiffusivity

KINETICS = ButlerVolmer(rate_constant=4.0, exchange=NewmanExchange())
GRAPHITE = replace(
    amb.materials.graphite_lionsimba, kinetics=KINETICS,
    diffusivity=ConstantDiffusivity(prefactor=4e-14),
)  # fmt: skip
LCO = replace(
    amb.materials.LCO, kinetics=KINETICS, site_density=51555.0,
    diffusivity=ConstantDiffusivity(prefactor=1e-14),
)  # fmt: skip
PARTICLE = DiffusionParticle(radius=2e-6, nodes=9)
SALT = ELECTROLYTES["lionsimba-isothermal"]


def negative(cells: int = 4, **changes: Any) -> PorousElectrode:
    """Graphite."""
    layer = PorousLayer(thickness=88e-6, porosity=0.485, bruggeman_exponent=4.0, cells=cells)
    given: dict[str, Any] = {
        "material": GRAPHITE, "particle": PARTICLE, "layer": layer, "active_fraction": 0.48,
        "initial_filling": 0.8, "conductivity": 100.0,
    }  # fmt: skip
    return PorousElectrode(**given | changes)


def positive(cells: int = 5, **changes: Any) -> PorousElectrode:
    """Lithium cobalt oxide."""
    layer = PorousLayer(thickness=80e-6, porosity=0.385, bruggeman_exponent=4.0, cells=cells)
    given: dict[str, Any] = {
        "material": LCO, "particle": PARTICLE, "layer": layer, "active_fraction": 0.59,
        "initial_filling": 0.52, "conductivity": 100.0,
    }  # fmt: skip
    return PorousElectrode(**given | changes)


def separator(cells: int = 3) -> PorousLayer:
    """Between the electrodes."""
    return PorousLayer(thickness=25e-6, porosity=0.724, bruggeman_exponent=4.0, cells=cells)


def full_cell(**changes: Any) -> FullCell:
    """Graphite | LCO."""
    given: dict[str, Any] = {
        "electrolyte": SALT, "negative": negative(), "separator": separator(),
        "positive": positive(),
    }  # fmt: skip
    return FullCell(**given | changes)


def half_cell(**changes: Any) -> HalfCell:
    """LCO against lithium."""
    given: dict[str, Any] = {
        "electrolyte": SALT, "separator": separator(), "electrode": positive(),
    }  # fmt: skip
    return HalfCell(**given | changes)
