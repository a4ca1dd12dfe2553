"""Values that others published, each with its source in the file; bring your own with GRASSROTA_REFERENCE_CASES.

Every kind is answered by a public function, but for ``rddensity_senate`` and ``rddensity_senate_bw``, which need the
data of another study and a method whose default window has a fault; ``docs/algorithms/inspection.md`` says more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from grassrota.figures import grim
from grassrota.figures.interval import rounded
from grassrota.inspection import classic, drand, iso2859
from grassrota.inspection.exact import exact
from grassrota.inspection.peers import consistent_sample, elections, first_digits, martingales, null_mean
from grassrota.inspection.sequential.induction import best_plan
from grassrota.inspection.sequential.walk import walk_endless
from grassrota.inspection.sequential.worlds import Worlds

OURS = Path(__file__).parents[2] / "data" / "inspection_cases.json"
Inputs = Mapping[str, Any]

NOT_OFFERED = {
    "rddensity_senate": "its default window has a fault, and the data are not ours",
    "rddensity_senate_bw": "the window of that test",
}

SAID_BY_THE_REGULATION = {Fraction(1): 0.26, Fraction("0.1"): 0.99}
"""7 CFR 42.140 says about how often a lot with so many defects a hundred is accepted."""

DRAWN_WITH_REPLACEMENT = '("pct b",k) b=1..4 k=1..25'


def values(told: Any) -> list[Fraction]:
    """Values as the file writes them: a list, or ``([1]*9+[0])*8``."""
    if told == "([1]*9+[0])*8":
        return [Fraction(x) for x in ([1] * 9 + [0]) * 8]
    return [exact(x) for x in told]


def alpha_p_value(i: Inputs) -> float:
    """The p-value of ALPHA with a fixed alternative, after all values."""
    guess = martingales.fixed_alternative(i["eta"], i["N"])
    return martingales.p_value(martingales.alpha(values(i["x"]), i["t"], i["N"], guess))


def alpha_size(i: Inputs) -> int:
    """How many equal values ALPHA needs."""
    guess = martingales.fixed_alternative(i["eta"], i["N"])
    capital = partial(martingales.alpha, mean=i["t"], population=i["N"], guess=guess)
    return martingales.sample_size(capital, i["x_const"], i["alpha"])


def kiefer_weiss(i: Inputs) -> tuple[float, float, float, int]:
    """Risks, mean visits between the hypotheses, and the longest inspection of the plan without end."""
    worlds = Worlds.endless(false=i["th1"], middle=i["th"], honest=i["th0"], horizon=i["H"])
    _, plan = best_plan(worlds, (i["lambda1"], i["lambda0"]), (0.0, 1.0, 0.0))
    walks = walk_endless(plan, (i["th0"], i["th1"], i["th"]))
    return float(walks.refuted[0]), float(walks.confirmed[1]), float(walks.mean_visits[2]), plan.longest


def consistent_ids(i: Inputs) -> list[Any]:
    """Objects in the order drawn."""
    names = range(100) if i["ids"] == "range(100)" else i["ids"]
    drawn = consistent_sample.sample(names, i["seed"], i.get("with_replacement", False))
    return [name for _, name in islice(drawn, i.get("take", len(names)))]


def consistent_tickets(i: Inputs) -> str | list[str]:
    """One ticket, or the first of several with what they belong to, cut to some digits."""
    length = 2 + i["digits"]
    if "ids" not in i:
        return consistent_sample.ticket(i["id"], i["seed"])[:length]
    assert i["ids"] == DRAWN_WITH_REPLACEMENT
    labels: dict[Hashable, str] = {(f"pct {b}", k): f"pct {b}|{k}" for b in range(1, 5) for k in range(1, 26)}
    drawn = consistent_sample.sample(labels, i["seed"], with_replacement=True)
    return [f"{ticket[:length]}|{labels[name]}" for ticket, name in islice(drawn, i["first"])]


def grim_percent(i: Inputs) -> bool:
    """Whether a printed percentage, and a stated range of counts, can come from n."""
    step = Fraction(1, 10 ** i["decimals"])
    rate = rounded(exact(i["percent"]), step).times(Fraction(1, 100))
    found = grim.numerators(rate, i["n"])
    low, high = i.get("k_range", (0, i["n"]))
    return bool(found) and low <= found[0] and found[-1] <= high


def said_by_the_regulation(i: Inputs) -> bool:
    """Whether the chance is what the regulation says, to a hundredth."""
    found = classic.acceptance_of_defects(i["n"], i["c"], i["defects_per_100"])
    return abs(found - SAID_BY_THE_REGULATION[exact(i["defects_per_100"])]) <= 0.01


KINDS: Mapping[str, Callable[[Inputs], Any]] = {
    "alpha_mart_census": alpha_p_value,
    "alpha_sample_size": alpha_size,
    "attr_n_binomial": lambda i: classic.attribute_sample(i["tolerable"], i["expected_rate"], i["risk"]),
    "attr_n_hypergeom": lambda i: classic.attribute_sample_of_lot(i["N"], i["K_bad"], i["failures"], i["risk"]),
    "benford_first_digit": lambda i: first_digits.benford(i["counts"]),
    "betting_mart": lambda i: martingales.p_value(
        martingales.betting(i["x"], i["t"], i["lam"], None if i["N"] == "inf" else i["N"])
    ),
    "binomial_upper_bound": lambda i: classic.greatest_rate(i["n"], i["failures"], i["conf"]),
    "bravo_asn": lambda i: elections.bravo_sample(i["share"], i["alpha"]),
    "confseq_logical_cs": lambda i: tuple(map(float, null_mean.sure_bounds(values(i["x"]), i["N"]))),
    "confseq_mu_t": lambda i: [
        float(list(null_mean.null_means(values(i["x"]), i["m"], i["N"]))[n]) for n in i["t_index"]
    ],
    "consistent_sample": consistent_ids,
    "consistent_ticket": consistent_tickets,
    "drand_quicknet": lambda i: drand.randomness(i["round"], i["signature"]),
    "drand_quicknet_sha": lambda i: sha256(bytes.fromhex(i["signature"])).hexdigest(),
    "grim_mean": lambda i: grim.mean_possible(rounded(exact(i["mean"]), Fraction(1, 10 ** i["decimals"])), i["n"]),
    "grim_percent": grim_percent,
    "hypergeom_upper_bound": lambda i: classic.most_unfixed(i["N"], i["n"], i["failures"], i["conf"]) / i["N"],
    "iso2859_code_letter": lambda i: [
        iso2859.code_letter(i["lot"], i["level"]),
        iso2859.SIZES[iso2859.code_letter(i["lot"], i["level"])],
    ],
    "iso2859_plan": lambda i: (
        iso2859.plan(i["letter"], i["aql_percent"]) == iso2859.Plan(i["letter"], i["n"], i["Ac"])
        and i["Re"] == i["Ac"] + 1
    ),
    "kaplan_markov": lambda i: martingales.p_value(
        martingales.kaplan_markov(i["x"], i["t"], i["g"]), i.get("random_order", True)
    ),
    "kaplan_wald": lambda i: martingales.p_value(
        martingales.kaplan_wald(i["x"], i["t"], i["g"]), i.get("random_order", True)
    ),
    "kiefer_weiss": kiefer_weiss,
    "kw_sample_size": lambda i: martingales.sample_size(
        partial(martingales.kaplan_wald, mean=i["t"], kept=i["g"]), i["x_const"], i["alpha"]
    ),
    "lqas_n_hypergeom": lambda i: classic.lqas_sample(i["N"], i["p_low"], i["p_high"], i["alpha"], i["beta"]),
    "lqas_oc": lambda i: classic.lqas_chances(i["n"], i["d_max_failures"], i["p_good"], i["p_bad"]),
    "lqas_rule_n19": lambda i: classic.lqas_rule_holds(i["n"], i["benchmark"], i["decision_rule"]),
    "mus_n_poisson": lambda i: classic.monetary_unit_sample(i["risk"], i["expected_over_tolerable"], i["tolerable"]),
    "oc_binomial": lambda i: classic.acceptance(i["n"], i["c"], i["p"]),
    "oc_hypergeom": lambda i: float(classic.acceptance_of_lot(i["N"], i["D"], i["n"], i["c"])),
    "oc_poisson_range": said_by_the_regulation,
    "sprt_wor_mean_n": lambda i: float(
        elections.sprt_walk(i["N"], i["t"], i["eta"], i["alpha"], i["theta"]).mean_visits[0]
    ),
    "wor_null_mean": lambda i: [float(m) for m in null_mean.null_means(i["x"], i["t"], i["N"])],
}


def _cases() -> list[Any]:
    content = json.loads(Path(os.environ.get("GRASSROTA_REFERENCE_CASES", OURS)).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["id"]) for case in content["cases"]]


@pytest.mark.parametrize("case", _cases())
def test_a_published_value_is_reproduced(case: dict[str, Any]) -> None:
    """What the cited source printed comes out of our own functions, within the tolerance given there."""
    if case["kind"] in NOT_OFFERED:
        pytest.skip(f"{case['kind']} is not offered: {NOT_OFFERED[case['kind']]}")
    if case["kind"] not in KINDS:
        pytest.fail(f"{case['id']}: the kind {case['kind']!r} is not offered; offered are {', '.join(KINDS)}.")
    expected, tolerance = case["expected"], case["tolerance"]
    found = KINDS[case["kind"]](case["inputs"])
    if not case["tolerance"] or isinstance(expected, bool | str):
        assert found == expected
    elif case["relative"]:
        assert found == pytest.approx(expected, rel=tolerance, abs=0)
    else:
        assert found == pytest.approx(expected, rel=0, abs=tolerance)


def test_what_is_not_offered_is_written_down() -> None:
    """The note on the mathematics names every kind that is left out, and why."""
    note = (Path(__file__).parents[3] / "docs" / "algorithms" / "inspection.md").read_text(encoding="utf-8")
    assert "rddensity" in note
    assert not NOT_OFFERED.keys() & KINDS.keys()
