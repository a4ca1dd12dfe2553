"""Clashes by hand, and small ones at random against trying everything."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Floats, Frame
from grassrota.rota.pin import Pin
from grassrota.rota.problem import RotaProblem
from grassrota.rota.rules import COLUMN_RULES, STAY_RULES
from grassrota.rota.solve.columns import Columns, coefficients
from grassrota.rota.solve.conflict import Conflict, Member, conflict_of
from grassrota.rota.solve.conflict.demands import one_by_one
from grassrota.rota.solve.conflict.ground import Ground
from grassrota.rota.solve.conflict.relax import WAIVED
from grassrota.rota.solve.model import Model, assemble
from grassrota.staff import Couple, NotAvailable
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems

_WELLS = frozenset({"wells"})


def _conflict(problem: RotaProblem) -> Conflict:
    found = conflict_of(assemble(Frame(problem)))
    assert found is not None
    assert found.minimal
    return found


def _told(problem: RotaProblem) -> tuple[set[str], set[str]]:
    found = _conflict(problem)
    return set(found.words), {offer.words for offer in found.relaxations}


def test_a_unit_of_which_too_few_may_be_away(kit: Kit) -> None:
    """Of four clerks one may be away at a time, and two are asked for: more of the unit, or fewer in the opening."""
    policy = kit.policy(1, home_absence=Fraction(1, 4))
    assert _told(kit.problem(kit.people(4), [kit.opening(low=2, high=3)], policy)) == (
        {"o1, batch 1: at least 2 people", "u1, batch 1: at most 1 away"},
        {
            "Ask for 1 people instead of 2 in o1, batch 1.",
            "Let 2 instead of 1 of u1 be away in batch 1: a share of 25.1 %.",
        },
    )


def test_three_places_share_two_people_who_know_wells(kit: Kit) -> None:
    """Each place alone could be filled, and any two of them; the two people are named."""
    people = [kit.person("p1", skills=_WELLS), kit.person("p2", skills=_WELLS), kit.person("p3"), kit.person("p4")]
    openings = [kit.opening(f"o{number}", low=1, needs=_WELLS) for number in (1, 2, 3)]
    words, offers = _told(kit.problem(people, openings, kit.policy(1)))
    places = ("o1", "o2", "o3")
    assert words == {f"{place}, batch 1: at least 1 people" for place in places} | {
        f"{place} takes only people with wells: p1, p2" for place in places
    }
    assert offers == {f"Ask for 0 people instead of 1 in {place}, batch 1." for place in places} | {
        f"Let 1 people go to {place} without wells, or find as many who have it." for place in places
    }


def test_two_pins_on_one_seat(kit: Kit) -> None:
    """Both people are named; a second seat or a pin less would do."""
    problem = kit.problem(kit.people(3), [kit.opening()], kit.policy(1), pins=(Pin("p1", "o1"), Pin("p2", "o1")))
    assert _told(problem) == (
        {"o1, batch 1: at most 1 people", "p1 is pinned to o1", "p2 is pinned to o1"},
        {"Let 2 people instead of 1 go to o1, batch 1.", "Free the pin of p1.", "Free the pin of p2."},
    )
    assert set(_conflict(problem).people) == {"p1", "p2"}


def test_a_couple_and_a_place_that_wants_both(kit: Kit) -> None:
    """They would be away together."""
    problem = kit.problem(kit.people(2), [kit.opening(low=2, high=3)], kit.policy(1), couples=(Couple("p1", "p2"),))
    assert _told(problem)[1] == {
        "Ask for 1 people instead of 2 in o1, batch 1.",
        "Let p1 and p2 be away together in batch 1.",
    }


def test_everyone_must_go_and_there_are_too_few_seats(kit: Kit) -> None:
    """Five must go and two seats are there: three stay, or three seats more."""
    assert _told(kit.problem(kit.people(5), [kit.opening(high=2)], kit.policy(1, everyone=True))) == (
        {"o1, batch 1: at most 2 people", "everyone goes: 5 people of u1"},
        {"Let 5 people instead of 2 go to o1, batch 1.", "Let 3 people of u1 stay."},
    )


def test_a_gate_against_a_deadline(kit: Kit) -> None:
    """Report 002: a unit below the gate sends nobody yet, and must have started by the first batch."""
    behind = tuple(NotAvailable(f"p{number}", frozenset({1})) for number in (1, 2))
    problem = kit.problem(
        kit.people(2), [kit.opening(low=1, high=2, batches=frozenset({1}))], kit.policy(2), not_available=behind
    )
    assert _told(problem) == (
        {
            "o1, batch 1: at least 1 people",
            "p1 is not available in batch 1",
            "p2 is not available in batch 1",
        },
        {
            "Ask for 0 people instead of 1 in o1, batch 1.",
            "Make p1 available.",
            "Make p2 available.",
        },
    )


def test_whole_numbers_only(kit: Kit) -> None:
    """Of three couples in a ring one person may go; two must. Halves of all three would do for one and a half."""
    ring = (Couple("p1", "p2"), Couple("p2", "p3"), Couple("p3", "p1"))
    problem = kit.problem(kit.people(3), [kit.opening(low=2, high=2)], kit.policy(1), couples=ring)
    assert len(_conflict(problem).members) == 4
    assert conflict_of(assemble(Frame(replace(problem, couples=ring[:2])))) is None


def test_a_clash_among_800_people_is_found() -> None:
    """Three openings need two people each who know magic, of whom there are five."""
    made = rota(size_of(800), 1)
    openings = [
        replace(one, low=2, needs=frozenset({"magic"}), batches=frozenset({1}), length=1) if number < 3 else one
        for number, one in enumerate(made.openings)
    ]
    wise = {person.id for person in made.people[::160]}
    people = [replace(one, skills=one.skills | {"magic"}) if one.id in wise else one for one in made.people]
    policy = replace(made.policy, lead_rank=0, experienced_years=None, cover_rank=0)
    problem = replace(made, openings=tuple(openings), people=tuple(people), policy=policy)
    found = _conflict(problem)
    assert set(found.rules) == {"headcount", "fit"}
    assert set(found.people) <= wise
    assert {offer.member.rule for offer in found.relaxations} == {"headcount", "fit"}


@settings(max_examples=40)
@given(st.data())
def test_small_clashes_are_as_by_trying_everything(problems: Problems, data: st.DataObject) -> None:
    """They clash; all but any one do not; each offer is the least, and is said to give a plan just if it does."""
    problem = data.draw(problems(max_people=4, max_openings=2, max_batches=2))
    model = assemble(Frame(problem))
    everything = one_by_one(Ground(model))
    wanting = _wanting(model, everything)
    found = conflict_of(model)
    assert (found is None) == _met(wanting, everything, everything)
    if found is None:
        return
    assert found.minimal
    assert not _met(wanting, everything, found.members)
    for member in found.members:
        assert _met(wanting, everything, [one for one in found.members if one != member])
    for offer in found.relaxations:
        among = everything if offer.whole else found.members
        assert offer.amount == _least(wanting, everything, among, offer.member)
        assert offer.whole == (_least(wanting, everything, everything, offer.member) is not None)
    assert {offer.member for offer in found.relaxations} == set(found.members)


def _wanting(model: Model, members: list[Member]) -> Floats:
    """By how much each member gives way at each assignment of slots to people, shape (assignments, members)."""
    frame, width = model.frame, len(model.frame.slots)
    heads = len(frame.people)
    found = []
    for chosen in product(range(-1, width), repeat=heads):
        slots = np.array(chosen, dtype=np.int64)
        going = np.flatnonzero(slots >= 0)
        columns = Columns(going, slots[going])
        sums = np.asarray(coefficients(model, columns).sum(axis=1)).reshape(-1)
        found.append([_gives_way(model, member, slots, sums) for member in members])
    return np.array(found).reshape(len(found), len(members))


def _gives_way(model: Model, member: Member, slots: np.ndarray, sums: Floats) -> float:
    if member.rows:
        row = member.rows[0]
        return max(0.0, float(model.low[row] - sums[row] if member.low else sums[row] - model.high[row]))
    frame, going = model.frame, np.flatnonzero(slots >= 0)
    if member.rule == "fit":
        lacks = frame.traits[going] @ frame.needs
        fits = lacks[np.arange(len(going)), frame.opening_of[slots[going]]] < 0.5
        here = [frame.problem.openings[one].id in member.about for one in frame.opening_of[slots[going]]]
        return float((~fits & np.array(here, dtype=np.bool_)).sum())
    count = 0
    for index, person in enumerate(frame.people):
        if person.id not in member.about:
            continue
        if slots[index] < 0:
            count += member.rule in STAY_RULES and not STAY_RULES[member.rule](frame)[index]
        elif member.rule in COLUMN_RULES:
            alone = replace(model, column_rules={member.rule: COLUMN_RULES[member.rule]})
            count += not alone.allowed(np.array([index]), slots[index : index + 1])[0, 0]
    return float(count)


def _met(wanting: Floats, everything: list[Member], members: object) -> bool:
    kept = [everything.index(member) for member in members]  # type: ignore[attr-defined]
    return bool((wanting[:, kept] < 1e-6).all(axis=1).any())


def _least(wanting: Floats, everything: list[Member], among: object, loose: Member) -> int | None:
    """By how much one member must give way so that the others are met; None if that does not help."""
    kept = [everything.index(member) for member in among if member != loose]  # type: ignore[attr-defined]
    good = (wanting[:, kept] < 1e-6).all(axis=1)
    if not good.any():
        return None
    if loose.rule in WAIVED:
        return 1
    return max(1, int(np.ceil(wanting[good, everything.index(loose)].min() - 1e-6)))


@pytest.mark.parametrize("people", [0, 1])
def test_nobody_to_send(kit: Kit, people: int) -> None:
    """A seat that nobody can take asks for somebody who is not there."""
    problem = kit.problem(kit.people(people), [kit.opening(low=2, high=2)], kit.policy(1))
    assert _told(problem)[0] == {"o1, batch 1: at least 2 people"}
