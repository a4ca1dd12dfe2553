from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import Hypotheses, Outcome, hypotheses
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.design import SequentialDesign, lot_of
from grassrota.inspection.sequential.induction import best_plan
from grassrota.inspection.sequential.mixture import merged
from grassrota.inspection.sequential.plan import THIRDS, sequential
from grassrota.inspection.sequential.walk import walk
from grassrota.inspection.sequential.worlds import Worlds, middle_of

FIVE = Fraction(1, 20)
REPORTED = Hypotheses(645_840, 593_840, 632_924, FIVE, FIVE)
"""62.1 % of 1.04 million at five points and 2 % grace, as report 002 has it."""

PLAN = sequential(REPORTED)
SMALL = sequential(Hypotheses(5_000, 3_500, 4_900, FIVE, FIVE))


@st.composite
def questions(draw: st.DrawFn, largest: int) -> Hypotheses:
    population = draw(st.integers(2, largest))
    false_at = draw(st.integers(0, population - 1))
    honest_at = draw(st.integers(false_at + 1, population))
    risks = st.sampled_from([Fraction(1, 100), FIVE, Fraction(1, 10), Fraction(1, 5), Fraction(1, 3)])
    return Hypotheses(population, false_at, honest_at, draw(risks), draw(risks))


def path_chance(asked: Hypotheses, truth: int, n: int, failed: int) -> Fraction:
    """C(N - n, K - s) / C(N, K): the chance of one order of s fixed and f failed cases."""
    fixed = n - failed
    if fixed > truth or failed > asked.population - truth:
        return Fraction(0)
    return Fraction(comb(asked.population - n, truth - fixed), comb(asked.population, truth))


@settings(max_examples=25, deadline=None)
@given(questions(largest=14), st.integers(1, 12), st.tuples(st.integers(1, 400), st.integers(1, 400)), st.data())
def test_the_least_price_is_that_of_plain_recursion(
    asked: Hypotheses, horizon: int, prices: tuple[int, int], data: st.DataObject
) -> None:
    """Over every state, in whole-number fractions, without bands or logarithms, the least price is the same."""
    horizon = min(horizon, asked.false_at + asked.population - asked.honest_at + 1)
    tenths = data.draw(st.tuples(st.integers(0, 5), st.integers(0, 5)))
    weights = (tenths[0] / 10, 1 - sum(tenths) / 10, tenths[1] / 10)
    truths = (asked.false_at, middle_of(asked), asked.honest_at)

    @cache
    def least(n: int, failed: int) -> Fraction:
        choices = []
        if failed < n:
            choices.append(prices[0] * path_chance(asked, truths[0], n, failed))
        if failed > 0:
            choices.append(prices[1] * path_chance(asked, truths[2], n, failed))
        if n < horizon:
            chances = (path_chance(asked, truth, n, failed) for truth in truths)
            visit = sum((Fraction(w) * chance for w, chance in zip(weights, chances, strict=True)), Fraction(0))
            choices.append(visit + least(n + 1, failed) + least(n + 1, failed + 1))
        return min(choices)

    value, _ = best_plan(Worlds.of(asked, horizon), prices, weights)
    assert value == pytest.approx(float(least(0, 0)), rel=1e-9)


def ends(design: SequentialDesign, truth: int) -> tuple[Fraction, Fraction, Fraction]:
    """Chance of confirming, of refuting, and mean visits, in fractions from ``step`` alone."""
    asked = design.hypotheses
    confirmed = refuted = mean = Fraction(0)
    paths = {0: Fraction(1)}
    for n in range(design.longest + 1):
        following: dict[int, Fraction] = {}
        for failed, ways in paths.items():
            lot = design.boundaries.lot_at.get((n, failed))
            stopping = Fraction(lot.chance) if lot else Fraction(1)
            answer = design.step(n, failed, 0.0)
            here = ways * path_chance(asked, truth, n, failed)
            confirmed += here * stopping * (answer is Outcome.CONFIRMED)
            refuted += here * stopping * (answer is Outcome.REFUTED)
            going_on = ways * (1 - stopping if answer else 1)
            mean += n * here * (stopping if answer else 0)
            for more in (0, 1) if going_on else ():
                following[failed + more] = following.get(failed + more, Fraction(0)) + going_on
        paths = following
    return confirmed, refuted, mean


