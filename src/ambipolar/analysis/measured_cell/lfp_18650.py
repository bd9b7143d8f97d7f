"""Fitted parameters of the LiFePO4 | graphite 18650 cell of [aboutenergy2022]."""

from __future__ import annotations

from .graphite import FickianGraphite
from .mosaic import Mosaic, MosaicModel

#: fitted: the discharges at C/20 and C/2 of that cell, with ``ambipolar measured --fit``; the one
#: at 1C was not used. Sizes and the filling at the start are assumed, docs/measured-cell.md.
LFP_18650 = MosaicModel(
    mosaic=Mosaic(contact_resistance=0.5399, contact_spread=1.644, share_used=0.9510),
    graphite=FickianGraphite(diffusivity=5.059e-15, initial_filling=0.8258),
)

#: where fits begin: strongly and weakly spread contacts, graphite between the file and the control
STARTS = tuple(
    MosaicModel(
        mosaic=Mosaic(contact_resistance=resistance, contact_spread=spread, share_used=0.955),
        graphite=FickianGraphite(diffusivity=5e-15, initial_filling=0.825),
    )
    for resistance, spread in ((0.5, 1.6), (1.0, 1.2))
)
