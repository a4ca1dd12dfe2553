"""Asks for pages of the web application with 140,000 people in 5,000 units and 5,000 openings, and writes a table.

Requests run in this process, one after the other, through every layer but the socket; each page is asked for
``--times`` times after a first time that is not counted, as an organiser of everything and as an officer of one
prefecture. Imports are measured once. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.web                       # SQLite in a temporary folder
    .venv/bin/python -m benchmarks.web --store postgresql    # one of its own, or that of GRASSROTA_DATABASE_URL
    .venv/bin/python -m benchmarks.web --people 5000 --times 5 --dry
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import os
import random
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import described, today

if TYPE_CHECKING:
    from django.test import Client

    from grassrota_web.access.actor import Actor

RESULTS = Path(__file__).parent / "results"
TARGET_MS = 150
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗"
SKILLS = ("wells", "maps", "nursing", "accounts")
GIVEN = "建国秀英志强桂兰玉梅小明海燕春生文华立新德福金凤"


def fill(people: int, units: int, openings: int, seed: int) -> None:
    """Fills the store by the verbs that a first run uses."""
    from grassrota import staff
    from grassrota.forms import Role
    from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
    from grassrota.posting.opening import Opening
    from grassrota_web.access.actor import Application
    from grassrota_web.orgs.load import Roster, load_roster

    chance = random.Random(seed)
    tree = [Unit("top", "全省 Province", Level.PROVINCE, UnitKind.ORGAN)]
    tree += [Unit(f"p{n}", f"Prefecture {n}", Level.PREFECTURE, UnitKind.ORGAN, "top") for n in range(20)]
    tree += [Unit(f"c{n}", f"County {n}", Level.COUNTY, UnitKind.ORGAN, f"p{n % 20}") for n in range(300)]
    rest = units - len(tree)
    tree += [Unit(f"o{n}", f"Bureau {n}", Level.DISTRICT, UnitKind.ORGAN, f"c{n % 300}") for n in range(rest // 2)]
    places = [
        Unit(f"t{n}", f"乡 Township {n}", Level.TOWNSHIP, UnitKind.PLACE, f"c{n % 300}")
        for n in range(rest - rest // 2)
    ]
    homes = [unit.id for unit in tree if unit.level == Level.DISTRICT]
    grades = [f"g{n}" for n in range(1, 13)]
    scale = staff.GradeScale(
        "bench", date(2000, 1, 1), tuple(staff.Grade(code, n + 1) for n, code in enumerate(grades))
    )
    names = [f"{chance.choice(SURNAMES)}{''.join(chance.sample(GIVEN, 2))}" for _ in range(people)]
    persons = tuple(
        staff.Person(
            f"n{n:06}", name, chance.choice(homes), chance.choice(grades), chance.randrange(40),
            surplus=chance.random() < 0.03, skills=frozenset(chance.sample(SKILLS, 2)),
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    wanted = tuple(
        Opening(f"w{n:05}", places[n % len(places)].id, chance.choice(list(Sector)), Role.FIELD_WORK, 1, 4)
        for n in range(openings)
    )
    exempt = tuple(
        staff.Exemption(person.id, chance.choice(list(staff.ExemptionReason)))
        for person in chance.sample(persons, people // 40)
    )
    roster = Roster(UnitTree((*tree, *places)), persons, wanted, scale, exempt)
    load_roster(Application(), roster, code="bench", title="Benchmark", opened_on=date(2026, 1, 1))


def signed_in(role: str, path: str) -> Client:
    """A client of somebody with a role whose second factor was shown."""
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    account = account_of(role, path)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    device, _made = TOTPDevice.objects.get_or_create(user=account, name="benchmark", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def account_of(role: str, path: str) -> Any:
    """An account with one role."""
    from grassrota_web.access.models import Account, Grant

    account, made = Account.objects.get_or_create(username=f"{role}-{path}", defaults={"name": role})
    if made:
        Grant.objects.create(account=account, role=role, path=path, since=date(2000, 1, 1))
    return account


def pages(county: str) -> Iterator[tuple[str, str]]:
    """What is asked for: words and address."""
    from django.urls import reverse

    from grassrota_web.orgs.models import Opening, Person, Unit

    middle = Person.objects.order_by("name", "pk")[Person.objects.count() // 2 :].first()
    prefecture = Unit.objects.get(code="p3")
    opening = Opening.objects.order_by("code")[Opening.objects.count() // 2 :].first()
    assert middle
    assert opening
    people, openings = reverse("orgs:people"), reverse("orgs:openings")
    yield "the tree", reverse("orgs:home")
    yield "units below a prefecture", reverse("orgs:below", args=[prefecture.pk])
    yield "find a unit", f"{reverse('orgs:find')}?q=Township 12"
    yield "a prefecture", prefecture.get_absolute_url()
    yield "people", people
    yield "people, in the middle", f"{people}?after={middle.pk}"
    yield "people, back from the middle", f"{people}?before={middle.pk}"
    yield "people of a county", f"{people}?unit={county}"
    yield "people of a prefecture, in the middle", f"{people}?unit=p3&after={middle.pk}"
    yield "people of a grade", f"{people}?grade=g3"
    yield "people exempt", f"{people}?exempt=yes"
    yield "people not exempt, surplus", f"{people}?exempt=no&surplus=yes"
    yield "people by part of a name", f"{people}?q=桂兰"
    yield "people by a name that nobody has", f"{people}?q=欧阳"
    yield "people by all filters", f"{people}?unit=p3&grade=g3&exempt=no&surplus=yes&q=王"
    yield "a person", middle.get_absolute_url()
    yield "a person to choose", f"{reverse('orgs:offer_person')}?second=王建"
    yield "exempt, by unit", reverse("orgs:shares")
    yield "openings", openings
    yield "openings, in the middle", f"{openings}?after={opening.pk}"
    yield "openings of a prefecture", f"{openings}?unit=p3&sector=rural"
    yield "openings by part of a place", f"{openings}?q=Township 99"
    yield "an opening", opening.get_absolute_url()
    yield "search everything", f"{reverse('orgs:search')}?q=建国"
    yield "first byte of people as CSV", f"{reverse('orgs:export', args=['people', 'csv'])}"


def asked(client: Client, url: str, times: int) -> list[float]:
    """Milliseconds of each answer, up to its first byte if it is streamed."""
    spent = []
    for number in range(times + 1):
        started = time.perf_counter()
        answer = client.get(url)
        if answer.streaming:
            next(iter(answer.streaming_content))  # type: ignore[attr-defined]
        took = (time.perf_counter() - started) * 1000
        answer.close()
        assert answer.status_code == 200, (url, answer.status_code)
        if number:
            spent.append(took)
    return spent


def p95(spent: list[float]) -> float:
    """The value that 19 of 20 do not exceed."""
    return sorted(spent)[max(0, math.ceil(0.95 * len(spent)) - 1)]


@contextmanager
def other_writes() -> Iterator[list[float]]:
    """Seconds that each of somebody else's writes takes meanwhile; there is one every twentieth of a second."""
    from django.db import connection

    from grassrota_web.access.models import Account

    spent: list[float] = []
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.05):
            started = time.perf_counter()
            Account.objects.filter(username="organiser-/").update(name="organiser")
            spent.append(time.perf_counter() - started)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield spent
    finally:
        over.set()
        writer.join()


