"""Operations that explain a plan: to those who plan, and to everybody about themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from grassrota.errors import BadInput, Fault
from grassrota.rota.explain import Fact, FactKind, Verdict
from grassrota.rota.plan import Assignment
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Asking, Code, Key, Shown
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person
from grassrota_web.rotas.api.reach import plan_found, plans, rotation_found
from grassrota_web.rotas.models import PUBLIC
from grassrota_web.rotas.queries.explaining import Question, explained

room = Room("Explanations")


class ChoiceAsked(Asking):
    """What somebody might have had instead; nothing asks why they do not stay, or go where it would suit best."""

    opening: Code | None = Field(None, description="`code` of the opening.")
    batch: int | None = Field(None, ge=1, le=32767, description="The one that suits best if not given.")


class WhyAsked(ChoiceAsked):
    """About whom."""

    person: Code | None = Field(None, description="`code` of the person; needed.", examples=["p-104"])


class ChoiceShown(Shown):
    """Where and when somebody starts."""

    EXAMPLE: ClassVar = {"opening": "o-12", "batch": 1}

    opening: str
    batch: int


class FactShown(Shown):
    """A fact that would have to be otherwise."""

    EXAMPLE: ClassVar = {"kind": "skill", "detail": "wells"}

    kind: FactKind
    detail: str


class OwnWhyShown(Shown):
    """Why one's own line is as it is: neither names nor costs of others."""

    EXAMPLE: ClassVar = {
        "now": {"opening": "o-12", "batch": 1},
        "asked": {"opening": "o-14", "batch": 2},
        "verdict": "possible",
        "obstacles": [],
        "displaced": 1,
        "rules": ["headcount"],
        "needs": ["leader"],
        "facts": [],
    }

    now: ChoiceShown | None = Field(description="Null for staying.")
    asked: ChoiceShown | None
    verdict: Verdict = Field(description="`never` and `dearer` are proven; `possible` is shown; `unknown` is neither.")
    obstacles: list[FactShown] = Field(description="Of these each one alone rules it out.")
    displaced: int | None = Field(description="How many others would make room; null if no way was found.")
    rules: list[str] = Field(description="Rules that would be broken if one alone were moved.")
    needs: list[str] = Field(description="Rules for whose sake one was chosen.")
    facts: list[FactShown] = Field(description="Single facts that would make it one's cheapest choice.")


class MovedShown(Shown):
    """One person's part in a change; neither opening nor batch for staying."""

    EXAMPLE: ClassVar = {"person": "p-104", "opening": "o-14", "batch": 2}

    person: str
    opening: str | None
    batch: int | None


class WhyShown(OwnWhyShown):
    """Why somebody's line is as it is, and who would make room."""

    EXAMPLE: ClassVar = {
        **OwnWhyShown.EXAMPLE,
        "regret": 12.0,
        "at_least": 10,
        "at_most": 20,
        "cost_now": 16,
        "cost_asked": 17,
        "moves": [
            {"person": "p-104", "opening": "o-14", "batch": 2},
            {"person": "p-211", "opening": "o-12", "batch": 1},
        ],
    }

    regret: float = Field(description="By how much the least that any plan can cost rises.")
    at_least: int = Field(
        description="So much more than this plan every plan with it costs; wishes apart, like all costs."
    )
    at_most: int | None = Field(description="So much more does the change cost; null if none was found.")
    cost_now: int = Field(description="For this person alone.")
    cost_asked: int
    moves: list[MovedShown] = Field(description="A change that keeps every rule; empty if none was found.")


@room.reads("plans/{key}/why", WhyShown, Right.EDIT_PLAN)
def show_why(request: Asked, key: Key, find: Query[WhyAsked]) -> Any:
    """Tells why somebody's line of a plan is as it is, why not another, and who would make room."""
    plan = plan_found(request.actor, key, Right.EDIT_PLAN)
    if find.person is None:
        raise BadInput([Fault("person", "the code of a person", "nothing")])
    told = explained(plan, Question(find.person, find.opening or "", find.batch))
    moves = told.change.moves if told.change else ()
    return WhyShown(
        **_own(told.for_the_person()),
        regret=round(told.regret, 6),
        at_least=told.at_least,
        at_most=told.at_most,
        cost_now=told.cost_now,
        cost_asked=told.cost_asked,
        moves=[MovedShown(person=move.person, opening=move.opening, batch=move.batch) for move in moves],
    )


@room.reads("rotations/{key}/why", OwnWhyShown, Right.READ_OWN)
def show_own_why(request: Asked, key: Key, find: Query[ChoiceAsked]) -> Any:
    """Tells why one's own line of the published plan is as it is, and why not another."""
    rotation = rotation_found(request.actor, key)
    staff = Person.objects.filter(unit__path__startswith=rotation.home.path)
    person = get_object_or_404(visible(request.actor, staff), code=request.actor.person)
    plan = get_object_or_404(visible(request.actor, plans().filter(rotation=rotation, state__in=PUBLIC)))
    told = explained(plan, Question(person.code, find.opening or "", find.batch), wishes=True)
    return OwnWhyShown(**_own(told.for_the_person()))


def _own(told: Any) -> dict[str, Any]:
    return {
        "now": _choice(told.now),
        "asked": _choice(told.asked),
        "verdict": told.verdict,
        "obstacles": [_fact(fact) for fact in told.obstacles],
        "displaced": told.displaced,
        "rules": list(told.rules),
        "needs": list(told.needs),
        "facts": [_fact(fact) for fact in told.facts],
    }


def _choice(entry: Assignment | None) -> ChoiceShown | None:
    return None if entry is None else ChoiceShown(opening=entry.opening, batch=entry.batch)


def _fact(fact: Fact) -> FactShown:
    return FactShown(kind=fact.kind, detail=fact.detail)
