"""A plan: the whole board for those above it, their own lines for everybody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota.rota.plan import postings, teams
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken
from grassrota_web.access.typed import typed
from grassrota_web.orgs.models import Opening, Person, Unit
from grassrota_web.rotas.convert.plan import leaders_of, plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import PUBLIC, Assignment, LeftOut, OpenCases, Plan
from grassrota_web.rotas.queries.board import Board, board_of, in_words
from grassrota_web.rotas.queries.lines import going, staying
from grassrota_web.rotas.queries.pictures import map_of, spread
from grassrota_web.rotas.queries.reasons import reasons
from grassrota_web.rotas.views.next_steps import next_steps
from grassrota_web.rotas.views.reach import crumbs, plan_name, the_plan
from grassrota_web.rotas.words import REASONS, RULES, SECTORS, STATE_TAGS, STATES

CASES_EACH = 20
"""How many open cases one person sees to, unless the address says otherwise."""

AT_ONCE = 100
"""Lines on one page."""


@page(Right.READ_ROTAS, Right.READ_OWN, Right.READ_HOSTED)
def plan(request: Request, pk: int, number: int) -> HttpResponse:
    """The plan: a board if one sees all of it."""
    row = the_plan(request, pk, number)
    if not request.actor.may(Right.READ_ROTAS, row.rotation.home.path):
        return render(request, "rotas/lines.html", _context(request, row) | _lines(request, row))
    problem = problem_of(row.policy)
    board = _board(row, problem)
    cases = dict(
        visible(request.actor, OpenCases.objects.filter(rotation=row.rotation)).values_list("unit__code", "count")
    )
    each = max(1, typed(request.GET.get("each", "")) or CASES_EACH)
    names = board.view.problem.tree
    context = _context(request, row) | {
        "board": board,
        "numbers": board.view.numbers,
        "changed": row.problem_sha256 != problem.sha256,
        "rules": [(RULES.get(one.rule, one.rule), spoken(one.words)) for one in board.violations],
        "blocking": in_words([one for one in board.findings if one.blocking], names.by_id),
        "advised": in_words([one for one in board.findings if not one.blocking][:20], names.by_id),
        "handlers": [(names[one.unit].name, one) for one in board.handlers(cases, each) if one.unit in names],
        "each": each,
        "spread": spread(board),
        "map": map_of(board),
        "directions": [(one, ", ".join(str(SECTORS[word]) for word in one.sectors)) for one in board.directions.ranks],
        "left_out": [(REASONS[reason], count) for reason, count in sorted(board.left_out.items())],
    }
    return render(request, "rotas/board.html", context)


@page(Right.READ_ROTAS)
def openings(request: Request, pk: int, number: int) -> HttpResponse:
    """Openings by batches, a hundred at a time."""
    row = the_plan(request, pk, number, Right.READ_ROTAS)
    board, after, show = _board(row, problem_of(row.policy)), request.GET.get("after", ""), request.GET.get("show", "")
    lines = [line for line in board.openings if line.opening > after]
    if show:
        lines = [line for line in lines if any(cell and cell.tone in _SHOWN.get(show, ()) for cell in line.cells)]
    page_of = lines[:AT_ONCE]
    onwards = f"?after={page_of[-1].opening}&show={show}" if len(lines) > AT_ONCE else ""
    context = _context(request, row) | {"lines": page_of, "numbers": board.view.numbers, "show": show}
    context["page"] = {"shown": len(page_of), "total": len(lines), "next_url": onwards}
    return render(request, "rotas/openings.html", context)


@page(Right.READ_ROTAS)
def places(request: Request, pk: int, number: int) -> HttpResponse:
    """Host units as a tree, with the places covered in each batch."""
    row = the_plan(request, pk, number, Right.READ_ROTAS)
    board = _board(row, problem_of(row.policy))
    context = {"lines": board.places, "numbers": board.view.numbers, "map": map_of(board)}
    return render(request, "rotas/places.html", _context(request, row) | context)


@page(Right.READ_ROTAS)
def unit(request: Request, pk: int, number: int, unit: str) -> HttpResponse:
    """Who goes from one home unit, and who stays."""
    row = the_plan(request, pk, number)
    found = get_object_or_404(visible(request.actor, Unit.objects.all()), code=unit)
    lines = visible(request.actor, Assignment.objects.filter(plan=row, person__unit=found))
    left = visible(request.actor, LeftOut.objects.filter(plan=row, person__unit=found))
    shown = {"title": found.name, "going": going(lines), "staying": staying(left)}
    return render(request, "rotas/lines.html", _context(request, row) | shown)


@page(Right.READ_ROTAS, Right.READ_HOSTED)
def opening(request: Request, pk: int, number: int, opening: str) -> HttpResponse:
    """Who comes to one opening."""
    row = the_plan(request, pk, number)
    rows = visible(request.actor, Opening.objects.filter(rotation=row.rotation).select_related("place"))
    found = get_object_or_404(rows, code=opening)
    lines = visible(request.actor, Assignment.objects.filter(plan=row, opening=found))
    shown: dict[str, Any] = {"title": f"{found.place.name} · {found.code}", "going": going(lines), "staying": []}
    if request.actor.may(Right.EDIT_PLAN, row.rotation.home.path):
        problem = problem_of(row.policy)
        led = teams(problem, plan_of(row, problem), leaders_of(row))
        here = {entry.person.code for entry in shown["going"]}
        shown["leaders"] = {team.leader for team in led if team.leader in here}
    return render(request, "rotas/lines.html", _context(request, row) | shown)


@page(Right.READ_ROTAS)
def person(request: Request, pk: int, number: int, person: str) -> HttpResponse:
    """One person's line, and why it is so."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    found = get_object_or_404(visible(request.actor, Person.objects.select_related("unit")), code=person)
    problem = problem_of(row.policy)
    if found.code not in problem.person:
        get_object_or_404(Person.objects.none())
    value = plan_of(row, problem)
    posted = next((one for one in postings(problem, value) if one.person == found.code), None)
    context: dict[str, Any] = {"person": found, "posting": posted, "reasons": reasons(problem, value, found.code)}
    context["entry"] = value.by_person.get(found.code)
    return render(request, "rotas/person.html", _context(request, row) | context)


