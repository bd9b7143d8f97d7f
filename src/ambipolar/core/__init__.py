"""Foundations without physics: constants, units, errors, array operations, records, registry."""
