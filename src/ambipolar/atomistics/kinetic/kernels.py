"""The inner loop: one event after the other, chosen through a tree of sums (Numba).

Imported late, by ``simulation.py`` alone.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

#: children of a node of the tree are 2**SHIFT: sixteen sums are two lines of the cache
SHIFT = 4

#: Nothing is allocated here, so that references need no counting: an atomic operation for each
#: array handed to a function would cost ten times the arithmetic of an event.
_inner: Any = numba.njit(forceinline=True, _nrt=False)  # type: ignore[call-overload]
_loop: Any = numba.njit(cache=True, _nrt=False)  # type: ignore[call-overload]


@numba.njit(cache=True)
def seed_random(seed: int) -> np.ndarray:
    """State of a xoroshiro128+ generator, filled by splitmix64."""
    state = np.empty(2, np.uint64)
    x = np.uint64(seed)
    for i in range(2):
        x += np.uint64(0x9E3779B97F4A7C15)
        z = x
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state[i] = z ^ (z >> np.uint64(31))
    return state


@_inner
def _uniform(state):
    """The next number in (0, 1]."""
    s0, s1 = state[0], state[1]
    total = s0 + s1
    s1 ^= s0
    state[0] = ((s0 << np.uint64(24)) | (s0 >> np.uint64(40))) ^ s1 ^ (s1 << np.uint64(16))
    state[1] = (s1 << np.uint64(37)) | (s1 >> np.uint64(27))
    return (np.float64(total >> np.uint64(11)) + 1.0) * (1.0 / 9007199254740992.0)


@_loop
def local_energies(tables, occupation, energy, up, down):
    """Energy of each species at each site [eV], and exp(+-energy/2kT), from scratch."""
    neighbours_of, neighbours, shell = tables.neighbours_of, tables.neighbours, tables.shell
    site_energy, pair_energy = tables.site_energy, tables.pair_energy
    half_beta = tables.half_beta
    sites, species = len(occupation) - 1, energy.shape[0]
    for s in range(species):
        for i in range(sites):
            value = site_energy[s, i]
            for k in range(neighbours_of[i], neighbours_of[i + 1]):
                other = occupation[neighbours[k]]
                if other > 0:
                    value += pair_energy[shell[k], s, other - 1]
            energy[s, i] = value
            up[s, i] = np.exp(half_beta * value)
            down[s, i] = 1.0 / up[s, i]
        energy[s, sites], up[s, sites], down[s, sites] = 0.0, 1.0, 1.0


@_inner
def _rate(moves, species, law, occupation, up, down, event):
    p, q, kind = moves[event, 0], moves[event, 1], moves[event, 4]
    none = len(occupation) - 1
    first, second = species[kind, 0], species[kind, 1]
    if (p < none and occupation[p] != first) or (q < none and occupation[q] != 0):
        return 0.0
    r = up[first - 1, p] * down[first - 1, q] * law[kind, 2]
    if second > 0:
        p, q = moves[event, 2], moves[event, 3]
        if occupation[p] != second or occupation[q] != 0:
            return 0.0
        r *= up[second - 1, p] * down[second - 1, q]
    return law[kind, 0] * min(law[kind, 1] * r, r * r, 1.0)


@_inner
def _refresh(events_of, filled, moves, species, law, occupation, up, down, rates, owner):
    """All rates of an owner; their sum. ``filled`` owners have no event while they are empty."""
    if filled[owner] and occupation[owner] <= 0:
        return 0.0
    total = 0.0
    for event in range(events_of[owner], events_of[owner + 1]):
        rate = _rate(moves, species, law, occupation, up, down, event)
        rates[event] = rate
        total += rate
    return total


@_loop
def build_tree(tables, occupation, up, down, rates, tree, starts):
    """All rates, and the sums of 2**SHIFT children level by level."""
    events_of, filled = tables.events_of, tables.filled
    moves, species, law = tables.moves, tables.species, tables.law
    for owner in range(len(occupation) - 1):
        tree[owner] = _refresh(
            events_of, filled, moves, species, law, occupation, up, down, rates, owner
        )
    for level in range(1, len(starts) - 1):
        below, here = starts[level - 1], starts[level]
        for node in range(here, starts[level + 1]):
            tree[node] = 0.0
        for child in range(here - below):
            tree[here + (child >> SHIFT)] += tree[below + child]
    total = 0.0
    for node in range(starts[-2], starts[-1]):
        total += tree[node]
    return total


@_inner
def _select(tree, starts, target):
    """The owner in whose share of the sum ``target`` falls, and what is left of ``target``."""
    level = len(starts) - 2
    node, last = starts[level], starts[level + 1] - 1
    while True:
        while node < last and target > tree[node]:
            target -= tree[node]
            node += 1
        if level == 0:
            return node, target
        child = node - starts[level]
        level -= 1
        node = starts[level] + (child << SHIFT)
        last = min(node + (1 << SHIFT), starts[level + 1]) - 1


@_inner
def _select_event(events_of, rates, owner, target):
    event, last = events_of[owner], events_of[owner + 1] - 1
    while event < last and target > rates[event]:
        target -= rates[event]
        event += 1
    return event if event <= last else -1


@_inner
def _change(neighbours_of, neighbours, shell, pair, up, down, site, s, entered):
    """Factors of the sites around one that an ion entered or left."""
    for k in range(neighbours_of[site], neighbours_of[site + 1]):
        other = neighbours[k]
        for a in range(up.shape[0]):
            up[a, other] *= pair[entered, shell[k], a, s - 1]
            down[a, other] *= pair[1 - entered, shell[k], a, s - 1]


@_inner
def _move(occupation, particle, displacement, free, p, q, species, vector):
    """One ion from p to q; p or q may be the reservoir (the last entry)."""
    none = len(occupation) - 1
    if p < none:
        identity = particle[p]
        occupation[p] = 0
        particle[p] = -1
    else:
        free[0] -= 1
        identity = free[1 + free[0]]
        for d in range(3):
            displacement[identity, d] = 0.0
    if q < none:
        occupation[q] = species
        particle[q] = identity
        for d in range(3):
            displacement[identity, d] += vector[d]
    else:
        free[1 + free[0]] = identity
        free[0] += 1


@_inner
def _add(tree, starts, owner, difference):
    """Change the rate of an owner and the sums above it."""
    tree[owner] += difference
    child = owner
    for level in range(1, len(starts) - 1):
        child >>= SHIFT
        tree[starts[level] + child] += difference


@_inner
def _update_near(
    events_of, filled, used_of, used, owner_of, moves, species, law, occupation, up, down, rates,
    tree, starts, site,
):  # fmt: skip
    """Refresh the events that use a site, without interactions; the change of the total rate."""
    old = tree[site]
    new = _refresh(events_of, filled, moves, species, law, occupation, up, down, rates, site)
    change = new - old
    if change != 0.0:
        _add(tree, starts, site, change)
        tree[site] = new
    for k in range(used_of[site], used_of[site + 1]):
        event = used[k]
        owner = owner_of[event]
        if filled[owner] and occupation[owner] <= 0:
            continue
        new = _rate(moves, species, law, occupation, up, down, event)
        difference = new - rates[event]
        if difference != 0.0:
            rates[event] = new
            _add(tree, starts, owner, difference)
            change += difference
    return change


@_inner
def _update_around(
    owners_of, owners, events_of, filled, moves, species, law, occupation, up, down, rates, tree,
    starts, mark, site,
):  # fmt: skip
    """Refresh all owners that depend on a site; returns the change of the total rate."""
    change = 0.0
    stamp = mark[-1]
    for k in range(owners_of[site], owners_of[site + 1]):
        owner = owners[k]
        if mark[owner] == stamp:
            continue
        mark[owner] = stamp
        old = tree[owner]
        new = _refresh(events_of, filled, moves, species, law, occupation, up, down, rates, owner)
        if new != old:
            _add(tree, starts, owner, new - old)
            tree[owner] = new
            change += new - old
    return change


@_inner
def _shift_energies(tables, up, down, event):
    """Factors around the sites that the ions of an event left and entered."""
    none, kind = len(tables.neighbours_of) - 1, tables.moves[event, 4]
    for column in range(4):
        site, s = tables.moves[event, column], tables.species[kind, column >> 1]
        if site < none and s > 0:
            _change(
                tables.neighbours_of, tables.neighbours, tables.shell, tables.pair_factor, up,
                down, site, s, column & 1,
            )  # fmt: skip


@_inner
def _execute(tables, state, starts, event):
    """Move the ions of an event and bring energies, rates and sums up to date."""
    occupation, mark = state[0], state[10]
    up, down, rates = state[5], state[6], state[7]
    particle, displacement, free = state[1], state[2], state[3]
    moves, species, vector = (
        tables.moves, tables.species, tables.vector
    )  # fmt: skip
    none, kind = len(occupation) - 1, moves[event, 4]
    mark[-1] += 1
    for ion in range(2):
        s = species[kind, ion]
        if s > 0:
            p, q = moves[event, 2 * ion], moves[event, 2 * ion + 1]
            _move(occupation, particle, displacement, free, p, q, s, vector[kind, ion])
    interacting = len(tables.neighbours) > 0
    if interacting:
        _shift_energies(tables, up, down, event)
    change = 0.0
    for column in range(4):
        site = moves[event, column]
        if site < none and interacting:
            change += _update_around(
                tables.owners_of, tables.owners, tables.events_of, tables.filled, moves, species,
                tables.law, occupation, up, down, rates, state[8], starts, mark, site,
            )  # fmt: skip
        elif site < none:
            change += _update_near(
                tables.events_of, tables.filled, tables.used_of, tables.used, tables.owner_of,
                moves, species, tables.law, occupation, up, down, rates, state[8], starts, site,
            )  # fmt: skip
    return change


@_loop
def advance(tables, state, starts, total, time, until, events):
    """Run to a time or for a number of events; returns time, total rate and events done.

    Waiting has no memory: what is left of a waiting time at ``until`` is thrown away.
    """
    starts, tree, rates = starts, state[8], state[7]
    occupation, up, down = state[0], state[5], state[6]
    events_of, moves = tables.events_of, tables.moves
    species, law = tables.species, tables.law
    counts, random = state[9], state[11]
    done, peak, chosen = 0, total, True
    while done < events:
        # what is left of a much larger sum is rounding in part; and nothing shall pile up
        if total < 1e-6 * peak or not chosen or done & 0xFFFF == 0xFFFF:
            local_energies(tables, occupation, state[4], up, down)
            total = build_tree(tables, occupation, up, down, rates, tree, starts)
            peak = total
        if total <= 0.0:
            return until, 0.0, done
        peak = max(peak, total)
        # by rounding of the sums an event may be found that cannot happen: sum anew, choose again
        owner, rest = _select(tree, starts, _uniform(random) * total)
        event = _select_event(events_of, rates, owner, rest)
        chosen = event >= 0 and _rate(moves, species, law, occupation, up, down, event) > 0.0
        if chosen:
            time_new = time - np.log(_uniform(random)) / total
            if time_new > until:
                return until, total, done
            time = time_new
            counts[moves[event, 4]] += 1
            total += _execute(tables, state, starts, event)
            done += 1
    return time, total, done
