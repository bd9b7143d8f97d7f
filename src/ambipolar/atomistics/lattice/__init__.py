"""Lattice models of guests: sites, interactions, Monte Carlo, expansions, phase diagrams."""
