"""Energies of defects and of insertion, and the voltages that follow from them."""
