"""The page of themes: the largest first, with how each grew and where; no opinion is shown on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from grassrota.opinions.themes.copies import Copies
from grassrota.opinions.themes.theme import Theme
from grassrota.report.charts import Bar, bars
from grassrota.report.page import Block, Exhibit, Fact, Facts, Page, Prose, Section, Table, counted, render

DRAWN = 20
"""Themes in the picture."""
LEAST = 5
"""Opinions below which a theme or a place is not named: fewer could tell of somebody."""
_HEADER = ("Theme", "Opinions", "Different", "Before", "Lately", "Places")


def themes_page(found: Sequence[Theme], same: Sequence[Copies], texts: int, as_of: date, days: int) -> str:
    """The themes as one self-contained HTML file, in English.

    Args:
        found: Themes, the largest first.
        same: Groups of copies, the largest first.
        texts: How many opinions there are in all.
        as_of: The day up to which they count.
        days: Length of each of the two periods of growth.
    """
    large = [theme for theme in found if theme.size >= LEAST]
    lines = (f"{texts:,} opinions up to {as_of}; lately means the last {days} days, before the {days} days before.",)
    sections = (
        Section("summary", "In brief", (_brief(large, same, texts), _caution())),
        Section("themes", "Themes", (*_named(large), _small(len(found) - len(large)))),
        Section("copies", "Copies", (_copies(same),)),
    )
    footer = "Made by Grassrota. This page is one file and loads nothing."
    return render(Page("en", "Themes of opinions", "Themes", lines, sections, footer))


def _brief(large: Sequence[Theme], same: Sequence[Copies], texts: int) -> Facts:
    inside = sum(theme.size for theme in large)
    repeated = sum(len(group.ids) - 1 for group in same)
    return Facts(
        (
            Fact("Themes", f"{len(large):,}", f"of {LEAST} opinions or more"),
            Fact("In a theme", f"{inside:,}", f"of {counted(texts, 'opinion', 'opinions')}"),
            Fact("Copies", f"{repeated:,}", "opinions that repeat another; each counts in its theme"),
        )
    )


def _caution() -> Prose:
    words = (
        "A theme is a guess of a machine. How often it is right is known only once people have judged pairs of its "
        "opinions. A label has words that at least five different opinions have. Many opinions are no measure of "
        "blame, and few are no success."
    )
    return Prose(words)


def _named(large: Sequence[Theme]) -> tuple[Block, ...]:
    return (_picture(large), _table(large)) if large else (Prose(f"No theme has {LEAST} opinions or more."),)


def _picture(large: Sequence[Theme]) -> Exhibit:
    shown = large[:DRAWN]
    key = "Bar: opinions lately. Mark: opinions in the period before."
    rows = [
        Bar(_name(one), f"{one.growth.after:,}, before {one.growth.before:,}", one.growth.after, one.growth.before)
        for one in shown
    ]
    chart = bars("growth", "How the largest themes grow", key, rows)
    table = tuple((_name(one), one.growth.before, one.growth.after) for one in shown)
    caption = "Opinions before and lately"
    return Exhibit("How the largest themes grow", chart, key, Table(caption, ("Theme", "Before", "Lately"), table))


def _table(large: Sequence[Theme]) -> Table:
    rows = tuple(
        (_name(one), one.size, one.different, one.growth.before, one.growth.after, len(one.places)) for one in large
    )
    return Table("Themes, the largest first", _HEADER, rows, shaded=frozenset({1}))


def _small(count: int) -> Prose:
    return Prose(f"{counted(count, 'smaller theme is', 'smaller themes are')} not named.")


def _copies(same: Sequence[Copies]) -> Table:
    rows = tuple((group.leader, len(group.ids), group.exact) for group in same if len(group.ids) >= LEAST)
    return Table(f"Texts that {LEAST} opinions or more repeat", ("Leader", "Opinions", "To the letter"), rows)


def _name(theme: Theme) -> str:
    return " · ".join(theme.label) or f"theme {theme.number}, no words in common"
