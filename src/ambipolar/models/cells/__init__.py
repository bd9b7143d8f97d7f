"""Porous electrodes and cells: electrodes on both sides of a separator, with what connects them."""
