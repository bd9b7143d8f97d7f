"""Functions of one variable given as text or as a table."""
