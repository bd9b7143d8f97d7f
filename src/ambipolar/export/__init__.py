"""Devices and laws in the formats of other programs. Nothing of those programs is imported."""
