"""Published fixed-size methods: attribute samples, bounds, lot quality (LQAS) and operating characteristics.

For those who must use them, and to compare with. Failures are cases not fixed; rates and risks are shares from 0 to 1.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from scipy.special import bdtr, bdtrc, betaincinv, gammaincc, pdtr

from grassrota.errors import BadInput, Fault, Refused
from grassrota.inspection.design import Hypotheses, fixed_size, smallest_sample
from grassrota.inspection.exact import Chance, Rate, at_most, exact, most_marked

LARGEST_TRIED = 100_000


def attribute_sample(tolerable: Rate, expected: Rate, risk: Rate) -> int:
    """The smallest sample that keeps ``risk`` at the tolerable rate although the expected share of it fails.

    Binomial, as in the AICPA audit guide (2017), tables A-1 and A-2: with k the expected failures rounded up, the
    chance of k or fewer at the tolerable rate is at most ``risk``. Counts are exact: 0.07 of 1,300 is 91, not 92.

    Raises:
        Refused: ``no_sample``, if ``LARGEST_TRIED`` is not enough, as when the two rates are equal.
    """
    share, limit, allowed_risk = exact(expected), float(exact(tolerable)), float(exact(risk))
    for n in range(1, LARGEST_TRIED + 1):
        allowed = ceil(n * share)
        if allowed < n and bdtr(allowed, n, limit) <= allowed_risk:
            return n
    message = f"No sample up to {LARGEST_TRIED} tells {expected} from {tolerable}: set the two rates further apart."
    raise Refused("no_sample", message, tolerable=tolerable, expected=expected)


def attribute_sample_of_lot(population: int, unfixed: int, failures: int, risk: Rate) -> int:
    """The smallest sample without replacement that holds ``failures`` or fewer of ``unfixed`` with at most ``risk``.

    Touw and Hoogduin (2011). ``failures`` must be below ``unfixed``.
    """
    if not 0 <= failures < unfixed <= population:
        got = f"{failures}, {unfixed}, {population}"
        raise BadInput([Fault("failures", "0 <= failures < unfixed <= population", got)])
    return smallest_sample(failures, population, unfixed, exact(risk))


def most_unfixed(population: int, n: int, failures: int, confidence: Rate) -> int:
    """The largest number of unfixed cases that a sample without replacement does not rule out.

    It is the largest K under which ``failures`` or fewer in ``n`` have a chance above 1 - ``confidence``: the exact
    one-sided upper bound. Divide by ``population`` for a rate.
    """
    return most_marked(failures, population, n, 1 - exact(confidence))


def greatest_rate(n: int, failures: int, confidence: Rate) -> float:
    """The exact one-sided upper bound of a failure rate, drawing with replacement (Clopper and Pearson 1934)."""
    return 1.0 if failures == n else float(betaincinv(failures + 1, n - failures, float(exact(confidence))))


def acceptance(n: int, allowed: int, failure_rate: Rate) -> float:
    """Chance that at most ``allowed`` of ``n`` fail: the binomial operating characteristic."""
    return float(bdtr(allowed, n, float(exact(failure_rate))))


def acceptance_of_lot(population: int, unfixed: int, n: int, allowed: int) -> Chance:
    """Chance that at most ``allowed`` of ``n`` drawn without replacement are among ``unfixed`` of ``population``."""
    return at_most(allowed, population, unfixed, n)


def acceptance_of_defects(n: int, allowed: int, defects_per_100: Rate) -> float:
    """Chance of at most ``allowed`` defects in ``n`` items that have so many a hundred (Poisson)."""
    return float(pdtr(allowed, float(n * exact(defects_per_100) / 100)))


def monetary_unit_sample(risk: Rate, expected_over_tolerable: Rate, tolerable: Rate) -> int:
    """The smallest sample of money units that keeps ``risk`` although a part of the tolerable misstatement is expected.

    Poisson with its factorial between whole numbers, as in the AICPA audit guide (2017), table C-1: with k the expected
    misstatements, the chance of k or fewer at the tolerable rate is at most ``risk``.
    """
    share, limit, allowed_risk = exact(expected_over_tolerable), exact(tolerable), float(exact(risk))
    for n in range(1, LARGEST_TRIED + 1):
        mean = float(n * limit)
        if gammaincc(1 + mean * float(share), mean) <= allowed_risk:
            return n
    message = f"No sample up to {LARGEST_TRIED} tells the expected from the tolerable misstatement: set them apart."
    raise Refused("no_sample", message, tolerable=tolerable, expected=expected_over_tolerable)


def lqas_chances(n: int, allowed: int, good: Rate, bad: Rate) -> tuple[float, float]:
    """Chance that an area with coverage ``good`` passes, and that one with coverage ``bad`` does not (LQAS)."""
    return acceptance(n, allowed, 1 - exact(good)), float(bdtrc(allowed, n, float(1 - exact(bad))))


def lqas_sample(population: int, low: Rate, high: Rate, alpha: Rate, beta: Rate) -> int:
    """The smallest LQAS sample of a finite area that tells coverage ``low`` from coverage ``high``.

    ``alpha`` bounds the chance of passing at ``low``, ``beta`` that of failing at ``high``.
    """
    false_at, honest_at = floor(population * exact(low)), ceil(population * exact(high))
    return fixed_size(Hypotheses(population, false_at, honest_at, exact(alpha), exact(beta))).n


def lqas_rule_holds(n: int, benchmark: Rate, rule: int, gap: Rate = "0.3", risk: Rate = "0.1") -> bool:
    """Whether "pass if at least ``rule`` of ``n`` are covered" keeps both errors of LQAS below ``risk``.

    The errors are to fail an area at the benchmark and to pass one ``gap`` below it (Valadez, n = 19).
    """
    good = exact(benchmark)
    bad = max(good - exact(gap), Fraction(0))
    fails_good = float(bdtr(rule - 1, n, float(good)))
    passes_bad = float(bdtrc(rule - 1, n, float(bad)))
    return max(fails_good, passes_bad) < exact(risk)
