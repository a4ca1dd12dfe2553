"""One claim and what was found of it: nothing before its verdict is given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import get_language

from grassrota.inspection.design import Outcome
from grassrota.inspection.many import Naming
from grassrota.inspection.verdict import Verdict
from grassrota.inspection.words import Language, words_of_many
from grassrota.inspection.words import words as told
from grassrota_web.inspections import convert, words
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.inspections.picture import walk


def given(row: Claim) -> dict[str, Any] | None:
    """The verdict in words and as a picture; None before it is given, and of a list that has none."""
    if row.concluded_on is None:
        return None
    visits = list(row.visits.filter(case__isnull=False))
    found = counting(row)
    verdict = convert.verdict(row, visits, found)
    seconds = {visit.case_id for visit in visits if visit.turn == 2}
    thirds = {visit.case_id for visit in visits if visit.turn == 3}
    return {
        "outcome": words.OUTCOMES[verdict.outcome],
        "tag": words.TAGS[verdict.outcome],
        "sentences": told(_called(verdict, row.unit.name), language()).splitlines(),
        "chart": walk(verdict),
        "verdict": verdict,
        "seconds": len(seconds),
        "agreed": len(seconds) - len(thirds),
    }


def of_many(row: Round) -> list[str]:
    """What may be said of all units of a round together, once it has ended: refuting each alone would slander some."""
    if row.ended_on is None:
        return []
    rows = list(row.claims.exclude(outcome="").select_related("unit").defer("listed"))
    evidence = {f"{one.unit.name} ({one.unit.code})": one.evidence or 0.0 for one in rows}
    refuted = sum(one.outcome == Outcome.REFUTED for one in rows)
    return words_of_many(evidence, refuted, Naming(len(rows)), language()).splitlines() if rows else []


def _called(verdict: Verdict, name: str) -> Verdict:
    """A verdict that calls its unit as people do, and not by its code."""
    return replace(verdict, claim=replace(verdict.claim, unit=name))


def language() -> Language:
    """The language in which the core speaks to whoever reads."""
    return Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH


def tag(row: Claim) -> dict[str, Any]:
    """How far a claim is, as ``components/status_tag.html`` shows it."""
    if row.outcome:
        outcome = Outcome(row.outcome)
        return {"status": words.TAGS[outcome], "word": words.OUTCOMES[outcome]}
    return {"status": "blocked" if row.refusal else "planned", "word": ""}
