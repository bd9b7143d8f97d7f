"""Scanning transmission electron microscopy of a structure: columns, images, line profiles."""
