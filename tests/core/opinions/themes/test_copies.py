"""Copies: the same text again, exactly or nearly, whoever sent it and in whatever order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.themes.copies import Copies, copies
from grassrota.opinions.themes.copy_index import CopyIndex
from grassrota.opinions.themes.signature import signed
from grassrota.opinions.themes.text import Text

LETTER = "村里的自来水已经停了三个星期，老人每天要走两里路去挑水，村委会说没有钱修水泵，请上级派人来看一看。"
ROAD = "通往学校的路一下雨就成了泥塘，孩子们经常摔跤，去年答应修的石子路到今天也没有动工，家长们很着急。"
DAY = date(2026, 3, 1)


def text(name: str, words: str) -> Text:
    return Text(name, words, "p", DAY)


def mixed(*pieces: str) -> tuple[Text, ...]:
    return tuple(text(f"t{number:02}", words) for number, words in enumerate(pieces))


def test_case_width_and_punctuation_make_no_difference() -> None:
    """Texts of the same letters and digits are exact copies, in both languages."""
    texts = mixed("The pump is broken, again!", "ＴＨＥ ＰＵＭＰ is broken — again", "水泵坏了。", "水泵 坏了")
    assert copies(texts) == (Copies("t00", ("t00", "t01"), 2), Copies("t02", ("t02", "t03"), 2))


def test_another_digit_is_no_exact_copy() -> None:
    """Room 12 is not room 13: short texts that differ in a digit stay apart."""
    assert copies(mixed("12号楼停水", "13号楼停水")) == ()


def test_a_chain_letter_with_another_name_is_a_near_copy() -> None:
    """A letter signed by two people is one letter; another grievance of the same place is not."""
    found = copies(mixed(LETTER + "王海梅", LETTER + "陈敏", ROAD))
    assert [group.ids for group in found] == [("t00", "t01")]
    assert found[0].exact == 1


def test_the_estimate_is_that_of_the_share_of_shingles() -> None:
    """26 letters have 26 shingles, their first 12 have 12, of which 10 are shared: 200 such pairs agree in 10 of 28."""
    wholes = ["".join(chr(0x4E00 + 40 * pair + letter) for letter in range(26)) for pair in range(200)]
    whole, part = signed(wholes).signatures, signed([each[:12] for each in wholes]).signatures
    assert (whole == part).mean() == pytest.approx(10 / 28, abs=0.02)


def test_nobody_is_more_than_one_step_from_the_leader() -> None:
    """A text that changes little by little does not chain its first form to its last."""
    steps = [LETTER[:k] + ROAD[k:] for k in range(0, len(LETTER), 3)]
    texts = mixed(*steps)
    for group in copies(texts):
        leader = next(each for each in texts if each.id == group.leader)
        for name in group.ids:
            other = next(each for each in texts if each.id == name)
            assert name == group.leader or copies((leader, other))
    assert len(copies(texts)) > 1


def test_nothing_has_no_copies() -> None:
    """No texts, one text, and texts without a letter."""
    assert copies(()) == ()
    assert copies(mixed(LETTER)) == ()
    assert copies(mixed("……", "！！", "")) == (Copies("t00", ("t00", "t01", "t02"), 3),)


@pytest.mark.parametrize("near", [0.0, 0.69, 1.01])
def test_a_likeness_out_of_range_is_refused(near: float) -> None:
    """Nothing is more alike than the same, and what is hardly alike cannot be found by bands."""
    with pytest.raises(BadInput, match="near"):
        copies(mixed(LETTER), near)


def test_an_id_comes_once() -> None:
    """One id on two texts is refused, in one go and one by one."""
    twice = (text("a", LETTER), text("a", ROAD))
    with pytest.raises(BadInput, match="each text once"):
        copies(twice)
    index = CopyIndex(twice[:1])
    with pytest.raises(BadInput, match="each text once"):
        index.add(twice[1])


variants = st.builds(
    lambda base, cut, tail: base[cut:] + tail,
    st.sampled_from([LETTER, ROAD, LETTER[:30] + ROAD[:30]]),
    st.integers(0, 14),
    st.text("甲乙丙丁", max_size=8),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(variants, max_size=24), st.randoms(use_true_random=False), st.integers(0, 24))
def test_one_by_one_equals_all_at_once(pieces: list[str], random, known: int) -> None:  # type: ignore[no-untyped-def]
    """In any order, and with any part known beforehand, the groups are those of all texts at once."""
    texts = list(mixed(*pieces))
    expected = copies(texts)
    random.shuffle(texts)
    assert copies(texts) == expected
    index = CopyIndex(texts[:known])
    for each in texts[known:]:
        index.add(each)
    assert index.groups() == expected
    led = {name: group.leader for group in expected for name in group.ids}
    assert {each.id: index.leader_of(each.id) for each in texts} == {
        each.id: led.get(each.id, each.id) for each in texts
    }


def test_the_number_of_threads_changes_nothing() -> None:
    """More texts than one chunk, by one thread and by three."""
    texts = mixed(*(f"{LETTER}{number}" for number in range(2_100)))
    assert copies(texts, workers=1) == copies(texts, workers=3)
