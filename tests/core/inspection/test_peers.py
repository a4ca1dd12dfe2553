from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection import classic, iso2859
from grassrota.inspection.peers import consistent_sample, elections, first_digits, martingales, null_mean

Capital = Callable[[list[float]], list[float]]


def every_order(fixed: int, failed: int) -> list[list[float]]:
    """All distinct orders of so many ones and noughts."""
    n = fixed + failed
    return [[float(place in ones) for place in range(n)] for ones in combinations(range(n), fixed)]


@pytest.mark.parametrize(
    "capital",
    [
        lambda x: martingales.alpha(x, Fraction(1, 2), 8, martingales.fixed_alternative(0.8, 8)),
        lambda x: martingales.alpha(x, Fraction(1, 2), 8, martingales.shrinking(0.7, weight=5)),
        lambda x: martingales.betting(x, Fraction(1, 2), 1.5, 8),
    ],
    ids=["alpha, fixed alternative", "alpha, shrinking", "betting"],
)
def test_capital_does_not_grow_under_the_hypothesis(capital: Capital) -> None:
    """Over all orders of a population whose mean is that of the hypothesis, the mean capital stays 1 at every step."""
    histories = [capital(order) for order in every_order(4, 4)]
    for step in range(7):
        assert sum(history[step] for history in histories) / len(histories) == pytest.approx(1, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(8, 60), st.data())
