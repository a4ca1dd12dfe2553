"""What a bulletin says, and what it refuses to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from grassrota.errors import BadInput
from grassrota.figures.bulletin import Bulletin, Claim, Line, Use, bulletin, words
from grassrota.figures.consistency import check
from grassrota.figures.figure import Coverage, Figure, Status, stated_percent
from grassrota.figures.flag import Flag
from grassrota.figures.statements import Count, Share, StatementSet
from grassrota.figures.wording import parse
from grassrota.figures.words import Language

MakeFigure = Callable[..., Figure]
DAY = date(1959, 2, 10)


def refusals(*claims: Claim) -> list[str]:
    return [line.code for line in bulletin("Bulletin", DAY, claims).refused]


def attendance(make_figure: MakeFigure) -> Figure:
    numerator, denominator, flag = stated_percent(parse("90％以上").interval)
    return make_figure("f6", None, numerator=numerator, denominator=denominator, flags=(flag, Flag.NO_BASELINE))


def test_every_line_has_its_date_age_status_and_evidence(make_figure: MakeFigure) -> None:
    """A line of a bulletin shows interval, approximation, status, as-of date, age and evidence together."""
    made = bulletin("Bulletin", DAY, [Claim(make_figure("f1", "二万四千多"), "roll-up 7")])
    line = words(made)[1]
    for part in ("24,000-odd", "approximate", "reported", "as of 1959-02-05 (5 days old)", "evidence: roll-up 7"):
        assert part in line
    chinese = words(made, Language.CHINESE)[1]
    for part in ("24,000多", "约数", "据报", "截至1959-02-05（5天前）", "依据：roll-up 7"):
        assert part in chinese


def test_exact_and_approximate_figures_are_told_apart(make_figure: MakeFigure) -> None:
    """Yixing's 321 is marked exact beside approximate figures (report 001)."""
    claims = [Claim(make_figure("f1", "一万多"), "e"), Claim(make_figure("f6", "321", "Yixing"), "e")]
    lines = words(bulletin("Bulletin", DAY, claims))
    assert "10,000-odd people, approximate" in lines[1]
    assert "321 people, exact" in lines[2]


def test_a_partial_total_is_flagged_and_carries_its_coverage(make_figure: MakeFigure) -> None:
    """Gansu's 5,600-odd come from four prefectures only: the line says so (report 001)."""
    made = bulletin("Bulletin", DAY, [Claim(make_figure("f5", "五千六百多", "Gansu", coverage=Coverage(4, 10)), "e")])
    assert made.lines[0].flags == (Flag.PARTIAL,)
    assert "4 of 10 reporting units" in words(made)[1]


def test_a_planned_figure_is_not_shown_as_sent(make_figure: MakeFigure) -> None:
    """The 140,000 stay planned: shown as departed they are refused with the reason (report 004)."""
    planned = make_figure("f4", "约十四万", "Shanghai", status=Status.PLANNED)
    made = bulletin("Bulletin", DAY, [Claim(planned, "draft plan", shown_as=Status.DEPARTED)])
    assert made.lines == ()
    assert made.refused[0].code == "status_raised"
    assert "planned" in made.refused[0].reason
    assert refusals(Claim(planned, "draft plan", shown_as=Status.PLANNED)) == []


def test_a_level_without_a_baseline_is_shown_but_no_improvement(make_figure: MakeFigure) -> None:
    """Attendance "rose to over 90 %" with no baseline given, so only the level is shown (report 003)."""
    made = bulletin("Bulletin", DAY, [Claim(attendance(make_figure), "field report", Use.IMPROVEMENT)])
    assert [line.code for line in made.refused] == ["no_baseline"]
    assert "no baseline given" in made.refused[0].reason
    assert made.lines[0].flags == (Flag.NO_DENOMINATOR, Flag.NO_BASELINE, Flag.UNCHECKED)
    assert any("no_baseline" in line for line in words(made))


def test_praise_needs_a_survey_with_its_number(make_figure: MakeFigure) -> None:
    """Content people are not reported without how many were asked."""
    asked = make_figure("f", "40", denominator=parse("50").interval)
    assert refusals(Claim(asked, "survey 3", Use.PRAISE)) == []
    assert refusals(Claim(make_figure("f", "40"), "letters", Use.PRAISE)) == ["praise_without_survey"]
    assert refusals(Claim(attendance(make_figure), "letters", Use.PRAISE)) == ["praise_without_survey"]


def test_what_has_no_evidence_number_or_time_is_refused(make_figure: MakeFigure) -> None:
    """A figure without evidence, without a number, or of a later day is not said, for every reason that applies."""
    late = make_figure("f", None, flags=(Flag.UNQUANTIFIED,), as_of=date(1959, 3, 1))
    assert refusals(Claim(late, "")) == ["no_evidence", "not_yet", "unquantified"]
    said = words(bulletin("Bulletin", DAY, [Claim(late, "")]))
    assert any(line.startswith("not said: ") and "without a number" in line for line in said)


def test_a_bulletin_carries_its_checks(make_figure: MakeFigure) -> None:
    """A trio that cannot be true is printed as such, with the arithmetic (report 002)."""
    trio = StatementSet(
        "the trio", "report 002",
        (Count("raised", "raised", parse("1,040,000")), Count("corrected", "corrected", parse("640,000")),
         Share("share", ("corrected",), "raised", parse("62.1 %"))),
    )  # fmt: skip
    said = words(bulletin("Bulletin", DAY, [Claim(make_figure("f", "1"), "e")], [check(trio)]))
    assert "the trio: cannot all be true" in said
    assert any("61.54 %" in line for line in said)


def test_a_bulletin_says_what_was_assumed(make_figure: MakeFigure) -> None:
    """Sentences come last, in their order, in either language; without any there is no such line."""
    assumed = ("the second batch", "every finding was made up")
    made = bulletin("Bulletin", DAY, [Claim(make_figure("f", "1"), "")], assumed=assumed)
    assert made.assumed == assumed
    assert words(made)[-2:] == ("assumed: the second batch", "assumed: every finding was made up")
    assert words(made, Language.CHINESE)[-2:] == ("假定：the second batch", "假定：every finding was made up")
    assert not any(line.startswith("assumed") for line in words(bulletin("Bulletin", DAY, [])))


def test_a_bulletin_that_exists_is_consistent(make_figure: MakeFigure) -> None:
    """No figure occurs twice, none is of a later day, and there is a title."""
    line = Line(make_figure("f", "1"), "e", ())
    with pytest.raises(BadInput) as refused:
        Bulletin("", date(1959, 2, 4), (line, line))
    assert {fault.column for fault in refused.value.faults} == {"title", "figure.id", "figure.as_of"}


def test_a_reported_rate_says_whether_it_was_checked(make_figure: MakeFigure) -> None:
    """62.1 % as reported is flagged until an inspection's figure is beside it; a bare count is no rate (002)."""
    rate = make_figure("f", "640,000", denominator=parse("1,040,000").interval)
    unchecked = bulletin("Bulletin", DAY, [Claim(rate, "reports")])
    assert unchecked.lines[0].flags == (Flag.UNCHECKED,)
    assert "[unchecked]" in words(unchecked)[1]
    checked = bulletin("Bulletin", DAY, [Claim(rate, "reports", verified_by="verified_fixed")])
    assert checked.lines[0].flags == ()
    assert words(checked)[1].endswith("; verified: verified_fixed")
    assert words(checked, Language.CHINESE)[1].endswith("；核实：verified_fixed")
    assert bulletin("Bulletin", DAY, [Claim(make_figure("f", "640,000"), "reports")]).lines[0].flags == ()
