from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import date
from hashlib import sha256
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import Commitment, RoundKey, commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.draw import Draw, draw, overall, verify

SEED = bytes(range(32))
ROUNDS = 12
COMMITMENT = commit(SEED, ROUNDS)
DICE = Beacon(1, "dice, 19 December 1957", "4 1 6 6 2 3 5 1")
CLAIM = Claim.of("u01", date(1957, 12, 15), 100, (f"c{number:02}" for number in range(60)), claimed=62)
KEY = round_key(SEED, ROUNDS, 1)


def flipped(hexadecimal: str, bit: int) -> str:
    """The same digits with one bit turned."""
    return f"{int(hexadecimal, 16) ^ (1 << bit):064x}"


def test_a_ticket_is_the_documented_hmac() -> None:
    """Worked by hand from the definition: the sample of one is the id with the smallest HMAC-SHA256.

    Of the outcome "4 1 6 6 2 3 5 1" the eight digits are in it and the spaces are not.
    """
    chance = b"1:1,22:dice, 19 December 1957,8:41662351,"
    bound = chance + bytes.fromhex(CLAIM.list_hash)
    secret = sha256(SEED).digest()
    for _ in range(ROUNDS - 1):
        secret = sha256(secret).digest()
    tickets = {case: hmac.new(secret, bound + case.encode(), sha256).digest() for case in CLAIM.population}
    assert draw(CLAIM, 62, KEY, DICE).cases == tuple(sorted(tickets, key=lambda case: tickets[case]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 1 6 6 2 3 5 1", "41-66-23-51"),
        ("4 1 6 6 2 3 5 1", " 4166, 2351.\n"),
        ("4 1 6 6 2 3 5 1", "４１６６２３５１"),  # as a Chinese keyboard writes digits
        ("Heads, TAILS, heads", "headstailsheads"),
        ("字 背 字", "字背字"),
    ],
)
def test_a_spelling_of_the_outcome_is_no_second_draw(one: str, other: str) -> None:
    """However the same dice are written down, the sample is the same, so that nobody can choose among spellings."""
    first, second = (draw(CLAIM, 20, KEY, replace(DICE, text=text)).cases for text in (one, other))
    assert first == second


@pytest.mark.parametrize("text", ["4 1 6 6 2 3 1 5", "4 1 6 6 2 3 5", "4 1 6 6 2 3 5 1 1"])
def test_another_outcome_is_another_draw(text: str) -> None:
    """Dice in another order, one fewer or one more give other tickets."""
    assert draw(CLAIM, 20, KEY, replace(DICE, text=text)).cases != draw(CLAIM, 20, KEY, DICE).cases


@pytest.mark.parametrize("text", ["", "   ", "- - -", "⚃⚀⚅", "!?"])
def test_an_outcome_without_letters_or_digits_is_none(text: str) -> None:
    """Nothing of it would enter the tickets: it is refused."""
    with pytest.raises(BadInput) as caught:
        replace(DICE, text=text)
    assert [fault.column for fault in caught.value.faults] == ["text"]


@settings(deadline=None)
@given(st.integers(1, 62), st.integers(1, 62))
def test_a_larger_sample_begins_with_a_smaller_one(one: int, other: int) -> None:
    """Tickets order the cases once, so a sample can be extended and never redrawn."""
    small, large = sorted((one, other))
    assert draw(CLAIM, large, KEY, DICE).cases[:small] == draw(CLAIM, small, KEY, DICE).cases


def test_a_published_draw_is_verified_from_public_data() -> None:
    """Claim, beacon, commitment and the published draw are enough; nothing differs."""
    for number in (1, 2, ROUNDS):
        beacon = replace(DICE, round=number)
        published = draw(CLAIM, 20, round_key(SEED, ROUNDS, number), beacon)
        assert verify(published, CLAIM, beacon, COMMITMENT) == ()


