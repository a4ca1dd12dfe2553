"""The script that anybody runs at home: it holds to the log, needs nothing, and finds every wrong byte."""

from __future__ import annotations

import ast
import copy
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grassrota import merkle
from grassrota.errors import Refused
from grassrota.opinions.receipts import documents, verify_receipt
from grassrota.opinions.receipts.commitment import Commitment
from grassrota.opinions.receipts.documents import Document
from grassrota.opinions.receipts.log import Head

from .published import commitment, headed, published

LOG = published()
OFFICE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = OFFICE.public_key().public_bytes_raw().hex()
PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "verify-a-receipt.md"
SCRIPT = Path(verify_receipt.__file__)
NOTHING = (2, verify_receipt.NOTHING)


def promise(row: Commitment) -> Document:
    return documents.promise(row, OFFICE.sign(row.to_sign))


def head(of: Head) -> Document:
    return documents.head(of, OFFICE.sign(of.to_sign))


def inclusion(at: int) -> Document:
    row = LOG.rows[at]
    number = next(number for number, each in enumerate(LOG.heads) if each.day == row.day)
    before = head(LOG.heads[number - 1]) if number else None
    return documents.inclusion(LOG.tree.node, at, promise(row), before, head(LOG.heads[number]))


def listing(day: int) -> Document:
    """Everything that was committed on a day, as it is published."""
    of, before = LOG.heads[day], LOG.heads[day - 1] if day else None
    start = before.size if before else 0
    peaks = [peak.hex() for peak in LOG.tree.peaks(start)]
    parts = documents.leaves(peaks, head(before) if before else None, head(of), LOG.rows[start : of.size])
    file: Document = json.loads("".join(parts))
    return file


def consistency(earlier: int, later: int) -> Document:
    return documents.consistency(LOG.tree.node, head(LOG.heads[earlier]), head(LOG.heads[later]))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the script over documents: its exit code and what it says."""

    def running(*files: Document, key: str = KEY) -> tuple[int, str]:
        names = []
        for number, file in enumerate(files):
            names.append(str(tmp_path / f"{number}.json"))
            Path(names[-1]).write_text(json.dumps(file), "utf-8")
        monkeypatch.setattr(sys, "argv", ["verify_receipt.py", *(["--key", key] if key else []), *names])
        try:
            code: int = verify_receipt.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out + told.err

    return running


def test_every_promise_that_was_kept_is_proven(run: Any) -> None:
    """Each of 13 opinions: yes, in the log of its day; the signatures of one are looked at."""
    for at, row in enumerate(LOG.rows):
        code, told = run(promise(row), inclusion(at), key=KEY if at == 5 else "")
        assert (code, told.splitlines()[-1]) == ((0, "Everything holds. 全部成立。") if at == 5 else NOTHING)
        assert f"Your opinion of {row.day} is in the log of that day." in told


def test_every_pair_of_heads_is_proven_to_be_one_log(run: Any) -> None:
    """Each earlier head with each later one, and how many came between them; the signatures of one are looked at."""
    for later in range(5):
        for earlier in range(later + 1):
            code, told = run(consistency(earlier, later), key=KEY if (earlier, later) == (1, 4) else "")
            assert code == (0 if (earlier, later) == (1, 4) else 2)
            old, new = LOG.heads[earlier], LOG.heads[later]
            assert f"{new.day}: all {old.size} of {old.day} unchanged, {new.size - old.size} more." in told


def test_an_opinion_is_one_of_those_that_are_listed_for_its_day(run: Any) -> None:
    """Each day's leaves give its root, an empty day's as well; an opinion of another day is not looked for in them."""
    for day, of in enumerate(LOG.heads):
        own = next((row for row in LOG.rows if row.day == of.day), LOG.rows[0])
        code, told = run(promise(own), listing(day), key=KEY if day == 3 else "")
        assert code == (0 if day == 3 else 2), told
        assert f"opinions listed for {of.day} are in the log of that day." in told


@pytest.mark.parametrize("day", [0, 3])
def test_whatever_is_changed_in_a_listing_is_found(run: Any, day: int) -> None:
    """Every hash, day and size; a leaf dropped, doubled, moved or put in; and a peak too many or too few."""
    file = listing(day)
    wrong = [changed(file, way) for way in leaves_of(file) if way[0] not in ("before",) and way[-1] != "signature"]
    rows, peaks = file["leaves"], file["peaks"]
    other = rows[0] | {"commitment": KEY}
    lists: tuple[Any, ...] = (rows[1:], [rows[0], *rows], [rows[1], rows[0], *rows[2:]], [*rows, other], [])
    wrong += [file | {"leaves": leaves} for leaves in lists]
    wrong += [file | {"peaks": [*peaks, KEY]}, file | {"peaks": peaks[1:]}] if peaks else []
    assert len(wrong) >= 12
    for each in wrong:
        code, told = run(each, key="")
        assert code == 1 or (each["peaks"] == peaks[1:] and "cannot be read" in told), each


def test_an_opinion_that_is_left_out_of_the_listing_is_missed(run: Any) -> None:
    """The proof is right, and the office lists other leaves under the same day with a head of its own making."""
    file = listing(3)
    own = file["leaves"][1]["commitment"]
    at = next(number for number, row in enumerate(LOG.rows) if row.digest.hex() == own)
    left = file | {"leaves": [row for row in file["leaves"] if row["commitment"] != own]}
    code, told = run(promise(LOG.rows[at]), inclusion(at), left, key="")
    assert code == 1
    assert "Your opinion is not listed among those of its day." in told
    assert run(promise(LOG.rows[at]), inclusion(at), file)[0] == 0


def leaves_of(file: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value in a document that says something."""
    for name, value in file.items() if isinstance(file, dict) else enumerate(file):
        if isinstance(value, dict | list):
            yield from leaves_of(value, (*way, name))
        elif name != "kind" and value is not None:
            yield (*way, name)


