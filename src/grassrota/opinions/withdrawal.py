"""Taking an opinion back: somebody independent makes sure that it is the raiser's own wish."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.opinions.case import Case, withdraw
from grassrota.opinions.chain import Chain, require_free


@dataclass(frozen=True, slots=True)
class WithdrawalCheck:
    """What came of the question whether a raiser really takes an opinion back, asked through the receipt.

    Attributes:
        opinion: Id of the opinion.
        requested_on: When the withdrawal was asked for, by whomever.
        asked_on: When the raiser was asked apart from it.
        asked_by: Who asked: neither a handler of the case nor of its chain.
        settled_on: When it was settled; a withdrawal counts from then on, whatever became of the case in between.
        confirmed: True if the raiser says so; False if not, or if there was no answer.
    """

    opinion: str
    requested_on: date
    asked_on: date
    asked_by: str
    settled_on: date
    confirmed: bool

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.opinion), "opinion", "the id of an opinion", "nothing")
        faults.unless(bool(self.asked_by), "asked_by", "who asked", "nobody")
        later = self.asked_on > self.requested_on
        faults.unless(later, "asked_on", f"a day after {self.requested_on}, so that it can be slept on", self.asked_on)
        settled = self.settled_on >= self.asked_on
        faults.unless(settled, "settled_on", f"a day not before the question on {self.asked_on}", self.settled_on)
        faults.raise_if_any()


def require_independent(case: Case, by: str, works_in: Collection[str], chain: Chain) -> None:
    """Refuses somebody who would ask a raiser about a case that they work on, or that concerns them.

    Raises:
        Refused: ``not_independent`` for a handler, or somebody of the owner; ``in_chain``.
    """
    if by in (*case.posted_handlers, *case.local_handlers) or case.owner in works_in:
        message = f"{by} works on case {case.id}: somebody else asks its raiser."
        raise Refused("not_independent", message, case=case.id, by=by)
    require_free(chain, person=by, works_in=works_in)


def withdraw_checked(case: Case, check: WithdrawalCheck, works_in: Collection[str], chain: Chain) -> Case:
    """Closes one opinion because its raiser took it back, as somebody independent heard.

    Args:
        case: The case.
        check: The question and its answer.
        works_in: Ids of the units in which whoever asked works.
        chain: The chain of the case.

    Raises:
        Refused: ``not_independent`` if a handler, or somebody of the owner, asked; ``in_chain``;
            ``unconfirmed_withdrawal``.
    """
    require_independent(case, check.asked_by, works_in, chain)
    return withdraw(case, check.opinion, check.settled_on, confirmed_by_raiser=check.confirmed)