@settings(max_examples=25, deadline=None)
@given(questions(largest=60), st.booleans())
def test_stated_risks_are_exact_and_never_above_nominal(asked: Hypotheses, lots: bool) -> None:
    """Counted over all paths in whole numbers, both risks are those stated and within alpha and beta."""
    design = sequential(asked, lots=lots)
    confirm_risk, _, false_visits = ends(design, asked.false_at)
    _, refute_risk, honest_visits = ends(design, asked.honest_at)
    _, _, middle_visits = ends(design, middle_of(asked))
    assert confirm_risk <= asked.alpha
    assert refute_risk <= asked.beta
    assert design.confirm_risk == pytest.approx(float(confirm_risk), rel=1e-9, abs=1e-30)
    assert design.refute_risk == pytest.approx(float(refute_risk), rel=1e-9, abs=1e-30)
    assert design.mean_visits == pytest.approx(float(false_visits + middle_visits + honest_visits) / 3)
    assert design.bound <= design.mean_visits * (1 + 1e-9)
    assert design.longest <= max(1.5 * design.fixed_size, 1)
    assert lots or not design.draws_lots


LARGE = [
    Hypotheses(5_000, 4_600, 4_900, FIVE, FIVE),
    Hypotheses(5_000, 3_500, 4_850, Fraction(1, 100), FIVE),
    Hypotheses(20_000, 15_400, 19_600, Fraction(1, 10), Fraction(1, 100)),
    Hypotheses(10**6, 8 * 10**5, 98 * 10**4, FIVE, Fraction(1, 10)),
    Hypotheses(10**7, 95 * 10**5, 98 * 10**5, FIVE, FIVE),
]


def test_the_longest_inspections_lose_no_paths() -> None:
    """Two cases apart among 1,100 nearly all are visited; the chance of a single path is then below the least float."""
    design = sequential(Hypotheses(1_100, 549, 551, FIVE, FIVE))
    assert design.longest > 1_080
    assert max(design.confirm_risk, design.refute_risk) <= FIVE
    assert 0 <= design.gap <= 0.01


@pytest.mark.parametrize("asked", LARGE, ids=str)
def test_large_designs_use_their_risks_and_are_nearly_the_best_there_are(asked: Hypotheses) -> None:
    """At N of 5,000 and more, at least 95 % of both risks is used, and the proven gap is at most 1 %."""
    design = sequential(asked)
    assert Fraction(95, 100) * asked.alpha <= design.confirm_risk <= asked.alpha
    assert Fraction(95, 100) * asked.beta <= design.refute_risk <= asked.beta
    assert design.gap <= 0.01


def test_a_small_design_needs_lots_to_come_near() -> None:
    """4 of about 13 visits decide much at once: with lots the gap closes, without them both risks still hold."""
    without = sequential(SMALL.hypotheses, lots=False)
    assert SMALL.draws_lots
    assert SMALL.gap < 1e-5 < 0.01 < without.gap
    assert without.confirm_risk <= FIVE
    assert without.refute_risk <= FIVE
    assert 1 <= len(SMALL.boundaries.lots) <= 3


@pytest.mark.parametrize(
    ("rate", "measured"),
    [(Fraction(621, 1000), (133, 190, 130)), (Fraction(8, 10), (105, 145, 96))],
    ids=["62.1 %", "80 %"],
)
def test_visits_are_those_of_an_independent_prototype(rate: Fraction, measured: tuple[int, int, int]) -> None:
    """640,000 cases of which the claimed share or ten points fewer are fixed: true, midway, false, in 20,000 runs."""
    honest = int(640_000 * rate)
    asked = Hypotheses(640_000, honest - 64_000, honest, FIVE, FIVE)
    told = sequential(asked).operating([honest, honest - 32_000, honest - 64_000])
    assert [each.mean_visits for each in told] == pytest.approx(measured, rel=0.02)


def test_the_claim_of_report_002_takes_fewer_than_85_visits() -> None:
    """False, midway and honest: 71.5 on average; drawn from all opinions the false one alone would take 933."""
    visits = [each.mean_visits for each in PLAN.operating([593_840, 613_382, 632_924])]
    assert sum(visits) / 3 == pytest.approx(PLAN.mean_visits)
    assert PLAN.mean_visits < 85
    assert not PLAN.draws_lots


