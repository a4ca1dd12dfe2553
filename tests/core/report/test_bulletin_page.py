"""What the page of a bulletin says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.figures.bulletin import Bulletin
from grassrota.figures.figure import Status
from grassrota.figures.flag import Flag
from grassrota.figures.words import Language, figure_words
from grassrota.inspection.verdict import Verdict
from grassrota.inspection.words import Language as VerdictLanguage
from grassrota.inspection.words import words as verdict_words
from grassrota.opinions.ledger import Ledger
from grassrota.report.bulletin_page import bulletin_page
from grassrota.report.phrases import PHRASES

if TYPE_CHECKING:
    from tests.core.report.conftest import Element

Read = Callable[[str], "Element"]


def test_reported_stands_beside_confirmed_and_is_never_added(
    read: Read, report_002: Bulletin, opinions: Ledger
) -> None:
    """600 reported, 300 confirmed, 100 refuted, 200 not answered: separate bars, and no sum of them anywhere."""
    page = read(bulletin_page(report_002, opinions))
    assert page.all("h2")[0].text == "Reported beside confirmed"
    shown = page.named("What is said about the 1,000 opinions raised")
    assert shown == {
        "Reported fixed by the units": ["600", "60.0 %"],
        "Confirmed by those who raised them": ["300", "30.0 %"],
        "Refuted by those who raised them": ["100", "10.0 %"],
        "Reported, the raiser has not answered": ["200", "20.0 %"],
        "Closed for another reason, no fix": ["150", "15.0 %"],
        "Open": ["250", "25.0 %"],
    }
    assert not page.all("tfoot")
    # 300 of 600 if all who have not answered say no, 500 of 600 if all say yes
    assert "between 50.0 % and 83.3 % of the opinions reported fixed are truly fixed" in page.text


def test_without_answers_and_inspections_that_is_said(read: Read, report_002: Bulletin) -> None:
    """Nothing confirmed is no empty picture: the page says that no figure is surer than its status."""
    assert "no surer than its status" in read(bulletin_page(report_002)).text


@pytest.mark.parametrize("language", list(Language))
def test_every_figure_stands_in_words_with_its_marks(read: Read, report_002: Bulletin, language: Language) -> None:
    """Each card has the figure's own sentence with as-of date and age, its status, exactness, evidence and flags."""
    page = read(bulletin_page(report_002, language=language))
    phrases = PHRASES[language]
    cards = page.all("article")
    assert len(cards) == len(report_002.lines)
    for card, line in zip(cards, report_002.lines, strict=True):
        label = card.all("h3")[0].text
        assert f"{label}{phrases.colon}{card.all('p')[1].text}" == figure_words(
            line.figure, report_002.published, language
        )
        exact = phrases.exact if line.figure.is_exact else phrases.approximate
        assert [tag.text for tag in card.all("span")] == [phrases.status[line.figure.status], exact]
        assert line.evidence in card.text
        assert [code.text for code in card.all("code")] == [str(flag) for flag in line.flags]
    assert "1957-12-15" in page.text


def test_figures_of_one_unit_share_a_scale(read: Read, report_002: Bulletin) -> None:
    """1,035,000 to 1,045,000 and 640,000 up to 650,000 opinions are drawn on one scale; people stand apart."""
    page = read(bulletin_page(report_002))
    opinions = page.named("Counts: opinions")
    assert opinions["Opinions raised"][1:] == ["1,035,000", "1,045,000"]
    assert opinions["Opinions <fixed>"][1:] == ["640,000", "650,000"]
    assert list(page.named("Counts: people")) == ["全省已下放干部"]
    assert page.named("Shares")["Share fixed"][1:] == ["62.05 %", "62.15 %"]


def test_an_end_that_is_not_included_is_a_ring(read: Read, report_002: Bulletin) -> None:
    """640,000-odd ends before 650,000: its upper end is drawn open, its lower one filled."""
    chart = next(svg for svg in read(bulletin_page(report_002)).all("svg") if "Counts: opinions" in svg.text)
    row = next(group for group in chart.all("g") if "Opinions <fixed>" in group.text)
    assert [circle.attributes["class"] for circle in row.all("circle")] == ["end", "end open"]


