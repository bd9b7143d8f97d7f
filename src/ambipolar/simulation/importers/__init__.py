"""Readers of other codes' input files: each returns a device, a protocol and solver settings."""
