"""Insertion kinetics: current density of one interface as a function of its state."""
