"""Reported beside confirmed: what units say, what raisers answer and what inspections verify, never added up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from grassrota.figures.interval import Interval
from grassrota.figures.words import Language
from grassrota.inspection.verdict import Verdict
from grassrota.inspection.words import Language as VerdictLanguage
from grassrota.inspection.words import percent as rounded_down
from grassrota.inspection.words import words as verdict_words
from grassrota.opinions.ledger import Ledger
from grassrota.report.charts import Bar, Tone, bars, spans
from grassrota.report.figures_shown import PERCENT_SCALE, drawn
from grassrota.report.page import Block, Exhibit, Folded, Items, Prose, Section, Table, percent
from grassrota.report.phrases import PHRASES, Phrases

TONES = (Tone.HATCHED, Tone.SOLID, Tone.CROSSED, Tone.HOLLOW, Tone.HOLLOW, Tone.HOLLOW)


def reported_confirmed(ledger: Ledger | None, verdicts: Sequence[Verdict], language: Language) -> Section:
    """The first picture of a bulletin."""
    phrases = PHRASES[language]
    blocks: list[Block] = [Prose(phrases.beside_lead)]
    if ledger is not None and ledger.raised:
        blocks += _ledger(ledger, phrases)
    if verdicts:
        blocks.append(_verified(verdicts, phrases))
    if len(blocks) == 1:
        blocks.append(Prose(phrases.nobody_asked))
    return Section("beside", phrases.beside, tuple(blocks))


def verdict_section(verdicts: Sequence[Verdict], language: Language) -> Section:
    """Each verdict in words: the question, both risks, the sample, silence, bounds, and what would change it."""
    phrases = PHRASES[language]
    blocks = tuple(
        Folded(
            f"{verdict.claim.unit}{phrases.colon}{phrases.outcomes[verdict.outcome]}",
            (Items(tuple(verdict_words(verdict, VerdictLanguage(language.value)).split("\n"))),),
            is_open=True,
        )
        for verdict in verdicts
    )
    return Section("verdicts", phrases.verdicts, blocks)


def _ledger(ledger: Ledger, phrases: Phrases) -> list[Block]:
    counts = (
        ledger.claimed, ledger.confirmed, ledger.refuted, ledger.unanswered, ledger.otherwise_closed, ledger.open
    )  # fmt: skip
    rows = tuple(
        (name, count, percent(count, ledger.raised)) for name, count in zip(phrases.states, counts, strict=True)
    )
    chart = [
        Bar(name, phrases.of_raised.format(f"{count:,}", share), count, room=ledger.raised, tone=tone)
        for (name, count, share), tone in zip(rows, TONES, strict=True)
    ]
    heading = phrases.by_opinion.format(f"{ledger.raised:,}")
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in chart)
    table = Table(heading, (phrases.state, phrases.opinions, phrases.share), rows)
    blocks: list[Block] = [Exhibit(heading, bars("ledger", heading, words, chart), phrases.by_opinion_key, table)]
    blocks.append(Prose(phrases.reopened.format(ledger.as_of, f"{ledger.reopened:,}")))
    if ledger.claimed:
        low, high = ledger.confirmed, ledger.confirmed + ledger.unanswered
        blocks.append(Prose(phrases.raisers_bounds.format(percent(low, ledger.claimed), percent(high, ledger.claimed))))
    return blocks


def _verified(verdicts: Sequence[Verdict], phrases: Phrases) -> Exhibit:
    rows, chart = [], []
    for verdict in verdicts:
        claim, received = verdict.claim, verdict.claim.received
        low, high = Fraction(verdict.at_least, received), Fraction(verdict.at_most, received)
        share = Fraction(claim.claimed, received)
        text = f"{rounded_down(low)} – {_rounded_up(high)}{phrases.comma}{phrases.reported.format(rounded_down(share))}"
        chart.append(drawn(claim.unit, Interval.closed(low, high), text, share))
        rows.append((claim.unit, rounded_down(share), rounded_down(low), _rounded_up(high), received))
    words = "; ".join(f"{span.label}: {span.text}" for span in chart)
    svg = spans("verified", phrases.verified, words, chart, PERCENT_SCALE)
    return Exhibit(
        phrases.verified, svg, phrases.verified_key, Table(phrases.verified, phrases.verified_units, tuple(rows))
    )


def _rounded_up(share: Fraction) -> str:
    """An upper bound with one decimal, rounded so that it stays one."""
    return f"{float(Fraction(ceil(share * 1000), 10)):.1f}%"
