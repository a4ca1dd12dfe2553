"""Closing a case in full: what was changed, when, and what shows it; a bare "done" stays unspecified."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grassrota.errors import Faults, Refused
from grassrota.opinions.case import Case, claim
from grassrota.opinions.entries import ClosingReason, UnitClaim


def close(case: Case, entry: UnitClaim, cases: Collection[str] = ()) -> Case:
    """Adds a claim that says everything its reason asks for. "Not ours" is a step of the route, and closes nothing.

    Records of others may say less: they are read as they are, and shown as ``unspecified``.

    Args:
        case: The case.
        entry: What the unit says.
        cases: Ids of all cases, of which a duplicate names one.

    Raises:
        Refused: ``not_ours_routes`` for "not ours"; ``already_closed`` unless somebody has something to do about it.
        BadInput: With everything that is missing.
    """
    if entry.reason == ClosingReason.NOT_OURS:
        raise Refused("not_ours_routes", f"Case {case.id} stays open: send it on instead.", case=case.id)
    if not case.stands:
        raise Refused("already_closed", f"Case {case.id} is {case.state}.", case=case.id)
    faults = Faults()
    words = {
        ClosingReason.FIXED: "what was changed",
        ClosingReason.PARTLY: "what was changed",
        ClosingReason.CANNOT: "why it cannot be fixed",
        ClosingReason.NO_ACCESS: "what could not be reached",
    }
    if entry.reason in words:
        faults.unless(bool(entry.action.strip()), "action", words[entry.reason], "nothing")
    if entry.reason in (ClosingReason.FIXED, ClosingReason.PARTLY):
        faults.unless(entry.changed_on is not None, "changed_on", "the day from which it is different", "nothing")
        faults.unless(bool(entry.evidence), "evidence", "what shows it", "nothing")
    if entry.reason == ClosingReason.PARTLY:
        faults.unless(bool(entry.left.strip()), "left", "what is still to be done", "nothing")
    if entry.reason == ClosingReason.DUPLICATE:
        faults.unless(entry.duplicate_of in cases, "duplicate_of", "the id of a case", entry.duplicate_of)
    faults.raise_if_any()
    return claim(case, entry)


def is_unspecified(entry: UnitClaim) -> bool:
    """True if a claim of a whole or partial fix lacks its day or evidence."""
    fix = entry.reason in (ClosingReason.FIXED, ClosingReason.PARTLY)
    return fix and (entry.changed_on is None or not entry.evidence)


def goes_on_as(case_id: str, cases: Mapping[str, Case]) -> str:
    """The case that goes on for a duplicate, through any number of duplicates of duplicates; else the id itself.

    A merged case goes on for its parts.

    Raises:
        Refused: ``duplicates_in_circle``: then none of them goes on, and one must be opened again; ``unknown_case`` if
            one names a case that is not there any more, such as one split by opinion.
    """
    whole = {part: case.id for case in cases.values() for part in _parts(case)}
    seen: list[str] = []
    while case_id not in seen:
        seen.append(case_id)
        case_id = whole.get(case_id, case_id)
        if case_id not in cases:
            raise Refused("unknown_case", f"{seen[0]} leads to {case_id}, which is not there.", case=case_id)
        last = cases[case_id].last_claim()
        if last is None or last.reason != ClosingReason.DUPLICATE or cases[case_id].stands:
            return case_id
        case_id = last.duplicate_of
    message = f"{', '.join(seen)} are duplicates of each other, so that none goes on: open one of them again."
    raise Refused("duplicates_in_circle", message, cases=tuple(seen))


def _parts(case: Case) -> tuple[str, ...]:
    return tuple(name for part in case.parts for name in (part.id, *_parts(part)))
