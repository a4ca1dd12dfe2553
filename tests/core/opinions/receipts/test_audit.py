"""Fault injection: whichever leaf of a small log is tampered with, in whichever way, somebody finds out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from grassrota import merkle
from grassrota.opinions.receipts.audit import Breach, Broken, audit, audit_day
from grassrota.opinions.receipts.commitment import Commitment
from grassrota.opinions.receipts.log import Head

from .published import FIRST, Published, commitment, headed, published

LOG = published()
ROWS = range(len(LOG.rows))
Rows = tuple[Commitment, ...]


def breaches(log: Published) -> set[Breach]:
    return {broken.breach for broken in audit(log.heads, log.rows, log.figures)}


def without(at: int) -> Rows:
    return (*LOG.rows[:at], *LOG.rows[at + 1 :])


def put(at: int, row: Commitment) -> Rows:
    return (*LOG.rows[:at], row, *LOG.rows[at + 1 :])


def put_in(at: int, row: Commitment) -> Rows:
    return (*LOG.rows[:at], row, *LOG.rows[at:])


def faults(at: int) -> Iterator[tuple[str, Rows]]:
    """Everything that can be done to one row."""
    row = LOG.rows[at]
    yield "dropped", without(at)
    yield "replaced", put(at, commitment(99, row.day))
    yield "another day", put(at, replace(row, day=row.day - timedelta(days=1)))
    yield "another day", put(at, replace(row, day=row.day + timedelta(days=1)))
    for place in range(len(LOG.rows) + 1):
        yield "doubled", put_in(place, row)
        yield "put in", put_in(place, commitment(99, row.day))
    for place in ROWS:
        moved = list(without(at))
        moved.insert(place, row)
        if tuple(moved) != LOG.rows:
            yield "moved", tuple(moved)


def test_a_log_that_keeps_its_word_passes() -> None:
    """Five days, one of them without any opinion, and nothing is wrong."""
    assert audit(LOG.heads, LOG.rows, LOG.figures) == ()
    assert audit((), (), {}) == ()


@pytest.mark.parametrize("at", ROWS)
def test_every_fault_of_every_row_is_found_by_who_noted_the_heads(at: int) -> None:
    """Dropped, replaced, given another day, doubled, put in or moved anywhere: the rows do not fit the heads."""
    for words, rows in faults(at):
        assert audit(LOG.heads, rows, LOG.figures), words


@pytest.mark.parametrize("at", ROWS)
def test_rewriting_the_past_with_all_heads_is_found_by_who_noted_one(at: int) -> None:
    """A forger makes a new tree with fitting heads: none of them begins with the head of that day as it was noted."""
    day = LOG.rows[at].day
    noted = next(head for head in LOG.heads if head.day == day)
    for rows in (without(at), put(at, commitment(99, day)), put_in(at, commitment(99, day))):
        forged = headed(rows, LOG.heads, {day: len(rows) - len(LOG.rows)})
        tree = merkle.Tree(row.leaf for row in rows)
        for head in forged:
            if head.size >= noted.size:
                path = merkle.consistency_proof(tree.node, noted.size, head.size)
                assert not merkle.extends(noted.size, noted.root, head.size, head.root, path)


@pytest.mark.parametrize("at", ROWS)
def test_an_opinion_dropped_before_anybody_noted_a_head_is_missed_by_its_raiser(at: int) -> None:
    """No place of the forged log proves the promise, whether the row was dropped or another put in its place."""
    row = LOG.rows[at]
    for rows in (without(at), put(at, commitment(99, row.day))):
        tree = merkle.Tree(each.leaf for each in rows)
        size, root = len(tree), merkle.root(tree.peaks())
        paths = [merkle.inclusion_proof(tree.node, place, size) for place in range(size)]
        assert not any(merkle.includes(size, place, row.leaf, paths[place], root) for place in range(size))


@pytest.mark.parametrize("at", ROWS)
def test_an_opinion_backdated_or_doubled_with_fitting_heads_is_found(at: int) -> None:
    """A row that names an earlier day among those of a later one, and a row that is there twice, fit no honest log."""
    row, last = LOG.rows[at], LOG.heads[-1].day
    late = (*LOG.rows, commitment(99, row.day))
    assert row.day == last or breaches(
        Published(headed(late, LOG.heads, {last: 1}), late, LOG.figures | {last: 6})
    ) == {Breach.BACKDATED}
    twice = put_in(at, row)
    figures = LOG.figures | {row.day: LOG.figures[row.day] + 1}
    assert breaches(Published(headed(twice, LOG.heads, {row.day: 1}), twice, figures)) == {Breach.DOUBLED}


@pytest.mark.parametrize("day", LOG.figures)
@pytest.mark.parametrize("more", [-2, -1, 1, 100])
def test_every_figure_that_is_not_the_number_of_leaves_is_found(day: date, more: int) -> None:
    """Recounted by one or by a hundred, on each day, the empty one included."""
    figures = LOG.figures | {day: LOG.figures[day] + more}
    assert audit(LOG.heads, LOG.rows, figures) == (Broken(day, Breach.MISCOUNTED),)


def test_a_figure_of_a_day_that_was_never_closed_is_found() -> None:
    """Seven opinions of a day without a head cannot be in the log; none of such a day is no claim."""
    outside = FIRST + timedelta(days=40)
    assert audit(LOG.heads, LOG.rows, LOG.figures | {outside: 7}) == (Broken(outside, Breach.MISCOUNTED),)
    assert audit(LOG.heads, LOG.rows, LOG.figures | {outside: 0}) == ()


def test_rows_after_the_last_head_are_found() -> None:
    """What no head covers was not promised to anybody."""
    rows = (*LOG.rows, commitment(99, LOG.heads[-1].day))
    assert audit(LOG.heads, rows, LOG.figures) == (Broken(LOG.heads[-1].day, Breach.MISCOUNTED),)


def test_heads_that_go_back_are_found() -> None:
    """A head of an earlier day after a later one, and a log that got smaller."""
    back = replace(LOG.heads[-1], day=FIRST)
    assert Breach.BACKDATED in {broken.breach for broken in audit((*LOG.heads, back), LOG.rows, {})}
    small = Head(FIRST + timedelta(days=9), 2, merkle.root(LOG.tree.peaks(2)))
    assert Broken(small.day, Breach.MISCOUNTED) in audit((*LOG.heads, small), LOG.rows, {})


def test_one_day_is_checked_from_the_peaks_before_it() -> None:
    """An auditor who keeps the peaks needs the rows of the day alone."""
    before, head = LOG.heads[2], LOG.heads[3]
    rows = LOG.rows[before.size : head.size]
    found, peaks = audit_day(LOG.tree.peaks(before.size), before, head, rows, 4)
    assert (found, peaks) == ((), LOG.tree.peaks(head.size))
