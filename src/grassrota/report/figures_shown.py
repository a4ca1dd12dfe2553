"""The figures of a bulletin: drawn on a common scale where their units agree, then each in words with its cautions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from grassrota.figures.bulletin import Bulletin, Line
from grassrota.figures.figure import Figure
from grassrota.figures.interval import Interval
from grassrota.figures.words import Language, figure_words, nearest, words
from grassrota.report.charts import Scale, Span, round_scale, spans
from grassrota.report.page import Block, Card, Cards, Cell, Exhibit, Prose, Section, Table
from grassrota.report.phrases import PHRASES, Phrases

PERCENT_SCALE = Scale(0.0, 1.0, tuple((n / 4, f"{25 * n}\u00a0%") for n in range(5)))


def figures_shown(bulletin: Bulletin, language: Language) -> Section:
    """One chart for shares, one for each unit, then a card for each figure."""
    phrases = PHRASES[language]
    figures = [line.figure for line in bulletin.lines]
    if not figures:
        return Section("figures", phrases.figures, (Prose(phrases.no_figures),))
    labels = {figure.id: figure.label for figure in figures}
    cards = Cards(tuple(_card(line, labels, bulletin.published, language) for line in bulletin.lines))
    charts = (*_shares(figures, phrases, language), *_counts(figures, phrases, language))
    return Section("figures", phrases.figures, (*charts, cards))


def span_table(caption: str, rows: tuple[tuple[str, Interval, str], ...], share: bool, phrases: Phrases) -> Table:
    """Label, words and both ends of each interval that a chart draws."""

    def ends(interval: Interval) -> tuple[str, str]:
        upper = phrases.no_end if interval.upper is None else nearest(interval.upper, share=share)
        return nearest(interval.lower, share=share), upper

    cells: tuple[tuple[Cell, ...], ...] = tuple((label, text, *ends(interval)) for label, interval, text in rows)
    return Table(caption, (phrases.figure, phrases.value, phrases.lower, phrases.upper), cells)


def drawn(label: str, interval: Interval, text: str, mark: Fraction | None = None) -> Span:
    """An interval as it is drawn."""
    return Span(label, text, interval.lower, interval.upper, interval.lower_open, interval.upper_open, mark)


def _shares(figures: list[Figure], phrases: Phrases, language: Language) -> tuple[Block, ...]:
    rows = []
    for figure in figures:
        share = figure.share()
        if share is not None:
            rows.append((figure.label, share, _short(share, language, share=True)))
    if not rows:
        return ()
    chart = [drawn(label, share, text) for label, share, text in rows]
    table = span_table(phrases.shares_drawn, tuple(rows), True, phrases)
    return (_exhibit("figure-shares", phrases.shares_drawn, chart, PERCENT_SCALE, phrases, table),)


def _counts(figures: list[Figure], phrases: Phrases, language: Language) -> tuple[Block, ...]:
    by_unit: dict[str, list[tuple[str, Interval, str]]] = defaultdict(list)
    for figure in figures:
        # a bare percentage has no count to draw: its hundred is nobody's
        if figure.numerator is not None and figure.denominator != Interval.exactly(100):
            by_unit[figure.unit].append(
                (figure.label, figure.numerator, _short(figure.numerator, language, share=False))
            )
    charts = []
    for number, (unit, rows) in enumerate(by_unit.items(), start=1):
        top = max(max(interval.lower, interval.upper or 0) for _, interval, _ in rows)
        scale = round_scale(top or 1, lambda value: f"{value:,.10g}")
        heading = phrases.counts_drawn.format(phrases.units.get(unit, unit))
        chart = [drawn(label, interval, text) for label, interval, text in rows]
        table = span_table(heading, tuple(rows), False, phrases)
        charts.append(_exhibit(f"figure-counts-{number}", heading, chart, scale, phrases, table))
    return tuple(charts)


def _exhibit(chart_id: str, heading: str, rows: list[Span], scale: Scale, phrases: Phrases, table: Table) -> Exhibit:
    sentence = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Exhibit(heading, spans(chart_id, heading, sentence, rows, scale), phrases.drawn_key, table)


def _short(interval: Interval, language: Language, *, share: bool) -> str:
    """An interval for beside a bar: one value, or two ends."""
    low = nearest(interval.lower, share=share)
    if interval.upper is None:
        return words(interval, language, share=share)
    high = nearest(interval.upper, share=share)
    if low == high:
        return low if interval.is_point else f"≈ {low}"
    return f"{low} – {high}"


def _card(line: Line, labels: Mapping[str, str], published: date, language: Language) -> Card:
    figure, phrases = line.figure, PHRASES[language]
    sentence = figure_words(figure, published, language)
    tags = [phrases.status[figure.status]]
    if figure.numerator is not None:
        tags.append(phrases.exact if figure.is_exact else phrases.approximate)
    details = [
        (phrases.scope, figure.scope.name),
        (phrases.source, figure.source),
        (phrases.evidence, line.evidence),
        (phrases.part_of, labels.get(figure.part_of, figure.part_of)),
        (phrases.form, figure.form),
    ]
    return Card(
        figure.label,
        tuple(tags),
        sentence.removeprefix(f"{figure.label}{phrases.colon}"),
        tuple((name, text) for name, text in details if text),
        tuple((str(flag), phrases.flags[flag]) for flag in line.flags),
    )
