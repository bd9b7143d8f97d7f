"""Reactions other than insertion at the surface of a host: laws of one point, without state."""
