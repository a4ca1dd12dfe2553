"""Setting up, and what is said when the store is not as it should be."""

from __future__ import annotations

import os

import pytest

from tests.web.installation import Installation

ON_POSTGRESQL = os.environ.get("GRASSROTA_TEST_STORE") == "postgresql"


def test_set_up_twice_changes_nothing_the_second_time(installation: Installation) -> None:
    """The first makes all tables and the administrator; the second finds nothing to do, and opens no name twice."""
    first = installation("setup", "--admin", "mei", "--json")
    assert first.code == 0, first.err
    assert len(first.data["changes"]) > 20
    second = installation("setup", "--json")
    assert (second.code, second.data["changes"]) == (0, [])
    again = installation("setup", "--admin", "mei", "--json")
    assert (again.code, again.data["error"]) == (1, "username_taken")
    shown = installation.python(
        "from django.test import Client\n"
        "from grassrota_web.access.models import Account, Grant\n"
        "from grassrota_web.journal.models import Signature\n"
        f"print(Client().get({first.data['page']!r}, HTTP_HOST='localhost').status_code)\n"
        "print(Account.objects.get().has_usable_password(), Grant.objects.get().role, Signature.objects.get().name)"
    )
    assert shown == "200\nFalse administrator mei"
    verified = installation("journal", "verify", "--json")
    assert (verified.code, verified.data["size"]) == (0, 3)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"GRASSROTA_DATABASE_URL": "nonsense"}, "GRASSROTA_DATABASE_URL"),
        ({"GRASSROTA_DATABASE_URL": "ftp://x:secret@y/z"}, "GRASSROTA_DATABASE_URL"),
        ({"GRASSROTA_DATABASE_URL": "postgresql://u:secret@localhost:1/z"}, "Start the server"),
        ({"GRASSROTA_DATA": "/proc/not-to-be-written"}, "GRASSROTA_DATA"),
        ({"GRASSROTA_DATABASE_URL": "sqlite:////proc/nowhere/x.sqlite3"}, "GRASSROTA_DATA"),
    ],
)
def test_a_store_that_cannot_be_had_is_named_with_what_to_do(
    installation: Installation, environment: dict[str, str], told: str
) -> None:
    """Bad addresses, a silent server and a folder that cannot be written are bad input: no traceback, no password."""
    found = installation("setup", **environment)
    assert found.code == 2
    assert told in found.err
    assert "Traceback" not in found.err
    assert "secret" not in found.err


def test_without_tables_a_command_says_to_set_up(installation: Installation) -> None:
    """A store without tables is bad input, and the command to run is named."""
    for command in (["worker"], ["journal", "verify"], ["backup", "x.tar.gz"]):
        found = installation(*command)
        assert found.code == 2
        assert "grassrota setup" in found.err


def test_the_tables_are_those_of_the_models(set_up: Installation) -> None:
    """No model has changed without its migration; the other tests make their tables from the models."""
    asked = "from django.core.management import call_command\ncall_command('makemigrations', '--dry-run')"
    assert set_up.python(asked) == "No changes detected"


def test_the_tables_of_a_newer_version_are_not_touched(set_up: Installation) -> None:
    """A change of the tables that this version does not know is refused by name."""
    set_up.python(
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "from django.db import connection\n"
        "MigrationRecorder(connection).record_applied('journal', '0999_of_tomorrow')"
    )
    for command in ("setup", "worker"):
        found = set_up(command)
        assert found.code == 2
        assert "journal.0999_of_tomorrow" in found.err


def test_verify_says_no_when_a_row_or_a_remembered_head_differs(set_up: Installation) -> None:
    """Exit code 0 for an untouched log and a head in it, 1 for a head that is not in it and for a changed row.

    A head that is not a number, a colon and 64 hexadecimal digits is bad input.
    """
    set_up("setup", "--admin", "mei")
    noted = set_up("journal", "verify", "--json").data
    head = f"{noted['size']}:{noted['root'].upper()}"
    assert set_up("journal", "verify", "--head", head).code == 0
    assert set_up("journal", "verify", "--head", f"1:{'0' * 64}").code == 1
    assert set_up("journal", "verify", "--head", f"1:{'0' * 63}", "--json").data["error"] == "bad_input"
    set_up.python("from grassrota_web.journal.models import Entry\nEntry.objects.update(actor='somebody else')")
    changed = set_up("journal", "verify", "--json")
    assert (changed.code, changed.data["holds"], changed.data["wrong"]) == (1, False, list(range(noted["size"])))


@pytest.mark.skipif(ON_POSTGRESQL, reason="store: the file of the store is SQLite's")
def test_a_file_that_is_no_store_is_bad_input(installation: Installation) -> None:
    """Something else in the store's place is named, and left as it is."""
    installation.folder.mkdir()
    place = installation.folder / "grassrota.sqlite3"
    place.write_text("this is a letter, and long enough to be taken for something else" * 20)
    found = installation("setup")
    assert found.code == 2
    assert str(place) in found.err
    assert place.read_text().startswith("this is a letter")