def imports(people: int) -> Iterator[tuple[str, float, float]]:
    """Seconds of a whole list as the page and the worker handle it, and of the longest of others' writes meanwhile."""
    from grassrota.files.preview import Apply
    from grassrota_web.access.queries import actor_of
    from grassrota_web.jobs.worker import work_once
    from grassrota_web.orgs.actions.imports import bring_in, decide_import, decide_undo
    from grassrota_web.orgs.models import ImportState

    actor: Actor = actor_of(account_of("organiser", "/"), proven=True)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["编号", "姓名", "单位", "职务级别", "本单位工龄", "技能"])
    for number in range(people):
        writer.writerow(
            [
                f"x{number:06}",
                f"{SURNAMES[number % 20]}新{number % 97}",
                f"o{number % 2000}",
                f"g{number % 12 + 1}",
                number % 40,
                "maps;wells",
            ]
        )
    content = stream.getvalue().encode("gbk")
    batch = bring_in(actor, "people", "x.csv", content, later=True)
    for words, state, ask in (
        ("looked through", ImportState.READ, lambda: None),
        ("taken", ImportState.APPLIED, lambda: decide_import(actor, batch, Apply.ALL_OR_NOTHING)),
        ("undone", ImportState.UNDONE, lambda: decide_undo(actor, batch)),
    ):
        ask()
        started = time.perf_counter()
        with other_writes() as spent:
            assert work_once()
        yield words, time.perf_counter() - started, max(spent)
        batch.refresh_from_db()
        assert batch.state == state, (batch.state, batch.job and batch.job.result)


