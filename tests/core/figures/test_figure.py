"""Qualified figures: share, age, exactness, coverage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.figures.figure import Coverage, Figure, Scope, stated_percent
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.wording import parse

MakeFigure = Callable[..., Figure]


def test_a_count_keeps_its_interval_scope_date_and_form(make_figure: MakeFigure) -> None:
    """24,000-odd in Shandong is an interval with its scope, its as-of date and the form of posting, never 24000.0."""
    figure = make_figure("f1", "二万四千多", form="short-term help")
    assert figure.numerator == Interval.half_open(24_000, 25_000)
    assert (figure.scope.name, figure.as_of, figure.form) == ("Shandong", date(1959, 2, 5), "short-term help")
    assert not figure.is_exact


def test_350_odd_of_5000_odd_is_a_share_from_58_to_72_percent(make_figure: MakeFigure) -> None:
    """Hunan's senior staff are between 5.8 % and 7.2 % of its recent group (report 001)."""
    share = make_figure("f4", "三百五十多", denominator=parse("五千多").interval).share()
    assert share is not None
    assert share.upper is not None
    assert Fraction(58, 1000) < share.lower < share.upper <= Fraction(72, 1000)


def test_a_share_of_nothing_is_unknown(make_figure: MakeFigure) -> None:
    """0 of 0 is unknown; a plain count has no share."""
    assert make_figure("f", "0", denominator=parse("0").interval).share() is None
    assert make_figure("f", "3").share() is None


def test_the_age_of_a_figure_is_counted_in_days(make_figure: MakeFigure) -> None:
    """As of 31 August 1957 is 34 days old on 4 October; of 15 December, 4 days on the 19th and 6 on the 21st."""
    assert make_figure("f", "29,909", as_of=date(1957, 8, 31)).age_days(date(1957, 10, 4)) == 34
    report = make_figure("f", "1,040,000", as_of=date(1957, 12, 15))
    assert [report.age_days(date(1957, 12, day)) for day in (19, 21)] == [4, 6]
    with pytest.raises(Refused, match="after"):
        report.age_days(date(1957, 12, 14))


def test_exact_counts_are_told_from_approximate_ones(make_figure: MakeFigure) -> None:
    """Yixing's 321 is exact, also as 321 of 321; the 5,600-odd of Gansu is not (report 001)."""
    assert make_figure("f6", "321").is_exact
    assert make_figure("f6", "321", denominator=parse("321").interval).is_exact
    assert not make_figure("f6", "321", denominator=parse("400-odd").interval).is_exact
    assert not make_figure("f5", "五千六百多").is_exact


def test_a_result_without_a_number_cannot_feed_an_indicator(make_figure: MakeFigure) -> None:
    """A result "greatly increased" is kept as unquantified and refused wherever a number is needed (report 001)."""
    figure = make_figure("f", None, flags=(Flag.UNQUANTIFIED,))
    assert figure.share() is None
    with pytest.raises(Refused) as refused:
        figure.require_number()
    assert refused.value.code == "unquantified"


def test_every_fault_of_a_figure_is_named_at_once(make_figure: MakeFigure) -> None:
    """No number without the flag, no empty label or source, no figure part of itself."""
    with pytest.raises(BadInput) as refused:
        make_figure("f", None, label="", source="", part_of="f")
    assert [fault.column for fault in refused.value.faults] == ["label", "source", "part_of", "numerator"]
    with pytest.raises(BadInput, match="numerator"):
        make_figure("f", "11", denominator=parse("10").interval)
    with pytest.raises(BadInput, match="what sort of scope"):
        Scope("Hunan", "")


def test_a_percentage_without_counts_is_so_many_of_a_hundred() -> None:
    """A share "over 90 %" of nobody knows how many is 90 to 100 of each hundred, flagged ``no_denominator``."""
    numerator, denominator, flag = stated_percent(parse("90％以上").interval)
    assert (numerator, denominator) == (Interval.closed(90, 100), Interval.exactly(100))
    assert flag is Flag.NO_DENOMINATOR


def test_a_partial_or_open_count_is_never_complete() -> None:
    """Four prefectures of an unknown number, or of ten, are not complete; four of four are (report 001, Gansu)."""
    Coverage(4, 4).require_complete()
    for coverage, code in ((Coverage(4, None), "open_list"), (Coverage(4, 10), "partial")):
        with pytest.raises(Refused) as refused:
            coverage.require_complete()
        assert refused.value.code == code
    assert str(Coverage(4, 10)) == "4 of 10 reporting units"
    assert str(Coverage(4, None) + Coverage(1, 1)) == "5 of an unknown number of reporting units"
    with pytest.raises(BadInput):
        Coverage(5, 4)