@settings(deadline=None)
@given(st.integers(0, 255))
def test_one_flipped_bit_is_detected(bit: int) -> None:
    """A bit turned in the key, in the list's hash or in the commitment is found and named."""
    honest = draw(CLAIM, 10, KEY, DICE)
    other_key = replace(honest, key=RoundKey(1, flipped(KEY.secret, bit)))
    assert "key" in {fault.column for fault in verify(other_key, CLAIM, DICE, COMMITMENT)}
    other_list = replace(honest, list_hash=flipped(honest.list_hash, bit))
    assert "list_hash" in {fault.column for fault in verify(other_list, CLAIM, DICE, COMMITMENT)}
    other_anchor = Commitment(flipped(COMMITMENT.anchor, bit))
    assert "key" in {fault.column for fault in verify(honest, CLAIM, DICE, other_anchor)}


def _swapped(honest: Draw) -> Draw:
    spared = next(case for case in CLAIM.population if case not in honest.cases)
    return replace(honest, cases=(*honest.cases[:-1], spared))


def test_every_way_to_bend_a_draw_is_named() -> None:
    """Another unit, other dice, a case put for another, no case, or one too many: each is named by what differs."""
    honest = draw(CLAIM, 10, KEY, DICE)
    other_dice = replace(DICE, text="1 1 1 1 1 1 1 1")
    bent = {
        "unit": replace(honest, unit="u02"),
        "beacon": draw(CLAIM, 10, KEY, other_dice),
        "cases": _swapped(honest),
    }
    for column, published in bent.items():
        assert column in {fault.column for fault in verify(published, CLAIM, DICE, COMMITMENT)}
    none_at_all = verify(replace(honest, cases=()), CLAIM, DICE, COMMITMENT)
    assert [fault.expected for fault in none_at_all] == ["1 to 62 cases"]
    too_many = replace(honest, cases=(*CLAIM.population, "c99"))
    assert any(fault.expected == "1 to 62 cases" for fault in verify(too_many, CLAIM, DICE, COMMITMENT))


def test_a_list_changed_after_the_draw_is_named() -> None:
    """A unit that drops a drawn case from its list cannot pass off the draw as one of the new list."""
    honest = draw(CLAIM, 10, KEY, DICE)
    shorter = Claim.of(CLAIM.unit, CLAIM.as_of, 100, CLAIM.cases[1:], claimed=62)
    assert "list_hash" in {fault.column for fault in verify(honest, shorter, DICE, COMMITMENT)}


def test_the_office_cannot_choose_among_its_keys() -> None:
    """The beacon's round fixes the key's: a key of another round is refused, and found if used all the same."""
    second = round_key(SEED, ROUNDS, 2)
    with pytest.raises(BadInput, match="the key of round 1"):
        draw(CLAIM, 10, second, DICE)
    forged = replace(draw(CLAIM, 10, second, replace(DICE, round=2)), beacon=DICE)
    assert "key" in {fault.column for fault in verify(forged, CLAIM, DICE, COMMITMENT)}


def test_a_published_key_gives_earlier_keys_only() -> None:
    """Hashing the key of round 3 gives that of round 2; hashing anything known gives none of round 4."""
    keys = [round_key(SEED, ROUNDS, number).secret for number in range(1, ROUNDS + 1)]
    assert sha256(bytes.fromhex(keys[2])).hexdigest() == keys[1]
    assert sha256(bytes.fromhex(keys[0])).hexdigest() == COMMITMENT.anchor
    assert len(set(keys)) == ROUNDS


def test_the_public_beacon_alone_predicts_no_better_than_chance() -> None:
    """A unit that knows list and beacon, and guesses the key, meets its sample of 20 in 60 as often as chance does.

    Over 400 rounds the overlap of guess and sample has mean 20/3 and variance 20 (1/3) (2/3) (40/59); the mean of the
    rounds must lie within 4 standard errors. The seed is fixed, so the test is the same each time.
    """
    random, rounds = Random(1957), 400
    claim = Claim.of("u01", date(1957, 12, 15), 100, CLAIM.cases)
    overlaps = 0
    for number in range(rounds):
        beacon = Beacon(1, f"dice of day {number}", " ".join(str(random.randint(1, 6)) for _ in range(8)))
        guess = draw(claim, 20, RoundKey(1, random.randbytes(32).hex()), beacon)
        truth = draw(claim, 20, round_key(random.randbytes(32), 1, 1), beacon)
        overlaps += len(set(guess.cases) & set(truth.cases))
    standard_error = (20 * (1 / 3) * (2 / 3) * (40 / 59) / rounds) ** 0.5
    assert abs(overlaps / rounds - 20 / 3) < 4 * standard_error


