"""Figures of merit of memories."""
