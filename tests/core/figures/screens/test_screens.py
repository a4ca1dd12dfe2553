"""Screens find what was bent, say how, and leave honest figures alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from grassrota.errors import BadInput
from grassrota.figures.interval import rounded
from grassrota.figures.screens.bunching import bunched, bunching
from grassrota.figures.screens.closures import Work
from grassrota.figures.screens.completeness import Receipts, completeness, receipts_needed
from grassrota.figures.screens.digits import last_digits
from grassrota.figures.screens.heaping import heaping, is_whole
from grassrota.figures.screens.panel import Levels, granularity, screened
from grassrota.figures.screens.reports import Reported, Screen
from grassrota.figures.screens.steadiness import too_steady
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, UnitClaim

MONDAY = date(1957, 12, 2)
GATE, LEVEL = Fraction(7, 10), Fraction(5, 1000)


def panel(seed: int, units: int = 300) -> list[Reported]:
    """Honest units: their sizes and true rates spread out, and weekly counts that crowd more than chance."""
    chance = np.random.default_rng(seed)
    received = np.maximum(chance.lognormal(np.log(235), 0.8, units).astype(int), 10)
    fixed = chance.binomial(received, chance.beta(8, 4, units))
    return [
        Reported(
            f"u{i}", int(k), int(n), None, tuple(map(int, chance.negative_binomial(4, 4 / (4 + k / 12 + 0.01), 12)))
        )
        for i, (k, n) in enumerate(zip(fixed, received, strict=True))
    ]


HONEST = panel(1)


def test_an_honest_panel_raises_no_sign() -> None:
    """Three hundred honest units with every screen at work: nothing is said."""
    assert screened(HONEST) == ()


def test_a_rate_that_its_counts_cannot_give_is_flagged() -> None:
    """2 of 3 is 66.7 % and not 66.9 %; of 100 cases 67 may be printed as 67 %."""
    good = Reported("a", 2, 3, rounded(Fraction(667, 1000), Fraction(1, 1000)))
    bad = replace(good, unit="b", printed=rounded(Fraction(669, 1000), Fraction(1, 1000)))
    (sign,) = granularity([good, bad, Reported("c", 2, 3)])
    assert (sign.screen, sign.units, sign.chance) == (Screen.GRANULARITY, ("b",), 0.0)
    assert "2 of 3" in sign.arithmetic


def test_near_misses_that_were_lifted_over_a_gate_are_flagged() -> None:
    """Every second unit up to five points below 70 % reports just enough: far more are above than the curve expects."""
    lifted = []
    for number, unit in enumerate(HONEST):
        need = ceil(GATE * unit.received)
        near = need - unit.received / 20 <= unit.fixed < need
        lifted.append(replace(unit, fixed=need) if near and number % 2 else unit)
    (sign,) = bunching(lifted, GATE, 0.01)
    assert sign.screen is Screen.BUNCHING
    named = {unit.unit: unit for unit in lifted if unit.unit in sign.units}
    assert all(GATE <= Fraction(unit.fixed, unit.received) < GATE + Fraction(3, 100) for unit in named.values())
    assert bunching(HONEST, GATE, 0.01) == ()


def test_round_shares_of_small_units_are_no_heap_at_a_gate() -> None:
    """Units of ten cases at 4 to 9 of them, evenly: each seventh passes 70 % exactly, and nothing is odd about that."""
    small = [Reported(f"u{n}", 4 + n % 6, 10) for n in range(300)]
    found = bunched(small, GATE)
    assert found is not None
    assert found.chance > 0.05


def test_few_units_say_nothing_about_a_gate() -> None:
    """Twenty units give no curve; units that received nothing give none at all."""
    assert bunched(HONEST[:20], GATE) is None
    assert bunched([Reported("u", 0, 0)] * 50, GATE) is None


def test_whole_percents_by_hand() -> None:
    """Of 235 cases 70 % is 164.5, so both neighbours count; 166 is 70.6 %. Of 100 every count is a whole percent."""
    assert [is_whole(fixed, 235) for fixed in (163, 164, 165, 166)] == [False, True, True, False]
    assert all(is_whole(fixed, 100) for fixed in range(101))


def test_rates_made_whole_percents_are_flagged() -> None:
    """Every third unit reports a whole percent: more than the counts around their own would be."""
    made = [
        replace(unit, fixed=round(round(100 * unit.fixed / unit.received) * unit.received / 100))
        if n % 3 == 0
        else unit
        for n, unit in enumerate(HONEST)
    ]
    (sign,) = heaping(made, 0.01)
    assert sign.screen is Screen.HEAPING
    assert "are to be expected" in sign.arithmetic
    assert heaping([Reported("u", 50, 100)] * 40, 0.01) == (), "of a hundred cases every share is a whole percent"


def test_favourite_last_digits_are_flagged() -> None:
    """A hundred counts of three digits, 40 of them ending in 0: chi-squared is 100, far beyond 23.6 (0.5 %)."""
    counts = [100 + 10 * n for n in range(40)] + [500 + 10 * n + n % 9 + 1 for n in range(60)]
    (sign,) = last_digits([Reported(f"u{n}", count, 2000) for n, count in enumerate(counts)], 0.005)
    assert (sign.screen, len(sign.units)) == (Screen.DIGITS, 40)
    assert "40 of 100 counts end in 0; 10.0 are" in sign.arithmetic
    assert last_digits([Reported(f"u{n}", 200 + n, 2000) for n in range(100)], 0.005) == ()
    assert last_digits([Reported("u", 100, 2000)] * 49, 0.005) == ()


@pytest.mark.parametrize(
    ("series", "screens"),
    [
        ((20,) * 12, {Screen.REPEATS, Screen.SMOOTH}),
        ((20, 21, 20, 19, 20, 21, 19, 20, 21, 20, 19, 20), {Screen.SMOOTH}),
        ((3,) * 30, {Screen.REPEATS}),  # too few a period for the dispersion test
        ((14, 25, 19, 22, 31, 12, 20, 17, 26, 23, 15, 21), set()),
        ((0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1), set()),  # small counts repeat by chance
        ((20,) * 7, set()),
        ((0,) * 12, set()),
    ],
)
def test_counts_too_steady_for_chance_are_flagged(series: tuple[int, ...], screens: set[Screen]) -> None:
    """The same count again and again, or one always near the mean; not a short, an empty or an ordinary series."""
    found = list(too_steady([Reported("u", 0, 0, None, series)], float(LEVEL)))
    assert {sign.screen for sign in found} == screens
    assert all(sign.chance is not None and sign.chance <= LEVEL / 2 for sign in found)


def test_a_list_that_leaves_opinions_out_is_flagged_by_receipts() -> None:
    """Of 20 receipts of 1,000 five are off the list. An honest unit may lack 20: one is hit in every third draw."""
    receipts = Receipts("u", 1000, tuple(f"o{n}" for n in range(20)))
    listed = {f"o{n}" for n in range(5, 1000)}
    (sign,) = completeness(receipts, listed, LEVEL)
    assert (sign.screen, sign.units) == (Screen.COMPLETENESS, ("u",))
    assert "5 of 20 receipts drawn" in sign.arithmetic
    assert completeness(receipts, {f"o{n}" for n in range(1000)}, LEVEL) == ()
    assert completeness(receipts, {f"o{n}" for n in range(1, 1000)}, LEVEL) == ()


def test_receipts_needed_by_hand() -> None:
    """To notice 10 of 100 missing with 95 %: 25 receipts miss all ten with 4.8 % chance, 24 with 5.4 %."""
    assert receipts_needed(100, Fraction(1, 10)) == 25
    assert receipts_needed(10, Fraction(1, 100)) == 10


def closed(number: int, day: date, owner: str = "u") -> Case:
    """A case with words of its own."""
    words = f"replaced {number:b}".translate({48: "a lamp ", 49: "two pipes "})
    claims = (UnitClaim(day, ClosingReason.FIXED, words),)
    return Case(f"c{number:03}", (f"o{number}",), owner, MONDAY, investigated_on=MONDAY, claims=claims)


def test_who_is_too_fast_is_named_with_the_arithmetic() -> None:
    """One person, one day, a quarter of a day a case: four at most, and five were claimed."""
    cases = [closed(number, MONDAY) for number in range(5)]
    (sign,) = screened((), cases=cases, work=Work({"u": 1}, MONDAY, MONDAY))
    assert (sign.screen, sign.units, sign.chance) == (Screen.CAPACITY, ("u",), 0.0)
    assert sign.arithmetic == "1 people x 1 working days / 1/4 a case = 4 cases; 5 claimed."
    assert screened((), cases=cases[:4], work=Work({"u": 1}, MONDAY, MONDAY)) == ()


def test_bulks_copies_and_empty_words_are_signs_about_a_unit() -> None:
    """Forty on a day after two a day, with five replies alike and one that says nothing."""
    days = [MONDAY + timedelta(days=number // 2) for number in range(20)] + [MONDAY + timedelta(days=20)] * 40
    cases = [closed(number, day) for number, day in enumerate(days)]
    copy = "The opinion was passed on to the department concerned, which has studied it."
    for number, words in (*((n, copy) for n in range(5)), (5, "solved")):
        claims = (replace(cases[number].claims[0], action=words),)
        cases[number] = replace(cases[number], claims=claims)
    found = {sign.screen for sign in screened((), cases=cases)}
    assert {Screen.BULK, Screen.TEMPLATE, Screen.NO_ACTION} <= found


def test_the_levels_are_split_and_never_exceed_five_percent() -> None:
    """They sum to five percent; more, or a share of nothing, is refused."""
    with pytest.raises(BadInput, match="1/20 in all"):
        Levels(bunching=Fraction(21, 1000))
    with pytest.raises(BadInput):
        Levels(bulk=Fraction(0))


def test_what_cannot_be_is_bad_input() -> None:
    """More fixed than received, a negative period, one receipt twice, more receipts than were logged."""
    for wrong in (
        lambda: Reported("u", 2, 1),
        lambda: Reported("u", 0, 1, None, (-1,)),
        lambda: Receipts("u", 5, ("a", "a")),
        lambda: Receipts("u", 1, ("a", "b")),
    ):
        with pytest.raises(BadInput):
            wrong()


def test_honest_panels_are_hardly_ever_flagged() -> None:
    """Forty honest panels of a hundred units: at five percent each, seven flagged ones would come once in 250 times."""
    assert sum(bool(screened(panel(seed, 100))) for seed in range(100, 140)) < 7
