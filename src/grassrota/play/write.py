"""What a played rotation leaves behind: plan, postings, verdicts, and the bulletin as words, data and page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grassrota.figures.bulletin import Bulletin, Line, words
from grassrota.figures.consistency import to_json
from grassrota.figures.interval import Interval
from grassrota.figures.words import bounds_in_words, figure_words
from grassrota.files.plan import write_plan
from grassrota.files.tables import write_table, written
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.ledger import ledger
from grassrota.play.main import Carried, Inspected, Played
from grassrota.posting.steps import Posting
from grassrota.report.bulletin_page import bulletin_page
from grassrota.report.plan_page import plan_page

POSTING = ("person", "home_unit", "opening", "batch", "role", "state")
STEPS = ("listed_on", "departed_on", "arrived_on", "returned_on", "closed_on")
VERDICT = (
    *("unit", "as_of", "received", "claimed", "listed", "outcome", "at_least", "at_most", "visited", "longest"),
    *("fixed", "not_fixed", "unlisted", "silent", "false_at", "honest_at", "alpha", "beta", "list_hash"),
)


def write_played(played: Played, folder: Path) -> None:
    """Writes a folder; each file appears whole or not at all.

    ``plan/``, ``plan.html`` and ``postings.csv`` are there if there was a problem, ``verdicts.csv`` if there was an
    inspection; ``bulletin.txt``, ``bulletin.json`` and ``bulletin.html`` always.
    """
    if played.carried is not None:
        _write_carried(played.carried, folder)
    if played.inspected is not None:
        _write_verdicts(played.inspected, folder / "verdicts.csv")
    _write(folder / "bulletin.txt", "\n".join(words(played.bulletin)) + "\n")
    _write(folder / "bulletin.html", _page(played))
    content = json.dumps(bulletin_json(played.bulletin), ensure_ascii=False, indent=2)
    _write(folder / "bulletin.json", content + "\n")


def bulletin_json(bulletin: Bulletin) -> dict[str, Any]:
    """The bulletin as plain data; ends of intervals as numbers, None for no end."""
    return {
        "title": bulletin.title,
        "published": bulletin.published.isoformat(),
        "lines": [_line_json(line, bulletin) for line in bulletin.lines],
        "refused": [{"label": line.label, "code": line.code, "reason": line.reason} for line in bulletin.refused],
        "checks": [to_json(answer) for answer in bulletin.checks],
        "assumed": list(bulletin.assumed),
    }


def _write_carried(carried: Carried, folder: Path) -> None:
    write_plan(carried.plan, carried.problem, folder / "plan")
    header = (*POSTING, "first_day", "last_day", *STEPS)
    write_table(folder / "postings.csv", header, (_posting_cells(posting) for posting in carried.postings))
    _write(folder / "plan.html", plan_page(carried.problem, carried.plan))


def _posting_cells(posting: Posting) -> list[object]:
    known = [getattr(posting, name) for name in POSTING]
    taken = [getattr(posting, name) for name in STEPS]
    return [*known, posting.turn.first, posting.turn.last, *taken]


def _write_verdicts(inspected: Inspected, path: Path) -> None:
    rows = (_verdict_cells(verdict) for verdict in inspected.verdicts)
    write_table(path, VERDICT, ([cells[name] for name in VERDICT] for cells in rows))


def _verdict_cells(verdict: Verdict) -> dict[str, object]:
    claim, design = verdict.claim, verdict.design
    asked = design.hypotheses
    counted = ("outcome", "at_least", "at_most", "visited", "fixed", "not_fixed", "unlisted", "silent")
    return {
        **{name: getattr(claim, name) for name in ("unit", "as_of", "received", "claimed", "list_hash")},
        **{name: getattr(verdict, name) for name in counted},
        **{name: getattr(asked, name) for name in ("false_at", "honest_at", "alpha", "beta")},
        "listed": len(claim.cases),
        "longest": design.longest,
    }


def _page(played: Played) -> str:
    counts = ledger(played.opinions.cases, played.rotation.as_of[-1]) if played.opinions is not None else None
    verdicts = played.inspected.verdicts if played.inspected is not None else ()
    return bulletin_page(played.bulletin, counts, verdicts)


def _line_json(line: Line, bulletin: Bulletin) -> dict[str, Any]:
    figure = line.figure
    coverage = figure.coverage and {"reporting": figure.coverage.reporting, "units": figure.coverage.units}
    return {
        "id": figure.id,
        "label": figure.label,
        "numerator": _interval_json(figure.numerator),
        "denominator": _interval_json(figure.denominator),
        "unit": figure.unit,
        "status": str(figure.status),
        "scope": {"name": figure.scope.name, "kind": figure.scope.kind},
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
        "counted_by": figure.counted_by,
        "coverage": coverage,
        "evidence": line.evidence,
        "verified_by": line.verified_by,
        "flags": [str(flag) for flag in line.flags],
        "words": figure_words(figure, bulletin.published),
    }


def _interval_json(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {
        "lower": _number(interval.lower),
        "upper": None if interval.upper is None else _number(interval.upper),
        "lower_open": interval.lower_open,
        "upper_open": interval.upper_open,
        "words": bounds_in_words(interval),
    }


def _number(value: Any) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _write(path: Path, text: str) -> None:
    with written(path) as stream:
        stream.write(text)
