"""Named electrolytes, with a source for every number."""
