"""The tables of cases and of their two ledgers, put together into cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Column, Rows
from grassrota.files.parse import day, identifier, one_of, original, several, yes_or_no
from grassrota.opinions.case import Case
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim

CASES = (
    Column("id", identifier),
    Column("opinions", several(identifier)),
    Column("owner", identifier),
    Column("opened_on", day),
    Column("posted_handlers", several(identifier), required=False, default=()),
    Column("local_handlers", several(identifier), required=False, default=()),
    Column("investigated_on", day, required=False, default=None),
    Column("on_leadership", yes_or_no, required=False, default=False),
)
CLAIMS = (
    Column("case", identifier),
    Column("on", day),
    Column("reason", one_of(ClosingReason)),
    Column("action", original, required=False, verbatim=True),
    Column("duplicate_of", identifier, required=False),
)
ANSWERS = (
    Column("case", identifier),
    Column("opinion", identifier),
    Column("on", day),
    Column("answer", one_of(Answer)),
    Column("confirmed", yes_or_no, required=False, default=False),
)


Entry = TypeVar("Entry", UnitClaim, RaiserAnswer)


@dataclass(frozen=True, slots=True)
class LedgerRow(Generic[Entry]):
    """One entry of a ledger, with the id of its case."""

    case: str
    entry: Entry


def claim_row(case: str, on: date, reason: ClosingReason, action: str, duplicate_of: str = "") -> LedgerRow[UnitClaim]:
    """A row of the claims."""
    return LedgerRow(case, UnitClaim(on, reason, action, duplicate_of))


def answer_row(case: str, opinion: str, on: date, answer: Answer, confirmed: bool = False) -> LedgerRow[RaiserAnswer]:
    """A row of the answers; ``confirmed`` says that the raiser told somebody independent that it is withdrawn.

    Raises:
        BadInput: For a withdrawal without, since anybody could write one, and for any other answer with it.
    """
    if confirmed != (answer == Answer.WITHDRAWN):
        expected = "yes for a withdrawal that somebody independent heard from the raiser, and for nothing else"
        raise BadInput([Fault("confirmed", expected, "yes" if confirmed else "no")])
    return LedgerRow(case, RaiserAnswer(on, opinion, answer))


def with_ledgers(
    cases: Rows[Case], claims: Rows[LedgerRow[UnitClaim]], answers: Rows[LedgerRow[RaiserAnswer]]
) -> tuple[Case, ...]:
    """The cases with the entries of both ledgers in order of days, those of one day in the order of the file.

    Raises:
        BadInput: If entries belong to no case, or a case and its ledgers contradict each other.
    """
    faults = _ledger_faults(cases, claims, answers)
    if faults:
        raise BadInput(faults)
    if cases.faults or claims.faults or answers.faults:
        return ()  # a ledger with gaps could only be judged wrongly
    claimed, answered = _by_case(claims), _by_case(answers)
    complete = []
    for case, row in zip(cases.values, cases.numbers, strict=True):
        entries, replies = tuple(claimed.get(case.id, ())), tuple(answered.get(case.id, ()))
        try:
            complete.append(replace(case, claims=entries, answers=replies))
        except BadInput as error:
            faults += [fault.at(cases.file, row) for fault in error.faults]
    if faults:
        raise BadInput(faults)
    return tuple(complete)


def _ledger_faults(
    cases: Rows[Case], claims: Rows[LedgerRow[UnitClaim]], answers: Rows[LedgerRow[RaiserAnswer]]
) -> list[Fault]:
    """Entries about no case, from before their case was opened, or about another case's opinion."""
    by_id = {case.id: case for case in cases.values}
    found = [*_entry_faults(claims, by_id, bool(cases.faults)), *_entry_faults(answers, by_id, bool(cases.faults))]
    if not cases.faults:
        found += claims.unknown(lambda row: row.entry.duplicate_of, "duplicate_of", by_id, "the id of a case in cases")
    for place, row in enumerate(answers.values):
        case = by_id.get(row.case)
        if case is not None and row.entry.opinion not in case.opinions:
            expected = f"an opinion of case {case.id}: {', '.join(case.opinions)}"
            found.append(answers.fault(place, "opinion", expected, row.entry.opinion))
    return found + answers.repeated(lambda row: (row.case, row.entry.opinion, row.entry.on), "on", "one answer a day")


def _entry_faults(rows: Rows[LedgerRow[Entry]], cases: Mapping[str, Case], cases_broken: bool) -> list[Fault]:
    found = []
    for place, row in enumerate(rows.values):
        case = cases.get(row.case)
        if case is None and not cases_broken:
            found.append(rows.fault(place, "case", "the id of a case in cases", row.case))
        elif case is not None and row.entry.on < case.opened_on:
            expected = f"a day on or after {case.opened_on}, when case {case.id} was opened"
            found.append(rows.fault(place, "on", expected, row.entry.on))
    return found


def _by_case(rows: Rows[LedgerRow[Entry]]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for row in sorted(rows.values, key=lambda row: row.entry.on):
        found.setdefault(row.case, []).append(row.entry)
    return found
