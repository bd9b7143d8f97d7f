"""Permittivities of hosts and of the media around them, each with its sources."""
