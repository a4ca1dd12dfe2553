"""The page of a bulletin: reported beside confirmed first, then figures, verdicts, checks, and what is not said."""

from __future__ import annotations

from collections.abc import Sequence

from grassrota.figures.bulletin import Bulletin
from grassrota.figures.consistency import Answer, Bound
from grassrota.figures.words import Language, bounds_in_words
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.ledger import Ledger
from grassrota.report.charts import spans
from grassrota.report.figures_shown import PERCENT_SCALE, drawn, figures_shown, span_table
from grassrota.report.page import Block, Exhibit, Items, Page, Prose, Section, Table, render
from grassrota.report.phrases import PHRASES, Phrases
from grassrota.report.reported_confirmed import reported_confirmed, verdict_section


def bulletin_page(
    bulletin: Bulletin,
    ledger: Ledger | None = None,
    verdicts: Sequence[Verdict] = (),
    language: Language = Language.ENGLISH,
) -> str:
    """The bulletin as one self-contained HTML file.

    Ages are counted to the day of publication. Reasons and the sentences of checks are in English in either language.

    Args:
        bulletin: What is published, and what was refused.
        ledger: Opinions by who says what; None if there are none to show.
        verdicts: Verdicts of inspections of units' claims.
        language: English or Simplified Chinese.
    """
    phrases = PHRASES[language]
    sections = [reported_confirmed(ledger, verdicts, language), figures_shown(bulletin, language)]
    if verdicts:
        sections.append(verdict_section(verdicts, language))
    if bulletin.checks:
        blocks = [
            block for number, answer in enumerate(bulletin.checks, 1) for block in _check(answer, number, phrases)
        ]
        sections.append(Section("checks", phrases.checks, tuple(blocks)))
    sections.append(_refused(bulletin, phrases))
    if bulletin.assumed:
        sections.append(Section("assumed", phrases.assumptions, (Items(bulletin.assumed),)))
    return render(
        Page(
            language.value,
            phrases.kicker,
            bulletin.title,
            (phrases.published.format(bulletin.published),),
            tuple(sections),
            phrases.footer,
            phrases.contents,
            phrases.as_table,
        )
    )


def _check(answer: Answer, number: int, phrases: Phrases) -> list[Block]:
    """The judgement, its findings, the bounds on what was left unsaid, and what was assumed."""
    blocks: list[Block] = [Prose(f"{answer.title} – {phrases.possible if answer.possible else phrases.impossible}")]
    if answer.findings:
        found = tuple(f"{finding.flag}: {finding.words}" for finding in answer.findings)
        blocks.append(Items(found, lang="en"))
    shares = tuple(bound for bound in answer.bounds if bound.is_share)
    if shares:
        blocks.append(_bounds(answer.title, shares, number, phrases))
    counts = tuple(
        f"{bound.ask}{phrases.colon}{bounds_in_words(bound.interval)}{phrases.follows[bound.follows]}"
        for bound in answer.bounds
        if not bound.is_share
    )
    if counts:
        blocks.append(Items(counts))
    claimed = [bound for bound in shares if bound.follows is not None]
    if claimed:
        blocks.append(Items(tuple(f"{bound.ask}{phrases.follows[bound.follows]}" for bound in claimed)))
    if answer.assumptions:
        blocks.append(Items(tuple(phrases.assumed.format(assumption) for assumption in answer.assumptions)))
    return blocks


def _bounds(title: str, bounds: tuple[Bound, ...], number: int, phrases: Phrases) -> Exhibit:
    heading = phrases.bounds.format(title)
    told = [(bound, bounds_in_words(bound.interval, share=True)) for bound in bounds]
    chart = [drawn(bound.ask, bound.interval, text) for bound, text in told]
    rows = tuple((bound.ask, bound.interval, text + phrases.follows[bound.follows]) for bound, text in told)
    words = "; ".join(f"{label}: {text}" for label, _, text in rows)
    svg = spans(f"bounds-{number}", heading, words, chart, PERCENT_SCALE)
    return Exhibit(heading, svg, f"{phrases.bounds_key} {phrases.drawn_key}", span_table(heading, rows, True, phrases))


def _refused(bulletin: Bulletin, phrases: Phrases) -> Section:
    rows = tuple((line.label, line.code, line.reason) for line in bulletin.refused)
    block: Block = (
        Table(phrases.refused, phrases.refused_columns, rows, wraps=True) if rows else Prose(phrases.nothing_refused)
    )
    return Section("refused", phrases.refused, (block,))
