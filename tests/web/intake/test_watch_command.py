"""``grassrota intake watch``: what comes out is the same whether anybody was hit, but for rates of twenty people up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from grassrota.cli.run import Done
from grassrota.errors import BadInput, Refused
from grassrota_web.config.commands.confided import Confided
from grassrota_web.config.commands.watch import watch
from grassrota_web.intake.boxed import Boxed
from grassrota_web.intake.sealed_box import BOX, halves, seal

Match = Callable[..., Done]
PUBLIC, ONE, OTHER = halves()
STAFF = [*(f"M{n},mill" for n in range(1, 26)), *(f"Y{n},yard" for n in range(1, 23))]
CHANGED = [*(f"M{n},mill,moved" for n in (1, 2, 3, 25)), *(f"Y{n},yard,pay_cut" for n in range(1, 9))]
"""Four changes of the mill and eight of the yard: twelve, in one file."""


def _box(watched: str) -> bytes:
    return seal(Boxed("at the mill", watched).text(), PUBLIC)


def _table(path: Path, header: str, rows: Iterable[str]) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


@pytest.fixture
def match(tmp_path: Path) -> Match:
    """Runs a match of 31 July 1958, the third of every three months from 31 January, into the folder ``out``."""
    for name, half in (("a", ONE), ("b", OTHER)):
        (tmp_path / name).write_text(half + "\n")

    def run(*boxes: bytes, on: str = "1958-07-31", changed: Iterable[str] = CHANGED, **more: Any) -> Done:
        contacts = tmp_path / "contacts.json"
        Confided(tuple((f"o{n}", box, True) for n, box in enumerate(boxes)), ()).write(contacts)
        rows = [row if row.count(",") == 3 else f"{row},1958-06-01" for row in changed]
        given = {
            "half": [tmp_path / "a", tmp_path / "b"],
            "changes": _table(tmp_path / "changes.csv", "person,unit,kind,on", rows),
            "staff": _table(tmp_path / "staff.csv", "person,unit", STAFF),
            "output": tmp_path / "out",
            "yes": True,
            **more,
        }
        return watch(
            contacts, on=datetime.fromisoformat(on), first=datetime.fromisoformat("1958-01-31"), every=3, **given
        )

    return run


def test_the_reviewer_gets_all_changes_and_rates_of_twenty_up(match: Match, tmp_path: Path) -> None:
    """Of M1 to M20 on the watch three changed, whatever keyboard they wrote with; 19 of the yard are too few."""
    ids = ["ｍ１", " m2 ", *(f"M{n}" for n in range(3, 21)), "M20", "nobody", "", *(f"Y{n}" for n in range(1, 20))]
    done = match(*map(_box, ids))
    assert (done.code, done.data["changes"], done.data["files"]) == (0, 12, 1)
    rates = (tmp_path / "out" / "rates.csv").read_text()
    assert rates == "unit,watched,changed,on\nmill,20,3,1958-07-31\nyard,,,1958-07-31\n"
    header, *review = (tmp_path / "out" / "review.csv").read_text().splitlines()
    assert header == "file,units,person,kind,on"
    assert review == sorted(
        f"1,mill;yard,{person},{kind},1958-06-01" for person, _, kind in (row.split(",") for row in CHANGED)
    )


def test_a_hit_cannot_be_told(match: Match, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nineteen who were hit, nineteen who were not, nobody on the watch: the same bytes in files and on screen."""
    hit = [f"Y{n}" for n in range(1, 20)]
    spared = [*(f"Y{n}" for n in range(9, 23)), *(f"M{n}" for n in range(4, 9))]
    seen = []
    for watched in (hit, spared, [""] * 19):
        done = match(*map(_box, watched))
        files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        seen.append((done, files, tuple(capsys.readouterr())))
    assert seen[0] == seen[1] == seen[2]
    assert set(seen[0][1]) == {"review.csv", "rates.csv"}


def test_without_a_list_of_staff_there_are_no_rates(match: Match, tmp_path: Path) -> None:
    """The review is written all the same."""
    match(_box("M1"), staff=None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["review.csv"]


def test_whatever_a_browser_sealed_stops_nobody(match: Match, capsys: pytest.CaptureFixture[str]) -> None:
    """Noise, another key's box, plain words as boxes once had, brackets without end, and bytes that are no text."""
    foreign = seal("at the mill", halves()[0])
    plain, deep = seal("at the mill", PUBLIC), seal("[" * 2000, PUBLIC)
    no_text = seal(type("NoText", (str,), {"encode": lambda _: b"\xff\xfe"})(), PUBLIC)
    assert match(os.urandom(BOX), b"", foreign, plain, deep, no_text, _box("M1")).data["closed"] == 3
    assert "another key, or to none: 3 of 7 boxes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": "1958-08-01"}, "not_a_match_day"),
        ({"on": "1957-12-31"}, "not_a_match_day"),
        ({"half": ["a"]}, "two_holders"),
        ({"half": ["a", "a"]}, "two_holders"),
        ({"half": ["a", "c"]}, "wrong_halves"),
        ({"changed": CHANGED[:9]}, "too_few_changes"),
    ],
)
def test_no_match_at_will(match: Match, tmp_path: Path, more: dict[str, Any], code: str) -> None:
    """Another day, one holder alone, other halves, a period with nine changes: refused, and nothing is written."""
    (tmp_path / "c").write_text(halves()[1])
    if "half" in more:
        more = {**more, "half": [tmp_path / name for name in more["half"]]}
    with pytest.raises(Refused) as caught:
        match(_box("M1"), **more)
    assert caught.value.code == code
    assert not (tmp_path / "out").exists()


def test_two_halves_and_no_third(match: Match, tmp_path: Path) -> None:
    """A third is a wrong command line, and a file that is no half is named."""
    (tmp_path / "c").write_text("a half")
    with pytest.raises(BadInput, match="grassrota intake key"):
        match(half=[tmp_path / "a", tmp_path / "c"])
    (tmp_path / "c").write_text(halves()[1])
    with pytest.raises(typer.BadParameter):
        match(half=[tmp_path / name for name in "abc"])


def test_each_change_belongs_to_one_match(match: Match) -> None:
    """From 1 May to 31 July; every fault comes with its row."""
    wrong = ["M4,mill,moved,1958-04-30", "M5,mill,moved,1958-08-01", "Z1,mill,moved", "M6,mill,praised", CHANGED[0]]
    right = ["M7,mill,moved,1958-05-01", "M8,mill,moved,1958-07-31"]
    with pytest.raises(BadInput) as caught:
        match(changed=[*CHANGED, *wrong, *right])
    assert {(fault.row, fault.column) for fault in caught.value.faults} == {
        *((14, "on"), (15, "on"), (16, "person"), (17, "kind"), (18, "person"))
    }


def test_the_first_match_has_no_match_before(match: Match) -> None:
    """Whatever changed before it is in it."""
    old = [f"M{n},mill,moved,1949-10-01" for n in range(1, 11)]
    assert match(changed=old, on="1958-01-31").data["changes"] == 10
    with pytest.raises(BadInput, match="a day up to 1958-01-31"):
        match(changed=[*old, "M1,mill,moved,1958-02-01"], on="1958-01-31")


def test_nobody_is_in_two_units(match: Match, tmp_path: Path) -> None:
    """The list of staff says once where somebody works."""
    twice = _table(tmp_path / "twice.csv", "person,unit", [*STAFF, "M1,yard"])
    with pytest.raises(BadInput, match="each person once"):
        match(staff=twice)
