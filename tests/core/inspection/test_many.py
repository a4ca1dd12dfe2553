from __future__ import annotations

from fractions import Fraction
from math import comb, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.design import Hypotheses
from grassrota.inspection.many import Naming, e_value

RISK = Fraction(1, 20)


@st.composite
def asked(draw: st.DrawFn) -> Hypotheses:
    """A question about up to 14 cases."""
    population = draw(st.integers(2, 14))
    false_at = draw(st.integers(0, population - 1))
    return Hypotheses(population, false_at, draw(st.integers(false_at + 1, population)), RISK, RISK)


def chance_of_path(asked: Hypotheses, truly_fixed: int, visited: int, not_fixed: int) -> Fraction:
    """C(N - n, K - s) / C(N, K): the chance of one order of s fixed and f not fixed, by counting."""
    left, fixed = asked.population - visited, visited - not_fixed
    ways = comb(left, truly_fixed - fixed) if truly_fixed >= fixed else 0
    return Fraction(ways, comb(asked.population, truly_fixed))


@given(asked(), st.data())
def test_evidence_is_the_ratio_of_two_chances(asked: Hypotheses, data: st.DataObject) -> None:
    """It is the chance of what was seen at the false claim over that at the honest one, both counted exactly."""
    visited = data.draw(st.integers(0, asked.population))
    not_fixed = data.draw(st.integers(0, visited))
    false, honest = (chance_of_path(asked, k, visited, not_fixed) for k in (asked.false_at, asked.honest_at))
    if false or honest:
        expected = float(false / honest) if honest else inf
        assert e_value(asked, visited, not_fixed) == pytest.approx(expected)


@settings(max_examples=60)
@given(asked(), st.data())
def test_an_honest_unit_gathers_no_evidence_on_average_however_one_stops(
    asked: Hypotheses, data: st.DataObject
) -> None:
    """At every state and for every honest truth, one more visit leaves the evidence on average as it is, or less."""
    visited = data.draw(st.integers(0, asked.population - 1))
    truth = data.draw(st.integers(asked.honest_at, asked.population))
    not_fixed = data.draw(st.integers(0, min(visited, asked.population - truth)))
    if visited - not_fixed > truth:
        return
    fails = (asked.population - truth - not_fixed) / (asked.population - visited)
    after = (fails and fails * e_value(asked, visited + 1, not_fixed + 1)) + (
        (1 - fails) and (1 - fails) * e_value(asked, visited + 1, not_fixed)
    )
    assert after <= e_value(asked, visited, not_fixed) * (1 + 1e-9)


def test_what_rules_one_side_out_is_the_strongest_evidence() -> None:
    """More failures than an honest unit can have; more fixed cases than a false one can; nothing seen yet."""
    question = Hypotheses(100, 80, 98, RISK, RISK)
    assert e_value(question, 3, 3) == inf
    assert e_value(question, 90, 2) == 0
    assert e_value(question, 0, 0) == 1
    assert e_value(question, 1, 1) == pytest.approx(20 / 2)
    assert e_value(question, 1, 0) == pytest.approx(80 / 98)
    with pytest.raises(BadInput, match="0 to 3 visits"):
        e_value(question, 3, 4)


def test_a_long_walk_stays_within_numbers() -> None:
    """Of 1,000,000 cases 30,000 visited, 1,500 of them not fixed: neither overflow nor nothing on the way."""
    question = Hypotheses(1_000_000, 900_000, 980_000, RISK, RISK)
    assert 0 < e_value(question, 30_000, 1_500) < inf


def test_who_is_named_by_hand() -> None:
    """10 units at 5 %: one alone needs 200, two need 100 each; 150 alone is not enough, beside 120 it is."""
    naming = Naming(10, Fraction(5, 100))
    assert [naming.needed(), naming.needed(2)] == [200, 100]
    assert naming.named({"a": 150.0, "b": 99.0, "c": 1.0}) == ()
    assert naming.named({"a": 150.0, "b": 120.0, "c": 1.0}) == ("a", "b")
    assert naming.named({"c": 0.0, "a": inf}) == ("a",)
    # the third is carried by the first two, as all three reach 200/3
    assert naming.named({"a": 70.0, "b": 68.0, "c": 67.0}) == ("a", "b", "c")


def test_a_refuted_unit_is_visited_until_it_can_be_named_or_nothing_is_left() -> None:
    """Among 10 at 5 % with two refuted: on from 1 up to 100."""
    naming = Naming(10, Fraction(5, 100))
    assert [naming.goes_on(evidence, 2) for evidence in (0.9, 1.0, 99.0, 100.0, inf)] == [
        False,
        True,
        True,
        False,
        False,
    ]


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1000), max_size=12), st.integers(0, 11), st.floats(0, 1000))
def test_more_evidence_names_nobody_fewer(values: list[float], place: int, more: float) -> None:
    """Raising one unit's evidence never takes another one off the list."""
    naming = Naming(12, Fraction(1, 10))
    evidence = {str(number): value for number, value in enumerate(values)}
    raised = {name: value + (more if name == str(place) else 0) for name, value in evidence.items()}
    assert set(naming.named(evidence)) <= set(naming.named(raised))


def test_honest_units_are_hardly_ever_named() -> None:
    """200 panels of 50 honest units at the very edge: the share named falsely stays under the level, 5 %."""
    question, chance = Hypotheses(200, 170, 196, RISK, RISK), np.random.default_rng(7)
    failures = chance.hypergeometric(4, 196, 40, size=(200, 50))
    worth = {f: e_value(question, 40, f) for f in range(5)}
    naming = Naming(50, Fraction(5, 100))
    panels = [naming.named({str(unit): worth[int(f)] for unit, f in enumerate(panel)}) for panel in failures]
    assert sum(map(bool, panels)) / 200 <= 0.05
    assert (failures >= 3).any(), "some of these units were refuted one by one"


@pytest.mark.parametrize(("units", "level"), [(0, "1/20"), (5, "0"), (5, "1")])
def test_a_rule_for_naming_has_units_and_a_level(units: int, level: str) -> None:
    """No units, no level, or certainty are refused; so is evidence about more units than were asked."""
    with pytest.raises(BadInput):
        Naming(units, Fraction(level))
    with pytest.raises(BadInput, match="at most 1 units"):
        Naming(1).named({"a": 1.0, "b": 1.0})
