from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.forms import STANDARD_FORMS, Form, LengthRule, Purpose, Role
from grassrota.turns import Recurrence, Turn

THURSDAYS = Recurrence("FREQ=WEEKLY;BYDAY=TH")
EVENTS = {"autumn_harvest_end": date(1959, 11, 15)}


def _form(length: LengthRule = LengthRule.OPEN, **more: Any) -> Form:
    return Form(
        **{"id": "f", "name": "F", "length": length, "role": Role.FIELD_WORK, "purposes": (Purpose.LEARN,)} | more
    )


@pytest.mark.parametrize(
    ("form", "column"),
    [
        ({"id": ""}, "id"),
        ({"low": -1}, "low"),
        ({"low": 3, "high": 2}, "high"),
        ({"length": LengthRule.EXACT_DAYS}, "low"),
        ({"length": LengthRule.MIN_MONTHS}, "low"),
        ({"length": LengthRule.DAYS_A_YEAR}, "low"),
        ({"length": LengthRule.MONTHS_BETWEEN, "high": 12}, "low"),
        ({"length": LengthRule.MONTHS_BETWEEN, "low": 6}, "high"),
        ({"length": LengthRule.UNTIL_EVENT}, "event"),
        ({"length": LengthRule.SINGLE_DAYS}, "recurrence"),
        ({"recurrence": THURSDAYS}, "recurrence"),
        ({"purposes": ()}, "purposes"),
        ({"purposes": (Purpose.RESTRUCTURE,)}, "purposes"),
        ({"purposes": (Purpose.RESTRUCTURE, Purpose.LEARN), "returns": False}, "purposes"),
    ],
)
def test_a_form_that_makes_no_sense_is_bad_input(form: dict[str, Any], column: str) -> None:
    """Each length rule has the numbers it needs and no others, and restructuring never hides in a rotation."""
    with pytest.raises(BadInput) as caught:
        _form(**form)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_every_fault_of_a_form_is_reported_at_once() -> None:
    """An empty form has as many faults as it has gaps."""
    with pytest.raises(BadInput) as caught:
        _form(LengthRule.UNTIL_EVENT, id="", low=-1, recurrence=THURSDAYS, purposes=())
    assert [fault.column for fault in caught.value.faults] == ["id", "low", "event", "recurrence", "purposes"]


@pytest.mark.parametrize(
    ("form", "length", "low", "high", "returns"),
    [
        ("field_work", LengthRule.MIN_MONTHS, 1, 0, True),
        ("turn40", LengthRule.EXACT_DAYS, 40, 0, True),
        ("leadership", LengthRule.MONTHS_BETWEEN, 6, 12, True),
        ("until_harvest", LengthRule.UNTIL_EVENT, 0, 0, True),
        ("annual_quota", LengthRule.DAYS_A_YEAR, 50, 0, True),
        ("field_day", LengthRule.SINGLE_DAYS, 0, 0, True),
        ("transfer", LengthRule.OPEN, 0, 0, False),
    ],
)
def test_the_forms_of_the_reports(form: str, length: LengthRule, low: int, high: int, returns: bool) -> None:
    """Not less than a month; 40 days; half a year to a year; until the harvest; 50 days a year; Thursdays; for good."""
    standard = STANDARD_FORMS[form]
    assert (standard.id, standard.length, standard.low, standard.high) == (form, length, low, high)
    assert standard.returns is returns


def test_restructuring_is_shown_openly() -> None:
    """Only the transfer restructures, it does not rotate, and its role is work in the field."""
    assert [form.id for form in STANDARD_FORMS.values() if not form.rotates] == ["transfer"]
    assert STANDARD_FORMS["transfer"].purposes == (Purpose.RESTRUCTURE,)
    assert STANDARD_FORMS["transfer"].role == Role.PRODUCTIVE_WORK


@pytest.mark.parametrize(
    ("form", "first", "end"),
    [
        ("turn40", date(1957, 12, 9), date(1958, 1, 17)),
        ("field_work", date(1959, 3, 15), date(1959, 4, 14)),
        ("leadership", date(1959, 2, 5), date(1959, 8, 4)),
        ("until_harvest", date(1959, 2, 5), date(1959, 11, 15)),
        ("annual_quota", date(1959, 2, 5), None),
        ("field_day", date(1957, 11, 28), None),
        ("transfer", date(1957, 12, 1), None),
    ],
)
def test_the_end_a_form_asks_for(form: str, first: date, end: date | None) -> None:
    """The end follows from the first day: day 40, the least whole months, or the day of the event."""
    assert STANDARD_FORMS[form].planned_end(first, EVENTS) == end


def test_an_end_moves_with_its_event() -> None:
    """Hunan's people stay until the harvest ends, whenever that is; an unknown day gives no end."""
    form, first = STANDARD_FORMS["until_harvest"], date(1959, 2, 5)
    assert form.planned_end(first, {"autumn_harvest_end": date(1959, 12, 1)}) == date(1959, 12, 1)
    assert form.planned_end(first, {}) is None


