"""Homogeneous free energies and the non-local terms that belong to the same functional."""
