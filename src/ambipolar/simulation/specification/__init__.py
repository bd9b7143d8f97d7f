"""Experiments in writing: YAML to records and back, with errors that name the path."""
