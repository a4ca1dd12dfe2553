"""Reading and verifying the ledger of figures from the command line."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path

from django.utils import timezone

from grassrota.figures.recount.tables import TABLES
from tests.web.installation import Installation

ROOT = Path(__file__).parents[3]
SINCE = timezone.localdate() - timedelta(days=3)
TOWNSHIP = (
    "from grassrota_web.orgs.models import Unit\n"
    "Unit.objects.create(code='t', name='t', level='township', kind='place', path='/1/')"
)


def test_days_are_read_once_and_a_changed_count_is_named(set_up: Installation) -> None:
    """Three days are closed and today is not; read again, only today. A ledger that was touched is a no."""
    empty = set_up("figures", "verify", "--json")
    assert (empty.code, empty.data["readings"], empty.data["recounted"]) == (0, 0, None)
    set_up.python(TOWNSHIP)
    first = set_up("figures", "read", "--since", SINCE.isoformat(), "--json")
    assert first.code == 0, first.err
    assert [(one["closed"], one["changes"]) for one in first.data["read"]] == [
        (True, 1),
        (True, 0),
        (True, 0),
        (False, 0),
    ]
    assert first.data["closed_to"] == (SINCE + timedelta(days=2)).isoformat()
    assert f"figures: {SINCE}" in first.err
    again = set_up("figures", "read", "--since", SINCE.isoformat())
    assert again.out.startswith("Days read: 1, counts changed: 0; closed to")
    assert "read on from there" in again.err
    assert set_up("figures", "verify").out.startswith("Yes: 4 readings")
    assert set_up("journal", "verify", "--json").data["holds"]
    set_up.python("from grassrota_web.figures.models import LedgerEntry\nLedgerEntry.objects.update(total=7)")
    touched = set_up("figures", "verify", "--json")
    cell = {"figure": "townships", "unit": "t", "part": ""}
    assert (touched.code, touched.data["wrong_hash"]) == (1, [SINCE.isoformat()])
    assert touched.data["wrong_total"] == [{**cell, "day": SINCE.isoformat()}]
    beside = {"day": SINCE.isoformat(), "unit": "t", "asks": "read_openings"}
    assert touched.data["astray"] == [{**beside, "kept": {"townships": 1}, "ledger": {"townships": 7}}]
    set_up.python(TOWNSHIP.replace("'t'", "'u'").replace("/1/", "/2/"))
    said = set_up("figures", "verify").out
    assert "townships at u: 0 in the ledger, 1 counted" in said
    assert f"{SINCE}, townships at t: the total is not the sum of its changes" in said
    assert f"Not as they were read: {SINCE}" in said
    assert f"{SINCE}, read_openings at t: pages would show townships 1 and not 7" in said


def test_a_snapshot_is_counted_by_another_engine_and_one_that_was_touched_by_none(
    set_up: Installation, tmp_path: Path
) -> None:
    """One township is one row and one count; DuckDB finds in the snapshot what the ledger has, until a file changes."""
    folder = tmp_path / "snapshot"
    set_up.python(TOWNSHIP)
    set_up("figures", "read")
    taken = set_up("figures", "snapshot", str(folder), "--json")
    assert (taken.code, taken.data["rows"]["units"], taken.data["rows"]["opinions"]) == (0, 1, 0), taken.err
    assert {path.name for path in folder.iterdir()} == {"manifest.json", *(f"{name}.parquet" for name in TABLES)}
    counted = set_up("figures", "verify", "--engine", "duckdb", "--from", str(folder))
    assert (counted.code, counted.out.split(", ")[0]) == (0, "Yes: 2 readings"), counted.err
    assert "counted once more by DuckDB" in counted.out
    set_up.python(TOWNSHIP.replace("'t'", "'u'").replace("/1/", "/2/"))
    now = set_up("figures", "verify", "--engine", "duckdb", "--json")
    cell = {"figure": "townships", "unit": "u", "part": "", "read": 0, "counted": 1}
    assert (now.code, now.data["engine"], now.data["differ"]) == (1, "duckdb", [cell])
    (folder / "units.parquet").write_bytes((folder / "above.parquet").read_bytes())
    touched = set_up("figures", "verify", "--engine", "spark", "--from", str(folder), "--json")
    assert (touched.code, [fault["file"] for fault in touched.data["faults"]]) == (2, ["units.parquet"])


def test_options_of_another_engine_are_bad_input(set_up: Installation) -> None:
    """Nothing that was asked for is passed over without a word."""
    found = set_up("figures", "verify", "--spark", "sc://host:1", "--from", ".", "--json")
    assert (found.code, [fault["column"] for fault in found.data["faults"]]) == (2, ["--spark", "--from"])
    alone = set_up("figures", "verify", "--engine", "spark", "--spark", "sc://host:1", "--json")
    assert (alone.code, alone.data["faults"][0]["column"]) == (2, "--from")


def test_a_day_that_is_none_or_yet_to_come_is_bad_input(set_up: Installation) -> None:
    """Nothing is read then, and the option is named."""
    for said in ("yesterday", (timezone.localdate() + timedelta(days=2)).isoformat()):
        found = set_up("figures", "read", "--since", said, "--json")
        assert (found.code, found.data["faults"][0]["file"], found.data["faults"][0]["got"]) == (2, "--since", said)
    assert set_up("figures", "verify", "--json").data["readings"] == 0


def test_every_command_of_the_project_is_installed() -> None:
    """What the project file names is what the installation knows: set it up anew if not."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["grassrota.commands"]
    assert set(told.items()) <= {(one.name, one.value) for one in entry_points(group="grassrota.commands")}
