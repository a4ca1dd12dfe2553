"""Compiled loops of ejection chains: somebody takes a seat, who sat there goes on, and the last fills what is open."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from typing import NamedTuple

from grassrota.rota.compiled import compiled, inner
from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.tariff import ByOpening, cost_of

NEVER = 1e8
"""What costs as much or more is not allowed."""

LONGEST = 3
"""So many people at most change seats in one chain."""

CONTENT = 0.05
"""Who could be better off by no more than this, at the prices, begins no chain but to mend a row."""

TINY = 1e-6
"""Smaller changes of the total are no change."""


class Rules(NamedTuple):
    """The rows of a model as the loops read them.

    Attributes:
        types, cells: Of all people, shape (P,).
        first, last: Batches of each slot, shape (S,).
        batches: B.
        apart: So many of the batch rows hold for each batch by itself.
        slot_ptr, slot_row: The slot rows that speak of each slot, one slot's after the other's.
        by_type: Weight of each type in each slot row.
        cell_ptr, cell_row, cell_weight: The batch rows in which each cell weighs, and how much.
        low, high: Ends of all rows, shape (R,).
        absent: True where one cannot be away, shape (P, B).
        staying: What staying costs, shape (P,).
        openings: Of each slot, shape (S,).
        tariff: What going costs.
        penalty: What it costs that a row gives way by one.
    """

    types: Ints
    cells: Ints
    first: Ints
    last: Ints
    batches: int
    apart: int
    slot_ptr: Ints
    slot_row: Ints
    by_type: Floats
    cell_ptr: Ints
    cell_row: Ints
    cell_weight: Floats
    low: Floats
    high: Floats
    absent: Bools
    staying: Floats
    openings: Ints
    tariff: ByOpening
    penalty: float


class State(NamedTuple):
    """Who sits where, changed by the loops.

    Attributes:
        chosen: Each person's slot, -1 for staying, shape (P,).
        costs: What that costs, shape (P,).
        values: The same less prices, shape (P,).
        loads: What rows count, shape (R,).
        heads: How many sit in each slot, shape (S,).
        here: Who does, shape (S, most seats and some more).
        place: Where in ``here`` each person stands, shape (P,).
    """

    chosen: Ints
    costs: Floats
    values: Floats
    loads: Floats
    heads: Ints
    here: Ints
    place: Ints


class Asked(NamedTuple):
    """Who would take the seat that somebody leaves.

    Attributes:
        by: Whose seat it is that somebody in each slot wishes for, as far as is known, shape (S,).
        who: Of those in the slot the one who would cost least there, shape (S,).
        change: By how much more than now, shape (S,).
    """

    by: Ints
    who: Ints
    change: Floats


class Wishes(NamedTuple):
    """Slots each person would rather have.

    Attributes:
        slots: Of each person, -1 where none, shape (P, K).
        vacant: The first so many are slots that have a seat left, or a row that gives way.
        costs, values: What they cost, and the same less prices, shape (P, K).
        least: The least of the values and of what staying costs, shape (P,).
        wishing_ptr, wishing, wishing_costs: Who wishes for each slot, one slot's people after the other's, and what
            it costs that they go there.
        on_slots: What a type gains in each slot, shape (T, S).
        on_batches: What a cell gains by being away before each batch ends, cumulated, shape (C, B + 1).
    """

    slots: Ints
    vacant: int
    costs: Floats
    values: Floats
    least: Floats
    wishing_ptr: Ints
    wishing: Ints
    wishing_costs: Floats
    on_slots: Floats
    on_batches: Floats


@compiled
def propose(people, eager, free, ill, sick, seats, rules, state, wishes, asked, found):
    """The chain of each of some people that lowers the cost most, rows that give way at the penalty.

    Of a chain of up to three people the first must gain at the prices, and with the second, or stay or mend a row; the
    last takes a vacant seat, stays, or, if it is a wish, takes the seat that the first left.

    Args:
        people: Who may begin a chain, shape (N,).
        eager: False for those who begin chains only to mend rows, shape (P,).
        free: False for those who keep what they have, shape (P,).
        ill: True for slots of which a row gives way, shape (S,).
        sick: True for people whose leaving mends a row, shape (P,).
        seats: Of each slot, shape (S,).
        rules: The rows.
        state: In the end as before.
        wishes: Where people would rather go.
        asked: Written to.
        found: Written to: the people of each chain, -1 where none, then where each goes, shape (N, 6).
    """
    for row in range(len(people)):
        person = people[row]
        found[row] = -1
        if free[person]:
            second, third, ends = _best(person, eager, free, ill, sick, seats, rules, state, wishes, asked)
            if ends[0] > -2:
                found[row, 0], found[row, 1], found[row, 2] = person, second, third
                found[row, 3], found[row, 4], found[row, 5] = ends


@compiled
def follow(found, rules, state, wishes):
    """Follows the chains that still lower the cost after those before.

    Args:
        found: As written by ``propose``.
        rules: The rows.
        state: Changed.
        wishes: For their prices.

    Returns:
        How many were followed.
    """
    done = 0
    for chain in found:
        total, steps = 0.0, 0
        origins = state.chosen[chain[0]], state.chosen[chain[1]], state.chosen[chain[2]]
        while steps < LONGEST and chain[steps] >= 0:
            to = chain[LONGEST + steps]
            if to >= 0 and state.heads[to] == state.here.shape[1]:
                total = NEVER
                break
            total += _move(chain[steps], to, rules, state, wishes)
            steps += 1
        done += total < -TINY
        while total >= -TINY and steps > 0:
            steps -= 1
            _move(chain[steps], origins[steps], rules, state, wishes)
    return done


@inner
def _best(person, eager, free, ill, sick, seats, rules, state, wishes, asked):
    """Second and third of the person's best chain, -1 where none, and where all three go; -2 if there is no chain."""
    best, second, third, ends = -TINY, -1, -1, (-2, -2, -2)
    origin = state.chosen[person]
    content = origin >= 0 and (not eager[person] or state.values[person] < wishes.least[person] + CONTENT)
    if origin >= 0 and (sick[person] or not content):
        _ask(person, origin, free, state, wishes, asked)
    for place in range(wishes.slots.shape[1] + 1):
        slot, cost, value = _wish(person, place, rules, wishes)
        if slot == -2 or slot == origin:
            continue
        mends = sick[person] or (slot >= 0 and ill[slot] and _helps(person, origin, slot, rules, state.loads))
        paid, gained = cost - state.costs[person], value - state.values[person]
        if not mends and origin >= 0 and (content or gained > -CONTENT):
            continue
        moved = _shift(person, origin, slot, rules, state.loads)
        if slot < 0 or state.heads[slot] < seats[slot]:
            total = paid + rules.penalty * moved
            if total < best:
                best, second, third, ends = total, -1, -1, (slot, -2, -2)
        for at in range(state.heads[slot] if slot >= 0 else 0):
            other = state.here[slot, at]
            if not free[other]:
                continue
            begun = person, origin, slot, paid, gained, mends, moved
            total, last, end = _onward(begun, other, best, ill, seats, rules, state, wishes, asked)
            if total < best:
                best, second, third, ends = total, other, last, (slot, end, origin)
        _shift(person, slot, origin, rules, state.loads)
    return second, third, ends


