"""Cases at full size: rows and leaves durable, search ready and quick, and lifecycles from raising to closing."""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks.machine import described

THINGS = ("水井", "食堂", "道路", "仓库", "学校", "卫生所", "电话", "桥梁", "水渠", "宿舍")
FAULTS = ("坏了三个月没有人来修", "一直没有人管", "账目不清", "又贵又少", "下雨就不能用", "门常常锁着")
SEARCHED = ("食堂", "水井", "桥", "没有人", "卫生所 账目", "宿")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--lifecycles", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-lifecycle-") as folder:
        set_up(folder, options.store)
        yield f"# Cases with {options.opinions:,} opinions in {options.store}"
        yield ""
        yield described("django")
        yield ""
        yield "| what | target | measured |"
        yield "|---|---|---|"
        yield from _rows(options)


def _rows(options: argparse.Namespace) -> Iterator[str]:
    from grassrota_web.access.models import Account

    fill(options.units)
    seconds, cases = append_days(options.opinions, options.units, options.seed)
    yield f"| durable rows, receipts and leaves of {options.opinions:,} | 120 s | {seconds - cases:.0f} s |"
    yield f"| their cases, each with its chain, first receiver and days | | {cases:.0f} s |"
    seconds = _index()
    yield f"| search ready | 900 s | {seconds:.0f} s |"
    officer = Account.objects.get(username="officer").pk
    times = sorted(_searches(str(officer)))
    p95 = times[int(len(times) * 0.95)]
    yield f"| search as one types, p95 of {len(times)} | 100 ms | {p95 * 1000:.0f} ms |"
    yield f"| search, median | | {statistics.median(times) * 1000:.0f} ms |"
    done, seconds = _lifecycles(options.lifecycles, options.workers)
    yield f"| lifecycles with {options.workers} workers, none lost of {done:,} | 40/s | {done / seconds:.0f}/s |"


def set_up(folder: str, store: str) -> None:
    """An installation with all tables and nothing in them."""
    os.environ["GRASSROTA_DATA"] = folder
    if store == "postgresql" and not os.environ.get("GRASSROTA_DATABASE_URL"):
        from tests.web.postgresql import running_server

        os.environ["GRASSROTA_DATABASE_URL"] = running_server()
    os.environ["DJANGO_SETTINGS_MODULE"] = "grassrota_web.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def fill(units: int) -> None:
    """A tree of units, and an officer and an organiser of the whole of it."""
    from grassrota_web.access.models import Account, Grant
    from grassrota_web.orgs.models import Unit

    top = Unit.objects.create(code="top", name="Province", level="province", kind="organ", path="/1/")
    Unit.objects.filter(pk=top.pk).update(path=f"/{top.pk}/")
    known = {"level": "county", "kind": "organ", "parent": top}
    rows = [Unit(code=f"u{number}", name=f"County {number}", path=f"{number}", **known) for number in range(units)]
    made = Unit.objects.bulk_create(rows)
    for row in made:
        row.path = f"/{top.pk}/{row.pk}/"
    Unit.objects.bulk_update(made, ["path"], batch_size=500)
    for name, role in (("officer", "unit_officer"), ("organiser", "organiser")):
        account = Account.objects.create(username=name, name=name)
        Grant.objects.create(account=account, role=role, path="/", since=date(2020, 1, 1))


