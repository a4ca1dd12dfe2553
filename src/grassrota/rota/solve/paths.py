"""Compiled loops of the exchange: which seats people would rather have, and cheapest paths along which seats change."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from grassrota.rota.compiled import compiled, inner
from grassrota.rota.tariff import cost_row

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
    held, sitting, taken = np.zeros(number, np.int64), np.empty(people, np.int64), np.zeros(people, np.int64)
    waiting = sat_down(seats, costs, worth, start, held, sitting)
    far, seen, closed = np.empty(number), np.full(number, -1), np.full(number, -1)
    mover, moved_to = np.empty(number, np.int64), np.empty(number, np.int64)
    keys, heads = np.empty(people * count + count), np.empty(people * count + count, np.int64)
    for turn in range(len(waiting)):
        first, size, last = waiting[turn], 0, -1
        size = reach(first, 0.0, seats, costs, worth, turn, far, seen, closed, mover, moved_to, keys, heads, size)
        while last < 0:
            key, seat = keys[0], heads[0]
            size = pop(keys, heads, size)
            if closed[seat] == turn or key > far[seat]:
                continue
            if held[seat] < start[seat + 1] - start[seat]:
                last = seat
                continue
            closed[seat] = turn
            for entry in range(start[seat], start[seat + 1]):
                person = sitting[entry]
                base = key - (costs[person, taken[person]] - worth[seat])
                size = reach(
                    person, base, seats, costs, worth, turn, far, seen, closed, mover, moved_to, keys, heads, size
                )
        for seat in range(number):
            if closed[seat] == turn:
                worth[seat] += far[seat] - far[last]
        move(first, last, seats, start, held, sitting, taken, mover, moved_to)
    return taken


@inner
def sat_down(seats, costs, worth, start, held, sitting):
    """Lets all sit who have the best seat there is for them; returns the others, who wait.

    Args:
        seats: As for ``exchanged``.
        costs: As for ``exchanged``.
        worth: As for ``exchanged``.
        start: Where those who sit in each seat begin in ``sitting``, shape (M + 1,).
        held: Written to: how many sit in each seat, shape (M,).
        sitting: Written to: who sits in them, shape (N,).
    """
    waiting = []
    for person in range(len(seats)):
        best = np.inf
        for place in range(seats.shape[1]):
            if seats[person, place] >= 0:
                best = min(best, costs[person, place] - worth[seats[person, place]])
        own = seats[person, 0]
        if costs[person, 0] - worth[own] <= best + EVEN:
            sitting[start[own] + held[own]] = person
            held[own] += 1
        else:
            waiting.append(person)
    return waiting


@inner
def reach(person, base, seats, costs, worth, turn, far, seen, closed, mover, moved_to, keys, heads, size):
    """Notes the seats that are cheaper reached if a person moves on, on a heap; returns the heap's new size.

    Args:
        person: Who moves.
        base: What it costs up to there.
        seats: As for ``exchanged``.
        costs: As for ``exchanged``.
        worth: As for ``exchanged``.
        turn: What is marked with another number is of another search.
        far: What it costs to reach each seat, shape (M,).
        seen: The search in which it was reached, shape (M,).
        closed: The search in which nothing cheaper was left, shape (M,).
        mover: Who takes it, shape (M,).
        moved_to: Its place among that person's seats, shape (M,).
        keys: Of the heap.
        heads: Of the heap.
        size: Of the heap.
    """
    for place in range(seats.shape[1]):
        seat = seats[person, place]
        if seat < 0 or closed[seat] == turn:
            continue
        value = base + costs[person, place] - worth[seat]
        if seen[seat] != turn or value < far[seat]:
            seen[seat], far[seat] = turn, value
            mover[seat], moved_to[seat] = person, place
            size = push(keys, heads, size, value, seat)
    return size


@inner
def move(first, last, seats, start, held, sitting, taken, mover, moved_to):
    """Moves all on a path on, from the free seat back to who waited; the arguments are those of the loops above."""
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


@inner
def push(keys, heads, size, key, head):
    """Puts an entry into a heap with the least key on top; returns its new size."""
    place = size
    while place > 0 and keys[(place - 1) // 2] > key:
        above = (place - 1) // 2
        keys[place], heads[place] = keys[above], heads[above]
        place = above
    keys[place], heads[place] = key, head
    return size + 1


@inner
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
