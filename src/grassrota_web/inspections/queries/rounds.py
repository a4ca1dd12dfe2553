"""Rounds as the office sees them: how far each is, and how many visits are made; never which."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.inspections import days, lots
from grassrota_web.inspections.looks import LOOKS, to_settle
from grassrota_web.inspections.models import Claim, Round, Visit
from grassrota_web.inspections.queries.verdicts import tag


def question(row: Round) -> list[tuple[str, str]]:
    """What was fixed beforehand, as labels and values."""
    return [
        (_("Lists of"), date_format(row.as_of)),
        (_("Chance"), f"{row.source}, {date_format(row.chance_on)}"),
        (_("Tolerance"), percent(row.tolerance)),
        (_("An honest unit may have wrong"), percent(row.grace)),
        (_("Risk of confirming a false claim"), percent(row.alpha)),
        (_("Risk of refuting an honest one"), percent(row.beta)),
        (_("Fixed cases that may stay without an answer"), percent(row.failed)),
        (_("Cases that inspectors may wrongly take as fixed"), percent(row.passed)),
        (_("Looked at twice"), percent(row.second)),
        (_("Decoys"), percent(row.decoys)),
        (_("Closures that looked odd, looked at besides"), _beside(row)),
    ]


def _beside(row: Round) -> str:
    if not row.most_flagged:
        return percent(row.flagged)
    return _("%(share)s, at most %(most)s of a unit") % {"share": percent(row.flagged), "most": row.most_flagged}


def percent(rate: str) -> str:
    """A share that is kept as a fraction, in percent."""
    return f"{float(Fraction(rate) * 100):g} %"


def state(row: Round) -> dict[str, str]:
    """How far a round is, as ``components/status_tag.html`` shows it."""
    if row.ended_on:
        return {"status": "done", "word": _("ended")}
    if row.drawn_on:
        return {"status": "doing", "word": _("visits under way")}
    if days.is_missed(row):
        return {"status": "late", "word": _("its day has passed")}
    if row.frozen_on:
        return {"status": "listed", "word": _("lists frozen")}
    return {"status": "planned", "word": _("planned")}


def _made(row: Round) -> dict[Any, int]:
    """For each claim, how many visits were made; decoys are among them, and what looked odd."""
    counts = Visit.objects.filter(claim__round=row, done_on__isnull=False).values_list("claim").order_by()
    return dict(counts.annotate(count=Count("pk")))


def open_looks(row: Round) -> dict[Any, int]:
    """For each claim, how many looks at drawn cases are still to be made."""
    waiting = Visit.objects.filter(LOOKS, claim__round=row, done_on=None)
    return dict(waiting.values_list("claim").annotate(count=Count("pk")).order_by())


def claims(row: Round) -> list[dict[str, Any]]:
    """The lists of a round, with how far each is.

    How many visits were made is told with the verdict: before, further ones would tell that some cases failed.
    """
    made, waiting = _made(row), open_looks(row)
    unsettled = set(to_settle(row).values_list("pk", flat=True)) if row.drawn_on else set()
    rows = Claim.objects.filter(round=row).select_related("unit").defer("listed")
    return [
        {
            "row": one,
            "tag": tag(one),
            "visits": made.get(one.pk) if one.settled_on else None,
            "open": bool(waiting.get(one.pk)),
            "ready": one.pk in unsettled and not waiting.get(one.pk),
        }
        for one in rows
    ]


def without_inspector(row: Round) -> int:
    """How many visits wait for somebody who is free of conflicts."""
    return 0 if row.drawn_on is None or row.ended_on else len(lots.stranded(row, lots.inspectors(row, ())))


def steps(row: Round, may_end: bool) -> list[dict[str, Any]]:
    """What there is to do in a round, in order, as ``components/task_list.html`` shows it."""
    today, missed = timezone.localdate(), days.is_missed(row)
    sides = dict(row.members.values_list("side").annotate(count=Count("pk")).order_by())
    teams = len(sides) == 2
    return [
        _step(_("Name those from among whom teams are drawn"), "teams/", bool(teams), not row.drawn_on),
        _step(
            _("Freeze the lists"),
            "freeze/",
            bool(row.frozen_on),
            row.as_of <= today and not row.frozen_on and not missed,
            _("on %(day)s, by itself with the work of the day") % {"day": date_format(row.as_of)},
        ),
        _step(
            _("Draw"),
            "draw/",
            bool(row.drawn_on),
            bool(row.frozen_on) and not row.drawn_on and row.chance_on <= today and teams and not missed,
            _("when chance has spoken on %(day)s") % {"day": date_format(row.chance_on)},
        ),
        _step(_("Give each verdict"), "#lists", may_end or bool(row.ended_on), bool(row.drawn_on) and not row.ended_on),
        _step(_("End the round and publish its key"), "end/", bool(row.ended_on), may_end and not row.ended_on),
    ]


def _step(title: str, url: str, done: bool, open_now: bool, hint: str = "") -> dict[str, Any]:
    status = "done" if done else "todo" if open_now else "blocked"
    return {"title": title, "url": url if open_now else "", "status": status, "hint": hint if not done else ""}
