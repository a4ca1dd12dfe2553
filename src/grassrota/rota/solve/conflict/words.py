"""A clash in words: what each member asks for, and what it would mean to ask for less."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from grassrota.rota.rules import (
    absence,
    availability,
    couples,
    cover,
    coverage,
    everyone,
    experience,
    fit,
    headcount,
    leader,
    pins,
)
from grassrota.rota.solve.conflict.ground import Ground
from grassrota.rota.solve.conflict.member import Member

NAMED = 5
"""So many people are named; more are counted."""


def who(ground: Ground, members: Iterable[Member]) -> tuple[str, ...]:
    """Ids of the people of whom the words of some members speak, each once."""
    found: dict[str, None] = {}
    for member in members:
        if member.rule == fit.RULE:
            found.update(dict.fromkeys(_named(_able(ground, member.about[0]))))
        elif not member.rows:
            found.update(dict.fromkeys(member.about if member.rule == everyone.RULE else _named(member.about)))
        elif member.rule == couples.RULE:
            found.update(dict.fromkeys(member.about))
    return tuple(found)


def said(ground: Ground, member: Member) -> str:
    """What a member asks for, in words."""
    if not member.rows:
        return _choice_said(ground, member)
    if len(member.rows) > 1:
        return _several_said(ground, member)
    row, number = member.rows[0], _batch(ground, member)
    if member.rule == headcount.RULE:
        opening, count = member.about[0], _end(ground, member)
        if member.low:
            return f"{opening}, batch {number}: at least {count} people"
        return f"{opening}, batch {number}: at most {count} people"
    return ground.model.label(row)


def _choice_said(ground: Ground, member: Member) -> str:
    names, count = _joined(member.about), len(member.about)
    if member.rule == fit.RULE:
        able = _able(ground, member.about[0])
        asks, few = _asked(ground, member.about[0]), len(able)
        shown = _joined(able)
        if shown:
            return f"{member.about[0]} takes only people with {asks}: {shown}"
        return f"{member.about[0]} takes only people with {asks}, and {few} have it"
    if member.rule == everyone.RULE:
        unit = ground.frame.people[ground.person[member.about[0]]].unit
        return f"everyone goes: {count} people of {unit}"
    if member.rule == availability.RULE and count == 1:
        batches = ", ".join(str(one) for one in sorted(ground.frame.problem.unavailable[names]))
        return f"{names} is not available in batch {batches}"
    if member.rule == availability.RULE:
        return f"{count} people are not available in some batch"
    if member.rule == pins.RULE:
        return str(ground.frame.problem.pinned[names]) if count == 1 else f"{count} people are pinned"
    return f"{names} goes in the first batch" if count == 1 else f"{count} people go in the first batch"


def _several_said(ground: Ground, member: Member) -> str:
    count, number, end = len(member.rows), _batch(ground, member), _end(ground, member)
    match member.rule:
        case headcount.RULE if member.low:
            return f"{count} openings in batch {number}: at least {end} people in all"
        case headcount.RULE:
            return f"{count} openings in batch {number}: at most {end} people in all"
        case leader.RULE:
            return f"{count} openings in batch {number}: a leader goes along to each"
        case experience.RULE:
            return f"{count} openings in batch {number}: an experienced person goes along to each"
        case cover.RULE:
            rank = ground.frame.problem.policy.cover_rank
            return f"{count} places in batch {number}: somebody of rank {rank} or more in each"
        case absence.RULE:
            return f"{count} home units or grades in batch {number}: at most {end} away in all"
        case couples.RULE:
            return f"{count} couples in batch {number}: not both away"
        case _:
            return f"{count} home units in batch {number}: the mix of those who go"


def advice(ground: Ground, member: Member, amount: int) -> str:
    """What to do so that a member asks for so much less, in words."""
    if not member.rows:
        return _choice_advice(ground, member, amount)
    number, count, end = _batch(ground, member), len(member.rows), _end(ground, member)
    if count > 1:
        return _several_advice(member, amount, count, number)
    about = member.about[0] if member.about else ""
    match member.rule:
        case headcount.RULE if member.low:
            return f"Ask for {end - amount} people instead of {end} in {about}, batch {number}."
        case headcount.RULE:
            return f"Let {end + amount} people instead of {end} go to {about}, batch {number}."
        case leader.RULE:
            return f"Find one more leader who can go to {about} in batch {number}, or do without one there."
        case experience.RULE:
            return f"Find one more experienced person who can go to {about} in batch {number}, or do without one there."
        case cover.RULE:
            return f"Find one more person who can cover {about} in batch {number}, or leave it without cover."
        case coverage.RULE:
            return f"Be content with {end - amount} people who go instead of {end}."
        case absence.RULE:
            where, share = ", ".join(member.about), _share(ground, member, end + amount)
            return f"Let {end + amount} instead of {end} of {where} be away in batch {number}: a share of {share}."
        case couples.RULE:
            return f"Let {member.about[0]} and {member.about[1]} be away together in batch {number}."
        case _:
            return f"Let the mix of those who go from {about} be off: {member.about[1]}."


def _several_advice(member: Member, amount: int, count: int, number: str) -> str:
    match member.rule:
        case headcount.RULE if member.low:
            return f"Ask for {amount} people fewer in all in {count} openings, batch {number}."
        case headcount.RULE:
            return f"Let {amount} people more in all go to {count} openings, batch {number}."
        case leader.RULE:
            return f"Find {amount} more leaders for {count} openings in batch {number}, or do without so many."
        case experience.RULE:
            return (
                f"Find {amount} more experienced people for {count} openings in batch {number}, or do without so many."
            )
        case cover.RULE:
            return (
                f"Find {amount} more people who can cover {count} places in batch {number}, or leave as many without."
            )
        case absence.RULE:
            return f"Let {amount} more people in all be away from {count} home units or grades in batch {number}."
        case couples.RULE:
            return f"Let {amount} of {count} couples be away together in batch {number}."
        case _:
            return f"Let the mix of those who go be off in some of {count} home units in batch {number}."


def _choice_advice(ground: Ground, member: Member, amount: int) -> str:
    names, count = _joined(member.about), len(member.about)
    match member.rule:
        case fit.RULE:
            return f"Let {amount} people go to {names} without {_asked(ground, names)}, or find as many who have it."
        case everyone.RULE:
            unit = ground.frame.people[ground.person[member.about[0]]].unit
            return f"Let {amount} people of {unit} stay."
        case availability.RULE:
            return f"Make {names} available." if count == 1 else f"Make {amount} of {count} people available."
        case pins.RULE:
            return f"Free the pin of {names}." if count == 1 else f"Free {amount} of {count} pins."
        case _:
            rest = f"Let {amount} of {count} people not go in the first batch."
            return f"Let {names} go later, or stay." if count == 1 else rest


def _named(people: Iterable[str]) -> tuple[str, ...]:
    found = tuple(people)
    return found if len(found) <= NAMED else ()


def _joined(people: Iterable[str]) -> str:
    return ", ".join(_named(people))


def _able(ground: Ground, opening: str) -> list[str]:
    """Who fits an opening."""
    fits, kind = ground.fits
    fit_here = np.flatnonzero(fits[:, kind[ground.opening[opening]]]).tolist()
    return [ground.frame.people[index].id for index in fit_here]


def _asked(ground: Ground, opening: str) -> str:
    """The skills and grades that an opening asks for."""
    asks = ground.frame.problem.opening[opening]
    grades = " or ".join(sorted(asks.grades))
    return ", ".join([*sorted(asks.needs), *([grades] if grades else [])])


def _batch(ground: Ground, member: Member) -> str:
    """The batch of a row, from 1, or of all."""
    number = ground.model.row(member.rows[0])[1]
    return "all" if number is None else str(number + 1)


def _end(ground: Ground, member: Member) -> int:
    ends = ground.model.low if member.low else ground.model.high
    return round(float(sum(ends[row] for row in member.rows)))


def _share(ground: Ground, member: Member, cap: int) -> str:
    """The least share, in tenths of a per cent, by which so many may be away."""
    unit, *grade = member.about
    staff = sum(1 for one in ground.frame.problem.people if one.unit == unit and one.grade in (grade or [one.grade]))
    rule = absence.grade_cap if grade else absence.unit_cap
    least = next(step for step in range(1001) if rule(Fraction(step, 1000), staff) >= cap)
    return f"{least / 10:g} %"
