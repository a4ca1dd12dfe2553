"""Which requests somebody asks for: a span of days, services, a status, and a page of so many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from grassrota.errors import Faults
from grassrota_web.access.typed import typed

SPAN_DAYS = 90
MOST = 1000
"""Rows of one answer."""
FARTHEST = 200
"""Pages that can be asked for; beyond them the bulk export is quicker for everybody."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)", re.ASCII)
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from ``first`` to ``last``; a side that is None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for.

    Attributes:
        filed: Days on which the requests were filed.
        updated: Days on which they came to stand where they do.
        services: Codes; empty for all.
        ended: True for closed ones, False for open ones, None for both.
        page: The first is 1.
        each: Rows of a page.
    """

    filed: Days
    updated: Days
    services: frozenset[str]
    ended: bool | None
    page: int
    each: int


def read_window(given: Mapping[str, str], today: date) -> Window:
    """What an address asks for.

    Raises:
        BadInput: With every fault.
    """
    faults = Faults()
    filed = _within_span(_days(given, "start_date", "end_date", faults), today, faults)
    updated = _days(given, "updated_after", "updated_before", faults)
    statuses = _listed(given, "status")
    faults.unless(statuses <= {"open", "closed"}, "status", "open or closed", given.get("status"))
    page, each = _number(given, "page", 1, FARTHEST, faults), _number(given, "page_size", MOST, MOST, faults)
    faults.raise_if_any()
    ended = None if len(statuses) != 1 else statuses == {"closed"}
    return Window(filed, updated, _listed(given, "service_code"), ended, page, each)


def read_span(given: Mapping[str, str], today: date) -> tuple[Days, int, int]:
    """The days, the page and the rows of a page of a list of updates; raises as ``read_window`` does."""
    window = read_window({name: given.get(name, "") for name in ("start_date", "end_date", "page", "page_size")}, today)
    return window.filed, window.page, window.each


def _listed(given: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _within_span(days: Days, today: date, faults: Faults) -> Days:
    """The latest 90 days if nothing is said, and as many from the side that is."""
    span = timedelta(days=SPAN_DAYS)
    if days.first is None and days.last is None:
        return Days(today - span, today)
    if days.first is None or days.last is None:
        return Days(days.first or _moved(days.last, -span), days.last or _moved(days.first, span))
    apart = (days.last - days.first).days
    fix = "Ask for them in parts, or take bulk.csv."
    faults.unless(apart <= SPAN_DAYS, "end_date", f"at most {SPAN_DAYS} days after start_date", apart, fix)
    return days


def _moved(day: date | None, by: timedelta) -> date | None:
    try:
        return day + by if day else None
    except OverflowError:
        return day


def _days(given: Mapping[str, str], since: str, until: str, faults: Faults) -> Days:
    """The days whose beginning, as ``T00:00:00Z``, lies between two moments, both included."""
    first, last = _moment(given, since, faults), _moment(given, until, faults)
    begun = first is not None and first.time() != datetime.min.time()
    start = None if first is None else _moved(first.date(), timedelta(days=begun))
    return Days(start, last.date() if last else None)


def _moment(given: Mapping[str, str], name: str, faults: Faults) -> datetime | None:
    """A moment in UTC. A plus sign that was sent as it is arrives as a space."""
    text = re.sub(r" (?=\d\d:?\d\d$)", "+", given.get(name, "").strip())
    if not text:
        return None
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    faults.add(name, "a moment with its time zone, such as 2026-01-31T00:00:00Z", text)
    return None


def _number(given: Mapping[str, str], name: str, default: int, most: int, faults: Faults) -> int:
    text = given.get(name, "").strip()
    number = typed(text) if text else default
    right = number is not None and 0 < number <= most
    faults.unless(right, name, f"a number from 1 to {most}", text)
    return number if right and number else default
