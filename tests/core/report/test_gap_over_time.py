"""The picture of a search, from moments made by hand."""

from __future__ import annotations

from grassrota.report.gap_over_time import gap_over_time
from grassrota.report.page import Exhibit
from grassrota.rota.moment import Moment

HISTORY = (
    Moment(0.5, "pricing", 100.0),
    Moment(2.0, "rounding", 100.0, 110, 0),
    Moment(4.0, "improving", 100.0, 105, 0),
    Moment(5.0, "checking", 105.0, 105, 0),
)


def _exhibit(history: tuple[Moment, ...]) -> Exhibit:
    (section,) = gap_over_time(history)
    (exhibit,) = section.blocks
    assert isinstance(exhibit, Exhibit)
    return exhibit


def test_a_gap_holds_until_the_next_is_known() -> None:
    """10 % from the second second, half of that from the fourth, nothing at the end: steps down from 0.1 to 0."""
    found = _exhibit(HISTORY)
    assert 'viewBox="0 0 6 0.1"' in found.chart
    assert 'd="M2,0 L4,0 L4,0.05 L5,0.05 L5,0.1"' in found.chart


def test_the_words_say_what_the_picture_shows() -> None:
    """When the first plan came and how good it was, and so for the last; for those who cannot see it as well."""
    found = _exhibit(HISTORY)
    words = "The first plan was there after 2.0 seconds, with a gap of 10.00%; after 5.0 seconds the gap was 0.00%."
    assert found.key == words
    assert f'<desc id="search-words">{words}</desc>' in found.chart


def test_the_table_has_every_moment() -> None:
    """What was not known yet is left empty."""
    rows = _exhibit(HISTORY).table.rows
    assert rows[0] == ("0.5", "pricing", 100, "", "", "")
    assert rows[2] == ("4.0", "improving", 100, 105, "5.00%", 0)
    assert len(rows) == len(HISTORY)


def test_without_a_gap_there_is_no_picture() -> None:
    """Where nothing is told of the search, and where above a bound of 0 no share of it says anything."""
    assert gap_over_time(()) == ()
    assert gap_over_time((Moment(1.0, "solving", 0.0, 7, 0),)) == ()


def test_the_best_plan_at_once_is_drawn_too() -> None:
    """A gap of 0 throughout lies on the axis."""
    assert (
        'd="M0.01,0.001 L0.02,0.001 L0.02,0.001"'
        in _exhibit((Moment(0.01, "solving", 7.0, 7, 0), Moment(0.02, "checking", 7.0, 7, 0))).chart
    )