def changed(file: Document, way: tuple[Any, ...]) -> Document:
    found = copy.deepcopy(file)
    *outer, last = way
    inner: Any = found
    for name in outer:
        inner = inner[name]
    value = inner[last]
    if last == "day":
        inner[last] = "2026-11-01"
    elif isinstance(value, int):
        inner[last] = value + 1
    else:
        inner[last] = f"{int(value[0], 16) ^ 1:x}{value[1:]}"
    return found


@pytest.mark.parametrize("file", [inclusion(5), inclusion(0), consistency(1, 4)], ids=["middle", "first", "heads"])
def test_whatever_is_changed_in_a_proof_is_found(run: Any, file: Document) -> None:
    """Every hash, size, place, day and signature in the file, one after the other: by the hashes, or by a signature."""
    ways = list(leaves_of(file))
    assert len(ways) >= 10
    for way in ways:
        code, told = run(changed(file, way), key="")
        if code != 1:
            code, told = run(changed(file, way))
        assert code == 1, way
        assert "NO 不成立: " in told
        assert "Show these files to somebody independent." in told


def test_a_path_that_is_too_short_or_too_long_proves_nothing(run: Any) -> None:
    """One hash less or more at either end."""
    for file in (inclusion(5), consistency(1, 4)):
        for path in (file["path"][1:], file["path"][:-1], [*file["path"], KEY], [KEY, *file["path"]], []):
            assert run(file | {"path": path}, key="")[0] == 1


def test_a_head_without_a_root_proves_nothing(run: Any) -> None:
    """An office that signs a head with nothing for a root: a path that leads to nothing does not lead there."""
    empty = {"root": ""}
    file, both = inclusion(5), consistency(1, 4)
    assert run(file | {"head": file["head"] | empty, "path": []}, key="")[0] == 1
    paths: list[list[str]] = [[], both["path"]]
    for path in paths:
        heads = {"earlier": both["earlier"] | empty, "later": both["later"] | empty}
        assert run(both | heads | {"path": path}, key="")[0] == 1


