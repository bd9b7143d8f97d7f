"""Engines that produce laws and parameters from atoms; an optional extra, ``ambipolar[atoms]``."""
