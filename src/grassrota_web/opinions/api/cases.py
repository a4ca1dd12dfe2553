"""Operations on cases: the list within reach, one case with both ledgers, and the steps of its way."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import ClosingReason
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Given, Shown, Text
from grassrota_web.access.rights import Right
from grassrota_web.opinions import convert
from grassrota_web.opinions.actions import closing, replies, routing
from grassrota_web.opinions.models import NOTHING_OWED, Case
from grassrota_web.opinions.queries.one import opinions
from grassrota_web.opinions.queries.worklist import CaseFilter, cases

room = Room("Cases")
READS = (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES, Right.WORK_ON_CASES)
KEY = "0f1c4b8e-2a57-4d43-9c1e-3c5f7a9b1d20"
Words = Annotated[str, Field(min_length=1, max_length=4000)]


class CasesAsked(Listing):
    """Which cases."""

    state: CaseState | None = None
    closed: bool = False


class CaseShown(Shown):
    """A case in a list; nothing tells who raised it."""

    EXAMPLE: ClassVar = {
        "id": KEY,
        "owner": "water-bureau",
        "state": "claimed",
        "opened_on": "2026-10-12",
        "due_on": "2027-01-12",
        "owed": "feedback",
    }

    id: UUID
    owner: str
    state: CaseState
    opened_on: Day
    due_on: Day | None
    owed: str


class Claimed(Shown):
    """What the unit says."""

    EXAMPLE: ClassVar = {"on": "2026-11-02", "reason": "fixed", "action": "a new pump", "evidence": ["a photograph"]}

    on: Day
    reason: ClosingReason
    action: str
    evidence: list[str]


class Answered(Shown):
    """What a raiser says."""

    EXAMPLE: ClassVar = {"on": "2026-11-05", "says": "not_fixed"}

    on: Day
    says: str


class WholeCase(CaseShown):
    """One case with both ledgers; the words as their handlers may read them, null while a copy is being made."""

    EXAMPLE: ClassVar = {
        **CaseShown.EXAMPLE,
        "words": ["The well at the mill is dry."],
        "claims": [Claimed.EXAMPLE],
        "answers": [Answered.EXAMPLE],
    }

    words: list[str | None]
    claims: list[Claimed]
    answers: list[Answered]


class Routed(Given):
    """Where a case goes."""

    EXAMPLE: ClassVar = {"to": "water-bureau", "topic": ""}

    to: Code
    topic: Annotated[str, Field(max_length=80)] = ""


class Told(Given):
    """What raisers read."""

    EXAMPLE: ClassVar = {"words": "We are looking into it."}

    words: Words


class ToldUntil(Told):
    """What raisers read, and until when they may expect more."""

    EXAMPLE: ClassVar = {"words": "The spare part comes by rail.", "expected_on": "2027-03-01"}

    expected_on: Day


class Why(Given):
    """Why something is done."""

    EXAMPLE: ClassVar = {"why": "The pump stopped again."}

    why: Words


class Refusing(Why):
    """Why a case is not ours, and whose it may be."""

    EXAMPLE: ClassVar = {"why": "Wells are the water bureau's.", "better": "water-bureau"}

    better: Annotated[str, Field(max_length=80)] = ""


class Assigned(Why):
    """Whose a case is, and why."""

    EXAMPLE: ClassVar = {"why": "It is their well.", "to": "water-bureau"}

    to: Code


class Looked(Given):
    """What was found."""

    EXAMPLE: ClassVar = {"found": "The pump is broken."}

    found: Words


class Done(Given):
    """Why the unit is done with a case."""

    EXAMPLE: ClassVar = {
        "reason": "fixed",
        "action": "a new pump",
        "changed_on": "2026-11-02",
        "evidence": ["a photograph of the pump"],
        "left": "",
        "duplicate_of": None,
    }

    reason: ClosingReason
    action: Text = ""
    changed_on: Day | None = None
    evidence: Annotated[list[Words], Field(max_length=20, default_factory=list)]
    left: Text = ""
    duplicate_of: UUID | None = None


@room.reads("cases", Listed[CaseShown], *READS)
def list_cases(request: Asked, find: Query[CasesAsked]) -> Any:
    """Lists the cases within reach, what is owed first at the top."""
    rows = cases(request.actor, CaseFilter(state=find.state or "", closed=find.closed))
    return listed(request, find, rows, ("due_on", "pk"), _shown)


@room.reads("cases/{key}", WholeCase, *READS)
def read_case(request: Asked, key: UUID) -> Any:
    """Tells one case with both ledgers."""
    row = _case(request, key)
    value = convert.value(row)
    return WholeCase(
        **_shown(row).model_dump(),
        words=[one["words"] for one in opinions(request.actor, row)],
        claims=[
            Claimed(on=one.on, reason=one.reason, action=one.action, evidence=list(one.evidence))
            for one in value.claims
        ],
        answers=[Answered(on=one.on, says=one.answer.value) for one in value.answers],
    )


@room.does(routing.route, "cases/{key}/route", None, status=204)
def route(request: Asked, key: UUID, given: Routed) -> Any:  # noqa: D103
    routing.route(request.actor, _case(request, key).pk, given.to, given.topic)


@room.does(routing.accept, "cases/{key}/accept", None, status=204)
def accept(request: Asked, key: UUID) -> Any:  # noqa: D103
    routing.accept(request.actor, _case(request, key).pk)


@room.does(routing.not_ours, "cases/{key}/not-ours", None, status=204)
def not_ours(request: Asked, key: UUID, given: Refusing) -> Any:  # noqa: D103
    routing.not_ours(request.actor, _case(request, key).pk, given.why, given.better)


@room.does(routing.assign, "cases/{key}/assign", None, status=204)
def assign(request: Asked, key: UUID, given: Assigned) -> Any:  # noqa: D103
    routing.assign(request.actor, _case(request, key).pk, given.to, given.why)


@room.does(replies.reply_for_now, "cases/{key}/reply-for-now", None, status=204)
def reply_for_now(request: Asked, key: UUID, given: ToldUntil) -> Any:  # noqa: D103
    replies.reply_for_now(request.actor, _case(request, key).pk, given.words, given.expected_on)


@room.does(replies.give_feedback, "cases/{key}/feedback", None, status=204)
def give_feedback(request: Asked, key: UUID, given: Told) -> Any:  # noqa: D103
    replies.give_feedback(request.actor, _case(request, key).pk, given.words)


@room.does(closing.reopen, "cases/{key}/reopen", None, status=204)
def reopen(request: Asked, key: UUID, given: Why) -> Any:  # noqa: D103
    closing.reopen(request.actor, _case(request, key).pk, given.why)


@room.does(replies.acknowledge, "cases/{key}/acknowledge", None, status=204)
def acknowledge(request: Asked, key: UUID, given: Told) -> Any:  # noqa: D103
    replies.acknowledge(request.actor, _case(request, key).pk, given.words)


@room.does(closing.investigate, "cases/{key}/investigate", None, status=204)
def investigate(request: Asked, key: UUID, given: Looked) -> Any:  # noqa: D103
    closing.investigate(request.actor, _case(request, key).pk, given.found)


@room.does(closing.claim, "cases/{key}/claim", None, status=204)
def claim(request: Asked, key: UUID, given: Done) -> Any:  # noqa: D103
    said = given.model_dump() | {"evidence": tuple(given.evidence)}
    closing.claim(request.actor, _case(request, key).pk, **said)


@room.does(closing.close, "cases/{key}/close", None, status=204)
def close(request: Asked, key: UUID) -> Any:  # noqa: D103
    closing.close(request.actor, _case(request, key).pk)


def _case(request: Asked, key: UUID) -> Case:
    """The case, for whoever may see it; to whom it concerns there is none."""
    return found(request.actor, Case.objects.filter(dissolved_on=None).select_related("owner", "asked"), key)


def _shown(row: Case) -> CaseShown:
    owed = row.due_on != NOTHING_OWED
    due_on: date | None = row.due_on if owed else None
    return CaseShown(
        id=row.pk,
        owner=convert.owner_code(row),
        state=CaseState(row.state),
        opened_on=row.opened_on,
        due_on=due_on,
        owed=row.owed if owed else "",
    )
