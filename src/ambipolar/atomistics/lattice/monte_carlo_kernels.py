"""Compiled inner loops of the Monte Carlo; imported late, see ``monte_carlo``.

``tables`` is the tuple (pair_start, pair_site, pair_energy, triplet_start, triplet_sites,
triplet_energy, layer, layer_table, layer_coupling / M) of a model; ``state`` the tuple
(occupation, field, guests of each layer, coupling field of each layer, random state, energy).
The energy of a guest at every site is kept up to date, so that an attempt reads one number and
only an accepted one visits its neighbours.
"""

import numba
import numpy as np

#: 2^-53: from 53 bits to a number below 1
UNIT = 1.1102230246251565e-16


@numba.njit(cache=True, inline="always")
def _step(s0, s1):
    """xoroshiro128++ (Blackman and Vigna): new state and 64 random bits."""
    total = s0 + s1
    bits = ((total << np.uint64(17)) | (total >> np.uint64(47))) + s0
    mixed = s1 ^ s0
    first = ((s0 << np.uint64(49)) | (s0 >> np.uint64(15))) ^ mixed ^ (mixed << np.uint64(21))
    return first, (mixed << np.uint64(28)) | (mixed >> np.uint64(36)), bits


@numba.njit(cache=True)
def draw(state):
    """64 random bits from a state of two words."""
    state[0], state[1], bits = _step(state[0], state[1])
    return bits


@numba.njit(cache=True)
def uniform(state):
    """A number from 0 (included) to 1, with 53 bits."""
    return (draw(state) >> np.uint64(11)) * UNIT


