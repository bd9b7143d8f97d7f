"""Closed forms that simulations and measurements are compared with, in dimensionless form."""