def test_the_first_answers_of_the_claim_of_report_002() -> None:
    """The whole plan is under 20 lines; 50 visits without a failure confirm, which risks 0.9195^50 = 1.5 %."""
    confirm = [(n, failed) for n, failed, outcome in PLAN.exits() if outcome is Outcome.CONFIRMED]
    refute = [(n, failed) for n, failed, outcome in PLAN.exits() if outcome is Outcome.REFUTED]
    assert confirm[0] == (50, 0)
    assert PLAN.step(50, 0) is Outcome.CONFIRMED
    assert PLAN.step(49, 0) is None
    assert PLAN.step(refute[0][0], refute[0][1]) is Outcome.REFUTED
    assert PLAN.step(refute[0][0] + 1, refute[0][1]) is None
    assert len(confirm) + len(refute) < 20


@settings(max_examples=20, deadline=None)
@given(questions(largest=120))
def test_composite_risks_are_those_at_the_edges(asked: Hypotheses) -> None:
    """The chance of confirming rises with the truth, so no falser or more honest claim has a greater risk."""
    design = sequential(asked)
    chances = [each.confirm for each in design.operating(range(asked.population + 1))]
    assert all(after >= before - 1e-12 for before, after in pairwise(chances))
    assert chances[asked.false_at] == pytest.approx(design.confirm_risk, abs=1e-12)
    assert 1 - chances[asked.honest_at] == pytest.approx(design.refute_risk, abs=1e-12)


findings = st.lists(st.sampled_from([True] * 12 + [False, None]), min_size=PLAN.longest, max_size=PLAN.longest)


@settings(max_examples=60, deadline=None)
@given(findings, st.data())
def test_one_more_failure_never_helps(found: list[bool | None], data: st.DataObject) -> None:
    """Order of paths: turning one fixed case of an inspection into a failure never confirms a claim not confirmed."""
    heard = [each is not False for each in found]
    where = data.draw(st.integers(0, len(heard) - 1))
    worse = [*heard[:where], False, *heard[where + 1 :]]
    if PLAN.follow(worse) is Outcome.CONFIRMED:
        assert PLAN.follow(heard) is Outcome.CONFIRMED


@settings(max_examples=60, deadline=None)
@given(findings, st.randoms(use_true_random=False))
def test_a_verdict_in_spite_of_silence_stands_however_it_is_broken(found: list[bool | None], random: object) -> None:
    """Whatever the silent cases turn out to be, what was confirmed or refuted without them stays so."""
    told = PLAN.follow(found)
    heard = [random.random() < 0.5 if each is None else each for each in found]  # type: ignore[attr-defined]
    assert told is Outcome.INCONCLUSIVE or PLAN.follow(heard) is told


def test_silence_at_the_boundary_is_inconclusive() -> None:
    """Three silent among the first would refute if not fixed, and confirm in the end if fixed: neither is said."""
    refutes = {failed: n for n, failed, outcome in PLAN.exits() if outcome is Outcome.REFUTED}
    found: list[bool | None] = [None] * 3 + [True] * (refutes[3] - 3)
    assert PLAN.follow(found) is None
    assert PLAN.follow([*found, *[True] * PLAN.longest]) is Outcome.INCONCLUSIVE
    assert PLAN.follow([False] * 3 + found[3:]) is Outcome.REFUTED