@inner
def _onward(begun, other, best, ill, seats, rules, state, wishes, asked):
    """The best way on for another whose seat a person has taken: the total, who is third, and where the other goes."""
    person, origin, slot, paid, gained, mends, moved = begun
    third, end, found, loads = -1, -2, 0.0, state.loads
    freed, begins, slack = paid - state.costs[other], False, moved
    bill = freed + price(other, origin, rules)
    if bill < best or (mends and bill < rules.penalty):
        begins, slack = True, moved + _counted(other, slot, -1.0, True, rules, loads)
        total = bill + rules.penalty * (slack + _counted(other, origin, 1.0, False, rules, loads))
        if total < best:
            best, found, end = total, total, origin
    width = wishes.slots.shape[1]
    for place in range(width + 1):
        if gained >= 0 and wishes.vacant <= place < width:
            continue
        onto, cost, value = _wish(other, place, rules, wishes)
        if onto == -2 or onto in (slot, origin):
            continue
        bill = freed + cost
        passes = mends or (gained < 0 and gained + value - state.values[other] < -CONTENT)
        vacant = (bill < best or mends) and (onto < 0 or state.heads[onto] < seats[onto])
        taken = passes and onto >= 0 and asked.by[onto] == person and asked.who[onto] != other
        taken = taken and (bill + asked.change[onto] < best or (mends and bill + asked.change[onto] < rules.penalty))
        if not begins and (vacant or taken):
            begins, slack = True, moved + _counted(other, slot, -1.0, True, rules, loads)
        if vacant and not (bill + rules.penalty * slack >= best and _hopeless(origin, onto, ill, rules)):
            total = bill + rules.penalty * (slack + _counted(other, onto, 1.0, False, rules, loads))
            if total < best:
                best, found, third, end = total, total, -1, onto
        if taken:
            last = asked.who[onto]
            more = _shift(last, onto, origin, rules, loads) + _counted(other, onto, 1.0, False, rules, loads)
            _shift(last, origin, onto, rules, loads)
            total = bill + asked.change[onto] + rules.penalty * (slack + more)
            if total < best:
                best, found, third, end = total, total, last, onto
    if begins:
        _counted(other, slot, 1.0, True, rules, loads)
    return found, third, end


