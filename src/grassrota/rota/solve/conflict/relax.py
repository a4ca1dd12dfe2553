"""What would settle a clash: for each member, by how much it must give way."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from grassrota.rota.rules import cover, dumping, experience, leader
from grassrota.rota.solve.conflict.ground import Ground
from grassrota.rota.solve.conflict.member import Member, Relaxation
from grassrota.rota.solve.conflict.outline import TOLERANCE, Outline
from grassrota.rota.solve.conflict.programme import Answer
from grassrota.rota.solve.conflict.words import advice

WAIVED = frozenset({leader.RULE, experience.RULE, cover.RULE, dumping.RULE})
"""Rules of which one row is kept or waived: it counts nobody."""


def relaxations(
    ground: Ground, members: Sequence[Member], everything: Sequence[Member] | None, seconds: float
) -> tuple[Relaxation, ...]:
    """For each member the least by which it must give way, the least first.

    Args:
        ground: Where things are.
        members: They clash, and any of them can be left out to end that.
        everything: All members of the problem, to look whether there is a plan then; None to look at the clash only.
        seconds: A last resort, for each question.
    """
    found = []
    for member in members:
        whole = None
        amount = _amount(ground, member, everything, seconds) if everything else None
        if everything:
            whole = amount is not None
        amount = amount or _amount(ground, member, members, seconds)
        if amount:
            found.append(Relaxation(member, amount, advice(ground, member, amount), whole))
    return tuple(sorted(found, key=lambda one: (one.whole is False, one.amount)))


def _amount(ground: Ground, member: Member, among: Sequence[Member], seconds: float) -> int | None:
    """By how much a member must give way so that all can be met; None if that does not help, or nobody knows."""
    others = [one for one in among if one != member]
    waived = member.rule in WAIVED and not member.summed
    solved = Outline(ground, others, None if waived else member).solve(True, seconds)
    if solved.answer is not Answer.YES:
        return None
    return 1 if waived else max(1, ceil(solved.cost - TOLERANCE))