_SHOWN = {"short": ("low", "empty"), "full": ("full",), "over": ("over",)}


def _board(row: Plan, problem: RotaProblem) -> Board:
    return board_of(problem, plan_of(row, problem))


def _lines(request: Request, row: Plan) -> dict[str, Any]:
    """What somebody sees of a plan who does not see all of it."""
    lines = visible(request.actor, Assignment.objects.filter(plan=row))
    left = visible(request.actor, LeftOut.objects.filter(plan=row))
    return {"title": _("Your part of the plan"), "going": going(lines), "staying": staying(left)}


def _context(request: Request, row: Plan) -> dict[str, Any]:
    actor, home, state = request.actor, row.rotation.home.path, row.state
    steps = {
        "initial": [("rework", _("Back to a draft"), Right.EDIT_PLAN)],
        "approved": [
            ("publishable", _("Check for publication"), Right.PUBLISH),
            ("rework", _("Back to a draft"), Right.EDIT_PLAN),
        ],
    }.get(state, [])
    if state in ("draft", "initial", "approved"):
        steps.append(("set_aside", _("Set aside"), Right.EDIT_PLAN))
    to = "rotas:step"
    links = [(reverse(to, args=[row.rotation.pk, row.number, step]), word, right) for step, word, right in steps]
    if state in PUBLIC:
        links.append((reverse("postings:swaps"), _("Swaps that wait for a decision"), Right.PUBLISH))
    return {
        "plan": row,
        "rotation": row.rotation,
        "name": plan_name(row),
        "crumbs": crumbs(row.rotation, row)
        if request.resolver_match and request.resolver_match.url_name != "plan"
        else crumbs(row.rotation),
        "state": STATES[state],
        "tag": STATE_TAGS[state],
        "steps": [(url, word) for url, word, right in links if actor.may(right, home)],
        "tasks": next_steps(row, actor) if actor.may(Right.EDIT_PLAN, home) else [],
        "may_move": actor.may(Right.EDIT_PLAN, home),
        "compares": visible(actor, Plan.objects.filter(rotation=row.rotation).exclude(pk=row.pk)).exists(),
        "whole": actor.may(Right.READ_ROTAS, home),
    }