@inner
def _ask(person, origin, free, state, wishes, asked):
    """Finds in each slot the one who wishes for a seat that a person leaves, and would cost least there."""
    for place in range(wishes.wishing_ptr[origin], wishes.wishing_ptr[origin + 1]):
        other = wishes.wishing[place]
        slot, change = state.chosen[other], wishes.wishing_costs[place] - state.costs[other]
        if slot >= 0 and free[other] and (asked.by[slot] != person or change < asked.change[slot]):
            asked.by[slot], asked.who[slot], asked.change[slot] = person, other, change


@inner
def _hopeless(origin, onto, ill, rules):
    """Whether nothing that somebody does by going to a slot can mend what broke when another left their seat."""
    apart = onto < 0 or rules.last[origin] < rules.first[onto] or rules.last[onto] < rules.first[origin]
    return (origin < 0 or apart) and (onto < 0 or not ill[onto])


@inner
def _wish(person, place, rules, wishes):
    """A slot of a person's wishes, -1 for staying, -2 for none; its cost, and its cost less prices."""
    if place == wishes.slots.shape[1]:
        staying = rules.staying[person]
        return -1 if staying < NEVER else -2, staying, staying
    slot = wishes.slots[person, place]
    return slot if slot >= 0 else -2, wishes.costs[person, place], wishes.values[person, place]


@compiled
def bill(people, rules, on_slots, on_batches, slots, costs, values):
    """Writes what slots of some people cost, and the same less prices, shape (P, K); those that are barred become -1.

    Arguments as in ``Wishes``; where a slot is -1, cost and value are ``NEVER`` or more.
    """
    for person in people:
        for place in range(slots.shape[1]):
            slot = slots[person, place]
            cost = price(person, slot, rules) if slot >= 0 else 2 * NEVER
            costs[person, place] = values[person, place] = cost
            if cost >= NEVER:
                slots[person, place] = -1
            else:
                values[person, place] -= _gained(person, slot, rules, on_slots, on_batches)


@inner
def _gained(person, slot, rules, on_slots, on_batches):
    away = on_batches[rules.cells[person]]
    return on_slots[rules.types[person], slot] + away[rules.last[slot] + 1] - away[rules.first[slot]]


@inner
def price(person, slot, rules):
    """What it costs that a person goes to a slot, or stays; ``NEVER`` or more if that is not allowed."""
    if slot < 0:
        return rules.staying[person]
    for batch in range(rules.first[slot], rules.last[slot] + 1):
        if rules.absent[person, batch]:
            return 2 * NEVER
    return float(cost_of(person, rules.openings[slot], rules.tariff))


