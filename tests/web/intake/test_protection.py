"""An attacker who holds everything stored finds neither who filed, nor when, nor in which order."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from benchmarks.attack import CONTACT, MARKS, WORDS, marks_in, telling
from tests.web.installation import Installation, Installations

FILINGS = 64
"""Enough that an order which is kept by a third shows; benchmarks/protection.py does it with 10,000."""


class Attacked:
    """An installation after filings, a day's work and a backup, and what the attack gave."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation = installation
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.attack", str(FILINGS)],
            env=installation.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, (installation.folder / "log").read_text() + ran.stderr
        self.found: dict[str, Any] = json.loads(ran.stdout)
        assert installation("backup", folder / "b.tar.gz").code == 0
        shutil.unpack_archive(folder / "b.tar.gz", folder / "backup")
        self.places = [installation.folder, folder]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Iterator[Attacked]:
    """One for all tests."""
    made = Installations(tmp_path_factory.mktemp("attacked"))
    yield Attacked(made(tables), tmp_path_factory.mktemp("backup"))
    made.end()


def test_no_byte_tells_who_filed(attacked: Attacked) -> None:
    """Contact, address, agent, file name, metadata and passphrase are in no file: store, WAL, log, papers, backup."""
    for found in (attacked.found["waiting"], attacked.found["appended"], marks_in(attacked.places)):
        assert {mark: places for mark, places in found.items() if mark in MARKS} == {}


def test_no_byte_of_postgresql_tells_it_either(attacked: Attacked) -> None:
    """After a checkpoint: neither the data directory nor its write-ahead log."""
    if "GRASSROTA_DATABASE_URL" not in attacked.installation.environment:
        pytest.skip("missing: PostgreSQL; GRASSROTA_TEST_STORE=postgresql runs this")
    place, number = attacked.installation.python(
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('CHECKPOINT')\n"
        "    cursor.execute('SELECT current_setting(%s), oid FROM pg_database WHERE datname = current_database()',"
        " ['data_directory'])\n"
        "    print(*cursor.fetchone())"
    ).split()
    found = marks_in([Path(place) / "base" / number, Path(place) / "pg_wal"], (*MARKS, WORDS))
    assert set(found) == {WORDS}


def test_nothing_of_a_filing_is_readable_before_the_day_s_work(attacked: Attacked) -> None:
    """The words are sealed while they wait, and plain afterwards: so the search finds what is there."""
    assert WORDS not in attacked.found["waiting"]
    if attacked.installation.environment.get("GRASSROTA_DATABASE_URL", "").startswith("postgresql"):
        return
    assert WORDS in attacked.found["appended"]


def test_no_stored_order_is_that_of_filing(attacked: Attacked) -> None:
    """Rows, ids, log, codes, bundles, and files by name, inode and change: no correlation beyond 100,000 permutations.

    With about a dozen orders a false alarm comes once in 8,000 runs.
    """
    orders = attacked.found["orders"]
    assert len(orders) >= 11
    assert {name: len(order) for name, order in orders.items() if len(order) not in (FILINGS, FILINGS // 4)} == {}
    assert telling(orders) == {}


def test_an_order_that_is_kept_in_part_is_found_out() -> None:
    """Whole, turned round, or with two of five filings moved at will: so that finding none means something."""
    chance = random.Random(1)
    kept = list(range(FILINGS))
    moved = sorted(chance.sample(range(FILINGS), FILINGS * 2 // 5))
    for place, number in zip(moved, chance.sample(moved, len(moved)), strict=True):
        kept[place] = number
    found = telling({"whole": range(FILINGS), "back": range(FILINGS)[::-1], "in part": kept}, 20_000)
    assert set(found) == {"whole", "back", "in part"}


def test_a_mark_is_found_however_it_is_written(tmp_path: Path) -> None:
    """As text, as UTF-16 and as hexadecimal digits, in any file below a folder."""
    (tmp_path / "deep").mkdir()
    for name, data in (("a", CONTACT.encode()), ("b", CONTACT.encode("utf-16-le")), ("c", CONTACT.encode().hex())):
        (tmp_path / "deep" / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    assert marks_in([tmp_path]) == {CONTACT: ["a", "b", "c"]}


def test_no_column_of_the_intake_holds_a_time_or_an_account() -> None:
    """A day is the finest there is; accounts stand at the office's key and at unsealing alone, which inspectors do."""
    rows = list(apps.get_app_config("intake").get_models())
    assert not [
        f"{row.__name__}.{field.name}"
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, models.DateTimeField | models.TimeField | models.AutoField | models.GenericIPAddressField)
        and row.__name__ != "LogNode"
    ]
    named = {row.__name__ for row in rows for field in row._meta.concrete_fields if field.name.endswith("_by")}
    assert named == {"OfficeKey", "Unsealing"}