def test_every_pair_is_drawn_about_as_often() -> None:
    """Of 6 cases there are 15 pairs; over 3,000 keys chi-squared stays under 36.1, its 99.9 % point for 14 degrees."""
    claim = Claim.of("u", date(1957, 12, 15), 6, "abcdef")
    seen: dict[frozenset[str], int] = {}
    for number in range(3_000):
        pair = frozenset(draw(claim, 2, round_key(number.to_bytes(32, "big"), 1, 1), DICE).cases)
        seen[pair] = seen.get(pair, 0) + 1
    expected = 3_000 / comb(6, 2)
    assert len(seen) == 15
    assert sum((count - expected) ** 2 / expected for count in seen.values()) < 36.1


def test_the_secret_is_not_printed() -> None:
    """A key written to a log shows its round, never its bytes."""
    assert KEY.secret not in repr(draw(CLAIM, 3, KEY, DICE))


@pytest.mark.parametrize("n", [0, 63])
def test_a_sample_is_part_of_the_claim(n: int) -> None:
    """No sample of nothing, none larger than what is claimed."""
    with pytest.raises(BadInput, match="1 to 62 cases"):
        draw(CLAIM, n, KEY, DICE)


def test_weak_or_malformed_secrets_are_refused() -> None:
    """A seed under 32 bytes, a round beyond the chain, a key that is no hexadecimal, an unnamed beacon."""
    with pytest.raises(BadInput, match="32 random bytes"):
        commit(b"short", 3)
    with pytest.raises(BadInput, match="1 to 3"):
        round_key(SEED, 3, 4)
    with pytest.raises(BadInput, match="hexadecimal"):
        RoundKey(1, "x" * 64)
    with pytest.raises(BadInput, match="1 to 100000"):
        RoundKey(0, "0" * 64)
    with pytest.raises(BadInput, match="fixed in advance"):
        Beacon(1, " ", "4 1 6")


def test_another_spelling_of_the_same_outcome_verifies() -> None:
    """Who heard the dice may write them without blanks; other dice, another name or round are told."""
    published = draw(CLAIM, 10, KEY, DICE)
    assert verify(published, CLAIM, replace(DICE, text="41662351"), COMMITMENT) == ()
    (fault,) = {
        fault.column for fault in verify(published, CLAIM, replace(DICE, name="dice, 20 December"), COMMITMENT)
    } - {"cases"}
    assert fault == "beacon"


@settings(max_examples=30)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(0, 80))
def test_the_overall_sample_is_the_beginning_of_every_unit_s_order(sizes: list[int], n: int) -> None:
    """Whatever falls into a unit is what that unit's own draw begins with, and no smaller ticket is left out."""
    claims = [
        Claim.of(f"u{number}", date(1957, 12, 15), size + 1, (f"u{number}-{case}" for case in range(size)), size + 1)
        for number, size in enumerate(sizes)
    ]
    together = overall(iter(claims), n, KEY, DICE)
    assert len(together) == min(n, sum(claim.claimed for claim in claims))
    for claim in claims:
        own = tuple(case for unit, case in together if unit == claim.unit)
        assert own == draw(claim, claim.claimed, KEY, DICE).cases[: len(own)]


def test_the_overall_sample_favours_no_unit() -> None:
    """Of 30 and 10 cases, 8 drawn: over 400 keys 6 fall into the first unit on average, give or take 4 errors.

    One draw has variance 8 (3/4) (1/4) (32/39).
    """
    claims = [Claim.of(unit, date(1957, 12, 15), size, map(str, range(size))) for unit, size in (("a", 30), ("b", 10))]
    draws = [overall(claims, 8, round_key(number.to_bytes(32, "big"), 1, 1), DICE) for number in range(400)]
    mean = sum(unit == "a" for found in draws for unit, _ in found) / len(draws)
    assert abs(mean - 6) < 4 * (8 * (3 / 4) * (1 / 4) * (32 / 39) / 400) ** 0.5
