from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from grassrota.errors import BadInput
from grassrota.inspection.clusters import cluster_answer
from grassrota.inspection.design import Hypotheses, Outcome

ASKED = Hypotheses(10_000, 8_500, 9_800, Fraction(1, 20), Fraction(1, 20))
ALL, NONE, HALF = Fraction(1), Fraction(0), Fraction(1, 2)


def drawn(shares: list[Fraction], random: Random, most: int = 400) -> Outcome | None:
    """Units drawn one after another until there is an answer."""
    units: list[Fraction] = []
    while len(units) < most:
        units.append(random.choice(shares))
        if answer := cluster_answer(ASKED, units, units):
            return answer
    return None


def test_good_units_confirm_and_bad_ones_refute() -> None:
    """Unit after unit wholly fixed confirms, half fixed refutes; a single unit decides nothing."""
    assert cluster_answer(ASKED, [ALL] * 60, [ALL] * 60) is Outcome.CONFIRMED
    assert cluster_answer(ASKED, [HALF] * 30, [HALF] * 30) is Outcome.REFUTED
    assert cluster_answer(ASKED, [ALL], [ALL]) is None


def test_what_an_honest_claim_rules_out_refutes_at_once() -> None:
    """Where honest means every case fixed, one case that is not is enough."""
    strict = Hypotheses(10_000, 8_500, 10_000, Fraction(1, 20), Fraction(1, 20))
    assert cluster_answer(strict, [ALL, HALF], [ALL, HALF]) is Outcome.REFUTED


def test_silence_decides_nothing() -> None:
    """Units of which only half answered, all of those fixed, neither confirm nor refute."""
    assert cluster_answer(ASKED, [HALF] * 60, [ALL] * 60) is None


def test_invented_units_are_confirmed_no_more_often_than_stated() -> None:
    """Of equal units 15 % are wholly invented, at the edge of false: of 300 inspections at most 27 confirm.

    With a true chance of 5 % more than 27 of 300 come up once in 750 times; the seed is fixed.
    """
    random = Random(1957)
    units = [ALL] * 17 + [NONE] * 3
    confirmed = sum(drawn(units, random) is Outcome.CONFIRMED for _ in range(300))
    assert confirmed <= 27


def test_honest_units_are_mostly_confirmed() -> None:
    """Ninety-eight cases of a hundred in every unit: of 60 inspections at least 54 confirm."""
    random = Random(1958)
    units = [Fraction(98, 100)]
    assert sum(drawn(units, random) is Outcome.CONFIRMED for _ in range(60)) >= 54


def test_shares_out_of_order_are_bad_input() -> None:
    """The best reading of a unit cannot be worse than its worst."""
    with pytest.raises(BadInput, match="none of the best"):
        cluster_answer(ASKED, [ALL], [HALF])
