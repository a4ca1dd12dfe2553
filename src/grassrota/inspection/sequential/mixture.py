"""Several plans as one: where they differ a lot decides, and every chance stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grassrota.inspection.design import Outcome
from grassrota.inspection.sequential.boundaries import Boundaries, Lot
from grassrota.inspection.sequential.worlds import Numbers

SURELY = 1 - 1e-12


def merged(
    plans: Sequence[Boundaries], shares: Sequence[float], population: int, truly_fixed: int
) -> Boundaries | None:
    """The plan that stops in each state for as large a part of the paths to it as the mixture does.

    All paths to a state have one chance, whatever the truth is, so that only their number counts: the merged plan ends
    in every state just as often as the mixture, in all worlds (Kuhn 1953). Paths are weighed by their chance in one.

    Args:
        plans: At least one.
        shares: Of each, above 0, summing to 1.
        population: N.
        truly_fixed: K in the world by which paths are weighed: one in which every state that matters is possible.

    Returns:
        None if a lot would have to choose between the two answers, which no lot ever does.
    """
    longest = max(plan.longest for plan in plans)
    here = np.array(shares)[:, None]
    rows: list[tuple[int, int]] = []
    lots: list[Lot] = []
    for n in range(longest + 1):
        answers = np.array([_answers(plan, n) for plan in plans])
        total = here.sum(axis=0)
        # a state that no plan reaches is left to the neighbours
        parts = np.array([(here * (answers == sign)).sum(axis=0) / np.where(total > 0, total, 1) for sign in (1, -1)])
        confirm = _run(parts[0], total)
        refute = n + 1 - _run(parts[1][::-1], total[::-1])
        if (parts.min(axis=0) > 0).any():
            return None
        rows.append((confirm - 1, max(refute, confirm)))
        lots += _lots(n, confirm, refute, parts)
        following = np.zeros((len(plans), n + 2))
        going_on = here * (answers == 0)
        failing = going_on * (population - truly_fixed - np.arange(n + 1)) / max(population - n, 1)
        following[:, :-1] += going_on - failing
        following[:, 1:] += failing
        here = following
    confirm_at, refute_at = zip(*rows, strict=True)
    return Boundaries(confirm_at, refute_at, tuple(lots))


def _answers(plan: Boundaries, visited: int) -> Numbers:
    """By failures: 1 to confirm, -1 to refute, 0 to go on."""
    states = np.arange(visited + 1)
    if visited > plan.longest:
        return np.zeros(visited + 1)
    return 1.0 * (states <= plan.confirm[visited]) - 1.0 * (states >= plan.refute[visited])


def _run(parts: Numbers, total: Numbers) -> int:
    """How many states from the first on surely stop, those that nobody reaches included."""
    going_on = np.flatnonzero((parts < SURELY) & (total > 0))
    return int(going_on[0]) if len(going_on) else len(parts)


def _lots(visited: int, first: int, last: int, parts: Numbers) -> Iterator[Lot]:
    for failed in range(first, last):
        confirming, refuting = parts[:, failed]
        if confirming:
            yield Lot(visited, failed, Outcome.CONFIRMED, float(confirming))
        elif refuting:
            yield Lot(visited, failed, Outcome.REFUTED, float(refuting))


def decided(plan: Boundaries, stops: Sequence[bool]) -> Boundaries:
    """The plan without lots, where each of them stops or goes on as given.

    A state that stops moves the boundary next to it; lots beyond one that goes on go on as well.
    """
    confirm, refute = list(plan.confirm), list(plan.refute)
    for lot in (lot for lot, stop in zip(plan.lots, stops, strict=True) if stop):
        if lot.outcome is Outcome.CONFIRMED and lot.failed == confirm[lot.visited] + 1:
            confirm[lot.visited] += 1
        if lot.outcome is Outcome.REFUTED and lot.failed == refute[lot.visited] - 1:
            refute[lot.visited] -= 1
    return Boundaries(tuple(confirm), tuple(refute))
