"""Meshes, operators and differential-algebraic systems. No chemistry here."""
