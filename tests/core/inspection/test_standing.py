from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from grassrota.errors import BadInput
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import Outcome, hypotheses
from grassrota.inspection.many import Naming
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.standing import Standing, rank
from grassrota.inspection.verdict import Verdict
from grassrota.inspection.words import Language, words_of_many

DAY = date(2026, 11, 1)


def verdict(unit: str, found: list[bool], claimed: int = 97) -> Verdict:
    """The verdict on a claim of so many in a hundred; whether each of the first cases was fixed, silence after them."""
    claim = Claim.of(unit, DAY, 100, (f"{unit}-{case}" for case in range(claimed)))
    return Verdict.of(claim, sequential(hypotheses(claim, "0.2", "0.05"), lots=False), found)


def of_many(verdicts: list[Verdict], naming: Naming, language: Language = Language.ENGLISH) -> str:
    refuted = sum(one.outcome is Outcome.REFUTED for one in verdicts)
    return words_of_many({one.claim.unit: one.evidence for one in verdicts}, refuted, naming, language)


@cache
def good() -> Verdict:
    return verdict("a", [True] * 97)


@cache
def bad() -> Verdict:
    return verdict("b", [False] * 97)


def test_a_reported_rate_is_never_printed_alone() -> None:
    """Unchecked, or how many cases were visited, what they showed and at which risk, in either language."""
    unchecked = Standing("u", 100, 100)
    assert unchecked.words() == "u reports 100 of 100 (100.0%): unchecked"
    assert unchecked.words(Language.CHINESE) == "u自报100/100（100.0%）：未经核查"
    for one, english, chinese in (
        (good(), "confirmed", "属实"),
        (bad(), "refuted", "未通过核查"),
        (verdict("c", []), "no verdict", "尚无定论"),
    ):
        visited, at_least = one.visited, one.at_least
        told, told_zh = (Standing.of(one).words(language) for language in (Language.ENGLISH, Language.CHINESE))
        assert "97 of 100 (97.0%)" in told
        assert english in told
        assert f"{visited} cases visited, at least {at_least} truly fixed" in told
        assert "5%" in told
        assert chinese in told_zh
        assert f"走访{visited}件，真正整改的至少{at_least}件，出错的可能性不超过5%" in told_zh
    assert "(unknown)" in Standing("u", 0, 0).words()


def test_a_standing_is_of_the_claim_that_was_judged() -> None:
    """A verdict on another count does not verify this one; more reported than received is refused."""
    with pytest.raises(BadInput):
        Standing("a", 98, 100, good())
    with pytest.raises(BadInput):
        Standing("a", 101, 100)


def test_nothing_is_ranked_on_a_reported_rate() -> None:
    """A unit at 100 % that nobody inspected has no place; others stand by what is verified, whatever they report."""
    weaker = verdict("z", [True] * 5 + [False] + [True] * 90)
    perfect = Standing("aa", 100, 100)
    found = rank([perfect, Standing.of(bad()), Standing.of(weaker), Standing.of(good()), Standing("n", 0, 0)])
    assert [one.unit for one in found.ranked] == ["a", "z", "b"]
    assert [one.unit for one in found.unranked] == ["aa", "n"]
    boasting = Standing.of(verdict("z", [True] * 5 + [False] + [True] * 90))
    assert rank([boasting, Standing.of(good())]).ranked[0].unit == "a"


def test_units_with_equal_bounds_stand_by_their_ids() -> None:
    """Nothing but the verified share tells them apart, so the order is the same however they come."""
    same = replace(good(), claim=Claim.of("b", DAY, 100, (f"b-{case}" for case in range(97))))
    for units in ((good(), same), (same, good())):
        assert [one.unit for one in rank(map(Standing.of, units)).ranked] == ["a", "b"]


def test_words_about_many_call_nobody_false_on_one_test_alone() -> None:
    """One failure too many refutes a unit among a thousand and does not name it; all failing does."""
    unlucky = verdict("d", [True, False] * 4)
    assert unlucky.outcome is Outcome.REFUTED
    naming = Naming(1000, Fraction(1, 100))
    told = of_many([good(), unlucky], naming)
    assert "Of 1000 units 1 are refuted one by one" in told
    assert "None may be called false" in told
    assert "May be called false: b." in of_many([good(), unlucky, bad()], naming)
    assert "没有一个单位可以称为不实" in of_many([good(), unlucky], naming, Language.CHINESE)
    assert "可以称为不实的有：b。" in of_many([bad()], naming, Language.CHINESE)