@pytest.mark.parametrize("language", list(Language))
def test_verdicts_stand_in_words(
    read: Read, report_002: Bulletin, verdicts: tuple[Verdict, ...], language: Language
) -> None:
    """Every sentence of a verdict is on the page, and its bounds are drawn beside the reported share."""
    page = read(bulletin_page(report_002, verdicts=verdicts, language=language))
    items = [item.text for item in page.all("li")]
    for sentence in verdict_words(verdicts[0], VerdictLanguage(language.value)).split("\n"):
        assert sentence in items
    reported, low, high, received = page.named(PHRASES[language].verified)["u01"]
    assert (reported, received) == ("62.0%", "1,000")
    assert float(low[:-1]) <= verdicts[0].at_least / 10
    assert float(high[:-1]) >= verdicts[0].at_most / 10
    assert f"{low} – {high}" in next(svg.text for svg in page.all("svg") if "verified-title" in str(svg))


def test_checks_show_their_arithmetic(read: Read, report_002: Bulletin) -> None:
    """640,000 taken as exact clashes with 62.1 % of 1,040,000: 61.24 to 61.84 % is what it gives (report 002)."""
    text = read(bulletin_page(report_002)).text
    assert "These statements cannot all be true." in text
    assert "61.84" in text


def test_bounds_on_what_was_left_unsaid_are_drawn(read: Read, report_002: Bulletin) -> None:
    """Half and a third of the units have a figure: over 83.33 % of them, and under 16.67 % have none (report 002)."""
    page = read(bulletin_page(report_002))
    caption = next(c.text for c in page.all("caption") if c.text.startswith("What follows about"))
    bounds = page.named(caption)
    assert bounds["units with a figure"][1] == "83.33 %"
    assert bounds["units with no figure given"][2] == "16.67 %"
    assert any(item.text.startswith("Assumed: ") for item in page.all("li"))


def test_what_is_refused_is_listed_with_its_reason(read: Read, report_002: Bulletin) -> None:
    """A result without a number is refused, by label, code and reason."""
    refused = read(bulletin_page(report_002)).named("What is not said, and why")
    assert refused["Attendance"] == ["unquantified", "it was stated without a number"]


@pytest.mark.parametrize("language", list(Language))
def test_what_was_assumed_has_a_section(read: Read, report_002: Bulletin, language: Language) -> None:
    """Every sentence is an item under its heading, escaped; a bulletin that assumes nothing has no such heading."""
    heading = PHRASES[language].assumptions
    plain = read(bulletin_page(report_002, language=language))
    assert heading not in [found.text for found in plain.all("h2")]
    sentences = ("the <second> batch", "every finding was made up")
    html = bulletin_page(replace(report_002, assumed=sentences), language=language)
    assert "<second>" not in html
    page = read(html)
    assert heading in [found.text for found in page.all("h2")]
    (section,) = (part for part in page.all("section") if heading in [found.text for found in part.all("h2")])
    assert [item.text for item in section.all("li")] == list(sentences)


def test_an_empty_bulletin_has_a_page(read: Read) -> None:
    """Without figures, checks and refusals the page says so in either language."""
    empty = Bulletin("Nothing", date(1957, 12, 21), ())
    assert "No figure is published." in read(bulletin_page(empty)).text
    assert (
        "没有发布数字。"
        in read(bulletin_page(empty, Ledger(date(1957, 12, 15), 0, 0, 0, 0, 0, 0, 0), (), Language.CHINESE)).text
    )


def test_labels_are_escaped(report_002: Bulletin) -> None:
    """Markup in a title or a label stays text, in the chart as in the card."""
    html = bulletin_page(report_002)
    assert "<fixed>" not in html
    assert "<postings>" not in html
    assert html.count("Opinions &lt;fixed&gt;") >= 3


@pytest.mark.parametrize("language", list(Language))
def test_every_status_flag_and_outcome_has_words(language: Language) -> None:
    """No flag or status is shown without its meaning in either language."""
    phrases = PHRASES[language]
    assert set(phrases.status) == set(Status)
    assert set(phrases.flags) == set(Flag)


def test_the_page_is_in_its_language(read: Read, report_002: Bulletin) -> None:
    """A Chinese page says so, marks English sentences as English, and an English one marks Chinese labels."""
    chinese = read(bulletin_page(report_002, language=Language.CHINESE))
    assert chinese.all("html")[0].attributes["lang"] == "zh-Hans"
    assert chinese.all("h1")[0].attributes["lang"] == "en"
    english = read(bulletin_page(report_002))
    assert [h.attributes.get("lang") for h in english.all("h3") if "全省" in h.text] == ["zh"]
