"""Electrolytes: what carries charge and salt between electrodes, as pointwise laws."""