@numba.njit(cache=True)
def below(state, count):
    """A whole number from 0 to count - 1; its bias is count / 2^32."""
    return np.int64(((draw(state) >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32))


@numba.njit(cache=True)
def _change(i, sign, tables, state):
    """Site i is filled (sign 1) or emptied (-1): fields of its neighbours and layers."""
    start, site, energy, start3, sites3, energy3, layer, table, coupling = tables
    occupation, field, counts, layer_field = state[0], state[1], state[2], state[3]
    occupation[i] += sign
    for k in range(start[i], start[i + 1]):
        field[site[k]] += sign * energy[k]
    for k in range(start3[i], start3[i + 1]):
        a, b = sites3[k, 0], sites3[k, 1]
        if occupation[b]:
            field[a] += sign * energy3[k]
        if occupation[a]:
            field[b] += sign * energy3[k]
    here = layer[i]
    counts[here] += sign
    for m in range(len(counts)):
        layer_field[m] += sign * coupling[here, m]


@numba.njit(cache=True)
def flips(tables, state, potential, beta, attempts, layered):
    """Semi-grand-canonical Metropolis at random sites; returns how many were accepted.

    The loop of a model without layer terms holds its arrays and random state in local variables
    and calls nothing: passing arrays on costs more than an attempt.
    """
    if layered:
        return _layered_flips(tables, state, potential, beta, attempts)
    start, site, energy, start3, sites3, energy3 = tables[:6]
    occupation, field, counts, random = state[0], state[1], state[2], state[4]
    layer, triplets = tables[6], len(energy3) > 0
    size, several = np.uint64(len(occupation)), len(counts) > 1
    s0, s1 = random[0], random[1]
    accepted, total, gained = 0, 0.0, 0
    for _ in range(attempts):
        s0, s1, bits = _step(s0, s1)
        i = np.int64(((bits >> np.uint64(32)) * size) >> np.uint64(32))
        if occupation[i] == 0:
            sign, cost = 1, field[i]
        else:
            sign, cost = -1, -field[i]
        drive = beta * (cost - sign * potential)
        if drive > 0.0:
            if drive > 40.0:
                continue
            s0, s1, bits = _step(s0, s1)
            if (bits >> np.uint64(11)) * UNIT >= np.exp(-drive):
                continue
        accepted += 1
        total += cost
        gained += sign
        occupation[i] += sign
        for k in range(start[i], start[i + 1]):
            field[site[k]] += sign * energy[k]
        if several:
            counts[layer[i]] += sign
        if triplets:
            for k in range(start3[i], start3[i + 1]):
                a, b = sites3[k, 0], sites3[k, 1]
                field[a] += sign * occupation[b] * energy3[k]
                field[b] += sign * occupation[a] * energy3[k]
    random[0], random[1] = s0, s1
    if not several:
        counts[0] += gained
    state[5][0] += total
    return accepted


@numba.njit(cache=True)
def _layered_flips(tables, state, potential, beta, attempts):
    """``flips`` with energies of the guests of each layer."""
    start, site, energy, start3, sites3, energy3, layer, table, coupling = tables
    occupation, field, counts, layer_field, random = state[:5]
    size, triplets = np.uint64(len(occupation)), len(energy3) > 0
    s0, s1 = random[0], random[1]
    accepted, total = 0, 0.0
    for _ in range(attempts):
        s0, s1, bits = _step(s0, s1)
        i = np.int64(((bits >> np.uint64(32)) * size) >> np.uint64(32))
        here = layer[i]
        n = counts[here]
        shared = field[i] + layer_field[here]
        if occupation[i] == 0:
            sign = 1
            cost = shared + 0.5 * coupling[here, here] + table[n + 1] - table[n]
        else:
            sign = -1
            cost = 0.5 * coupling[here, here] - shared - table[n] + table[n - 1]
        drive = beta * (cost - sign * potential)
        if drive > 0.0:
            if drive > 40.0:
                continue
            s0, s1, bits = _step(s0, s1)
            if (bits >> np.uint64(11)) * UNIT >= np.exp(-drive):
                continue
        accepted += 1
        total += cost
        occupation[i] += sign
        for k in range(start[i], start[i + 1]):
            field[site[k]] += sign * energy[k]
        counts[here] += sign
        for m in range(len(counts)):
            layer_field[m] += sign * coupling[here, m]
        if triplets:
            for k in range(start3[i], start3[i + 1]):
                a, b = sites3[k, 0], sites3[k, 1]
                field[a] += sign * occupation[b] * energy3[k]
                field[b] += sign * occupation[a] * energy3[k]
    random[0], random[1] = s0, s1
    state[5][0] += total
    return accepted


@numba.njit(cache=True)
def sample(tables, state, potential, beta, attempts, layered, energies, counts):
    """``flips`` between samples of the energy and of the guests of each layer."""
    accepted = 0
    for s in range(len(energies)):
        accepted += flips(tables, state, potential, beta, attempts, layered)
        energies[s] = state[5][0]
        for m in range(counts.shape[1]):
            counts[s, m] = state[2][m]
    return accepted


@numba.njit(cache=True)
def _swap_cost(i, j, tables, state, layered):
    """Energy change of moving the guest of i to the empty site j."""
    start, site, energy, start3, sites3, energy3 = tables[:6]
    occupation, field, counts, layer_field = state[0], state[1], state[2], state[3]
    cost = field[j] - field[i]
    for k in range(start[j], start[j + 1]):
        if site[k] == i:
            cost -= energy[k]
    for k in range(start3[j], start3[j + 1]):
        a, b = sites3[k, 0], sites3[k, 1]
        if (a == i and occupation[b]) or (b == i and occupation[a]):
            cost -= energy3[k]
    here, there = tables[6][i], tables[6][j]
    if layered and here != there:
        table, coupling = tables[7], tables[8]
        cost += layer_field[there] - layer_field[here] - coupling[here, there]
        cost += 0.5 * (coupling[here, here] + coupling[there, there])
        cost += table[counts[there] + 1] - table[counts[there]]
        cost -= table[counts[here]] - table[counts[here] - 1]
    return cost


@numba.njit(cache=True)
def swaps(tables, state, order, filled, beta, attempts, layered):
    """Canonical Metropolis: a guest to an empty site anywhere; returns how many were accepted.

    ``order`` lists the sites, the ``filled`` occupied ones first.
    """
    random, energy = state[4], state[5]
    empty = len(order) - filled
    accepted = 0
    for _ in range(attempts):
        a, b = below(random, filled), filled + below(random, empty)
        i, j = order[a], order[b]
        cost = _swap_cost(i, j, tables, state, layered)
        drive = beta * cost
        if drive <= 0.0 or (drive < 40.0 and uniform(random) < np.exp(-drive)):
            energy[0] += cost
            _change(i, -1, tables, state)
            _change(j, 1, tables, state)
            order[a], order[b] = j, i
            accepted += 1
    return accepted


@numba.njit(cache=True)
def sample_swaps(tables, state, order, filled, beta, attempts, layered, energies, counts):
    """``swaps`` between samples of the energy and of the guests of each layer."""
    accepted = 0
    for s in range(len(energies)):
        accepted += swaps(tables, state, order, filled, beta, attempts, layered)
        energies[s] = state[5][0]
        for m in range(counts.shape[1]):
            counts[s, m] = state[2][m]
    return accepted
