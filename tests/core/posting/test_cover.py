from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.posting.cover import Gap, Handover, accept, gaps, without
from grassrota.turns import Turn

ABSENCE = Turn(date(1957, 12, 9), date(1958, 1, 17))
ASKED = date(1957, 12, 1)
SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=4)


def _turn(first: int, last: int) -> Turn:
    return Turn(date(1957, 12, first), date(1957, 12, last))


def _handed(to: str, days: Turn, work: str = "payroll") -> Handover:
    return accept(Handover("p1", work, to, days, "The books are in the safe."), to, ASKED)


def test_days_that_nobody_covers_are_found() -> None:
    """Payroll is covered to the 20th and from the 24th on: the 21st to 23rd are open, and all of the mail is."""
    handed = [_handed("p2", _turn(9, 20)), _handed("p3", Turn(date(1957, 12, 24), date(1958, 2, 1)))]
    assert gaps("p1", ["payroll", "mail"], ABSENCE, handed) == (Gap("mail", ABSENCE), Gap("payroll", _turn(21, 23)))
    assert gaps("p1", ["payroll"], ABSENCE, [*handed, _handed("p4", _turn(21, 23))]) == ()


def test_what_was_not_taken_on_covers_nothing() -> None:
    """Handed over is not taken on; and another person's handover is not this one's."""
    asked = Handover("p1", "payroll", "p2", ABSENCE, "The books are in the safe.")
    others = replace(_handed("p2", ABSENCE), person="p9")
    assert gaps("p1", ["payroll"], ABSENCE, [asked, others]) == (Gap("payroll", ABSENCE),)


def test_who_is_away_covers_nothing() -> None:
    """The stand-in leaves from 20 December to 5 January: those days are open."""
    leaves = Turn(date(1957, 12, 20), date(1958, 1, 5))
    assert gaps("p1", ["payroll"], ABSENCE, [_handed("p2", ABSENCE)], {"p2": (leaves,)}) == (Gap("payroll", leaves),)


def test_one_takes_work_on_oneself_and_once() -> None:
    """Nobody else can say yes, and nobody twice."""
    asked = Handover("p1", "payroll", "p2", ABSENCE, "The books are in the safe.")
    with pytest.raises(Refused) as other:
        accept(asked, "head", ASKED)
    with pytest.raises(Refused) as twice:
        accept(accept(asked, "p2", ASKED), "p2", ASKED)
    assert (other.value.code, twice.value.code) == ("not_ones_own", "already_accepted")


def test_every_fault_of_a_handover_is_told() -> None:
    """Who, what, to whom, and a note; and nobody covers for themselves."""
    with pytest.raises(BadInput) as caught:
        Handover("", " ", "", ABSENCE, "")
    assert [fault.column for fault in caught.value.faults] == ["person", "work", "to", "note"]
    with pytest.raises(BadInput):
        Handover("p1", "payroll", "p1", ABSENCE, "note")


@settings(max_examples=60)
@given(SPANS, SPANS)
def test_without_leaves_exactly_the_other_days(turns: list[tuple[int, int]], taken: list[tuple[int, int]]) -> None:
    """Day by day: what is left is what was there and was not taken."""

    def spans(pairs: list[tuple[int, int]]) -> list[Turn]:
        start = ABSENCE.first
        return [Turn(start + timedelta(first), start + timedelta(first + more)) for first, more in pairs]

    def days(some: list[Turn]) -> set[date]:
        return {turn.first + timedelta(number) for turn in some for number in range(turn.days)}

    left = list(without(spans(turns), spans(taken)))
    assert days(left) == days(spans(turns)) - days(spans(taken))
