"""Leaders begin with themselves: no case is started while an older one about the leaders has not been."""

from __future__ import annotations

from collections.abc import Iterable

from grassrota.errors import Refused
from grassrota.opinions.case import Case
from grassrota.opinions.merging import apart


def opened_before_leadership(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Cases on other levels that were opened before the leaders' own: those come first, so this should be empty."""
    single = apart(cases)
    own = [case.opened_on for case in single if case.on_leadership]
    return tuple(case for case in single if own and not case.on_leadership and case.opened_on < min(own))


def starting_order(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Cases that nobody has looked into yet, in the order in which they are: the leaders' own first, then by age."""
    waiting = [case for case in cases if case.stands and case.investigated_on is None]
    return tuple(sorted(waiting, key=lambda case: (not case.on_leadership, case.opened_on, case.id)))


def require_leaders_first(case: Case, of_owner: Iterable[Case]) -> None:
    """Refuses to look into a case while one about the leaders waits at the same organ.

    Raises:
        Refused: ``leaders_first``, with the cases that wait.
    """
    if case.on_leadership:
        return
    own = tuple(one.id for one in starting_order(of_owner) if one.on_leadership and one.owner == case.owner)
    if own:
        raise Refused("leaders_first", f"{', '.join(own)} about the leaders come first.", case=case.id, waiting=own)
