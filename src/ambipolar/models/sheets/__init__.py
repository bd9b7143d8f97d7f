"""Sheets joined by interface currents: conductors, electrolytes, films and their contacts."""
