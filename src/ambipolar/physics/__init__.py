"""Pointwise laws: no mesh, no time. Each law is a frozen record with one broadcasting function."""
