from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import Commitment
from grassrota.inspection.claim import Claim
from grassrota.inspection.terms import Scheduled, Terms

FIRST = Scheduled(1, date(2026, 12, 5), "dice, 5 December")
SECOND = Scheduled(2, date(2027, 3, 5), "dice, 5 March")
TERMS = Terms(Commitment("a" * 64), (FIRST, SECOND))


def test_the_hash_is_that_of_the_documented_form() -> None:
    """Written out by hand: form, anchor, the four shares, and each draw's number, day and chance."""
    shares = b"4:1/20,4:1/50,4:1/20,4:1/20,"
    draws = b"1:1,10:2026-12-05,16:dice, 5 December,1:2,10:2027-03-05,13:dice, 5 March,"
    form = b"17:grassrota terms 1,64:" + b"a" * 64 + b"," + shares + draws
    assert TERMS.hash == sha256(form).hexdigest()


def test_allowed_errors_are_hashed_only_where_there_are_any() -> None:
    """Terms published before stay what they are; with either share both are part of the hash, behind the four."""
    assert replace(TERMS, passed=Fraction(0), failed=Fraction(0)).hash == TERMS.hash
    shares = b"4:1/20,4:1/50,4:1/20,4:1/20,3:0/1,4:1/10,"
    draws = b"1:1,10:2026-12-05,16:dice, 5 December,1:2,10:2027-03-05,13:dice, 5 March,"
    form = b"17:grassrota terms 1,64:" + b"a" * 64 + b"," + shares + draws
    assert replace(TERMS, failed=Fraction(1, 10)).hash == sha256(form).hexdigest()


def test_flagged_closures_are_hashed_only_where_some_are_drawn() -> None:
    """Terms published before stay what they are; behind the shares stand the word, the share and the number."""
    shares = b"4:1/20,4:1/50,4:1/20,4:1/20,7:flagged,3:1/4,2:10,"
    draws = b"1:1,10:2026-12-05,16:dice, 5 December,1:2,10:2027-03-05,13:dice, 5 March,"
    form = b"17:grassrota terms 1,64:" + b"a" * 64 + b"," + shares + draws
    assert replace(TERMS, flagged=Fraction(1, 4), most_flagged=10).hash == sha256(form).hexdigest()


def test_an_honest_unit_with_the_silence_expected_is_confirmed() -> None:
    """Of 400 with 392 fixed 31 may be silent: counted as not fixed they refute it often, and rarely if allowed for."""
    claim = Claim.of("u01", date(2026, 12, 1), 400, map(str, range(400)))
    terms = replace(TERMS, tolerance=Fraction(1, 5), failed=Fraction(8, 100))
    fixed_and_heard = 392 - 31
    (allowed,) = terms.design(claim).operating([fixed_and_heard])
    (strict,) = replace(terms, failed=Fraction(0)).design(claim).operating([fixed_and_heard])
    assert terms.question(claim).honest_at == fixed_and_heard
    assert allowed.confirm >= 1 - terms.beta > strict.confirm
    # silence that may hide failures is never believed: of a false claim no more is confirmed than alpha
    (false,) = terms.design(claim).operating([320])
    assert false.confirm <= terms.alpha


def test_errors_that_hide_every_difference_leave_no_question() -> None:
    """Of 100 with five points of tolerance a tenth of silence makes an honest list look false."""
    claim = Claim.of("u01", date(2026, 12, 1), 100, map(str, range(100)))
    with pytest.raises(Refused) as caught:
        replace(TERMS, failed=Fraction(1, 10)).question(claim)
    assert caught.value.code == "too_many_errors"


@pytest.mark.parametrize(
    "other",
    [
        replace(TERMS, tolerance=Fraction(6, 100)),
        replace(TERMS, grace=Fraction(0)),
        replace(TERMS, alpha=Fraction(1, 10)),
        replace(TERMS, beta=Fraction(1, 10)),
        replace(TERMS, passed=Fraction(1, 10)),
        replace(TERMS, failed=Fraction(1, 10)),
        replace(TERMS, flagged=Fraction(1, 4), most_flagged=10),
        replace(TERMS, commitment=Commitment("b" * 64)),
        replace(TERMS, schedule=(FIRST,)),
        replace(TERMS, schedule=(FIRST, replace(SECOND, on=date(2027, 3, 6)))),
        replace(TERMS, schedule=(FIRST, replace(SECOND, chance="dice, 6 March"))),
        replace(TERMS, schedule=(FIRST, replace(SECOND, round=3))),
    ],
)
def test_whatever_is_changed_afterwards_unfreezes_every_list(other: Terms) -> None:
    """Another tolerance, risk, anchor, day, chance or number of a draw gives every claim another hash."""
    claim = Claim.of("u01", date(2026, 12, 1), 100, ["c1", "c2"], terms=TERMS.hash)
    assert replace(claim, terms=other.hash).list_hash != claim.list_hash


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"tolerance": Fraction(0)}, "tolerance"),
        ({"grace": Fraction(1)}, "grace"),
        ({"passed": Fraction(1)}, "passed"),
        ({"failed": Fraction(-1, 10)}, "failed"),
        ({"alpha": Fraction(0)}, "alpha"),
        ({"beta": Fraction(1)}, "beta"),
        ({"schedule": ()}, "schedule"),
        ({"schedule": (SECOND, FIRST)}, "schedule"),
        ({"schedule": (FIRST, replace(SECOND, on=date(2026, 12, 4)))}, "schedule"),
        ({"schedule": (FIRST, replace(SECOND, chance=FIRST.chance))}, "schedule"),
    ],
)
def test_terms_that_bind_nothing_are_refused(change: dict[str, object], column: str) -> None:
    """Shares out of range, no draw at all, draws out of order, one throw of dice for two draws."""
    with pytest.raises(BadInput) as caught:
        replace(TERMS, **change)  # type: ignore[arg-type]
    assert [fault.column for fault in caught.value.faults] == [column]


@pytest.mark.parametrize(
    ("number", "on", "chance", "column"),
    [
        (0, date(2026, 12, 5), "dice", "round"),
        (1, date(2026, 12, 5), " ", "chance"),
        (1, date(2026, 12, 5), "Drand, some round", "chance"),
        (1, date(2026, 12, 5), "drand quicknet 657413", "on"),
    ],
)
def test_a_draw_is_fixed_by_number_day_and_chance(number: int, on: date, chance: str, column: str) -> None:
    """No number, no chance, drand without its round, and a round that falls on another day are refused."""
    with pytest.raises(BadInput) as caught:
        Scheduled(number, on, chance)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_the_chance_heard_is_the_one_scheduled() -> None:
    """A round that nobody scheduled, and other dice for one that somebody did, are refused."""
    assert TERMS.draw_of(Beacon(2, SECOND.chance, "4 1 6")) == SECOND
    for beacon in (Beacon(3, SECOND.chance, "4 1 6"), Beacon(2, FIRST.chance, "4 1 6")):
        with pytest.raises(BadInput) as caught:
            TERMS.draw_of(beacon)
        assert [fault.column for fault in caught.value.faults] == ["beacon"]
