from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grassrota.forms import Role
from grassrota.posting.departures import Departures, departures
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

FIRST, DEPART_BY = date(1957, 12, 9), date(1957, 12, 14)
ONE = timedelta(days=1)


def _posting(person: str, left: date | None = None, released: date | None = None, batch: int = 1) -> Posting:
    turn = Turn(FIRST, date(1958, 1, 17))
    posting = Posting(person, "home", "o1", batch, "turn40", Role.FIELD_WORK, turn, returns_to="home")
    return replace(posting, listed_on=date(1957, 12, 5), departed_on=left, released_on=released)


def test_shanxi_sends_its_first_batch() -> None:
    """1,500 have gone on the 9th and the others wait: nobody is late until the 14th is over."""
    batch = [_posting(f"p{number}", FIRST if number < 1500 else None) for number in range(2000)]
    today = departures(batch, 1, FIRST, DEPART_BY)
    assert (len(today.gone), len(today.waiting), today.size, today.late) == (1500, 500, 2000, ())
    assert departures(batch, 1, DEPART_BY, DEPART_BY).late == ()
    assert departures(batch, 1, DEPART_BY + ONE, DEPART_BY).late == tuple(f"p{number}" for number in range(1500, 2000))


def test_who_left_late_stays_on_the_list_of_the_late() -> None:
    """A departure after the window is late, not excused; other batches and the released are not in it."""
    postings = [
        _posting("late", DEPART_BY + ONE),
        _posting("in time", DEPART_BY),
        _posting("waits"),
        _posting("released", released=FIRST),
        _posting("of batch 2", batch=2),
    ]
    after = DEPART_BY + 2 * ONE
    assert departures(postings, 1, after, DEPART_BY) == Departures(
        1, after, ("late", "in time"), ("waits",), ("late", "waits")
    )


def test_a_release_is_known_from_its_day_on() -> None:
    """The day before, the person still waits in the batch."""
    postings = [_posting("p1", released=FIRST)]
    assert departures(postings, 1, FIRST - ONE, DEPART_BY).waiting == ("p1",)
    assert departures(postings, 1, FIRST, DEPART_BY).size == 0


@given(st.lists(st.tuples(st.sampled_from(["gone", "waits", "released"]), st.integers(0, 9))), st.integers(0, 10))
def test_gone_and_waiting_are_the_batch(entries: list[tuple[str, int]], day: int) -> None:
    """Everybody not released by then has gone or waits, never both, and the late are among them."""
    postings = [
        _posting(
            f"p{number}",
            FIRST + offset * ONE if what == "gone" else None,
            FIRST + offset * ONE if what == "released" else None,
        )
        for number, (what, offset) in enumerate(entries)
    ]
    found = departures(postings, 1, FIRST + day * ONE, DEPART_BY)
    assert found.size == sum(what != "released" or offset > day for what, offset in entries)
    assert not set(found.gone) & set(found.waiting)
    assert set(found.late) <= set(found.gone) | set(found.waiting)
    late = [f"p{n}" for n, (what, off) in enumerate(entries) if what == "gone" and 5 < off <= day]
    late += list(found.waiting) if day > 5 else []
    assert sorted(found.late) == sorted(late)
