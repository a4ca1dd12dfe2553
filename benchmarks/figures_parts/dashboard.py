"""The page of figures: how quick a server gives it to several clients, a browser paints it, and all units roll up."""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figures_parts.ledger import staff
from benchmarks.machine import described
from benchmarks.opinions_parts import lifecycle
from benchmarks.served import served

MIDDLE = 60
"""Units between the top and the counties."""
TIMES = 7
Times = Mapping[str, list[float]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--readings", type=int, default=8, help="days that are read, the last of them today")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0, help="for which clients ask")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds for which somebody looks at a page")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    parser.add_argument("--paints", type=int, default=7)
    parser.add_argument("--folder", default="", help="where the data is kept for a further run; SQLite alone")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-dashboard-") as passing:
        folder = Path(options.folder or passing)
        folder.mkdir(exist_ok=True)
        lifecycle.set_up(str(folder), options.store)
        rows = f"{options.opinions:,} opinions and {options.people:,} people"
        yield f"# The page of figures over {rows} in {options.store}"
        yield ""
        yield described("django", "granian")
        yield ""
        yield (
            f"{options.units:,} counties in {MIDDLE} prefectures of one province; a quarter of the people is away. "
            f"{options.readings} days were read. The server has {options.workers} processes; clients, browser, store "
            "and server share the machine."
        )
        yield ""
        yield "| what | wanted | measured |"
        yield "|---|---|---|"
        if not (folder / "filled").exists():
            fill(options)
            yield from readings(options.readings)
            (folder / "filled").touch()
        yield from _roll_up()
        yield from _served(options)


def fill(options: argparse.Namespace) -> None:
    """Units, people, who is away, and opinions."""
    lifecycle.fill(options.units)
    staff(options.people)
    _between()
    _away()
    lifecycle.append_days(options.opinions, options.units, options.seed)
    _stand()


def _between() -> None:
    """Prefectures between the top and the counties."""
    from grassrota_web.orgs.models import Unit

    counties = list(Unit.objects.filter(parent__isnull=False).order_by("pk"))
    top = Unit.objects.get(parent=None)
    made = []
    for number in range(MIDDLE):
        name = f"Prefecture {number}"
        row = Unit.objects.create(
            code=f"p{number}", name=name, level="prefecture", kind="organ", parent=top, path=f"p{number}"
        )
        row.path = f"{top.path}{row.pk}/"
        row.save()
        made.append(row)
    for number, county in enumerate(counties):
        county.parent = made[number % MIDDLE]
        county.path = f"{county.parent.path}{county.pk}/"
    Unit.objects.bulk_update(counties, ["path", "parent"], batch_size=500)


def _away() -> None:
    """A rotation to which a quarter of the staff departed, each to a place of its own county."""
    from grassrota.rota import policy as core
    from grassrota.turns import Batch
    from grassrota_web.orgs import convert
    from grassrota_web.orgs.models import Grade, GradeScale, HostAnswer, Opening, Person, Rotation, Unit
    from grassrota_web.postings.models import Posting
    from grassrota_web.rotas.convert.policy import text_of
    from grassrota_web.rotas.models import Policy

    today, top = _today(), Unit.objects.get(parent=None)
    scale = GradeScale.objects.create(version="1", valid_from=date(2020, 1, 1))
    Grade.objects.create(scale=scale, code="clerk", rank=1, titles=["clerk"])
    opened = today - timedelta(days=100)
    rotation = Rotation.objects.create(code="r", title="R", home=top, hosts=top, scale=scale, opened_on=opened)
    value = core.Policy("R", convert.scale(scale), (Batch(1, opened, opened + timedelta(days=4), 40),))
    Policy.objects.create(rotation=rotation, number=1, text=text_of(value), made_on=opened)
    known = {"rotation": rotation, "sector": "rural", "role": "field_work", "low": 1, "high": 9}
    openings = {
        unit.pk: Opening(code=unit.code, place=unit, answer=HostAnswer.CONSENTED, answered_on=opened, **known)
        for unit in Unit.objects.filter(level="county")
    }
    Opening.objects.bulk_create(openings.values(), batch_size=10_000)
    gone = {"rotation": rotation, "batch": 1, "form": "turn40", "role": "field_work", "listed_on": opened}
    rows = (
        Posting(
            person_id=person,
            home_unit_id=unit,
            opening=openings[unit],
            first_day=opened,
            last_day=today,
            departed_on=opened + timedelta(days=person % 90),
            **gone,
        )
        for person, unit in Person.objects.values_list("pk", "unit")
        if person % 4 == 0
    )
    Posting.objects.bulk_create(rows, batch_size=10_000)


def _stand() -> None:
    """Half of the cases claimed, and some of these answered: set in the rows, so that all figures count something."""
    from grassrota_web.opinions.models import Case

    days = list(Case.objects.order_by("opened_on").values_list("opened_on", flat=True).distinct())
    for number, day in enumerate(days):
        state = ("open", "claimed", "confirmed", "refuted")[number % 4]
        Case.objects.filter(opened_on=day).update(state=state)


