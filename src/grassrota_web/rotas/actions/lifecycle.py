"""The life of a plan: drawn up, approved, published, under way, or set aside. The core says whether it may."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.rota import lifecycle as core
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan as PlanValue
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Unit
from grassrota_web.rotas.actions.steps import process_of, record_step
from grassrota_web.rotas.convert.plan import leaders_of, plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan, PlanState
from grassrota_web.rotas.verified import latest_bounds


@verb("rotas.draw_up", Right.EDIT_PLAN)
def draw_up(act: Act, plan: Plan) -> None:
    """Makes a draft the initial plan, which the units see."""
    plan = _locked(act, plan)
    _become(act, plan, core.draw_up(core.PlanState(plan.state)))


@verb("rotas.rework", Right.EDIT_PLAN)
def rework(act: Act, plan: Plan) -> None:
    """Takes a plan that is not published back to a draft."""
    plan = _locked(act, plan)
    _become(act, plan, core.rework(core.PlanState(plan.state)))


@verb("rotas.approve", Right.APPROVE_PLAN)
def approve(act: Act, plan: Plan) -> None:
    """Approves an initial plan.

    Raises:
        Refused: ``rules_broken`` with every violation; ``leader_stays_behind`` or ``not_a_leader`` for a team without
            a leader of its own; ``problem_changed`` if the plan was made for other rows.
    """
    plan = _locked(act, plan)
    problem, value = _unchanged(plan)
    core.approve(core.PlanState(plan.state), problem, value, leaders_of(plan))
    _become(act, plan, core.PlanState.APPROVED)


@verb("rotas.set_aside", Right.EDIT_PLAN)
def set_aside(act: Act, plan: Plan) -> None:
    """Sets aside a plan that nobody will carry out; a published one is not taken back like this."""
    plan = _locked(act, plan)
    if plan.state not in (PlanState.DRAFT, PlanState.INITIAL, PlanState.APPROVED):
        raise Refused("wrong_state", _("Only a plan that is not yet published can be set aside."), state=plan.state)
    _become(act, plan, PlanState.SET_ASIDE)


@verb("rotas.start", Right.PUBLISH)
def start(act: Act, plan: Plan) -> None:
    """Lets a published plan get under way, by the latest verified lower bound of each unit that sends people.

    Raises:
        Refused: ``correction_not_under_way`` with the units below the gate, also if nothing was verified.
    """
    plan = _locked(act, plan)
    _become(act, plan, core.start(core.PlanState(plan.state), verified(plan)))


def publishable(plan: Plan) -> None:
    """Says nothing if a plan's list may be published.

    Raises:
        Refused: ``wrong_state``, ``problem_changed``, ``another_is_public``, ``step_skipped``; ``burden_dumping``,
            ``crude_selection`` or ``dumping_or_shielding`` with every objection in ``objections``.
    """
    problem, value = _unchanged(plan)
    core.publish(core.PlanState(plan.state), problem, value)
    other = Plan.objects.filter(rotation=plan.rotation, state__in=[PlanState.PUBLISHED, PlanState.UNDER_WAY])
    if other.exclude(pk=plan.pk).exists():
        raise Refused("another_is_public", _("Another plan of this rotation is published already."))
    process = process_of(plan.rotation)
    if "publication" in process.to_do and process.to_do[0] != "publication":
        before = process.to_do[: process.to_do.index("publication")]
        named = ", ".join(before).replace("_", " ")
        message = f"Before the list is published come: {named}. Take them, or skip each with a reason."
        raise Refused("step_skipped", message, before=before)


def mark_published(act: Act, plan: Plan, on: date | None = None) -> Plan:
    """Makes an approved plan the published one, within the verb that publishes its postings; that verb notes it.

    Raises:
        Refused: As ``publishable``; ``not_permitted`` without the verb's right at the rotation's home.
    """
    act.at(plan.rotation.home.path)
    plan = act.lock(Plan, pk=plan.pk)
    publishable(plan)
    if "publication" in process_of(plan.rotation).to_do:
        record_step(plan.rotation, "publication", on or timezone.localdate())
    plan.state = PlanState.PUBLISHED
    plan.save(update_fields=["state"])
    return plan


def verified(plan: Plan) -> dict[str, Part | None]:
    """What is verified of the units that send people in a plan, by names and codes: of each the nearest at or above it.

    Without a unit that has a bound it is None.
    """
    bounds = latest_bounds(plan.rotation.verified_bounds.select_related("unit"))
    found: dict[str, Part | None] = {}
    for unit in Unit.objects.filter(pk__in=plan.assignments.values("person__unit")):
        above = max((path for path in bounds if unit.path.startswith(path)), key=len, default=None)
        row = bounds[above] if above else None
        named = row.unit if row else unit
        found[f"{named.name} ({named.code})"] = Part(row.fixed, row.received) if row else None
    return found


def _locked(act: Act, plan: Plan) -> Plan:
    act.at(plan.rotation.home.path)
    return act.lock(Plan, pk=plan.pk)


def _unchanged(plan: Plan) -> tuple[RotaProblem, PlanValue]:
    """The plan with its problem, which must be the one it was made for: else nothing proven about it holds."""
    problem = problem_of(plan.policy)
    if problem.sha256 != plan.problem_sha256:
        message = _(
            "People, openings, absences or wishes have changed since this plan was made. Move somebody, or let a new "
            "plan be made, so that the rules are looked at again."
        )
        raise Refused("problem_changed", message)
    return problem, plan_of(plan, problem)


def _become(act: Act, plan: Plan, state: core.PlanState | PlanState) -> None:
    before, plan.state = plan.state, state.value
    plan.save(update_fields=["state"])
    named = f"{plan.rotation.code} {plan.number}"
    act.note("plan", named, place=plan.rotation.home.path, before={"state": before}, after={"state": plan.state})
