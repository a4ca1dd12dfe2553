from __future__ import annotations

import json
from pathlib import Path

import pytest

from grassrota.cli.program import app

FILES = {
    *("bulletin.html", "bulletin.json", "bulletin.txt", "plan.html", "postings.csv", "verdicts.csv"),
    *("plan/certificate.json", "plan/left_out.csv", "plan/postings.csv"),
}


def called(*args: str | Path) -> int:
    """The exit code of a command, run in this process."""
    with pytest.raises(SystemExit) as ended:
        app([str(arg) for arg in args], prog_name="grassrota")
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_report_001_is_played_from_the_roster_to_the_bulletin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The prefix 001 plays Boxing county: 16 of 16 leaders are planned, and plan, postings and pages are written."""
    assert called("demo", "001", "-o", tmp_path, "--json") == 0
    out = capsys.readouterr().out
    (scenario,) = json.loads(out)["scenarios"]
    planned = next(line for line in scenario["bulletin"]["lines"] if line["id"] == "planned")
    assert (planned["numerator"]["lower"], planned["denominator"]["lower"]) == (16, 16)
    folder = tmp_path / "001_leaders"
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == FILES
    assert {str(Path(path).relative_to(folder)) for path in scenario["files"]} == FILES
