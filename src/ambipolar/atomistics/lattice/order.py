"""Order of an occupation: structure factors, in-plane superlattices, stages of layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from .geometry import Sites

Array = Any


def structure_factor(sites: Sites, occupation: Array, waves: Array) -> Array:
    r"""Structure factor :math:`S(k) = |\sum_j n_j e^{i k \cdot r_j}|^2 / N` of N sites.

    Parameters
    ----------
    waves : wave vectors in units of the reciprocal vectors of the primitive cell, (waves, 3);
        those that the supercell holds are whole numbers over its counts.

    Returns
    -------
    array of shape (waves,); the filling squared times N at k = 0, x (1 - x) for random sites.
    """
    fraction = sites.positions @ np.linalg.inv(sites.lattice.cell)
    phase = 2j * np.pi * np.atleast_2d(waves) @ fraction.T
    return np.abs(np.exp(phase) @ np.asarray(occupation, float)) ** 2 / sites.size


def superlattice_order(sites: Sites, occupation: Array, wave: Array) -> float:
    r"""In-plane order, :math:`\sum_l |\sum_{j \in l} n_j e^{i k \cdot r_j}| / \sum_j n_j`.

    1 where the guests of every layer stand on one superlattice of wave vector k, whichever of
    its equivalent positions a layer has chosen; 0 in an empty host.
    """
    n = np.asarray(occupation, float)
    guests = n.sum()
    if guests == 0:
        return 0.0
    fraction = sites.positions @ np.linalg.inv(sites.lattice.cell)
    flat = np.array([wave[0], wave[1], 0.0])
    phase = np.exp(2j * np.pi * fraction @ flat) * n
    layers = int(sites.layer.max()) + 1
    real = np.bincount(sites.layer, phase.real, layers)
    imaginary = np.bincount(sites.layer, phase.imag, layers)
    return float(np.hypot(real, imaginary).sum() / guests)


def stage_order(layer_fillings: Array, period: int) -> Array:
    r"""Stage order of layers, :math:`|\sum_l x_l e^{2 \pi i l / s}| / \sum_l x_l`.

    1 where only every s-th layer holds guests, 0 where all hold as many. For s > 2 the order
    of other periods counts nothing if the number of layers is a multiple of both.

    Parameters
    ----------
    layer_fillings : shape (..., layers).
    """
    x = np.asarray(layer_fillings, float)
    total = x.sum(axis=-1)
    wave = np.exp(2j * np.pi * np.arange(x.shape[-1]) / period)
    return np.abs(x @ wave) / np.where(total > 0, total, 1)
