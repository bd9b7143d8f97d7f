"""Kinetic Monte Carlo: ions that hop on a lattice, one event at a time and none rejected."""
