"""Operations on plans: what is in them, what a move would do, and their life."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.http import Http404
from ninja import Query
from pydantic import Field

from grassrota.rota.compare import compare
from grassrota.rota.effect import Effect, effect
from grassrota.rota.part import Part
from grassrota.rota.plan import LeftOutReason
from grassrota.rota.tally import Move
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Batch, Code, Day, Given, Key, Shown
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.rotas.actions import lifecycle
from grassrota_web.rotas.actions import plans as actions
from grassrota_web.rotas.api.reach import plan_found, plans
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Assignment, LeftOut, Plan, PlanState
from grassrota_web.rotas.queries.without_wishes import without_wishes

room = Room("Plans")

READERS = (Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)


class PlanShown(Shown):
    """A plan, and what is proven about it. Figures made from it have its state."""

    EXAMPLE: ClassVar = {
        "key": 8,
        "rotation": 2,
        "number": 4,
        "state": "draft",
        "policy": 5,
        "made_from": None,
        "made_on": "1957-12-06",
        "seed": 0,
        "objective": 10450,
        "bound": 10402.5,
        "violations": 0,
        "problem_sha256": "9f2c51f0a7c35be3b1f7e3a9f0b7b6e0d6b6a5f81a9f6c1e4d3b2a1908f7e6d5",
    }

    key: int
    rotation: int = Field(description="`key` of the rotation.")
    number: int
    state: PlanState
    policy: int = Field(description="`key` of the version of the policy.")
    made_from: int | None = Field(description="`key` of the plan that it was made from by moving people.")
    made_on: Day
    seed: int
    objective: int | None = Field(description="Sum of the costs; null for a plan made by moving people.")
    bound: float | None = Field(
        description="No plan of this problem can cost less; 0 if nothing is proven, null like `objective`."
    )
    violations: int
    problem_sha256: str = Field(description="Of the problem it was made for.")


class PlansListing(Listing):
    """Filters of the list of plans."""

    rotation: Key | None = Field(None, description="`key` of the rotation.")
    state: PlanState | None = None


class AssignmentShown(Shown):
    """One person who goes."""

    EXAMPLE: ClassVar = {"person": "p-104", "opening": "o-12", "batch": 1, "leads": False}

    person: str
    opening: str
    batch: int
    leads: bool


class LeftOutShown(Shown):
    """One person who does not go, with the reason that is published."""

    EXAMPLE: ClassVar = {"person": "p-211", "reason": "not_needed"}

    person: str
    reason: LeftOutReason


class MoveGiven(Given):
    """One person to an opening and batch; to neither to stay at home."""

    person: Code
    opening: Code | None = None
    batch: Batch | None = None


class MovesGiven(Given):
    """People to be moved, together."""

    EXAMPLE: ClassVar = {
        "moves": [
            {"person": "p-104", "opening": "o-14", "batch": 2},
            {"person": "p-211", "opening": None, "batch": None},
        ]
    }

    moves: Annotated[list[MoveGiven], Field(min_length=1, max_length=500)]

    def values(self) -> list[Move]:
        """As the core has them."""
        return [Move(one.person, one.opening, one.batch) for one in self.moves]


class PartShown(Shown):
    """So many of so many."""

    count: int
    of: int


class BrokenShown(Shown):
    """One rule, and where it is broken."""

    rule: str
    words: str


class HomeShown(Shown):
    """Of a home unit, those away in a batch: before and after."""

    unit: str
    batch: int
    before: PartShown
    after: PartShown


class EffectShown(Shown):
    """What moves would do."""

    EXAMPLE: ClassVar = {
        "broken": [{"rule": "home_absence", "words": "health: 4 of 10 away in batch 2, at most 3"}],
        "mended": [],
        "standing": [],
        "cost_change": -12,
        "home": [{"unit": "health", "batch": 2, "before": {"count": 3, "of": 10}, "after": {"count": 4, "of": 10}}],
    }

    broken: list[BrokenShown] = Field(description="Rules that they newly break.")
    mended: list[BrokenShown]
    standing: list[BrokenShown] = Field(description="Rules broken before and still.")
    cost_change: int = Field(description="Wishes apart, which are their owners' alone.")
    home: list[HomeShown]


class PortraitShown(Shown):
    """One of two plans, in counts."""

    cost: int = Field(description="Wishes apart.")
    violations: int
    going: PartShown
    places: PartShown
    top_grades: PartShown


class ComparisonShown(Shown):
    """Two plans by the rules of the later policy; and those whom they send elsewhere."""

    EXAMPLE: ClassVar = {
        "first": {
            "cost": 10450,
            "violations": 0,
            "going": {"count": 120, "of": 400},
            "places": {"count": 31, "of": 31},
            "top_grades": {"count": 2, "of": 9},
        },
        "second": {
            "cost": 10438,
            "violations": 1,
            "going": {"count": 120, "of": 400},
            "places": {"count": 31, "of": 31},
            "top_grades": {"count": 2, "of": 9},
        },
        "moved": ["p-104", "p-211"],
    }

    first: PortraitShown
    second: PortraitShown
    moved: list[str]


class LeaderGiven(Given):
    """Who leads those who start in an opening and batch."""

    EXAMPLE: ClassVar = {"opening": "o-12", "batch": 1, "person": "p-104"}

    opening: Code
    batch: Batch
    person: Code


def _shown(row: Plan) -> PlanShown:
    names = ("number", "made_on", "seed", "violations", "problem_sha256")
    searched = row.made_from_id is None
    return PlanShown(
        key=row.pk,
        rotation=row.rotation_id,
        state=PlanState(row.state),
        policy=row.policy_id,
        made_from=row.made_from_id,
        objective=row.objective if searched else None,
        bound=row.bound if searched else None,
        **{name: getattr(row, name) for name in names},
    )


@room.reads("plans", Listed[PlanShown], *READERS)
def list_plans(request: Asked, find: Query[PlansListing]) -> Any:
    """Lists the plans that one sees, the newest first."""
    rows = visible(request.actor, Plan.objects.all())
    if find.rotation:
        rows = rows.filter(rotation=find.rotation)
    if find.state:
        rows = rows.filter(state=find.state)
    return listed(request, find, rows, ("-pk",), _shown)


@room.reads("plans/{key}", PlanShown, *READERS)
def show_plan(request: Asked, key: Key) -> Any:
    """Shows a plan."""
    return _shown(plan_found(request.actor, key))


@room.reads("plans/{key}/assignments", Listed[AssignmentShown], *READERS)
def list_assignments(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists who goes, as far as one sees them: all of a plan, those of one's unit, one's guests, or oneself."""
    lines = Assignment.objects.filter(plan=plan_found(request.actor, key)).select_related("person", "opening")

    def shown(row: Assignment) -> AssignmentShown:
        return AssignmentShown(person=row.person.code, opening=row.opening.code, batch=row.batch, leads=row.leads)

    return listed(request, find, visible(request.actor, lines), ("pk",), shown)


