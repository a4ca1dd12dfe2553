"""Who works on a case: posted and local people together, nobody of the chain, and never nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from grassrota.errors import Refused
from grassrota.opinions.case import Case
from grassrota.opinions.chain import Chain, require_free


def has_access(case: Case, chain: Chain, person: str, works_in: Collection[str]) -> bool:
    """True if somebody may read a case: a handler or somebody of the owner, as long as the chain is not theirs."""
    concerned = person in (*case.posted_handlers, *case.local_handlers) or case.owner in works_in
    return concerned and not chain.holds(person, works_in)


def join(case: Case, chain: Chain, person: str, works_in: Collection[str], posted: bool) -> Case:
    """Somebody posted or of the place handles a case together with those who do already.

    Raises:
        Refused: ``in_chain``.
    """
    require_free(chain, person=person, works_in=works_in)
    if posted:
        return replace(case, posted_handlers=tuple(dict.fromkeys((*case.posted_handlers, person))))
    return replace(case, local_handlers=tuple(dict.fromkeys((*case.local_handlers, person))))


def leave_to(
    cases: Iterable[Case], leaving: str, heir: str, chains: Mapping[str, Chain], works_in: Collection[str]
) -> tuple[Case, ...]:
    """A posted person leaves: whoever comes after takes their place in each of their cases; the owner stays.

    Args:
        cases: Any cases; those of other people stay as they are.
        leaving: Who leaves.
        heir: Who is posted after them; empty if the people of the place go on alone.
        chains: The chain of each case by its id.
        works_in: Ids of the units in which the heir works.

    Raises:
        Refused: ``in_chain`` if a case concerns the heir; ``nobody_left`` with the cases that nobody would handle.
    """
    theirs, alone = [], []
    for case in cases:
        if leaving not in case.posted_handlers:
            theirs.append(case)
            continue
        others = tuple(handler for handler in case.posted_handlers if handler != leaving)
        if not (others or heir or case.local_handlers):
            alone.append(case.id)
            continue
        left = replace(case, posted_handlers=others)
        theirs.append(join(left, chains[case.id], heir, works_in, posted=True) if heir else left)
    if alone:
        message = f"Nobody would handle {', '.join(alone)} when {leaving} leaves: name somebody first."
        raise Refused("nobody_left", message, cases=tuple(alone), leaving=leaving)
    return tuple(theirs)


def out_of_chain(case: Case, chain: Chain, units_of: Mapping[str, Collection[str]]) -> Case:
    """The case without anybody who was found in its chain; an owner in it gives it to who is free above.

    Without anybody of the place left, those posted let go as well, since they fix nothing alone.

    Args:
        case: The case.
        chain: Its chain, as it is known now.
        units_of: For each handler, the ids of the units in which they work.
    """
    posted, local = (
        tuple(one for one in handlers if not chain.holds(one, units_of[one]))
        for handlers in (case.posted_handlers, case.local_handlers)
    )
    if case.local_handlers and not local:
        posted = ()
    owner = case.owner if chain.frees(case.owner) else chain.receiver
    return replace(case, owner=owner, posted_handlers=posted, local_handlers=local)
