"""Energies and forces of atoms: learned potentials, density-functional theory, any calculator."""