def test_a_rewritten_log_is_found_even_if_the_office_signs_it(run: Any) -> None:
    """Another row in place of the second, all heads made and signed anew: the noted head does not begin it."""
    rows = (LOG.rows[0], commitment(99, LOG.rows[1].day), *LOG.rows[2:])
    forged = headed(rows, LOG.heads, {})
    tree = merkle.Tree(row.leaf for row in rows)
    code, told = run(documents.consistency(tree.node, head(LOG.heads[0]), head(forged[4])), key="")
    assert code == 1
    assert "Between 2026-11-16 and 2026-11-20 opinions were taken out, put in or changed." in told
    code, told = run(head(LOG.heads[4]), head(forged[4]))
    assert code == 1
    assert "two people were shown two logs" in told


def test_an_opinion_among_those_of_another_day_is_found(run: Any) -> None:
    """A leaf that stands outside its day, though it is in the log, and a promise of another day than the head."""
    file = inclusion(5)
    assert run(file | {"before": head(LOG.heads[3])}, key="")[0] == 1
    assert run(file | {"head": head(LOG.heads[4])}, key="")[0] == 1
    with pytest.raises(Refused, match="Leaf 12 is not one of 2026-11-16"):
        documents.inclusion(LOG.tree.node, 12, promise(LOG.rows[12]), None, head(LOG.heads[0]))


def test_a_proof_of_another_opinion_is_found(run: Any) -> None:
    """The office answers the promise of one opinion with the proof of another."""
    code, told = run(promise(LOG.rows[4]), inclusion(5), key="")
    assert code == 1
    assert "The files are about different opinions." in told


def test_a_promise_that_nobody_signed_cannot_hide_as_something_else(run: Any) -> None:
    """What stands where a promise stands is judged as one, whatever it calls itself."""
    file = inclusion(5)
    file["promise"] = file["promise"] | {"kind": "remark", "signature": "00" * 64}
    assert run(file)[0] == 1


def test_without_a_key_nothing_is_proved(run: Any) -> None:
    """The hashes are still checked, but whoever forges a head has hashes that lead to it."""
    code, told = run(inclusion(5) | {"head": LOG_HEAD_UNSIGNED}, key="")
    assert (code, told.splitlines()[-1]) == NOTHING
    assert run(changed(inclusion(5), ("path", 0)), key="")[0] == 1


LOG_HEAD_UNSIGNED = head(LOG.heads[3]) | {"signature": ""}


def test_what_is_signed_and_not_proven_does_not_hold(run: Any) -> None:
    """A promise, a head, or all heads by themselves; forged or without a key they are no more."""
    heads = {"key": KEY, "heads": [head(each) for each in LOG.heads[:2]]}
    for files in ((promise(LOG.rows[5]),), (head(LOG.heads[1]), promise(LOG.rows[5])), (heads,)):
        code, told = run(*files)
        assert (code, told.splitlines()[-1]) == NOTHING
    forged = {"kind": "promise", "commitment": "00", "day": "1957-01-01", "signature": "00"}
    code, told = run(forged, key="")
    assert (code, told.splitlines()[-1]) == NOTHING
    assert run(forged)[0] == 1


def test_all_heads_as_published_are_held_beside_a_proof(run: Any) -> None:
    """The same head in both: it holds; another head of that day: two logs were shown."""
    heads = {"key": KEY, "heads": [head(LOG.heads[3])]}
    assert run(inclusion(5), heads)[0] == 0
    heads["heads"] = [head(LOG.heads[3]) | {"root": KEY}]
    code, told = run(inclusion(5), heads, key="")
    assert code == 1
    assert "two people were shown two logs" in told


