"""Compiled loops of the exchange: which seats people would rather have, and cheapest paths along which seats change."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from grassrota.rota.solve.kernels import compiled, cost_row

EVEN = 1e-7
"""Costs less worth that differ by no more than this are alike."""


@compiled
def wanted(people, tariff, types, able, openings, roles, worth, own, never, seats, costs):
    """For each of N people its own seat, then those of the least cost less worth among M seats.

    Args:
        people: Indices of the people, shape (N,).
        tariff: What their going costs (``pairs.Tariff``).
        types: Of all people, shape (P,).
        able: True where a type may take a role, shape (T, roles).
        openings: Of the seats, shape (M,).
        roles: Of the seats, shape (M,).
        worth: Of the seats, shape (M,).
        own: The seat of each of the N people.
        never: What costs as much or more is not allowed.
        seats: Written to, -1 where none is left, shape (N, K).
        costs: Written to: what they cost, shape (N, K).
    """
    count = seats.shape[1] - 1
    bill = np.empty(tariff[1].shape[1], dtype=tariff[1].dtype)
    keys, heads = np.empty(count, np.float64), np.empty(count, np.int64)
    for row in range(len(people)):
        person = people[row]
        cost_row(person, tariff, bill)
        kind, held = types[person], 0
        for seat in range(len(openings)):
            if seat == own[row] or not able[kind, roles[seat]] or bill[openings[seat]] >= never:
                continue
            value = bill[openings[seat]] - worth[seat]
            if held < count:
                held = push(keys, heads, held, -value, seat)
            elif value < -keys[0]:
                held = pop(keys, heads, held)
                held = push(keys, heads, held, -value, seat)
        seats[row, 0], costs[row, 0] = own[row], bill[openings[own[row]]]
        for place in range(count):
            seats[row, place + 1] = heads[place] if place < held else -1
            costs[row, place + 1] = bill[openings[heads[place]]] if place < held else never


@compiled
def exchanged(seats, costs, worth):
    """Gives people other seats of those they want, each seat to as many as before, at the least cost in all.

    Whoever has not the seat of the least cost less worth gets it, or another, by a cheapest path: one person after the
    other moves on until a seat is free again. Worths change so that all who have moved have the best seat there is
    for them (successive shortest paths, with the worths as potentials).

    Args:
        seats: Of each of N people the own seat and others, -1 where none, shape (N, K).
        costs: Their costs, of the same shape.
        worth: Of the M seats, changed.

    Returns:
        The place of each person's seat in ``seats``, shape (N,).
    """
    people, count = seats.shape
    number = len(worth)
    start = np.zeros(number + 1, np.int64)
    for person in range(people):
        start[seats[person, 0] + 1] += 1
    for seat in range(number):
        start[seat + 1] += start[seat]
    held, sitting = np.zeros(number, np.int64), np.empty(people, np.int64)
    taken, waiting = np.zeros(people, np.int64), []
    for person in range(people):
        best = np.inf
        for place in range(count):
            if seats[person, place] >= 0:
                best = min(best, costs[person, place] - worth[seats[person, place]])
        own = seats[person, 0]
        if costs[person, 0] - worth[own] <= best + EVEN:
            sitting[start[own] + held[own]] = person
            held[own] += 1
        else:
            waiting.append(person)
    far = np.empty(number)
    seen, closed = np.full(number, -1), np.full(number, -1)
    mover, moved_to = np.empty(number, np.int64), np.empty(number, np.int64)
    keys, heads = np.empty(people * count + count), np.empty(people * count + count, np.int64)
    done = np.empty(number, np.int64)
    for turn in range(len(waiting)):
        first = waiting[turn]
        size, ended, last = 0, 0, -1
        reach(first, 0.0, seats, costs, worth, turn, far, seen, closed, mover, moved_to)
        for place in range(count):
            seat = seats[first, place]
            if seat >= 0:
                size = push(keys, heads, size, far[seat], seat)
        while last < 0:
            key, seat = keys[0], heads[0]
            size = pop(keys, heads, size)
            if closed[seat] == turn or key > far[seat]:
                continue
            if held[seat] < start[seat + 1] - start[seat]:
                last = seat
                break
            closed[seat] = turn
            done[ended] = seat
            ended += 1
            for entry in range(start[seat], start[seat + 1]):
                person = sitting[entry]
                base = key - (costs[person, taken[person]] - worth[seat])
                for place in range(count):
                    other = seats[person, place]
                    if other < 0 or closed[other] == turn:
                        continue
                    value = base + costs[person, place] - worth[other]
                    if seen[other] != turn or value < far[other]:
                        seen[other], far[other] = turn, value
                        mover[other], moved_to[other] = person, place
                        size = push(keys, heads, size, value, other)
        for entry in range(ended):
            worth[done[entry]] += far[done[entry]] - far[last]
        seat = last
        while True:
            person = mover[seat]
            before = seats[person, taken[person]]
            taken[person] = moved_to[seat]
            sitting[start[seat] + held[seat]] = person
            held[seat] += 1
            if person == first:
                break
            for entry in range(start[before], start[before] + held[before]):
                if sitting[entry] == person:
                    held[before] -= 1
                    sitting[entry] = sitting[start[before] + held[before]]
                    break
            seat = before
    return taken


@compiled
def reach(person, base, seats, costs, worth, turn, far, seen, closed, mover, moved_to):
    """Notes what it costs that a person moves to each seat wanted."""
    for place in range(seats.shape[1]):
        seat = seats[person, place]
        if seat >= 0:
            seen[seat], far[seat] = turn, base + costs[person, place] - worth[seat]
            mover[seat], moved_to[seat] = person, place


@compiled
def push(keys, heads, size, key, head):
    """Puts an entry into a heap with the least key on top; returns its new size."""
    place = size
    while place > 0 and keys[(place - 1) // 2] > key:
        above = (place - 1) // 2
        keys[place], heads[place] = keys[above], heads[above]
        place = above
    keys[place], heads[place] = key, head
    return size + 1


@compiled
def pop(keys, heads, size):
    """Takes the top off a heap; returns its new size."""
    size -= 1
    key, head, place = keys[size], heads[size], 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place], heads[place] = keys[child], heads[child]
        place = child
    keys[place], heads[place] = key, head
    return size
