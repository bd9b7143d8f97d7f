"""Crystals: prototypes, files, orderings, supercells, sites of a guest and hops between them.

``ase.Atoms`` is the structure everywhere; lengths are in angstrom and energies in eV.
"""
