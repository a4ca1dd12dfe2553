"""A long list does not keep others from writing: a real process about to take one, and somebody else's write."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import psycopg

from tests.web.installation import Installation

TAKING = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
from grassrota.files.preview import Apply
from grassrota_web.access.actor import Application
from grassrota_web.jobs.actions import take
from grassrota_web.jobs.tasks import Running
from grassrota_web.orgs.actions.imports import bring_in, decide_import, keep_preview, take_import
from grassrota_web.orgs.incoming import sift
from grassrota_web.orgs.models import Person
from grassrota_web.orgs.ready import ready_to_take
from tests.web.conftest import World
World()
actor = Application()
rows = "".join(f"p{number:04},Somebody,north-office,clerk\\n" for number in range(3000))
content = f"id,name,unit,grade\\nn1,Renamed,north-office,director\\n{rows}".encode()
batch = bring_in(actor, "people", "x.csv", content)
batch = decide_import(actor, keep_preview(actor, batch, sift(actor, batch)), Apply.ALL_OR_NOTHING)
job = take()
with ready_to_take(batch, sift(actor, batch)) as ready:
    print(Person.objects.count(), flush=True)
    input()
    with Running(job).ending():
        take_import(actor, batch, ready)
print(Person.objects.count(), Person.objects.get(code="n1").name, Person.objects.get(code="n2").name)
"""


def test_somebody_writes_while_3000_people_are_made_ready(set_up: Installation) -> None:
    """Nobody of the list is there yet, a write that waits for no lock succeeds, and then all are, and that too."""
    environment = {**set_up.environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", TAKING],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as taking:
        assert taking.stdout
        assert taking.stdout.readline() == "6\n"
        _rename_at_once(set_up, "n2", "Other")
        told, _errors = taking.communicate("\n", timeout=60)
    assert told == "3006 Renamed Other\n"


def _rename_at_once(installation: Installation, code: str, name: str) -> None:
    """Writes, and does not wait if somebody holds a lock."""
    if address := installation.environment.get("GRASSROTA_DATABASE_URL"):
        with psycopg.connect(address, options="-c lock_timeout=1") as store:
            store.execute("UPDATE orgs_person SET name = %s WHERE code = %s", [name, code])
        return
    with closing(sqlite3.connect(installation.folder / "grassrota.sqlite3", timeout=0)) as file, file:
        file.execute("UPDATE orgs_person SET name = ? WHERE code = ?", [name, code])
