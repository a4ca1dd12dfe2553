"""Why somebody goes there, and why not elsewhere: asked by the organiser, and by everybody about themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from grassrota.rota.problem import RotaProblem
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.forms.plan import WhyForm
from grassrota_web.rotas.models import PUBLIC, Plan
from grassrota_web.rotas.queries.explaining import Question, explained
from grassrota_web.rotas.queries.told import told, told_to_them
from grassrota_web.rotas.views.reach import crumbs, the_plan, the_rotation


@page(Right.EDIT_PLAN)
def why(request: Request, pk: int, number: int, person: str) -> HttpResponse:
    """Why a person's line is as it is: with prices, costs without wishes, and who would make room."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    found = get_object_or_404(visible(request.actor, Person.objects.select_related("unit")), code=person)
    problem = problem_of(row.policy)
    form, question = _asked(request, problem, found.code)
    answer = attempt(form, explained, row, question)
    context = _context(row, problem, form, answer)
    context |= {"person": found, "sections": told(problem, answer) if answer else [], "own": False}
    return render(request, "rotas/why.html", context)


@page(Right.READ_OWN)
def mine(request: Request, pk: int) -> HttpResponse:
    """Why one's own line of the published plan is as it is: neither names nor costs of others are told."""
    rotation = the_rotation(request, pk)
    people = visible(request.actor, Person.objects.filter(unit__path__startswith=rotation.home.path))
    person = get_object_or_404(people.select_related("unit"), code=request.actor.person)
    public = Plan.objects.filter(rotation=rotation, state__in=PUBLIC).select_related("policy", "made_from")
    row = visible(request.actor, public).first()
    if row is None:
        return render(request, "rotas/why.html", {"own": True, "rotation": rotation, "crumbs": crumbs(rotation)})
    row.rotation = row.policy.rotation = rotation
    problem = problem_of(row.policy)
    form, question = _asked(request, problem, person.code)
    answer = attempt(form, lambda: explained(row, question, wishes=True).for_the_person())
    context = _context(row, problem, form, answer)
    context |= {"person": person, "sections": told_to_them(problem, answer) if answer else [], "own": True}
    return render(request, "rotas/why.html", context)


def _asked(request: Request, problem: RotaProblem, person: str) -> tuple[WhyForm, Question]:
    form = WhyForm(request.GET, problem=problem)
    batch, _colon, opening = (form.cleaned_data["to"] if form.is_valid() else "").partition(":")
    return form, Question(person, opening, int(batch) if batch else None)


def _context(row: Plan, problem: RotaProblem, form: WhyForm, answer: Any) -> dict[str, Any]:
    now = answer.now if answer else None
    return {
        "plan": row,
        "rotation": row.rotation,
        "form": form,
        "now": now,
        "place": problem.tree[problem.opening[now.opening].place].name if now else "",
        "crumbs": crumbs(row.rotation, row),
    }
