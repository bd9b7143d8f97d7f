"""Parts: particles, films, sheets, electrodes, electrolytes. They state equations, nothing else."""
