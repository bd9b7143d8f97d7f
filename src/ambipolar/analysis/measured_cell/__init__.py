"""Measured discharges of a cell against its simulations."""
