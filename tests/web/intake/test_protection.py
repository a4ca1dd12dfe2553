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

from benchmarks.attack import marks_in
from benchmarks.filing import CONTACT, MARKS, TOKEN, WORDS
from benchmarks.orders import Table, follow, orders, telling
from tests.web.installation import Installation, Installations

FILINGS = 96
"""Enough that an order of which three fifths are kept shows; benchmarks/protection.py does it with 10,000."""


class Attacked:
    """An installation after filings through every channel, two days' work and a backup, and what the attack gave."""

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
    """From every channel the words are sealed while they wait, and plain afterwards: the search finds what is there."""
    assert WORDS not in attacked.found["waiting"]
    if attacked.installation.environment.get("GRASSROTA_DATABASE_URL", "").startswith("postgresql"):
        return
    assert WORDS in attacked.found["appended"]


def test_no_stored_order_is_that_of_filing(attacked: Attacked) -> None:
    """Of every table rows, transactions and columns; bundles, files: none is other than a random one by 5 deviations.

    With three statistics of some hundred different orders, a false alarm comes once in several thousand runs.
    """
    given = attacked.found["orders"]
    tables = {name.removeprefix("rows of ") for name in given if name.startswith("rows of ")}
    looked_at = {"intake_opinion", "intake_receipt", "intake_logleaf", "intake_contact", "intake_attachment"}
    looked_at |= {"intake_concerned", "opinions_case", "opinions_raised", "opinions_chained", "opinions_searchtext"}
    looked_at |= {"opinions_search", "themes_placed", "open311_request"}
    assert looked_at <= tables
    assert {"intake_message, of messages", "intake_metoo, of who joins"} <= tables
    assert len(given["bundles of trays"]) == len(given["rows of intake_opinion"]) == FILINGS
    assert telling(given) == {}


def test_filing_and_speaking_leave_nothing_but_in_trays(attacked: Attacked) -> None:
    """Whoever files, speaks or joins writes to no other table, signed in or not; and no time of theirs is stored."""
    assert (attacked.found["touched"], attacked.found["times"]) == ([], [])


def test_an_order_that_is_kept_in_part_is_found_out() -> None:
    """Whole, turned round, with two of five moved at will, or in pieces: so that finding none means something."""
    chance = random.Random(1)
    kept = list(range(FILINGS))
    moved = sorted(chance.sample(range(FILINGS), FILINGS * 2 // 5))
    for place, number in zip(moved, chance.sample(moved, len(moved)), strict=True):
        kept[place] = number
    pieces = [sorted(chance.sample(range(FILINGS), FILINGS))[first::8] for first in range(8)]
    chance.shuffle(pieces)
    found = telling(
        {
            "whole": range(FILINGS),
            "back": range(FILINGS)[::-1],
            "in part": kept,
            "in pieces": [number for piece in pieces for number in piece],
            "random": chance.sample(range(FILINGS), FILINGS),
        }
    )
    assert set(found) == {"whole", "back", "in part", "in pieces"}


def test_an_event_is_followed_through_keys_whatever_they_are_called() -> None:
    """By a token in a text, a reference, and a long key without one; a column that keeps the order is named."""
    tokens = [f"token{number:016x}" for number in range(24)]
    chance = random.Random(2)
    mixed = chance.sample(range(24), 24)
    texts = _table("texts", ["id", "words"], [(f"{n:032d}", f"said {tokens[n]}") for n in mixed], {})
    cases = _table("cases", ["id", "of", "same"], [(at, f"{n:032d}", "x") for at, n in enumerate(mixed)], {1: "texts"})
    kept = _table("kept", ["case", "seen"], list(enumerate(mixed)), {0: "cases"})
    loose = _table("loose", ["key"], [(f"{n:032d}",) for n in range(24)], {})
    found = [kept, cases, loose, texts]
    follow(found, {token: number for number, token in enumerate(tokens)}, TOKEN)
    assert kept.event == cases.event == texts.event == mixed
    given = orders(found)
    assert "cases.same" not in given
    assert set(telling(given)) == {"kept.seen", "rows of loose", "loose.key", "texts.id", "texts.words", "cases.of"}


def _table(name: str, columns: list[str], rows: list[tuple[Any, ...]], refers: dict[int, str]) -> Table:
    """A table whose first column is its key."""
    return Table(name, columns, rows, [], refers, 0, [None] * len(rows))


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
