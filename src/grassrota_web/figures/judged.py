"""The judgement of a bulletin as its page shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from grassrota.figures.consistency import Answer, Bound, check, unsaid
from grassrota.figures.interval import WHOLE_RANGE
from grassrota.figures.relations import measures
from grassrota.figures.statements import StatementSet
from grassrota.figures.words import Language, bounds_in_words, words
from grassrota.files.statement_table import STATEMENTS, table_lines
from grassrota_web.figures.spans import Bar, Span, drawn
from grassrota_web.figures.words import FLAGS, FOLLOWS

DRAWN = 10
"""Quantities in a picture; its table has all."""


def judged(given: StatementSet, language: Language) -> dict[str, Any]:
    """The verdict, the findings, the pictures, and every statement as it was read."""
    answer = check(replace(given, asks=(*given.asks, *unsaid(given, language))), language)
    telling = [bound for bound in answer.bounds if not _anything(bound)]
    return {
        "title": given.title,
        "source": given.source,
        "possible": answer.possible,
        "consistent": answer.consistent,
        "count": len(given.statements),
        "findings": [{"label": FLAGS[found.flag], "value": found} for found in answer.findings],
        "against": _against(answer, language) if answer.against else None,
        "unsaid": _unsaid(telling, language) if telling else None,
        "open": [bound.ask for bound in answer.bounds if _anything(bound)],
        "assumptions": answer.assumptions,
        "read": _read(given, language),
    }


def _against(answer: Answer, language: Language) -> dict[str, Any]:
    """What each clashing number would have to be, given the others."""
    rows, spans = [], []
    for one in answer.against:
        stated = words(one.stated, language, share=one.is_share)
        given = _("anything") if one.allowed is None else bounds_in_words(one.allowed, language, share=one.is_share)
        rows.append([{"text": one.statement}, {"text": one.name}, {"text": stated}, {"text": given}])
        bars = [Bar(_("says: %(number)s") % {"number": stated}, one.stated, True)]
        if one.allowed is not None:
            bars.append(Bar(_("the others leave: %(number)s") % {"number": given}, one.allowed, False))
        spans.append(Span(one.name, tuple(bars), one.is_share))
    return {
        "id": "against",
        "title": _("What each would have to be, given the others"),
        "summary": _(
            "Full bars: what is said. Outlined bars: what the other statements of the clash leave for it. "
            "Shares are on a scale from 0 to 100 %, each other number on its own."
        ),
        "svg": drawn(spans[:DRAWN]),
        "columns": [
            {"label": _("Statement")},
            {"label": _("Of what")},
            {"label": _("Says")},
            {"label": _("The others leave")},
        ],
        "rows": rows,
    }


def _unsaid(bounds: list[Bound], language: Language) -> dict[str, Any]:
    """What the statements allow of what they do not say."""
    told = [(bound, bounds_in_words(bound.interval, language, share=bound.is_share)) for bound in bounds]
    spans = [Span(bound.ask, (Bar(text, bound.interval, False),), bound.is_share) for bound, text in told[:DRAWN]]
    return {
        "id": "unsaid",
        "title": _("What was left unsaid"),
        "summary": _(
            "Each bar holds every value that the statements allow together; an arrow means that there is no end. "
            "Shares are on a scale from 0 to 100 %, each other number on its own."
        ),
        "svg": drawn(spans),
        "columns": [{"label": _("Of what")}, {"label": _("Can be")}, {"label": _("What is claimed of it")}],
        "rows": [[{"text": bound.ask}, {"text": text}, {"text": str(FOLLOWS[bound.follows])}] for bound, text in told],
    }


def _anything(bound: Bound) -> bool:
    interval = bound.interval
    return interval == WHOLE_RANGE if bound.is_share else interval.lower == 0 and interval.upper is None


def _read(given: StatementSet, language: Language) -> dict[str, Any]:
    """Every statement by its id, as it was worded and as it was understood."""
    header, *lines = table_lines(given, language)
    at = header.index(next(column for column in STATEMENTS if column.name == "id").label(language))
    kind = header.index(next(column for column in STATEMENTS if column.name == "kind").label(language))
    order = [at, *(place for place in range(len(header)) if place != at)]
    understood = ["; ".join(_understood(one, language)) for one in given.statements] + [""] * len(given.asks)
    return {
        "columns": [*({"label": header[place]} for place in order), {"label": _("Understood as")}],
        "rows": [
            [*({"text": line[place], "code": place == kind} for place in order), {"text": meant}]
            for line, meant in zip(lines, understood, strict=True)
        ],
    }


def _understood(statement: Any, language: Language) -> list[str]:
    return [words(measure.stated, language, share=measure.per is not None) for measure in measures(statement, language)]