@inner
def _move(person, slot, rules, state, wishes):
    """Moves a person to a slot, or home; what that costs, rows that give way at the penalty."""
    origin, cost = state.chosen[person], price(person, slot, rules)
    change = cost - state.costs[person] + rules.penalty * _shift(person, origin, slot, rules, state.loads)
    if origin >= 0:
        state.heads[origin] -= 1
        another, gap = state.here[origin, state.heads[origin]], state.place[person]
        state.here[origin, gap], state.place[another] = another, gap
    state.chosen[person], state.costs[person], state.values[person] = slot, cost, cost
    if slot >= 0:
        state.here[slot, state.heads[slot]], state.place[person] = person, state.heads[slot]
        state.heads[slot] += 1
        state.values[person] -= _gained(person, slot, rules, wishes.on_slots, wishes.on_batches)
    return change


@inner
def _shift(person, origin, slot, rules, loads):
    """Moves what a person adds to rows from one slot to another; by how much more rows give way then."""
    kind, slack = rules.types[person], 0.0
    if origin >= 0:
        slack += _on_slot(origin, kind, -1.0, True, rules, loads)
    if slot >= 0:
        slack += _on_slot(slot, kind, 1.0, True, rules, loads)
        if origin >= 0 and rules.first[origin] == rules.first[slot] and rules.last[origin] == rules.last[slot]:
            return slack
        slack += _on_batches(person, slot, 1.0, True, rules, loads)
    if origin >= 0:
        slack += _on_batches(person, origin, -1.0, True, rules, loads)
    return slack


@inner
def _counted(person, slot, sign, keeps, rules, loads):
    """Adds somebody to the rows of a slot, or takes them off, or only asks: by how much more rows give way then."""
    if slot < 0:
        return 0.0
    on_slot = _on_slot(slot, rules.types[person], sign, keeps, rules, loads)
    return on_slot + _on_batches(person, slot, sign, keeps, rules, loads)


@inner
def _on_slot(slot, kind, sign, keeps, rules, loads):
    slack = 0.0
    for row in rules.slot_row[rules.slot_ptr[slot] : rules.slot_ptr[slot + 1]]:
        weight = sign * rules.by_type[row, kind]
        if weight != 0:
            slack += _add(row, weight, keeps, rules, loads)
    return slack


@inner
def _on_batches(person, slot, sign, keeps, rules, loads):
    slack, cut, cell = 0.0, len(rules.by_type), rules.cells[person]
    first, last = rules.first[slot], rules.last[slot]
    for entry in range(rules.cell_ptr[cell], rules.cell_ptr[cell + 1]):
        row, weight = rules.cell_row[entry], sign * rules.cell_weight[entry]
        if row >= rules.apart:  # one row for all batches counts each of them
            whole = cut + row + rules.apart * (rules.batches - 1)
            slack += _add(whole, weight * (last + 1 - first), keeps, rules, loads)
            continue
        for batch in range(first, last + 1):
            slack += _add(cut + row * rules.batches + batch, weight, keeps, rules, loads)
    return slack


@inner
def _add(row, weight, keeps, rules, loads):
    """Adds to a row, or only asks: by how much more it gives way."""
    load = loads[row]
    after = load + weight
    if keeps:
        loads[row] = after
    low, high = rules.low[row], rules.high[row]
    return max(low - after, after - high, 0.0) - max(low - load, load - high, 0.0)


@inner
def _helps(person, origin, slot, rules, loads):
    """Whether a person brings a row of a slot nearer to its lower end and is not wanted as much where they sit."""
    kind, helps = rules.types[person], False
    for row in rules.slot_row[rules.slot_ptr[slot] : rules.slot_ptr[slot + 1]]:
        helps = helps or (loads[row] < rules.low[row] - TINY and rules.by_type[row, kind] > 0)
    if helps:
        helps = _shift(person, origin, slot, rules, loads) < TINY
        _shift(person, slot, origin, rules, loads)
    return helps