@pytest.mark.parametrize(
    ("form", "first", "last", "words"),
    [
        ("turn40", date(1957, 12, 9), date(1958, 1, 17), ""),
        ("turn40", date(1957, 12, 9), date(1958, 1, 18), "41 days instead of 40"),
        ("turn40", date(1957, 12, 9), date(1958, 1, 16), "39 days instead of 40"),
        ("field_work", date(1959, 3, 15), date(1959, 4, 14), ""),
        ("field_work", date(1959, 3, 15), date(1959, 9, 1), ""),
        ("field_work", date(1959, 1, 31), date(1959, 2, 27), "before 1 month(s) are over on 1959-02-28"),
        ("leadership", date(1959, 2, 5), date(1959, 8, 4), ""),
        ("leadership", date(1959, 2, 5), date(1960, 2, 4), ""),
        ("leadership", date(1959, 2, 5), date(1959, 8, 3), "outside 6 to 12 months (1959-08-04 to 1960-02-04)"),
        ("leadership", date(1959, 2, 5), date(1960, 2, 5), "outside 6 to 12 months"),
        ("until_harvest", date(1959, 2, 5), date(1959, 11, 15), ""),
        ("until_harvest", date(1959, 2, 5), date(1959, 11, 16), ""),
        ("until_harvest", date(1959, 2, 5), date(1959, 11, 14), "before the event 'autumn_harvest_end' on 1959-11-15"),
        ("annual_quota", date(1959, 2, 5), date(1959, 2, 6), ""),
        ("transfer", date(1957, 12, 1), date(1999, 12, 1), ""),
    ],
)
def test_why_a_turn_breaks_its_form(form: str, first: date, last: date, words: str) -> None:
    """The objection names what was asked for and what the turn is; a turn that keeps the rule has none."""
    objection = STANDARD_FORMS[form].objection(Turn(first, last), EVENTS)
    assert bool(objection) == bool(words)
    assert words in objection


def test_an_unknown_event_is_an_objection() -> None:
    """Without the day of the event nobody can say that the turn lasts until then."""
    turn = Turn(date(1959, 2, 5), date(1959, 12, 31))
    assert "'autumn_harvest_end' is not known" in STANDARD_FORMS["until_harvest"].objection(turn, {})


@given(
    st.sampled_from(["turn40", "field_work", "leadership", "until_harvest"]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
    st.integers(1, 27),
)
def test_planned_end_and_objection_agree(form: str, first: date, wait: int, short: int) -> None:
    """A turn until the planned end keeps the form's rule, and one that ends earlier breaks it."""
    standard, events = STANDARD_FORMS[form], {"autumn_harvest_end": first + timedelta(days=wait)}
    end = standard.planned_end(first, events)
    assert end is not None
    assert standard.objection(Turn(first, end), events) == ""
    earlier = max(first, end - timedelta(days=short))
    assert bool(standard.objection(Turn(first, earlier), events)) == (earlier < end)


@pytest.mark.parametrize(
    ("form", "planned", "left", "last"),
    [
        ("turn40", (date(1957, 12, 9), date(1958, 1, 17)), date(1957, 12, 14), date(1958, 1, 22)),
        ("turn40", (date(1957, 12, 9), date(1958, 1, 17)), date(1957, 12, 8), date(1958, 1, 16)),
        ("turn40", (date(1957, 12, 9), date(1958, 1, 7)), date(1957, 12, 14), date(1958, 1, 12)),
        ("field_work", (date(1959, 1, 15), date(1959, 2, 14)), date(1959, 2, 20), date(1959, 3, 19)),
        ("field_work", (date(1959, 1, 31), date(1959, 2, 28)), date(1959, 2, 2), date(1959, 3, 1)),
        ("field_work", (date(1959, 2, 1), date(1959, 3, 2)), date(1959, 3, 5), date(1959, 4, 4)),
        ("leadership", (date(1959, 2, 5), date(1959, 10, 4)), date(1959, 2, 8), date(1959, 10, 7)),
        ("leadership", (date(1959, 3, 1), date(1960, 2, 29)), date(1959, 2, 10), date(1960, 2, 9)),
        ("until_harvest", (date(1959, 2, 5), date(1959, 11, 15)), date(1959, 2, 9), None),
        ("annual_quota", (date(1959, 3, 1), date(1959, 4, 19)), date(1959, 3, 4), None),
        ("short_help", (date(1959, 3, 1), date(1959, 4, 19)), date(1959, 3, 4), None),
    ],
)
def test_days_and_months_count_from_the_departure(
    form: str, planned: tuple[date, date], left: date, last: date | None
) -> None:
    """40 days from 14 December end on 22 January, 8 months stay 8 months, an end bound to a date stays where it is.

    A turn of 30 days under a form of one month from 5 March would end on 3 April, a day too soon: it ends on the 4th.
    """
    turn = Turn(*planned)
    assert STANDARD_FORMS[form].turn_from(turn, left) == (turn if last is None else Turn(left, last))


@given(
    st.sampled_from(["turn40", "field_work", "leadership"]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(20, 400),
    st.integers(-40, 400),
)
def test_a_late_departure_breaks_no_rule(form: str, first: date, days: int, late: int) -> None:
    """Who keeps the form's length as planned keeps it whenever they leave; on the day planned nothing moves."""
    standard, planned = STANDARD_FORMS[form], Turn(first, first + timedelta(days=days))
    assert standard.turn_from(planned, first) == planned
    moved = standard.turn_from(planned, first + timedelta(days=late))
    assert moved.first == first + timedelta(days=late)
    if not standard.objection(planned, {}):
        assert not standard.objection(moved, {})