def measured(options: argparse.Namespace, say: Callable[[str], None]) -> list[str]:
    """The lines of the table."""
    from grassrota_web.orgs.models import Unit

    started = time.perf_counter()
    fill(options.people, options.units, options.openings, options.seed)
    say(f"filled in {time.perf_counter() - started:.0f} s")
    analysed()
    clients = [signed_in("organiser", "/"), signed_in("unit_officer", Unit.objects.get(code="p3").path)]
    lines = ["| page | everything: median | p95 | a prefecture: median | p95 |", "|---|---|---|---|---|"]
    for words, url in pages("c3") if options.times else ():
        spent = [asked(client, url, options.times) for client in clients if reachable(client, url)]
        cells = [f"{statistics.median(some):.0f} | {p95(some):.0f}" for some in spent]
        lines.append(f"| {words} | {' | '.join(cells + ['– | –'] * (2 - len(cells)))} |")
        slow = "  SLOW" if any(p95(some) > TARGET_MS for some in spent) else ""
        say(lines[-1] + slow)
    if options.imported:
        lines += ["", f"| {options.imported:,} new people | seconds | longest wait of another write |", "|---|---|---|"]
        for words, seconds, waited in imports(options.imported):
            lines.append(f"| {words} | {seconds:.0f} | {waited:.1f} |")
            say(lines[-1])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lines += ["", f"Peak memory of the process: {peak:,.0f} MiB."]
        say(lines[-1])
    return lines


def reachable(client: Client, url: str) -> bool:
    """Whether it is there for this client."""
    return client.get(url).status_code == 200


def analysed() -> None:
    """Lets the store count what it holds, as it does by itself in the course of a day."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def store(kind: str) -> Iterator[None]:
    """A store of its own with its tables, gone afterwards."""
    import warnings

    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="grassrota-benchmark-") as folder:
        os.environ["GRASSROTA_DATA"] = folder
        if kind == "postgresql" and not os.environ.get("GRASSROTA_DATABASE_URL"):
            from tests.web.postgresql import running_server

            os.environ["GRASSROTA_DATABASE_URL"] = running_server()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield
        from django.db import connection

        connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--openings", type=int, default=5_000)
    parser.add_argument("--imported", type=int, default=140_000, help="people in the list that is imported; 0 skips it")
    parser.add_argument("--times", type=int, default=20, help="requests a page; 0 skips the pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="print the table and write nothing")
    options = parser.parse_args()
    with store(options.store):
        lines = measured(options, lambda line: print(line, flush=True))
    size = f"{options.people:,} people, {options.units:,} units, {options.openings:,} openings"
    head = [
        f"# Pages of the web application on {'SQLite' if options.store == 'sqlite' else 'PostgreSQL'}",
        "",
        f"{size}; {options.times} requests each in one process, {today()}. {described('django')}.",
        f"`benchmarks/web.py` makes it. Milliseconds; at most {TARGET_MS} are wanted at the 95th percentile.",
        "",
    ]
    if not options.dry:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"web-{options.store}.md"
        path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    main()
