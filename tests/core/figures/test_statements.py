"""Statements as values: what cannot be stated, and every fault of a set at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grassrota.errors import BadInput
from grassrota.figures.interval import Interval
from grassrota.figures.statements import (
    Ask,
    Band,
    Count,
    Group,
    Order,
    Parts,
    Share,
    Sizes,
    Stage,
    Statement,
    StatementSet,
)
from grassrota.figures.wording import exactly, parse


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (lambda: Count("c", "q", parse("62.1 %")), "value"),
        (lambda: Count("c", "q", parse("over 3 and under 4")), "value"),
        (lambda: Count("c", "q", parse("9,999,999,999,999")), "value"),
        (lambda: Share("s", ("a",), "b", parse("62")), "rate"),
        (lambda: Share("s", ("a", "a"), "b", parse("62 %")), "part"),
        (lambda: Parts("p", "a", ("b", "a")), "parts"),
        (lambda: Parts("p", "a", ()), "parts"),
        (lambda: Group("g", "a", "b", Sizes.FREE, parse("3")), "rest_rate"),
        (lambda: Band("b", "g", "rest", parse("most"), None), "band"),
        (lambda: Band("b", "g", "at 80", None, None), "units"),
        (lambda: Band("b", "g", "at 80", parse("most"), parse("80")), "rate"),
        (lambda: Stage("s", "units", parse("6"), "begun"), "share"),
    ],
)
def test_what_makes_no_statement_is_refused(make: Callable[[], object], column: str) -> None:
    """Counts are not shares, shares are not counts, and no whole is within itself; the fault names the column."""
    with pytest.raises(BadInput) as refused:
        make()
    assert [fault.column for fault in refused.value.faults] == [column]


def test_a_count_has_closed_whole_ends() -> None:
    """640,000-odd cases are 640,000 to 649,999; 84,000-odd yuan need not be whole."""
    assert Count("c", "q", parse("640,000-odd")).interval == Interval.closed(640_000, 649_999)
    assert Count("c", "q", parse("84,000-odd"), whole_number=False).interval == Interval.half_open(84_000, 85_000)


def test_every_fault_of_a_set_is_named_with_its_place() -> None:
    """Repeated ids, unknown groups, counts inside equal groups and unknown quantities are all reported together."""
    statements: tuple[Statement, ...] = (
        Group("units", "raised", "fixed", Sizes.EQUAL),
        Count("n", "units.units", exactly(60)),
        Count("n", "raised", exactly(5)),
        Band("b", "others", "at 80", parse("most"), None),
        Order("o", "raised", "a\nb"),
    )
    with pytest.raises(BadInput) as refused:
        StatementSet("t", "s", statements, (Ask("q", ("lost",), "raised"),))
    assert [(fault.column, fault.row) for fault in refused.value.faults] == [
        ("quantity", 0),
        ("statement.id", 3),
        ("statement.quantity", 2),
        ("statement.group", 4),
        ("ask", 1),
    ]
    with pytest.raises(BadInput, match="at least one statement"):
        StatementSet("t", "s", ())