def readings(count: int) -> Iterator[str]:
    """So many days are read, a week apart, the last of them today."""
    from grassrota_web.access.actor import Application
    from grassrota_web.figures.actions.reading import read_day

    started = time.perf_counter()
    for back in range(7 * (count - 1), -1, -7):
        read_day(Application(), _today() - timedelta(days=back))
    yield f"| a day's reading, mean of {count} | | {(time.perf_counter() - started) / count:.1f} s |"


def _roll_up() -> Iterator[str]:
    from grassrota_web.figures.queries import asof
    from grassrota_web.figures.queries.floors import against_floors
    from grassrota_web.orgs.models import Unit

    actor, units = _organiser(), list(Unit.objects.all())
    for words, back in (("today", 0), ("four weeks ago", 28)):
        day = _today() - timedelta(days=back)
        told = _median(partial(asof.counts, actor, units, day))
        yield f"| all figures of {len(units):,} units as of {words}, median of {TIMES} | 200 ms | {told} |"
    top = next(unit for unit in units if unit.parent_id is None)
    told = _median(partial(against_floors, actor, top, _today()))
    yield f"| absence against the floors of all offices, median of {TIMES} | | {told} |"


def _median(work: Callable[[], object]) -> str:
    """How long some work takes, and for how long of that it held the processor."""
    spent = []
    for _ in range(TIMES):
        started, held = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - started, time.process_time() - held))
    took, held = (statistics.median(column) * 1000 for column in zip(*spent, strict=True))
    return f"{took:.0f} ms, processor {held:.0f} ms"


def _served(options: argparse.Namespace) -> Iterator[str]:
    cookie, addresses = _session(), _addresses()
    with served(options.workers, "--no-worker") as server:
        _asked(server.port, cookie, addresses, options.clients, 3, 0, options.seed)
        for pause in (options.pause, 0.0):
            before = server.held
            found = _asked(server.port, cookie, addresses, options.clients, options.seconds, pause, options.seed)
            spent = (server.held - before) / sum(map(len, found.values()))
            how = f"{pause:g} s between pages" if pause else "none of whom waits between pages"
            for kind in sorted(found):
                yield _line(f"page of {kind}, {options.clients} clients, {how}", found[kind], "")
            every = [one for times in found.values() for one in times]
            yield _line(f"all pages, {options.clients} clients, {how}", every, "100 ms")
            yield f"| processor time of the server a page, {how} | | {spent * 1000:.0f} ms |"
        yield from _painted(server.port, cookie, addresses, options.paints)


def _line(words: str, times: Sequence[float], wanted: str) -> str:
    ordered = sorted(times)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    median = statistics.median(ordered)
    return f"| {words}: p95 of {len(ordered):,}, median | {wanted} | {p95 * 1000:.0f} ms, {median * 1000:.0f} ms |"


def _addresses() -> Mapping[str, Sequence[str]]:
    from grassrota_web.figures.models import Reading
    from grassrota_web.orgs.models import Unit

    days = [day.isoformat() for day in Reading.objects.values_list("day", flat=True)]
    chance = random.Random(1)
    found: dict[str, list[str]] = {}
    for kind, level in (("the province", "province"), ("a prefecture", "prefecture"), ("a county", "county")):
        keys = list(Unit.objects.filter(level=level).order_by("pk").values_list("pk", flat=True))
        found[kind] = [f"/figures/units/{chance.choice(keys)}/?on={chance.choice(days)}" for _ in range(200)]
    return found


def _asked(
    port: int,
    cookie: str,
    addresses: Mapping[str, Sequence[str]],
    clients: int,
    seconds: float,
    pause: float,
    seed: int,
) -> Times:
    """How long each page took, by kind, as each client asks one after the other."""
    found: dict[str, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds

    def ask(number: int) -> None:
        chance = random.Random(f"{seed}-{number}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(chance.random() * pause)
        while time.perf_counter() < until:
            kind = chance.choice(sorted(addresses))
            started = time.perf_counter()
            connection.request("GET", chance.choice(addresses[kind]), headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{kind}: {answer.status}")
            found[kind].append(time.perf_counter() - started)
            time.sleep(pause * 2 * chance.random())

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    return found


def _painted(port: int, cookie: str, addresses: Mapping[str, Sequence[str]], times: int) -> Iterator[str]:
    """From the request to the first paint with anything in it, each time in a browser that kept nothing."""
    from playwright.sync_api import sync_playwright

    name, _, value = cookie.partition("=")
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for kind, known in addresses.items():
            spent = []
            for number in range(times):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
                page = context.new_page()
                # until its parts are there too, or the next page would wait for what nobody reads any more
                page.goto(f"http://127.0.0.1:{port}{known[number]}", wait_until="networkidle")
                spent.append(page.evaluate(paint))
                context.close()
            yield f"| first paint of the page of {kind}, median of {times} | 1 s | {statistics.median(spent):.0f} ms |"
        browser.close()


def _session() -> str:
    from django.conf import settings

    from grassrota_web.access.models import Account
    from tests.web.conftest import open_session

    settings.ALLOWED_HOSTS = ["*"]
    client = open_session(Account.objects.get(username="organiser"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _organiser() -> Any:
    from grassrota_web.access.models import Account
    from grassrota_web.access.queries import actor_of

    return actor_of(Account.objects.get(username="organiser"), proven=True)


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()