@pytest.mark.parametrize(
    "file",
    [{}, {"kind": "inclusion"}, {"kind": "head", "day": "x"}, [], "text", 7, None, inclusion(5) | {"index": "five"},
     inclusion(5) | {"path": ["zz"]}, inclusion(5) | {"path": None}, consistency(1, 4) | {"later": 3}],
)  # fmt: skip
def test_what_cannot_be_read_is_said_so(run: Any, file: Any) -> None:
    """Exit code 2, the file's name, and no traceback."""
    code, told = run(file)
    assert code == 2
    assert "0.json cannot be read." in told


def test_a_file_that_is_missing_or_no_json_cannot_be_read(run: Any, tmp_path: Path) -> None:
    """Exit code 2, as for a key that is none."""
    assert run(promise(LOG.rows[0]), key="xyz")[0] == 2
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    for name in ("missing.json", "photo.jpg"):
        done = subprocess.run([sys.executable, SCRIPT, tmp_path / name], capture_output=True, check=False)
        assert done.returncode == 2


@pytest.mark.parametrize(
    ("key", "text", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
    ],
)
def test_signatures_are_those_of_rfc_8032(key: str, text: str, signature: str) -> None:
    """Tests 1 and 2 of section 7.1; neither another text nor a scale beyond the order of the group passes."""
    of, said, sign = bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature)
    assert verify_receipt.is_signed(of, said, sign)
    assert not verify_receipt.is_signed(of, said + b"x", sign)
    beyond = int.from_bytes(sign[32:], "little") + verify_receipt.ORDER
    assert not verify_receipt.is_signed(of, said, sign[:32] + beyond.to_bytes(32, "little"))
    assert not verify_receipt.is_signed(of, said, b"")


def test_the_script_is_short_and_stands_alone(tmp_path: Path) -> None:
    """Under 150 lines; a copy answers with nothing but the standard library to import."""
    assert len(SCRIPT.read_text("utf-8").splitlines()) < 150
    alone = Path(shutil.copy(SCRIPT, tmp_path))
    (tmp_path / "proof.json").write_text(json.dumps(inclusion(5)), "utf-8")
    command = [sys.executable, "-I", "-S", alone.name, "--key", KEY, "proof.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_is_written_for_python_3_9() -> None:
    """As its first lines and the page say: nothing in its grammar is younger."""
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))
    assert "Python 3.9" in (verify_receipt.__doc__ or "")


def test_a_receipt_tells_neither_content_nor_person(run: Any) -> None:
    """The promise and the proof hold a day, places, sizes and hashes; the day is the finest time."""
    for at in range(len(LOG.rows)):
        text = json.dumps([promise(LOG.rows[at]), inclusion(at)])
        words = set(re.findall(r'"([^"]*)"', text)) - {"inclusion", "promise", "head"}
        names = {"kind", "commitment", "day", "signature", "index", "before", "size", "root", "path"}
        assert all(
            re.fullmatch(r"[0-9a-f]{64}|[0-9a-f]{128}", word) or date.fromisoformat(word) for word in words - names
        )
        assert f"opinion {at}" not in text


def test_the_page_shows_what_is_answered(run: Any, tmp_path: Path) -> None:
    """Each command of the how-to page, typed where its files are, answers as shown."""
    shutil.copy(SCRIPT, tmp_path)
    late = LOG.rows[5]
    for name, file in {
        "promise.json": promise(late),
        "proof.json": inclusion(5),
        "consistency.json": consistency(3, 4),
        "another.json": inclusion(6),
        "leaves-2026-11-19.json": listing(3),
    }.items():
        (tmp_path / name).write_text(json.dumps(file), "utf-8")
    blocks = re.findall(r"^```text\n\$ python3 (.*?)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 4
    for typed, shown in blocks:
        command = [sys.executable, "-I", *typed.replace("KEY", KEY).split()]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.stdout.decode() == shown
