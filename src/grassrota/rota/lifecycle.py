"""The life of a plan: draft, initial, approved, published, under way. Each step is a verb that may say no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import Refused
from grassrota.posting.listing import check_list
from grassrota.posting.opening import Team
from grassrota.rota.check import check
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan, teams
from grassrota.rota.portrait import top_grades
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import is_leader
from grassrota.rota.review import review


class PlanState(StrEnum):
    """How far a plan is; an initial plan is drawn up and not yet approved by anybody."""

    DRAFT = "draft"
    INITIAL = "initial"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNDER_WAY = "under_way"


class FigureStatus(StrEnum):
    """In whose words the figures of a plan are true."""

    PLANNED = "planned"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approved plan is approved with.

    Attributes:
        state: Approved.
        teams: Each with its one leader, who goes along.
        top_grades: People of the highest rank who go, of all of them.
    """

    state: PlanState
    teams: tuple[Team, ...]
    top_grades: Part


def draw_up(state: PlanState) -> PlanState:
    """A draft becomes the initial plan, which others may see."""
    _require(state, "draw up", PlanState.DRAFT)
    return PlanState.INITIAL


def rework(state: PlanState) -> PlanState:
    """Back to a draft; a published list is not taken back like this."""
    _require(state, "rework", PlanState.INITIAL, PlanState.APPROVED)
    return PlanState.DRAFT


def approve(
    state: PlanState, problem: RotaProblem, plan: Plan, leaders: Mapping[tuple[str, int], str] | None = None
) -> Approval:
    """Approves an initial plan.

    Args:
        state: Initial.
        problem: The problem.
        plan: The plan.
        leaders: Who leads those who start in an opening and batch; where nobody is named, the most senior leader does.

    Raises:
        Refused: ``rules_broken``, with every violation; ``leader_stays_behind`` if a leader does not go along;
            ``not_a_leader`` if one is not of the policy's rank; ``no_such_team`` if nobody goes there then.
    """
    _require(state, "approve", PlanState.INITIAL)
    broken = tuple(str(violation) for violation in check(problem, plan))
    if broken:
        message = f"The plan breaks {len(broken)} rule(s): {'; '.join(broken[:5])}."
        raise Refused("rules_broken", message, objections=broken)
    there = {(entry.opening, entry.batch) for entry in plan.assignments}
    for (opening, batch), person in (leaders or {}).items():
        if (opening, batch) not in there:
            message = f"{person} is to lead at {opening} in batch {batch}, where nobody starts."
            raise Refused("no_such_team", message, opening=opening, batch=batch)
    led = teams(problem, plan, leaders)
    for team in led:
        if not is_leader(problem, problem.person[team.leader]):
            message = f"{team.leader} is to lead at {team.place} in batch {team.batch} without the rank for it."
            raise Refused("not_a_leader", message, leader=team.leader, batch=team.batch)
    return Approval(PlanState.APPROVED, led, top_grades(problem, plan))


def publish(state: PlanState, problem: RotaProblem, plan: Plan) -> PlanState:
    """Publishes an approved plan's list.

    Raises:
        Refused: ``burden_dumping`` or ``crude_selection`` with every objection to the list (``posting.listing``), and
            with each finding of the review that blocks; ``dumping_or_shielding`` if there are only those.
    """
    _require(state, "publish", PlanState.APPROVED)
    policy = problem.policy
    objections = tuple(
        f"{one.unit}, {'all batches' if one.batch is None else f'batch {one.batch}'}: {one.listed.count} of "
        f"{one.listed.of} are {one.band}, {one.low} to {one.high} may be ({one.side})"
        for one in review(problem, plan)
        if one.blocking
    )
    code = "dumping_or_shielding"
    try:
        check_list(
            policy.form, policy.purposes, policy.evidence, [problem.person[entry.person] for entry in plan.assignments]
        )
    except Refused as refusal:
        code, found = refusal.code, refusal.data["objections"]
        objections = (*(found if isinstance(found, tuple) else ()), *objections)
    if objections:
        raise Refused(code, f"The list may not be published: {'; '.join(objections)}.", objections=objections)
    return PlanState.PUBLISHED


def start(state: PlanState, verified: Mapping[str, Part | None], gate: Fraction = Fraction(1, 2)) -> PlanState:
    """Lets a published plan get under way, if each unit that sends people is past the gate.

    An average would not do: units that correct much would let another send people that corrects nothing.

    Args:
        state: Published.
        verified: Of each unit that sends people, opinions verified as fixed (the lower bound, never what was
            reported), of those received; None if nothing was verified of it.
        gate: Least share.

    Raises:
        Refused: ``correction_not_under_way`` with every unit below the gate in ``objections``, also if there is nothing
            to go by.
    """
    _require(state, "start", PlanState.PUBLISHED)
    shares = {unit: -1 if part is None or part.share is None else part.share for unit, part in verified.items()}
    behind = sorted((unit for unit, share in shares.items() if share < gate), key=lambda unit: shares[unit])
    if behind or not verified:
        objections = tuple(_not_yet(unit, verified[unit], gate) for unit in behind) or ("It sends nobody.",)
        message = f"Postings may not start: {' '.join(objections)}"
        raise Refused("correction_not_under_way", message, gate=gate, objections=objections)
    return PlanState.UNDER_WAY


def _not_yet(unit: str, part: Part | None, gate: Fraction) -> str:
    if part is None:
        return f"{unit}: nothing is verified as fixed, and the gate is at {float(gate):.0%}."
    return f"{unit}: {part.count} of {part.of} opinions are verified as fixed, and the gate is at {float(gate):.0%}."


def figure_status(state: PlanState) -> FigureStatus:
    """The status that figures of a plan inherit.

    Under way they stay listed: who has departed is counted from postings, never from a plan.
    """
    return FigureStatus.LISTED if state in (PlanState.PUBLISHED, PlanState.UNDER_WAY) else FigureStatus.PLANNED


def _require(state: PlanState, verb: str, *states: PlanState) -> None:
    if state not in states:
        message = f"The plan is {state}; to {verb} it, it must be {' or '.join(states)}."
        raise Refused("wrong_state", message, state=state, needed=states)
