"""Commitments, the daily append, and what a day's head says."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from hashlib import sha256
from random import Random

import pytest

from grassrota import merkle
from grassrota.errors import BadInput, Refused
from grassrota.opinions.receipts.commitment import Commitment, commit, draw_salt, opens
from grassrota.opinions.receipts.log import Log, append_day

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
WORDS = {"text": "食堂的汤是凉的。", "place": "yanbei"}
SALT = bytes(32)


def day_of(count: int, day: date = FRIDAY) -> list[Commitment]:
    return [commit({"text": str(number)}, day, sha256(bytes([number])).digest()) for number in range(count)]


def test_a_commitment_by_hand() -> None:
    """SHA-256 over salt and words; the leaf is over the day and that, with the prefix of a leaf."""
    digest = sha256(SALT + '{"place":"yanbei","text":"食堂的汤是凉的。"}'.encode()).digest()
    found = commit(WORDS, FRIDAY, SALT)
    assert found.digest == digest
    said = f'{{"commitment":"{digest.hex()}","day":"2026-11-20"}}'.encode()
    assert found.leaf == sha256(b"\0" + said).digest()


def test_a_commitment_opens_to_its_words_only() -> None:
    """Other words, another salt, or a salt of another length do not open it."""
    found = commit(WORDS, FRIDAY, SALT)
    assert opens(found, dict(reversed(WORDS.items())), SALT)
    assert not opens(found, WORDS | {"text": "The soup is hot."}, SALT)
    assert not opens(found, WORDS, bytes([1] * 32))
    assert not opens(found, WORDS, SALT[1:])


def test_the_same_words_are_committed_differently_each_time() -> None:
    """Salts are drawn anew, so that a guess of the words confirms nothing and equal opinions do not look equal."""
    found = [commit(WORDS, FRIDAY, draw_salt()) for _ in range(20)]
    assert len({commitment.digest for commitment in found}) == 20


def test_a_promise_tells_the_day_and_a_hash() -> None:
    """What is signed has neither words, place, person nor time of day."""
    said = json.loads(commit(WORDS, FRIDAY, SALT).to_sign)
    assert said == {
        "grassrota": "promise 1",
        "day": "2026-11-20",
        "commitment": commit(WORDS, FRIDAY, SALT).digest.hex(),
    }


def test_a_commitment_is_checked_when_made() -> None:
    """A time of day and a short digest are two faults; a short salt is refused."""
    with pytest.raises(BadInput) as caught:
        Commitment(datetime(2026, 11, 20, 8, 15), b"x")  # noqa: DTZ001
    assert [fault.column for fault in caught.value.faults] == ["day", "digest"]
    assert "08:15" not in str(caught.value)
    with pytest.raises(BadInput, match="32 bytes"):
        commit(WORDS, FRIDAY, SALT[1:])


def test_days_are_appended_and_counted() -> None:
    """Three, then none, then two: the heads tell 3, 3 and 5, and the roots are those of all leaves."""
    log, leaves, sizes = Log(), [], []
    for day, count in ((FRIDAY, 3), (SATURDAY, 0), (date(2026, 11, 22), 2)):
        appended = append_day(log, day, day_of(count, day))
        log = appended.log
        leaves += [commitment.leaf for commitment in appended.commitments]
        assert log.head is not None
        assert log.head.root == merkle.root(merkle.Tree(leaves).peaks())
        sizes.append(log.head.size)
    assert (sizes, log.size, len(leaves)) == ([3, 3, 5], 5, 5)


def test_what_a_head_signs() -> None:
    """Day, size and root, named as a head, so that no promise can be passed off as one."""
    head = append_day(Log(), FRIDAY, []).log.head
    assert head is not None
    said = {"grassrota": "head 1", "day": "2026-11-20", "size": 0, "root": merkle.EMPTY.hex()}
    assert json.loads(head.to_sign) == said


def test_the_order_of_filing_is_lost() -> None:
    """All six orders of three filings come up equally often: 100 times in 600, give or take 6 deviations of 9.1."""
    filed = day_of(3)
    orders = Counter(append_day(Log(), FRIDAY, filed).commitments for _ in range(600))
    assert len(orders) == 6
    assert all(45 <= count <= 155 for count in orders.values())


def test_the_order_cannot_be_worked_out_from_what_is_filed() -> None:
    """The same filings give another order the next time: it is drawn, not computed from them."""
    filed = day_of(40)
    assert append_day(Log(), FRIDAY, filed).commitments != append_day(Log(), FRIDAY, filed).commitments


def test_a_seed_gives_the_order_again() -> None:
    """Only for tests: chance comes in by argument."""
    first, second = (append_day(Log(), FRIDAY, day_of(9), Random(1)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("day", "waiting", "code"),
    [
        (FRIDAY, [], "day_closed"),
        (date(2026, 11, 19), [], "day_closed"),
        (SATURDAY, day_of(2, FRIDAY), "another_day"),
        (SATURDAY, day_of(1, SATURDAY) * 2, "committed_twice"),
    ],
)
def test_what_cannot_be_appended(day: date, waiting: list[Commitment], code: str) -> None:
    """A day that is closed, what was filed on another day, and the same commitment twice."""
    log = append_day(Log(), FRIDAY, day_of(2)).log
    with pytest.raises(Refused) as caught:
        append_day(log, day, waiting)
    assert caught.value.code == code
