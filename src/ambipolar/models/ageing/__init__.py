"""Side reactions of a particle, and the wrapper that gives them to any particle model."""
