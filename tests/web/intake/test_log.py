"""What the server publishes of the log is enough for an outsider to find out what was dropped, changed or recounted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from grassrota.opinions.receipts import verify_receipt
from grassrota.opinions.receipts.audit import audit_day
from grassrota.opinions.receipts.commitment import draw_salt
from grassrota.opinions.receipts.documents import read_leaves
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt
from grassrota_web.access.receipts import digest_of
from grassrota_web.intake import log
from grassrota_web.intake.actions.days_work import append
from grassrota_web.intake.entries import Filed, Filing

PAGE = Path("docs/how-to/verify-a-receipt.md")
FIRST, SECOND, THIRD = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture
def kept() -> Receipt:
    """A receipt of the second of three days, with 4, 4 and 5 opinions."""
    receipt = draw_receipt()
    for day, count in ((FIRST, 4), (SECOND, 3), (THIRD, 5)):
        filed = [Filed(digest_of(draw_receipt()), day, draw_salt(), Filing("Words", "here")) for _ in range(count)]
        mine = [Filed(digest_of(receipt), day, draw_salt(), Filing("My words", "here"))] if day == SECOND else []
        append(day, [*mine, *filed])
    return receipt


def fetched(name: str, **asked: str) -> bytes:
    answer = Client().get(f"/receipt/log/{name}", asked)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def test_the_commands_of_the_page_work_with_what_the_server_gives(kept: Receipt, tmp_path: Path) -> None:
    """The three answers that the how-to page shows of one's own proof, word by word, with files fetched as it says."""
    for name, step in (("promise.json", "promise"), ("proof.json", "proof")):
        answer = Client().post("/receipt/", {"code": str(kept), "step": step})
        (tmp_path / name).write_bytes(answer.content)
    (tmp_path / "consistency.json").write_bytes(fetched("consistency.json", earlier=f"{SECOND}", later=f"{THIRD}"))
    (tmp_path / f"leaves-{SECOND}.json").write_bytes(fetched("leaves.json", day=f"{SECOND}"))
    (tmp_path / "heads.json").write_bytes(fetched("heads.json"))
    blocks = re.findall(r"^```text\n\$ python3 (.*?)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    tried = [(typed, shown) for typed, shown in blocks if "another.json" not in typed]
    assert len(tried) == 3
    for typed, shown in [*tried, (f"{tried[1][0]} heads.json", tried[1][1])]:
        command = typed.replace("KEY", log.public_key()).replace("verify_receipt.py", verify_receipt.__file__).split()
        ran = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, check=False)
        assert (ran.returncode, ran.stdout.decode()) == (0, shown), typed


def test_the_leaves_of_a_day_give_its_root_and_count(kept: Receipt, tmp_path: Path, monkeypatch: Any) -> None:
    """The recipe of the page finds nothing wrong, and says which day is, with one leaf dropped, moved or doubled."""
    for day in (FIRST, SECOND, THIRD):
        sent = json.loads(fetched("leaves.json", day=f"{day}"))
        assert audit_day(*read_leaves(sent))[0] == ()
        (tmp_path / f"leaves-{day}.json").write_text(json.dumps(sent))
    leaves = sent["leaves"]
    for wrong in (leaves[1:], [leaves[1], leaves[0], *leaves[2:]], [leaves[1], *leaves[1:]]):
        broken, _ = audit_day(*read_leaves(sent | {"leaves": wrong}))
        assert "rewritten" in {each.breach for each in broken}
    recipe = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ran = subprocess.run([sys.executable, "-c", *recipe], cwd=tmp_path, capture_output=True, check=True)
    assert ran.stdout == b"[]\n"


def test_leaves_hold_commitments_and_days_alone(kept: Receipt) -> None:
    """Neither words nor salt, receipt or place: hashes, and a day."""
    file = json.loads(fetched("leaves.json", day=f"{SECOND}"))
    assert len(file["leaves"]) == 4
    for leaf in file["leaves"]:
        assert re.fullmatch("[0-9a-f]{64}", leaf.pop("commitment"))
        assert leaf == {"day": f"{SECOND}"}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("leaves.json", {"day": ""}),
        ("leaves.json", {"day": "yesterday"}),
        ("leaves.json", {"day": "2026-11-21"}),
        ("consistency.json", {"earlier": "2026-11-19"}),
        ("consistency.json", {"earlier": "2026-11-20", "later": "2026-11-19"}),
    ],
)
def test_a_day_that_is_not_closed_is_said_so(kept: Receipt, name: str, asked: dict[str, str]) -> None:
    """The page of the log again, with what to give instead; no cookie, no cache."""
    answer = Client().get(f"/receipt/log/{name}", asked)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert "closed day" in answer.content.decode()
    assert not answer.cookies
