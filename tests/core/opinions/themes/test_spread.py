"""Copies by Spark Connect, which Sail speaks here: the same groups as on one machine."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grassrota.errors import BadInput
from grassrota.opinions.themes.copies import Copies, copies
from grassrota.opinions.themes.spread import collected, settled, spread
from grassrota.opinions.themes.text import Text

from .test_copies import DAY, LETTER, ROAD

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def found(spark: SparkSession, texts: list[Text], beside: Path, most: int = 200, parts: int = 1) -> tuple[Copies, ...]:
    """What is found in these texts."""
    rows = spark.createDataFrame([(text.id, text.words) for text in texts], "id string, words string")
    return collected(spread(spark, rows, beside, most=most, parts=parts))


def test_the_groups_are_those_of_one_machine(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random variants of three texts, and texts that change little by little, which must not chain; also in parts."""
    chance = Random(1)
    pieces = [LETTER[:k] + ROAD[k:] for k in range(0, len(LETTER), 3)]
    for _ in range(60):
        base, tail = (
            chance.choice([LETTER, ROAD, LETTER[:30] + ROAD[:30]]),
            chance.choices("甲乙丙丁", k=chance.randrange(8)),
        )
        pieces.append(base[chance.randrange(14) :] + "".join(tail))
    pieces += ["The pump is broken, again!", "ＴＨＥ ＰＵＭＰ is broken — again", "", "……"]
    texts = [Text(f"t{number:02}", words, "p", DAY) for number, words in enumerate(pieces)]
    expected = copies(texts)
    assert len(expected) > 3
    assert found(spark, texts, tmp_path) == expected
    monkeypatch.setattr("grassrota.opinions.themes.spread.PAIRS", 100)
    assert found(spark, texts, tmp_path, parts=3) == expected


def test_a_letter_of_many_signatures_stays_one_letter(spark: SparkSession, tmp_path: Path) -> None:
    """Sixty texts in a bucket of which only three are compared with the others: the leader is among them."""
    texts = [Text(f"t{number:02}", f"{LETTER}{number}", "p", DAY) for number in range(60)]
    assert found(spark, texts, tmp_path, most=3) == copies(texts)


@pytest.mark.parametrize("pieces", [[], [ROAD], [ROAD, LETTER]])
def test_texts_of_which_none_meet_have_no_copies(spark: SparkSession, tmp_path: Path, pieces: list[str]) -> None:
    """None at all, one, and two unlike ones: nothing is stored on the way, not even which columns there are."""
    texts = [Text(f"t{number}", words, "p", DAY) for number, words in enumerate(pieces)]
    assert found(spark, texts, tmp_path, parts=2) == ()


def test_a_text_joins_the_first_leader_it_is_like_and_nobody_who_is_led() -> None:
    """By hand: 2 is like 1, 3 like 2 alone, 5 like 3 and 4; so 1 leads 2, and 3 leads 5, for it comes before 4."""
    pairs = np.array([[5, 4], [2, 1], [3, 2], [5, 3]])
    assert settled(pairs[:, 0], pairs[:, 1]) == {2: 1, 5: 3}


def test_a_likeness_out_of_range_is_refused(tmp_path: Path) -> None:
    """Before anything is asked of an engine."""
    with pytest.raises(BadInput, match="near"):
        spread(None, None, tmp_path, near=0.5)  # type: ignore[arg-type]