def append_days(count: int, units: int, seed: int) -> tuple[float, float]:
    """Appends as the day's work does, day by day; texts of about 170 characters, one in ten names no organ.

    Returns:
        Seconds of the work, and of these what opening the cases took.
    """
    from django.db import transaction

    from grassrota_web.intake import above
    from grassrota_web.intake.actions.days_work import append
    from grassrota_web.intake.convert import NewOpinion
    from grassrota_web.opinions.opening import open_cases
    from grassrota_web.orgs.models import Unit

    keys = list(Unit.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    chance = random.Random(seed)
    days, begun, spent, cases = 52, _today() - timedelta(days=60), 0.0, [0.0]

    def timed(opinions: Sequence[NewOpinion]) -> None:
        _look_at_references()
        started = time.perf_counter()
        open_cases(opinions)
        _look_at_references()
        cases[0] += time.perf_counter() - started

    above.APPENDED[above.APPENDED.index(open_cases)] = timed
    for number in range(days):
        size = count // days + (number < count % days)
        filed = [_filed(chance, keys, begun + timedelta(days=number)) for _ in range(size)]
        started = time.perf_counter()
        with transaction.atomic():
            append(begun + timedelta(days=number), filed)
        spent += time.perf_counter() - started
    above.APPENDED[above.APPENDED.index(timed)] = open_cases
    return spent, cases[0]


def _look_at_references() -> None:
    """Has PostgreSQL look now, and not at the end, at what the rows so far refer to: each part bears its own."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.check_constraints()


def _filed(chance: random.Random, keys: list[int], day: date, addressed: bool | None = None) -> Any:
    from grassrota_web.intake.entries import Filed, Filing

    place = chance.choice(keys)
    words = "。".join(f"{chance.choice(THINGS)}{chance.choice(FAULTS)}，第{chance.randrange(900)}号" for _ in range(10))
    to = place if (chance.random() < 0.9 if addressed is None else addressed) else None
    return Filed(
        digest=f"{chance.getrandbits(256):064x}",
        day=day,
        salt=chance.randbytes(32),
        filing=Filing(words=words, place_words="here", place=place, addressed=to),
    )


def _index() -> float:
    from django.db import transaction

    from grassrota_web.opinions.queries.search import index_some

    started, made = time.perf_counter(), 1
    while made:
        with transaction.atomic():
            made = index_some(20_000)
    return time.perf_counter() - started


def _searches(account: str) -> list[float]:
    from grassrota_web.opinions.queries.search import search

    actor, times = _actor(account), []
    for words in SEARCHED:
        for end in range(1, len(words) + 1):
            for _ in range(5):
                started = time.perf_counter()
                search(actor, words[:end])
                times.append(time.perf_counter() - started)
    return times


def _lifecycles(count: int, workers: int) -> tuple[int, float]:
    """Raises so many, and lets the workers take each from routing to its end; every one must have arrived there.

    Workers are up before the clock begins, as those of a server are.
    """
    from django.db import transaction

    from grassrota_web.access.models import Account
    from grassrota_web.intake.actions.days_work import append
    from grassrota_web.opinions.models import Case
    from grassrota_web.orgs.models import Unit

    keys = list(Unit.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    yesterday, chance = _today() - timedelta(days=1), random.Random(count)
    filed = [_filed(chance, keys, yesterday, addressed=False) for _ in range(count)]
    accounts = [str(Account.objects.get(username=name).pk) for name in ("organiser", "officer")]
    context = get_context("spawn")
    up = context.Barrier(workers + 1)
    with context.Pool(workers, initializer=_set_up_worker, initargs=(up,)) as pool:
        up.wait()
        started = time.perf_counter()
        with transaction.atomic():
            append(yesterday, filed)
        cases = list(Case.objects.filter(owner=None, opened_on=yesterday).values_list("pk", flat=True))[:count]
        pool.starmap(_live, [(accounts, [str(key) for key in cases[part::workers]]) for part in range(workers)])
        seconds = time.perf_counter() - started
    closed = Case.objects.filter(pk__in=cases, closed_on__isnull=False).count()
    if closed != len(cases):
        raise SystemExit(f"{len(cases) - closed} of {len(cases)} cases did not come to their end")
    return closed, seconds


def _set_up_worker(up: Barrier) -> None:
    import django

    django.setup()
    up.wait()


def _live(accounts: list[str], keys: list[str]) -> None:
    """Routes, acknowledges, looks into, claims, answers and closes each of these cases."""
    from uuid import UUID

    from django.db import transaction

    from grassrota.opinions.entries import ClosingReason
    from grassrota_web.intake import above
    from grassrota_web.intake.models import Answer, Opinion, Said
    from grassrota_web.opinions.actions import closing, replies, routing

    organiser, officer = (_actor(account) for account in accounts)
    today = _today()
    for text in keys:
        key = UUID(text)
        routing.route(organiser, key, "u1")
        replies.acknowledge(officer, key, "We are looking into it.")
        closing.investigate(officer, key, "It is broken.")
        closing.claim(officer, key, ClosingReason.FIXED, "a new pump", today, ("a photograph",))
        opinion = Opinion.objects.get(raised__case=key)
        with transaction.atomic():
            answer = Answer.objects.create(opinion=opinion, number=1, day=today, said=Said.FIXED)
            for hear in above.ANSWERED:
                hear([answer])
        closing.close(officer, key)


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _actor(account: str) -> Any:
    from grassrota_web.access.models import Account
    from grassrota_web.access.queries import actor_of

    return actor_of(Account.objects.get(pk=account), proven=True)
