"""The ledger of figures: what a day's reading costs, how quick figures of any day are, and counting everything anew."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from benchmarks.machine import described
from benchmarks.opinions_parts import lifecycle

TIMES = 40
"""Pages asked for, one after the other."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-figures-") as folder:
        lifecycle.set_up(folder, options.store)
        yield f"# Figures of {options.opinions:,} opinions and {options.people:,} people in {options.store}"
        yield ""
        yield described("django")
        yield ""
        yield f"One process, one request at a time; all opinions are at {options.units:,} units directly below one."
        yield ""
        yield "| what | wanted | measured |"
        yield "|---|---|---|"
        lifecycle.fill(options.units)
        staff(options.people)
        lifecycle.append_days(options.opinions, options.units, options.seed)
        yield from _rows()


def staff(count: int) -> None:
    """So many people, shared out evenly over the units."""
    from grassrota_web.orgs.models import Person, Unit

    keys = list(Unit.objects.filter(parent__isnull=False).order_by("pk").values_list("pk", flat=True))
    known = ((f"n{number}", keys[number % len(keys)]) for number in range(count))
    rows = (Person(code=code, name=f"Person {code}", unit_id=unit, grade="clerk") for code, unit in known)
    Person.objects.bulk_create(rows, batch_size=10_000)


def _rows() -> Iterator[str]:
    from django.utils import timezone

    from grassrota_web.access.actor import Application
    from grassrota_web.access.models import Account
    from grassrota_web.access.queries import actor_of
    from grassrota_web.figures.actions.reading import read_day
    from grassrota_web.figures.grouped import counted_by_store
    from grassrota_web.figures.queries import asof
    from grassrota_web.figures.queries.verified import verify
    from grassrota_web.orgs.models import Unit

    today = timezone.localdate()
    begun = today - timedelta(days=1)
    seconds, reading = _timed(lambda: read_day(Application(), begun))
    yield f"| the first reading, {reading.changes:,} changes | | {seconds:.1f} s |"
    seconds, reading = _timed(lambda: read_day(Application(), today))
    yield f"| the next day's reading, {reading.changes:,} changes | | {seconds:.1f} s |"
    seconds, _ = _timed(lambda: counted_by_store(today))
    yield f"| everything counted anew from rows by the store | 60 s | {seconds:.1f} s |"
    seconds, found = _timed(verify)
    said = "the ledger holds" if found.holds else "the ledger does not hold"
    yield f"| hashes, totals and everything counted one by one: {said} | | {seconds:.1f} s |"
    actor = actor_of(Account.objects.get(username="organiser"), proven=True)
    units = list(Unit.objects.all())
    spent = sorted(_timed(lambda: asof.counts(actor, units, begun))[0] for _ in range(5))
    yield f"| all figures of {len(units):,} units as of a day, median of 5 | 0.2 s | {statistics.median(spent):.2f} s |"
    county = Unit.objects.filter(parent__isnull=False).order_by("pk")[0]
    seconds = _page(f"/figures/units/{county.pk}/")
    yield f"| page of one county, p95 of {TIMES} | 100 ms | {seconds * 1000:.0f} ms |"


def _page(address: str) -> float:
    """Seconds of the ninety-fifth percentile of requests, without the network."""
    from django.conf import settings

    from grassrota_web.access.models import Account
    from tests.web.conftest import open_session

    settings.ALLOWED_HOSTS = ["*"]
    client = open_session(Account.objects.get(username="organiser"))
    client.get(address)
    spent = sorted(_timed(lambda: client.get(address))[0] for _ in range(TIMES))
    return spent[int(TIMES * 0.95)]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result
