"""Moving people: what it would do to rules and cost is shown first; saving makes a new draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from grassrota.rota.compare import compare as compared
from grassrota.rota.effect import Effect, effect
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Opening, Person
from grassrota_web.rotas.actions.pins import pin, unpin
from grassrota_web.rotas.actions.plans import move, name_leader
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.forms.plan import MoveForm, PinForm
from grassrota_web.rotas.models import Pin, Plan
from grassrota_web.rotas.queries import side_by_side
from grassrota_web.rotas.queries.without_wishes import without_wishes
from grassrota_web.rotas.views.reach import crumbs, latest_policy, plan_name, the_plan, the_rotation


@page(Right.EDIT_PLAN)
def change(request: Request, pk: int, number: int) -> HttpResponse:
    """A move or a swap: asked for, looked at, saved."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    problem = problem_of(row.policy)
    problem, value = without_wishes(problem, plan_of(row, problem))
    data = request.POST if request.method == "POST" else None
    form = found_by(request.actor, MoveForm(data, problem=problem, initial={"person": request.GET.get("person", "")}))
    shown: Effect | None = None
    if request.method == "POST" and form.is_valid():
        moves = attempt(form, lambda: form.moves(value))
        if moves is not None and "save" in request.POST:
            saved = attempt(form, move, request.actor, row, moves)
            if saved is not None:
                messages.info(request, _("Saved as plan %(number)s.") % {"number": saved.number})
                return redirect("rotas:plan", pk, saved.number)
        elif moves is not None:
            shown = attempt(form, effect, problem, value, moves)
    names = problem.tree.by_id
    context: dict[str, Any] = {"form": form, "plan": row, "rotation": row.rotation, "effect": shown}
    context["home"] = [(names[one.unit].name, one) for one in shown.home] if shown else []
    context["crumbs"] = crumbs(row.rotation, row)
    return render(request, "rotas/move.html", context)


@page(Right.EDIT_PLAN)
@require_POST
def lead(request: Request, pk: int, number: int, opening: str, batch: int) -> HttpResponse:
    """Names the leader of those who start in an opening and batch."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    name_leader(request.actor, row, opening, batch, request.POST.get("person", ""))
    return redirect("rotas:opening", pk, number, opening)


@page(Right.EDIT_PLAN)
def compare(request: Request, pk: int) -> HttpResponse:
    """Two plans side by side, by the rules of the later policy."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    plans = list(visible(request.actor, Plan.objects.filter(rotation=rotation).select_related("policy"))[:100])
    first, second = _two(plans, request)
    asked = "first" in request.GET and "second" in request.GET
    context: dict[str, Any] = {"rotation": rotation, "crumbs": crumbs(rotation), "plans": plans}
    context |= {"chosen": (first, second), "errors": [_SAME] if asked and first and first == second else []}
    if first and second and first != second:
        policy = max((first.policy, second.policy), key=lambda version: version.number)
        policy.rotation = rotation
        problem = problem_of(policy)
        bare, one = without_wishes(problem, plan_of(first, problem))
        found = compared(bare, one, without_wishes(problem, plan_of(second, problem))[1])
        names = [plan_name(first), plan_name(second)]
        context |= {"policy": policy, "side": side_by_side.shown(side_by_side.kept(found), problem, names)}
    return render(request, "rotas/compare.html", context)


_SAME = {"href": "#second", "text": gettext_lazy("Choose two plans: a plan does not differ from itself.")}


def _two(plans: Sequence[Plan], request: Request) -> tuple[Plan | None, Plan | None]:
    """The two plans of the address; for one that is not named, the latest that is not the other."""
    named = {str(row.number): row for row in plans}
    first, second = (named.get(request.GET.get(side, "")) for side in ("first", "second"))
    second = second or next((row for row in plans if row != first), None)
    return first or next((row for row in plans if row != second), None), second


@page(Right.EDIT_PLAN)
def pins(request: Request, pk: int) -> HttpResponse:
    """What is settled about single people."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    form = found_by(request.actor, PinForm(request.POST or None, initial={"person": request.GET.get("person", "")}))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = visible(request.actor, Person.objects.filter(unit__path__startswith=rotation.home.path))
        who = person.filter(code=given["person"]).first()
        where = visible(request.actor, Opening.objects.filter(rotation=rotation)).filter(code=given["opening"]).first()
        if who is None:
            form.add_error("person", _("Nobody on the roster has this code."))
        if given["opening"] and where is None:
            form.add_error("opening", _("No opening of this rotation has this code."))
        if who and not form.errors:
            given = {"opening": where, "batch": given["batch"], "stays": given["stays"]}
            attempt(form, pin, request.actor, rotation, who, **given)
        if not form.errors:
            return redirect("rotas:pins", pk)
    rows = visible(request.actor, Pin.objects.filter(rotation=rotation).select_related("person", "opening__place"))
    context = {"rotation": rotation, "form": form, "pins": rows.order_by("person__name"), "crumbs": crumbs(rotation)}
    context["policy"] = latest_policy(rotation)
    return render(request, "rotas/pins.html", context)


@page(Right.EDIT_PLAN)
@require_POST
def remove_pin(request: Request, pk: int, pin: int) -> HttpResponse:
    """Takes a pin away."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    rows = visible(request.actor, Pin.objects.filter(rotation=rotation).select_related("person", "opening"))
    row = get_object_or_404(rows, pk=pin)
    row.rotation = rotation
    unpin(request.actor, row)
    return redirect("rotas:pins", pk)