def test_the_boundary_of_walds_test_is_where_its_capital_is_large_enough(population: int, data: st.DataObject) -> None:
    """At random states the boundary confirms just when ALPHA with an unmoved bet has 20 times its capital."""
    n = data.draw(st.integers(1, population // 2))
    failed = data.draw(st.integers(0, n))
    values = [0.0] * failed + [1.0] * (n - failed)
    capital = martingales.betting_ratio(values, 0.5, 0.7, population)[-1]
    allowed = elections.sprt_boundary(population, 0.5, 0.7, 0.05)[n]
    assert (failed <= allowed) == (capital >= 20 * (1 - 1e-12))


def test_the_risk_of_walds_test_is_kept() -> None:
    """Where only half are fixed, half is confirmed with at most the 5 % that Ville's inequality allows."""
    walks = elections.sprt_walk(200, 0.5, 0.7, 0.05, 0.5)
    before_the_end = walks.confirming[0, :-1].sum()
    assert 0.02 < before_the_end <= 0.05


def test_what_is_impossible_under_the_hypothesis_is_certain() -> None:
    """Four ones of a population of seven that should hold three: the p-value is 0, by either bet."""
    for capital in (
        martingales.alpha([1, 1, 1, 1, 0], "3/7", 7, martingales.fixed_alternative(0.75, 7)),
        martingales.betting([1, 1, 1, 1, 0], "3/7", 0.5, 7),
    ):
        assert martingales.p_value(capital) == 0
    assert null_mean.sure_bounds([1, 1, 0], 6) == (Fraction(1, 3), Fraction(5, 6))


def test_a_mean_that_cannot_be_exceeded_loses_the_bet() -> None:
    """Three noughts of four with mean 3/8 leave 1.5 in one value: ALPHA has lost all capital, and p is 1."""
    capital = martingales.alpha([0, 0, 0, 1], "3/8", 4, martingales.fixed_alternative(0.5, 4))
    assert capital[-1] == 0
    assert martingales.p_value([0.0]) == 1


def test_an_object_put_back_comes_again_with_a_larger_ticket() -> None:
    """With replacement the same first tickets are met, and every object's own tickets rise below one."""
    once = list(consistent_sample.sample("abc", 7))
    drawn = list(islice(consistent_sample.sample("abc", 7, with_replacement=True), 12))
    assert sorted(drawn) == drawn
    assert {first for first in drawn if first in once} == {each for each in once if each[0] <= drawn[-1][0]}
    for name in "abc":
        own = [ticket for ticket, drawn_name in drawn if drawn_name == name]
        assert own == sorted(set(own))
        assert all(ticket < "1" for ticket in own)


def test_a_ticket_of_nines_still_has_a_next_one() -> None:
    """Between 0.999 and 1 there is room: the nines stay and digits follow."""
    assert consistent_sample.next_ticket("0.999") > "0.999"


@pytest.mark.parametrize(
    ("letter", "limit", "found"),
    [
        ("J", "0.65", ("J", 80, 1)),
        ("J", "0.25", ("H", 50, 0)),
        ("J", "0.4", ("K", 125, 1)),
        ("A", "0.01", ("Q", 1250, 0)),
        ("A", "10", ("C", 5, 1)),
        ("R", "0.015", ("P", 800, 0)),
        ("R", "6.5", ("L", 200, 21)),
        ("E", "250", ("E", 13, 44)),
        ("F", "150", ("E", 13, 30)),
    ],
)
def test_arrows_of_the_standard_are_followed(letter: str, limit: str, found: tuple[str, int, int]) -> None:
    """Table 2-A: J at 0.25 points up to H, at 0.4 down to K; the corners point inwards; more than 21 up to E only."""
    assert iso2859.plan(letter, limit) == iso2859.Plan(*found)


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [(8, "II", "A"), (9, "II", "B"), (500_000, "II", "P"), (500_001, "III", "R"), (90, "S-4", "C"), (91, "S-4", "D")],
)
def test_code_letters_change_where_the_table_does(lot: int, level: str, letter: str) -> None:
    """Table 1 at the edges of its rows."""
    assert iso2859.code_letter(lot, level) == letter


def test_what_the_standard_does_not_have_is_bad_input() -> None:
    """A lot of one, a level IV, a letter I, a limit of 3 %."""
    with pytest.raises(BadInput, match="2 or more"):
        iso2859.code_letter(1)
    with pytest.raises(BadInput, match="one of S-1"):
        iso2859.code_letter(100, "IV")
    for letter, limit in (("I", 1), ("J", 3)):
        with pytest.raises(BadInput, match="of table 2-A"):
            iso2859.plan(letter, limit)


@pytest.mark.parametrize(
    ("letter", "limit", "chance"),
    [
        ("G", "2.5", 0.9548),
        ("H", "2.5", 0.9638),
        ("J", 1, 0.9534),
        ("K", 1, 0.9626),
        ("L", 1, 0.9840),
        ("Q", 1, 0.9909),
    ],
)
def test_a_lot_at_the_limit_passes_as_often_as_others_computed(letter: str, limit: str, chance: float) -> None:
    """Figures beside the reference cases of the plans; with a defect counted each the chance is nearly the same."""
    plan = iso2859.plan(letter, limit)
    assert plan.acceptance(limit) == pytest.approx(chance, abs=5e-5)
    assert plan.acceptance(limit, counts_defects=True) == pytest.approx(chance, abs=0.01)


@pytest.mark.parametrize("letter", "FGHJKLMNPQ")
def test_a_lot_at_the_limit_mostly_passes(letter: str) -> None:
    """Every plan of one percent accepts a lot of one percent with 87 to 99.5 percent."""
    plan = iso2859.plan(letter, 1)
    assert 0.87 <= classic.acceptance(plan.n, plan.accept, "0.01") <= 0.995


def test_a_sample_of_money_units_needs_a_gap() -> None:
    """Expecting all that is tolerable leaves nothing to find."""
    with pytest.raises(Refused, match="set them apart"):
        classic.monetary_unit_sample("0.05", 1, "0.5")


def test_digits_as_expected_are_no_surprise() -> None:
    """1,000 first digits in Benford's shares are hardly any distance from them; all ones are far."""
    assert first_digits.benford([301, 176, 125, 97, 79, 67, 58, 51, 46])[1] > 0.999
    assert first_digits.benford([1000, 0, 0, 0, 0, 0, 0, 0, 0])[1] < 1e-100
