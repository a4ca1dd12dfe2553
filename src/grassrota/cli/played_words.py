"""A played rotation in words and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from grassrota.cli.numbers import counted
from grassrota.figures.bulletin import words as bulletin_words
from grassrota.inspection.conflict_words import conflict_words
from grassrota.inspection.words import percent
from grassrota.inspection.words import words as verdict_words
from grassrota.opinions.resolution import Resolution
from grassrota.play.before_after import PlaceCompared
from grassrota.play.main import Inspected, Played
from grassrota.play.write import bulletin_json

FEW = 4
"""Up to so many verdicts, conflicts and shortfalls are told one by one; of more, some and a count."""


def played_words(played: Played) -> Iterator[str]:
    """The bulletin with what was assumed, the verdicts and the shortfalls."""
    title, *lines = bulletin_words(played.bulletin)
    yield title
    yield f"Source: {played.rotation.source}"
    yield from (f"  {line}" for line in lines)
    if played.inspected is not None:
        yield from _verdicts(played.inspected)
    yield from _shortfalls(played)
    if played.compared:
        yield ""
        yield from _first(_compared(place) for place in played.compared)
        yield f"  {played.compared[0].compared.caution}"


def played_json(played: Played) -> dict[str, Any]:
    """The same as plain data, every verdict and shortfall included."""
    inspected = played.inspected
    return {
        "bulletin": bulletin_json(played.bulletin),
        "verdicts": [
            {"unit": v.claim.unit, "outcome": str(v.outcome), "at_least": v.at_least, "at_most": v.at_most}
            for v in (inspected.verdicts if inspected else ())
        ],
        "conflicts": [
            {"unit": c.unit, "missing": c.missing, "days": c.days, "per_day": c.per_day}
            for c in (inspected.conflicts if inspected else ())
        ],
        "shortfalls": [
            {
                "as_of": s.as_of.isoformat(),
                "person": s.person,
                "done": s.done,
                "quota": s.quota,
                "shortfall": s.shortfall,
            }
            for s in (played.carried.shortfalls if played.carried else ())
        ],
    }


def _shortfalls(played: Played) -> Iterator[str]:
    rotation = played.rotation
    if rotation.quota_year is None or played.carried is None:
        return
    yield ""
    for day in rotation.as_of:
        short = [status for status in played.carried.shortfalls if status.as_of == day]
        who = counted(len(short), "person", "people") if short else "nobody"
        yield f"As planned on {day}, {who} will miss the quota of field days of {rotation.quota_year}."
        yield from _first(f"  {s.person}: {s.done} of {s.quota} days, {s.shortfall} short" for s in short)


def _compared(place: PlaceCompared) -> str:
    before, after = (_half(found) for found in (place.compared.before, place.compared.after))
    taken_on = counted(place.handed_over, "open case")
    return f"{place.place}: {before} for cases from before {place.arrived_on}, {after} since; {taken_on} handed over."


def _half(found: Resolution) -> str:
    if not found.claimed_fixed:
        return "no fix claimed"
    if found.half.days is None:
        return "less than half claimed fixed"
    latest = "no end" if found.half.latest is None else str(found.half.latest)
    return f"half claimed fixed within {found.half.days} days ({found.half.earliest} to {latest}, 95 %)"


def _verdicts(inspected: Inspected) -> Iterator[str]:
    verdicts = inspected.verdicts
    yield ""
    if len(verdicts) <= FEW:
        for verdict in verdicts:
            yield f"Inspection of {verdict.claim.unit}: {verdict.outcome}"
            yield from (f"  {line}" for line in verdict_words(verdict).splitlines())
    else:
        counts = Counter(str(verdict.outcome) for verdict in verdicts)
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()))
        yield f"Inspection of {len(verdicts):,} units: {told}."
        risk = max(max(v.design.hypotheses.alpha, v.design.hypotheses.beta) for v in verdicts)
        by_chance = int(risk * len(verdicts))
        yield f"At a risk of {percent(risk)} a unit, up to about {by_chance:,} of these may be wrong by chance."
    if inspected.conflicts:
        yield f"{counted(len(inspected.conflicts), 'unit')} cannot meet both gate and deadline:"
        yield from _first(f"  {conflict_words(conflict)}" for conflict in inspected.conflicts)


def _first(lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield from found[:FEW]
    if len(found) > FEW:
        yield f"  and {len(found) - FEW:,} more"