@room.reads("plans/{key}/left-out", Listed[LeftOutShown], *READERS)
def list_left_out(request: Asked, key: Key, find: Query[Listing]) -> Any:
    """Lists who does not go, likewise, each with the published reason."""
    lines = LeftOut.objects.filter(plan=plan_found(request.actor, key)).select_related("person")
    rows = visible(request.actor, lines)
    return listed(
        request, find, rows, ("pk",), lambda row: LeftOutShown(person=row.person.code, reason=LeftOutReason(row.reason))
    )


@room.reckons("plans/{key}/effect", EffectShown, Right.EDIT_PLAN)
def effect_of_moves(request: Asked, key: Key, given: MovesGiven) -> Any:
    """Tells what moves would do to rules, cost and home units; nothing is saved."""
    plan = plan_found(request.actor, key, Right.EDIT_PLAN)
    problem = problem_of(plan.policy)
    return _effect(effect(*without_wishes(problem, plan_of(plan, problem)), given.values()))


@room.reads("plans/{key}/compare/{other}", ComparisonShown, Right.EDIT_PLAN)
def compare_plans(request: Asked, key: Key, other: Key) -> Any:
    """Compares two plans of a rotation by the rules of the later policy."""
    first, second = (plan_found(request.actor, one, Right.EDIT_PLAN) for one in (key, other))
    if first.rotation_id != second.rotation_id:
        raise Http404
    problem = problem_of(max((first.policy, second.policy), key=lambda version: version.number))
    bare, one = without_wishes(problem, plan_of(first, problem))
    told = compare(bare, one, without_wishes(problem, plan_of(second, problem))[1])
    return ComparisonShown(
        first=_portrait(told.first), second=_portrait(told.second), moved=[one.person for one in told.moved]
    )


@room.does(actions.move, "plans/{key}/moves", PlanShown, status=201, again=True)
def move(request: Asked, key: Key, given: MovesGiven) -> Any:  # noqa: D103
    plan = plan_found(request.actor, key)
    return _shown(actions.move(request.actor, plan, given.values()))


@room.does(actions.name_leader, "plans/{key}/leaders", None, status=204)
def name_leader(request: Asked, key: Key, given: LeaderGiven) -> Any:  # noqa: D103
    plan = plan_found(request.actor, key)
    actions.name_leader(request.actor, plan, given.opening, given.batch, given.person)


def _step(step: Any) -> Any:
    """An operation for one step of a plan's life."""

    def taken(request: Asked, key: Key) -> Any:
        step(request.actor, plan_found(request.actor, key))
        return _shown(plans().get(pk=key))

    return taken


for done, word in (
    (lifecycle.draw_up, "draw-up"),
    (lifecycle.rework, "rework"),
    (lifecycle.approve, "approve"),
    (lifecycle.set_aside, "set-aside"),
    (lifecycle.start, "start"),
):
    room.does(done, f"plans/{{key}}/{word}", PlanShown)(_step(done))


def _part(part: Part) -> PartShown:
    return PartShown(count=part.count, of=part.of)


def _portrait(told: Any) -> PortraitShown:
    parts = {name: _part(getattr(told, name)) for name in ("going", "places", "top_grades")}
    return PortraitShown(cost=told.cost, violations=len(told.violations), **parts)


def _effect(told: Effect) -> EffectShown:
    rules = {
        name: [BrokenShown(rule=one.rule, words=one.words) for one in getattr(told, name)]
        for name in ("broken", "mended", "standing")
    }
    home = [
        HomeShown(unit=one.unit, batch=one.batch, before=_part(one.before), after=_part(one.after)) for one in told.home
    ]
    return EffectShown(cost_change=told.cost_change, home=home, **rules)
