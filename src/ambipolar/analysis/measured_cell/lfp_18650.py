"""Fitted parameters of the LiFePO4 | graphite 18650 cell of [aboutenergy2022]."""

from __future__ import annotations

from .graphite import FickianGraphite
from .mosaic import Mosaic, MosaicModel

#: fitted: the discharges at C/20 and C/2 of that cell, with ``ambipolar measured --fit``; the one
#: at 1C was not used. Sizes and the filling at the start are assumed, docs/measured-cell.md.
LFP_18650 = MosaicModel(
    mosaic=Mosaic(
        contact_resistance=0.9227,
        contact_spread=1.243,
        share_used=0.9514,
    ),
    graphite=FickianGraphite(diffusivity=4.037e-15, initial_filling=0.8266),
)
