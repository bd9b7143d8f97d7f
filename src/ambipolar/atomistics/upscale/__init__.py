"""From structures to materials that the continuum takes."""