def test_lots_are_public_numbers_of_the_ticket() -> None:
    """One number a ticket, from 0 up to 1, evenly: of 400 tickets about half are under a half (5 sigma)."""
    drawn = [lot_of(bytes([n // 256, n % 256])) for n in range(400)]
    assert all(0 <= each < 1 for each in drawn)
    assert 150 <= sum(each < 0.5 for each in drawn) <= 250
    assert lot_of(b"a") == lot_of(b"a")


def test_a_lot_decides_only_where_one_is_drawn() -> None:
    """In such a state a number under the chance stops and one above goes on; without the number nothing is said."""
    lot = SMALL.boundaries.lots[0]
    assert SMALL.step(lot.visited, lot.failed, lot.chance - 1e-6) is lot.outcome
    assert SMALL.step(lot.visited, lot.failed, lot.chance) is None
    with pytest.raises(BadInput, match="the lot of the last case"):
        SMALL.step(lot.visited, lot.failed)
    assert PLAN.step(1, 0, 0.0) is PLAN.step(1, 0)


@pytest.mark.parametrize(("visited", "failed"), [(-1, 0), (3, 4), (3, -1), (10**6, 0)])
def test_counts_that_cannot_be_are_bad_input(visited: int, failed: int) -> None:
    """Negative, more failed than visited, more visited than the plan ever needs."""
    with pytest.raises(BadInput, match="0 <= failed <= visited"):
        PLAN.step(visited, failed)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), min_size=6, max_size=6), st.floats(0.05, 0.95))
def test_a_mixture_as_one_plan_keeps_every_chance(steps: list[tuple[int, int]], share: float) -> None:
    """A plan and a census of it mixed: confirming and mean visits are the weighted ones, whatever is true."""
    lower, wide = [-1], [1]
    for up, more in steps:
        lower.append(min(lower[-1] + (up == 0), len(lower) - 1))
        wide.append(max(lower[-1] + more, wide[-1]))
    wide[-1] = lower[-1] + 1
    one, other = Boundaries(tuple(lower), tuple(wide)), Boundaries((-1, -1, 0), (1, 2, 1))
    both = merged([one, other], [share, 1 - share], 20, 10)
    truths = range(21)
    if both is None:
        return
    mixed = walk(both, 20, truths)
    for name in ("confirmed", "mean_visits"):
        parts = (getattr(walk(plan, 20, truths), name) for plan in (one, other))
        expected = sum(part * weight for part, weight in zip(parts, (share, 1 - share), strict=True))
        assert getattr(mixed, name) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("kept", [PLAN, SMALL], ids=["plain", "with lots"])
def test_a_kept_design_is_the_same_design(kept: SequentialDesign, tmp_path: Path) -> None:
    """Written once, read again, and the same as one that was never kept."""
    assert sequential(kept.hypotheses, folder=tmp_path / "new") == kept
    (file,) = (tmp_path / "new").iterdir()
    before = file.read_bytes()
    assert sequential(kept.hypotheses, folder=tmp_path / "new") == kept
    assert file.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"no design", b"{}"])
def test_a_damaged_file_is_made_anew(damage: bytes, tmp_path: Path) -> None:
    """Whatever stands in its place, or one changed byte, the design is searched for again and kept again."""
    asked = SMALL.hypotheses
    sequential(asked, folder=tmp_path)
    (file,) = tmp_path.iterdir()
    right = file.read_bytes()
    for wrong in (damage, right.replace(b'"fixed_size":', b'"fixed_size":1')):
        file.write_bytes(wrong)
        assert sequential(asked, folder=tmp_path) == SMALL
        assert file.read_bytes() == right


def test_designs_of_other_questions_are_kept_apart(tmp_path: Path) -> None:
    """Other risks, weights or a plan without lots are other files."""
    asked = Hypotheses(200, 150, 196, FIVE, FIVE)
    made = {
        sequential(asked, folder=tmp_path),
        sequential(asked, weights=(0.2, 0.2, 0.6), folder=tmp_path),
        sequential(asked, lots=False, folder=tmp_path),
        sequential(Hypotheses(200, 150, 196, FIVE, Fraction(1, 10)), folder=tmp_path),
    }
    assert len(list(tmp_path.iterdir())) == 4
    assert len(made) >= 3


def test_more_weight_on_the_honest_spares_them_visits() -> None:
    """What is weighed more is visited less: never more visits for the honest with weight 0.8 on them than with 0.1."""
    asked = Hypotheses(20_000, 17_000, 19_400, FIVE, FIVE)
    visits = [
        sequential(asked, weights=(0.1, 0.1, 0.8)).operating([19_400])[0].mean_visits,
        sequential(asked, weights=(0.8, 0.1, 0.1)).operating([19_400])[0].mean_visits,
    ]
    assert visits[0] < visits[1]


def test_a_claim_gives_its_question_and_its_plan() -> None:
    """From the claim to the first visits: 62.1 % of 1,000, at ten points: no answer before anything was visited."""
    claim = Claim.of("u01", date(1957, 12, 15), 1_000, map(str, range(621)))
    design = sequential(hypotheses(claim, "0.1"))
    assert design.weights == THIRDS
    assert design.step(0, 0) is None
