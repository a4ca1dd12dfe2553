"""Lets users go about the whole application at the same time, and tells how long they wait and what fails.

Each has a session, a role and a place of their own, signs in, and goes ways of ``users_parts/ways.py`` over real HTTP
against ``grassrota serve``: pages of figures, lists, search, plan boards, cases, inspections and what is public, and
writes as well: opinions filed by anybody and at the counter, work on cases, days in the field. Between two pages they
think, ten seconds on average: mostly less, sometimes up to a minute. They come one by one within five minutes, since
whoever signs in has a password hashed; then the time begins that counts. The data is the demonstration's; it is made
if it is not there.

Why no tool: locust, which everybody knows, brings some twenty packages (gevent and flask among them) for what two
hundred threads that mostly sleep do as well; here each user reads the page to find where to go next, which is most of
the program with any tool. Requests, which the tests have anyway, does cookies and redirects.

    .venv/bin/python -m benchmarks.users                              # half an hour
    .venv/bin/python -m benchmarks.users --minutes 4 --folder KEPT --dry
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.machine import described, today
from benchmarks.parts import RESULTS
from benchmarks.served import Server, machine_held, served
from benchmarks.users_parts.browsing import Asked, Browser, Over
from benchmarks.users_parts.crowd import Somebody, crowd
from benchmarks.users_parts.ways import WAYS

TARGET = 0.3
SETTLING = 60.0
"""Seconds after the last one came, in which what piled up meanwhile is done."""
NAMED = 20
"""Kinds of faults that are named."""


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-users-") as passing:
        folder = Path(options.folder or passing)
        people = _prepared(folder, options)
        yield f"# {options.users} users of the whole application for {options.minutes:g} minutes"
        yield ""
        yield described("django", "granian", "requests")
        yield ""
        with served(options.workers, GRASSROTA_INTAKE_WITHOUT_WORK=str(10**9)) as server:
            yield from _told(options, *_gone_about(options, server, people))


def _prepared(folder: Path, options: argparse.Namespace) -> list[Somebody]:
    os.environ["GRASSROTA_DATA"] = str(folder)
    if not (folder / "demonstration").exists():
        command = [sys.executable, "-c", "from grassrota.cli import main; main()", "setup", "--demo"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    os.environ["DJANGO_SETTINGS_MODULE"] = "grassrota_web.config.settings"
    import django
    from django.db import connection

    django.setup()
    found = crowd(options.users, options.seed)
    connection.close()
    return found


def _gone_about(
    options: argparse.Namespace, server: Server, people: Sequence[Somebody]
) -> tuple[list[Asked], dict[str, float]]:
    """All that was asked for once everybody was there, and what the processors did meanwhile."""
    over, home = threading.Event(), f"http://127.0.0.1:{server.port}"
    browsers = [Browser(home, random.Random(f"{options.seed}-{one.number}"), options.pause, over) for one in people]
    gaps = [options.coming * place / len(people) for place in range(len(people))]
    threads = [
        threading.Thread(target=_use, args=(*pair, gap), daemon=True)
        for *pair, gap in zip(browsers, people, gaps, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(options.coming + SETTLING)
    begun, spent = time.perf_counter(), _processors(server)
    time.sleep(options.minutes * 60)
    ended, spent = time.perf_counter(), {key: value - spent[key] for key, value in _processors(server).items()}
    over.set()
    for thread in threads:
        thread.join(90)
    asked = [one for browser in browsers for one in browser.asked]
    signing = [one for one in asked if one.kind == "sign in"]
    counted = [one for one in asked if begun <= one.begun < ended and one.kind != "sign in"]
    return [*signing, *counted], {**spent, "seconds": ended - begun}


def _use(browser: Browser, who: Somebody, gap: float) -> None:
    """One user from coming to going."""
    if browser.over.wait(gap):
        return
    try:
        if who.username:
            page = browser.get("form to sign in", "/sign-in/")
            given = {"username": who.username, "password": "grassrota-demo"}
            browser.send("sign in", "/sign-in/", page, given)
        while True:
            browser.chance.choice(WAYS[who.role])(browser)
    except Over:
        return


def _processors(server: Server) -> dict[str, float]:
    return {"server": server.held, "users": time.process_time(), "machine": machine_held()}


def _told(options: argparse.Namespace, asked: Sequence[Asked], spent: dict[str, float]) -> Iterator[str]:
    counted = [one for one in asked if one.kind != "sign in"]
    faults = Counter(one.fault for one in asked if one.fault)
    seconds, cores = spent["seconds"], len(os.sched_getaffinity(0))
    held = {**spent, "others": spent["machine"] - spent["server"] - spent["users"]}
    server, users, others = (f"{held[one] / seconds:.2f}" for one in ("server", "users", "others"))
    yield (
        f"The demonstration in SQLite, {options.workers} processes of `grassrota serve` and its worker, users on the "
        f"same machine. They came within {options.coming:g} s and then thought {options.pause:g} s on average between "
        f"two pages. In the {seconds:.0f} s that count, of {cores} processors the server held {server}, the users "
        f"{users} and all else {others}."
    )
    yield ""
    yield "| what | asked for | median | p95 | longest |"
    yield "|---|---|---|---|---|"
    by_kind = defaultdict(list)
    for one in asked:
        by_kind[one.kind].append(one.seconds)
    for kind in sorted(by_kind):
        yield _line(kind, by_kind[kind])
    yield _line(f"**all but signing in** (wanted: p95 of {TARGET * 1000:.0f} ms)", [one.seconds for one in counted])
    yield ""
    yield (
        f"{len(counted) / seconds:.1f} pages a second, each {spent['server'] / len(counted) * 1000:.0f} ms of a "
        f"processor. Errors: {sum(faults.values())} (wanted: 0)."
    )
    for fault, count in faults.most_common(NAMED):
        yield f"- {count} x {fault}"


def _line(words: str, times: Sequence[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    median = statistics.median(ordered)
    return (
        f"| {words} | {len(ordered):,} | {median * 1000:.0f} ms | {p95 * 1000:.0f} ms | {ordered[-1] * 1000:.0f} ms |"
    )


def main() -> None:
    """Reads the command line, measures, and writes the table while it is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--coming", type=float, default=300.0, help="seconds before that, within which they come")
    parser.add_argument("--pause", type=float, default=10.0, help="seconds that somebody thinks, on average")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    parser.add_argument("--folder", default="", help="where the demonstration is kept, or made, for a further run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="print the table and write nothing")
    options = parser.parse_args()
    lines = []
    for line in measured(options):
        lines.append(line)
        print(line, flush=True)
    said = f"--users {options.users} --minutes {options.minutes:g} --workers {options.workers}"
    lines += ["", f"{today()}, by `python -m benchmarks.users {said}`."]
    if not options.dry:
        (RESULTS / "users.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
