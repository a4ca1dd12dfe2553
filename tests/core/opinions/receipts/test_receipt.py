"""The receipt code: what it catches, what it forgives, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from math import log2
from random import Random

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.receipts.checksum import FIELD, LENGTH, WEIGHTS, is_right, with_checks
from grassrota.opinions.receipts.receipt import SYMBOLS, Receipt, draw_receipt, read_receipt
from grassrota.opinions.receipts.spoken import CHINESE, ENGLISH, spoken

RECEIPT = draw_receipt(Random(1))
KEY = bytes(range(32))


def refused(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_receipt(text)
    assert caught.value.code == "bad_receipt"
    return caught.value


def replaced(code: str, place: int, sign: str) -> str:
    return code[:place] + sign + code[place + 1 :]


def test_a_code_has_more_than_eighty_random_bits() -> None:
    """18 of 20 characters are free, each one of 23: 81.4 bits."""
    assert (LENGTH, len(SYMBOLS), len(set(SYMBOLS))) == (20, 23, FIELD)
    assert 18 * log2(23) == pytest.approx(81.42, abs=0.01)


def test_all_free_characters_are_drawn_from_the_system() -> None:
    """Codes drawn without a seed differ, and over 200 of them every symbol comes up at every place."""
    drawn = [draw_receipt().code for _ in range(200)]
    assert len(set(drawn)) == 200
    assert all(len({code[place] for code in drawn}) > 18 for place in range(LENGTH))


@pytest.mark.parametrize("place", range(LENGTH))
def test_every_single_wrong_character_is_caught_and_its_group_named(place: int) -> None:
    """At each place each of the 22 others is refused, in three codes, and the group named is the wrong one alone."""
    for seed in range(3):
        code = draw_receipt(Random(seed)).code
        for sign in set(SYMBOLS) - {code[place]}:
            assert refused(replaced(code, place, sign)).data["groups"] == (place // 4 + 1,)


def test_every_swap_of_two_characters_is_caught() -> None:
    """Whatever the code: swapping a and b at two places adds (a - b) (w - v) to the second sum, which is never 0."""
    unequal = range(1, FIELD)
    gains = {gap * (one - other) % FIELD for gap, (one, other) in product(unequal, combinations(WEIGHTS, 2))}
    assert len(WEIGHTS) == len(set(WEIGHTS)) == LENGTH
    assert 0 not in gains


@pytest.mark.parametrize("place", range(LENGTH - 1))
def test_a_swap_of_neighbours_is_refused_and_its_group_is_among_those_named(place: int) -> None:
    """At each place, in 30 codes."""
    for seed in range(30):
        code = draw_receipt(Random(seed)).code
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            assert {place // 4 + 1, (place + 1) // 4 + 1} <= set(refused(swapped).data["groups"])  # type: ignore[call-overload]


def test_a_word_by_hand() -> None:
    """1 and seventeen 0 want checks x and y with 1 + x + y = 0 and 1 + 6 x + 7 y = 0 mod 23: y = 5 and x = 17."""
    assert (WEIGHTS[18], WEIGHTS[19]) == (6, 7)
    assert with_checks([1, *[0] * 17]) == (1, *[0] * 17, 17, 5)
    assert is_right([1, *[0] * 17, 17, 5])


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda text: text.replace("-", ""),
        lambda text: text.replace("-", " "),
        lambda text: f"\u3000 {text.replace('-', '－')} \n",
        lambda text: text.replace("-", "—").translate({ord(sign): ord(sign) + 0xFEE0 for sign in SYMBOLS}),
        lambda text: text.translate(str.maketrans("012568", "OIZSGB")),
        lambda text: text.lower().translate(str.maketrans("012568", "olzsgb")),
        lambda text: text.translate(str.maketrans("0", "Q")).replace("-", "·"),
        lambda text: " ".join(text.replace("-", "")),
    ],
)
def test_input_is_forgiven(typed: Callable[[str], str]) -> None:
    """Case, spaces, hyphens of any sort, full width, and letters that look like digits."""
    for seed in range(20):
        receipt = draw_receipt(Random(seed))
        assert read_receipt(typed(str(receipt))) == receipt


def test_what_is_no_character_of_a_code_is_named_by_group() -> None:
    """U and 中 look like none; the group is named even where two are wrong."""
    code = replaced(replaced(RECEIPT.code, 0, "U"), 9, "中")
    assert refused(code).data["groups"] == (1, 3)
    assert "Look at group 1 or 3 again." in str(refused(code))


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        (str(RECEIPT)[:-1], (5,)),
        (replaced(str(RECEIPT), 5, ""), (2,)),
        (RECEIPT.code[1:], ()),
        (RECEIPT.code + "7", ()),
        ("", ()),
        ("----", ()),
    ],
)
def test_a_code_of_another_length_is_refused(typed: str, groups: tuple[int, ...]) -> None:
    """The group that is short is named if the groups were kept apart."""
    error = refused(typed)
    assert error.data == {"groups": groups}
    assert ("Compare each group" in str(error)) == (not groups)


def test_a_refusal_repeats_nothing_and_knows_nothing() -> None:
    """Neither words nor data of the refusal carry what was typed, and no store was asked."""
    error = refused(replaced(RECEIPT.code, 3, "7" if RECEIPT.code[3] != "7" else "9"))
    assert not any(group in f"{error} {error.data}" for group in RECEIPT.groups)


def test_a_code_does_not_end_up_in_a_log() -> None:
    """The repr, which is what logs and tracebacks show, is empty; the text form has the groups."""
    assert repr(RECEIPT) == "Receipt()"
    assert str(RECEIPT).split("-") == [RECEIPT.code[at : at + 4] for at in range(0, 20, 4)]


def test_only_a_keyed_hash_is_kept() -> None:
    """The same code and key give the same 32 bytes; another key or another code gives others."""
    other = draw_receipt(Random(2))
    hashes = {
        RECEIPT.keyed_hash(KEY),
        RECEIPT.keyed_hash(KEY[::-1]),
        other.keyed_hash(KEY),
        other.keyed_hash(KEY[::-1]),
    }
    assert (len(hashes), {len(each) for each in hashes}) == (4, {32})
    assert read_receipt(str(RECEIPT).lower()).keyed_hash(KEY) == RECEIPT.keyed_hash(KEY)


def test_a_short_key_is_refused() -> None:
    """31 bytes are too few, and are not repeated."""
    with pytest.raises(BadInput, match="got 31 bytes"):
        RECEIPT.keyed_hash(KEY[1:])


def test_every_symbol_has_a_word_of_its_own() -> None:
    """In both languages 23 different words; no two English words begin alike but those of digits."""
    assert len(set(ENGLISH)) == len(set(CHINESE)) == len(SYMBOLS)
    assert [word[0] for word in ENGLISH[10:]] == list(SYMBOLS[10:])
    assert [word.split()[0] for word in CHINESE[10:]] == list(SYMBOLS[10:])


def test_a_code_is_said_group_by_group() -> None:
    """The word worked out above, 1 and seventeen 0 with the checks 17, which is P, and 5."""
    receipt = Receipt("100000000000000000" + SYMBOLS[17] + "5")
    assert SYMBOLS[17] == "P"
    assert spoken(receipt)[0] == "one, zero, zero, zero"
    assert spoken(receipt)[4] == "zero, zero, Papa, five"
    assert spoken(receipt, "zh-hans")[0] == "幺，零，零，零"
    assert spoken(receipt, "zh")[4] == "零，零，P 苹果，五"
    assert spoken(receipt, "fr") == spoken(receipt)
