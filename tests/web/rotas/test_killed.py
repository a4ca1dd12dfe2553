"""A worker that is killed while it searches: the job is taken up again, and there is one plan, not none and not two."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.web.installation import Installation

PREPARE = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
from grassrota.synth.rota import Size, rota
from grassrota_web.access.actor import Application
from grassrota_web.jobs.actions import ask
from grassrota_web.rotas.actions.plans import TASK, ask_for_plan
from tests.web.rotas.conftest import rotation_of
policy = rotation_of(rota(Size(people=250, units=6, openings=10, batches=4, townships=8), seed=1)).policies.get()
first = ask_for_plan(Application(), policy, gap_per_mille=20)
for _ in range(4):
    ask(TASK, first.title, asked_by="", path=first.path, **first.arguments)
"""

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def place(set_up: Installation) -> Installation:
    """A store of its own, whose jobs are taken over after a second."""
    set_up.environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "GRASSROTA_JOB_LEASE_SECONDS": "1"}
    return set_up


@pytest.fixture
def ask(place: Installation) -> Ask:
    """Asks the store something from outside."""

    def rows(question: str) -> list[tuple[Any, ...]]:
        if address := place.environment.get("GRASSROTA_DATABASE_URL"):
            with psycopg.connect(address) as store:
                return list(store.execute(question))
        with closing(sqlite3.connect(place.folder / "grassrota.sqlite3", timeout=30)) as store:
            return list(store.execute(question))

    return rows


def _has_come_to(ask: Ask, done: int) -> bool:
    """True once so many searches are done and one more was begun."""
    begun = ask("SELECT COUNT(*) FROM jobs_job WHERE attempt > 0")[0][0]
    return bool(begun > done <= ask("SELECT COUNT(*) FROM jobs_job WHERE state = 'done'")[0][0])


def until(condition: Callable[[], bool], worker: subprocess.Popen[bytes], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert worker.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)


def test_killed_five_times_while_it_searches_it_makes_five_plans(place: Installation, ask: Ask) -> None:
    """Five searches; each worker ends what the one before left, and is killed so many seconds into the next."""
    subprocess.run([sys.executable, "-c", PREPARE], env=place.environment, check=True, timeout=90)
    worker = [sys.executable, "-c", "from grassrota_web.config.commands.worker import worker; worker()"]
    for number, after in enumerate((0.0, 0.1, 0.3, 0.5, 0.8)):
        with subprocess.Popen(worker, env=place.environment) as killed:
            until(partial(_has_come_to, ask, number), killed)
            time.sleep(after)
            killed.send_signal(signal.SIGKILL)
    with subprocess.Popen(worker, env=place.environment) as last:
        until(lambda: ask("SELECT COUNT(*) FROM jobs_job WHERE state = 'done'") == [(5,)], last)
        last.terminate()
    assert sorted(ask("SELECT number, violations FROM rotas_plan")) == [(number, 0) for number in range(1, 6)]
    assert ask("SELECT COUNT(DISTINCT job) FROM rotas_plan") == [(5,)]
    named = "SELECT plan_id, person_id FROM rotas_assignment UNION ALL SELECT plan_id, person_id FROM rotas_leftout"
    people = ask(named)
    assert len(people) == len(set(people)) == 5 * 250
    assert ask("SELECT COUNT(*) FROM journal_entry WHERE verb = 'rotas.keep_plan'") == [(5,)]
