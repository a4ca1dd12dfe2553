"""Figures in plain words: number, status, date and age together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from grassrota.figures.figure import Coverage, Figure, Status, stated_percent
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.wording import parse
from grassrota.figures.words import Language, as_of_words, bounds_in_words, figure_words, nearest, number

MakeFigure = Callable[..., Figure]


def test_the_date_and_the_age_are_beside_the_figure(make_figure: MakeFigure) -> None:
    """The provincial total quoted on 4 October reads "as of 1957-08-31 (34 days old)" (report 003)."""
    figure = make_figure("f1", "29,909", "Zhejiang", as_of=date(1957, 8, 31))
    line = figure_words(figure, date(1957, 10, 4))
    assert "29,909 people, exact; reported; as of 1957-08-31 (34 days old)" in line
    assert "counted by the province" in line
    chinese = figure_words(figure, date(1957, 10, 4), Language.CHINESE)
    assert "29,909人，确数；据报；截至1957-08-31（34天前）" in chinese


def test_one_day_is_one_day(make_figure: MakeFigure) -> None:
    """A figure of yesterday is 1 day old, and one factory is 1 factory."""
    factory = make_figure("f", "1", unit="factory")
    assert "1 factory, exact" in figure_words(factory, factory.as_of)
    several = make_figure("f", "二十多", unit="factory")
    assert "20-odd factories" in figure_words(several, several.as_of)
    assert "20多个工厂" in figure_words(several, several.as_of, Language.CHINESE)
    assert as_of_words(make_figure("f", "1"), date(1959, 2, 6)) == "as of 1959-02-05 (1 day old)"


def test_a_planned_figure_is_said_to_be_planned(make_figure: MakeFigure) -> None:
    """The 140,000 are shown as planned and approximate, never as sent (report 004)."""
    figure = make_figure("f4", "约十四万", "Shanghai", status=Status.PLANNED)
    line = figure_words(figure, figure.as_of)
    assert "135,000 to 145,000 people, approximate; planned" in line
    assert "计划" in figure_words(figure, figure.as_of, Language.CHINESE)


def test_a_partial_total_carries_its_coverage(make_figure: MakeFigure) -> None:
    """Gansu's 5,600-odd come from 4 of an unknown number of reporting units (report 001)."""
    figure = make_figure("f5", "五千六百多", "Gansu", coverage=Coverage(4, None))
    assert "4 of an unknown number of reporting units" in figure_words(figure, figure.as_of)
    partial = make_figure("f5", "五千六百多", "Gansu", coverage=Coverage(4, 10))
    assert "10个单位中4个已上报" in figure_words(partial, figure.as_of, Language.CHINESE)


def test_a_share_is_said_with_its_counts(make_figure: MakeFigure) -> None:
    """A share is never said alone: 328 of 29,909 (1.1 %); of nobody it is unknown; without a number, none is given."""
    figure = make_figure("f2", "328", denominator=parse("29,909").interval)
    assert "328 of 29,909 people (1.1 %), exact" in figure_words(figure, figure.as_of)
    wide = make_figure("f4", "350-odd", denominator=parse("5,000-odd").interval)
    assert "(5.83 %..7.2 %), approximate" in figure_words(wide, wide.as_of)
    nothing = make_figure("f", "0", denominator=parse("0").interval)
    assert "share unknown" in figure_words(nothing, nothing.as_of)
    unquantified = make_figure("f", None, flags=(Flag.UNQUANTIFIED,))
    assert "no number given" in figure_words(unquantified, unquantified.as_of)


@pytest.mark.parametrize(
    ("printed", "english", "chinese"),
    [
        ("90％以上", "at least 90 %, approximate", "至少90 %，约数"),
        ("62.1 %", "at least 62.05 % and under 62.15 %, approximate", "至少62.05 %，不到62.15 %，约数"),
        ("exactly 25 %", "exactly 25 %, exact", "正好25 %，确数"),
    ],
)
def test_a_share_of_nobody_knows_how_many_is_said_alone(
    make_figure: MakeFigure, printed: str, english: str, chinese: str
) -> None:
    """Kept as so many of each hundred and never said so: nobody counted 100 people."""
    numerator, denominator, flag = stated_percent(parse(printed).interval)
    figure = make_figure("f", None, numerator=numerator, denominator=denominator, flags=(flag,))
    line, zh = figure_words(figure, figure.as_of), figure_words(figure, figure.as_of, Language.CHINESE)
    assert f": {english}; reported;" in line
    assert f"：{chinese}；据报；" in zh
    for said in (line, zh):
        assert "100" not in said
        assert "people" not in said
        assert "人" not in said
    bare = make_figure("f", "90", flags=(flag,))
    assert "share unknown" in figure_words(bare, bare.as_of)
    assert "比例不明" in figure_words(bare, bare.as_of, Language.CHINESE)


@pytest.mark.parametrize(
    ("value", "share", "said"),
    [(Fraction(1_040_000), False, "1,040,000"), (Fraction(6205, 10000), True, "62.05 %"), (Fraction(1, 3), True, "1/3"),
     (Fraction(5, 2), False, "2.5"), (Fraction(1, 1000), True, "0.1 %")],
)  # fmt: skip
def test_numbers_are_said_exactly(value: Fraction, share: bool, said: str) -> None:
    """Terminating decimals are written out, other numbers as fractions."""
    assert number(value, share=share) == said


def test_bounds_are_rounded_for_reading() -> None:
    """Over one half and at most 0.56792 reads "over 50 % and at most 56.79 %"; a narrow interval reads "about"."""
    bounds = Interval(Fraction(1, 2), Fraction("0.56792"), lower_open=True)
    assert bounds_in_words(bounds, share=True) == "over 50 % and at most 56.79 %"
    assert bounds_in_words(Interval.closed(Fraction("53164.6"), Fraction("53165.2"))) == "about 53,165"
    assert nearest(Fraction(2, 3)) == "0.67"
