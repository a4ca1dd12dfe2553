"""A worker that is killed while it searches: the job is taken up again, and there is one plan, not none and not two."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

PREPARE = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from grassrota.synth.rota import Size, rota
from grassrota_web.access.actor import Application
from grassrota_web.rotas.actions.plans import ask_for_plan
from tests.web.rotas.conftest import rotation_of
policy = rotation_of(rota(Size(people=800, units=12, openings=30, batches=4, townships=24), seed=1)).policies.get()
ask_for_plan(Application(), policy)
"""
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a store of its own, on the kind of store under test."""
    own = {**os.environ, "GRASSROTA_DATA": str(tmp_path), "GRASSROTA_JOB_LEASE_SECONDS": "1"}
    own |= {"PYTHONPATH": os.pathsep.join(sys.path), "DJANGO_SETTINGS_MODULE": "grassrota_web.config.settings"}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        own.pop("GRASSROTA_DATABASE_URL", None)
        yield own
        return
    import psycopg

    server = os.environ["GRASSROTA_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as store:
        store.execute("CREATE DATABASE killed")
    base, _slash, rest = server.rpartition("/")
    yield {**own, "GRASSROTA_DATABASE_URL": f"{base}/killed{rest[len(rest.split('?')[0]) :]}"}
    with psycopg.connect(server, autocommit=True) as store:
        store.execute("DROP DATABASE killed WITH (FORCE)")


@pytest.fixture
def ask(place: dict[str, str], tmp_path: Path) -> Ask:
    """Asks the store something from outside."""

    def rows(question: str) -> list[tuple[Any, ...]]:
        if "GRASSROTA_DATABASE_URL" in place:
            import psycopg

            with psycopg.connect(place["GRASSROTA_DATABASE_URL"]) as store:
                return list(store.execute(question))
        with closing(sqlite3.connect(tmp_path / "grassrota.sqlite3", timeout=30)) as store:
            return list(store.execute(question))

    return rows


def until(condition: Callable[[], bool], worker: subprocess.Popen[bytes], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert worker.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("after", [0.0, 0.3, 0.8, 1.5, 2.5])
def test_killed_while_it_searches_it_makes_one_plan(place: dict[str, str], ask: Ask, after: float) -> None:
    """Killed so many seconds into the search, with no chance to say so; the next worker brings the one plan."""
    subprocess.run([sys.executable, "-c", PREPARE], env=place, check=True, timeout=90)
    worker = [sys.executable, "-c", "from grassrota_web.config.commands.worker import worker; worker()"]
    with subprocess.Popen(worker, env=place) as first:
        until(lambda: ask("SELECT state FROM jobs_job") != [("waiting",)], first)
        time.sleep(after)
        first.send_signal(signal.SIGKILL)
    with subprocess.Popen(worker, env=place) as second:
        until(lambda: ask("SELECT state FROM jobs_job") == [("done",)], second)
        second.terminate()
    assert ask("SELECT number, violations FROM rotas_plan") == [(1, 0)]
    named = "SELECT person_id FROM rotas_assignment UNION ALL SELECT person_id FROM rotas_leftout"
    people = [row[0] for row in ask(named)]
    assert len(people) == len(set(people)) == 800
    kept = ask("SELECT COUNT(*) FROM journal_entry WHERE verb = 'rotas.keep_plan'")
    assert kept == [(1,)]
