"""The inner loops over pairs of people and slots, compiled. Each works on one piece, in one thread, without locks."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from grassrota.rota.compiled import compiled, inner
from grassrota.rota.tariff import cost_row

TILE = 64
"""So many openings are looked at together: most tiles have none that is cheap enough."""


@compiled
def least(people, tariff, gains, lengths, types, cells, away, absent):
    """The least of cost less price of each of N people, shape (N,).

    Args:
        people: Indices of the people, shape (N,).
        tariff: What their going costs.
        gains: What each type gains in an opening that starts in a batch, shape (T, B, openings).
        lengths: Batches that one is away, at most one more than there are, shape (openings,).
        types: Of all people, shape (P,).
        cells: Of all people, shape (P,).
        away: What each cell gains by being away before each batch ends, cumulated, shape (C, B + 1).
        absent: True where one cannot be away, shape (P, B).
    """
    batches, width = gains.shape[1], gains.shape[2]
    found = np.empty(len(people))
    worth = np.empty(width)
    costs = np.empty(width, dtype=tariff[1].dtype)
    before = -1
    for row in range(len(people)):
        person = people[row]
        if before < 0 or not _alike(person, before, types, cells, absent):
            worth[:] = -np.inf
            for first in range(batches):
                _add_start(worth, gains[types[person], first], lengths, away[cells[person]], absent[person], first)
        before = person
        cost_row(person, tariff, costs)
        best = np.inf
        for opening in range(width):
            best = min(best, costs[opening] - worth[opening])
        found[row] = best
    return found


@inner
def _add_start(worth, gains, lengths, away, absent, first):
    """Raises what each opening is worth to what it is worth if one starts in a batch."""
    batches = len(absent)
    by_length = np.full(batches + 2, -np.inf, dtype=worth.dtype)
    length = 1
    while first + length <= batches and not absent[first + length - 1]:
        by_length[length] = away[first + length] - away[first]
        length += 1
    for opening in range(len(worth)):
        worth[opening] = max(worth[opening], gains[opening] + by_length[lengths[opening]])


@compiled
def likely(people, tariff, gains, lengths, types, cells, away, absent, noise, offsets, slot_at, never, slots, prices):
    """For each of some people the slots of the least cost less price plus noise, and what they cost.

    Arguments as for ``least``, and:
        noise: Read from ``offsets``, shape (P, B), on.
        slot_at: The slot of each opening that starts in a batch, shape (B, openings).
        never: What costs as much or more is not allowed.
        slots, prices: Written to: the slots, -1 where none is left, and their costs, shape (P, K) each.
    """
    batches, width, count = gains.shape[1], gains.shape[2], slots.shape[1]
    costs, gain = np.empty(width, dtype=tariff[1].dtype), np.empty((batches, width), dtype=np.float32)
    values, heap = np.empty(TILE, dtype=np.float32), np.empty(count, dtype=np.float32)
    before = -1
    for person in people:
        if before < 0 or not _alike(person, before, types, cells, absent):
            gain[:] = -never
            for first in range(batches):
                _add_start(
                    gain[first], gains[types[person], first], lengths, away[cells[person]], absent[person], first
                )
        before = person
        cost_row(person, tariff, costs)
        held = 0
        for first in range(batches):
            start = offsets[person, first]
            for tile in range(0, width, TILE):
                size, least = min(TILE, width - tile), never
                bill, gained = costs[tile : tile + size], gain[first, tile : tile + size]
                drawn = noise[start + tile : start + tile + size]
                for place in range(size):
                    values[place] = bill[place] - gained[place] + drawn[place]
                    least = min(least, values[place])
                if least >= (never if held < count else heap[0]):
                    continue
                for place in range(size):
                    value = values[place]
                    if value < (never if held < count else heap[0]):
                        opening = tile + place
                        at = _placed(value, held, heap, slots[person], prices[person])
                        slots[person, at], prices[person, at] = slot_at[first, opening], costs[opening]
                        held = min(held + 1, count)
        slots[person, held:] = -1
        prices[person, held:] = never


@inner
def _alike(person, other, types, cells, absent):
    """Whether prices are alike for two people."""
    alike = types[person] == types[other] and cells[person] == cells[other]
    for batch in range(absent.shape[1]):
        alike = alike and absent[person, batch] == absent[other, batch]
    return alike


@inner
def _placed(value, held, heap, slots, prices):
    """Puts a value on a heap with the greatest on top, which it pushes off where the heap is full; its place."""
    if held < len(heap):
        place = held
        while place > 0 and heap[(place - 1) // 2] < value:
            above = (place - 1) // 2
            heap[place], slots[place], prices[place] = heap[above], slots[above], prices[above]
            place = above
    else:
        place = 0
        while True:
            child = 2 * place + 1
            if child >= held:
                break
            if child + 1 < held and heap[child + 1] > heap[child]:
                child += 1
            if heap[child] <= value:
                break
            heap[place], slots[place], prices[place] = heap[child], slots[child], prices[child]
            place = child
    heap[place] = value
    return place


@compiled
def crowd(slots, costs, staying, types, cells, first, last, on_slots, away, softness, mass_on_slots, mass_away):
    """Spreads people softly over their candidates and staying, and adds the mass up.

    Args:
        slots: Candidates, -1 where none, shape (N, K).
        costs: Their costs, of the same shape.
        staying: Costs of staying, infinite where one must go, shape (N,).
        types: Of the N people.
        cells: Of the N people.
        first: First batch of each slot, shape (S,).
        last: Last batch of each slot, shape (S,).
        on_slots: What each type gains in each slot, shape (T, S).
        away: What each cell gains, cumulated, shape (C, B + 1).
        softness: In cost units.
        mass_on_slots: Added to: mass of each type in each slot, shape (T, S).
        mass_away: Added to: mass of each cell that leaves before, less that which returned, shape (C, B + 1).
    """
    number, count = slots.shape
    net = np.empty(count, dtype=np.float32)
    for row in range(number):
        kind, cell = types[row], cells[row]
        best = staying[row]
        for place in range(count):
            slot = slots[row, place]
            if slot < 0:
                net[place] = np.float32(1e9)
                continue
            value = costs[row, place] - on_slots[kind, slot] - (away[cell, last[slot] + 1] - away[cell, first[slot]])
            net[place] = value
            best = min(best, value)
        if best >= np.float32(1e8):
            continue
        total = np.float32(0.0)
        if staying[row] < np.float32(1e8):
            total = np.exp((best - staying[row]) / softness)
        for place in range(count):
            net[place] = np.exp((best - net[place]) / softness)
            total += net[place]
        for place in range(count):
            slot = slots[row, place]
            if slot >= 0:
                mass = net[place] / total
                mass_on_slots[kind, slot] += mass
                mass_away[cell, first[slot]] += mass
                mass_away[cell, last[slot] + 1] -= mass


@compiled
def seat(
    order,
    slots,
    batches,
    types,
    cells,
    first,
    last,
    slot_ptr,
    slot_row,
    by_type,
    cell_ptr,
    cell_row,
    cell_weight,
    apart,
    low,
    high,
    leads,
    loads,
    served,
    chosen,
):
    """Seats people one after the other in a slot of theirs that overfills no row; the others stay.

    Of such slots it is the first among those where most rows wait for somebody like them, as for a first leader.

    Args:
        order: People in turn.
        slots: Their slots, the most wanted first, -1 where none, shape (P, K).
        batches: B.
        types: Of all people, shape (P,).
        cells: Of all people, shape (P,).
        first: First batch of each slot, shape (S,).
        last: Last batch of each slot, shape (S,).
        slot_ptr: Where the slot rows that speak of each slot begin.
        slot_row: Those rows, one slot's after the other's.
        by_type: Weight of each type in each slot row.
        cell_ptr: Where the batch rows in which each cell weighs begin.
        cell_row: Those rows.
        cell_weight: How much it weighs in them.
        apart: So many of the batch rows hold for each batch by itself.
        low: Lower ends, shape (R,).
        high: Upper ends, shape (R,).
        leads: True for slot rows that nobody may lower below their lower end.
        loads: What rows count, changed, shape (R,).
        served: How many people each slot row has that raise it, or -1 where it waits for nobody, changed.
        chosen: Written to: each person's slot, shape (P,).
    """
    for person in order:
        kind, cell = types[person], cells[person]
        about = cell_row[cell_ptr[cell] : cell_ptr[cell + 1]], cell_weight[cell_ptr[cell] : cell_ptr[cell + 1]]
        found, most = -1, -1
        for slot in slots[person]:
            if slot < 0:
                continue
            here = slot_row[slot_ptr[slot] : slot_ptr[slot + 1]]
            waiting = _waiting(here, by_type[:, kind], low, high, leads, loads, served)
            if waiting > most and _room(about, first[slot], last[slot], batches, apart, len(by_type), high, loads):
                found, most = slot, waiting
        if found < 0:
            continue
        chosen[person] = found
        for row in slot_row[slot_ptr[found] : slot_ptr[found + 1]]:
            loads[row] += by_type[row, kind]
            served[row] += by_type[row, kind] > 0 and served[row] >= 0
        for entry in range(len(about[0])):
            row = about[0][entry]
            for batch in range(first[found], last[found] + 1):
                at = row * batches + batch if row < apart else row + apart * (batches - 1)
                loads[len(by_type) + at] += about[1][entry]


@inner
def _waiting(here, weights, low, high, leads, loads, served):
    """How many of a slot's rows wait for somebody of some weights; -1 if one of them has no room."""
    waiting = 0
    for row in here:
        after = loads[row] + weights[row]
        if weights[row] > 0 and after > high[row] + 1e-9:
            return -1
        if weights[row] < 0 and leads[row] and after < low[row] - 1e-9:
            return -1
        waiting += weights[row] > 0 and served[row] == 0
    return waiting


@inner
def _room(about, first, last, batches, apart, cut, high, loads):
    """Whether the rows about a person's home unit have room for them from one batch to another."""
    for entry in range(len(about[0])):
        row, weight = about[0][entry], about[1][entry]
        if weight <= 0:
            continue
        if row >= apart:  # one row for all batches counts each of them
            at = cut + row + apart * (batches - 1)
            if loads[at] + weight * (last + 1 - first) > high[at] + 1e-9:
                return False
            continue
        for at in range(cut + row * batches + first, cut + row * batches + last + 1):
            if loads[at] + weight > high[at] + 1e-9:
                return False
    return True
