"""Stages and steps: what joins up, and what may not be skipped; and what was verified of the correcting at home."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.rota.process import ROTATION
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.spoken import spoken
from grassrota_web.orgs.models import Person, Rotation, Unit
from grassrota_web.rotas.actions.evidence import count_open_cases, record_verified
from grassrota_web.rotas.actions.stages import add_stage, close_stage, plan_stage, set_unit_stage
from grassrota_web.rotas.actions.steps import process_of, skip_step, take_step
from grassrota_web.rotas.forms.stages import (
    CasesForm,
    DayForm,
    NewStageForm,
    SkipForm,
    StageForm,
    UnitStageForm,
    VerifiedForm,
)
from grassrota_web.rotas.models import OpenCases, Stage, UnitStage, VerifiedBound
from grassrota_web.rotas.verified import latest_bounds
from grassrota_web.rotas.views.reach import crumbs, the_rotation
from grassrota_web.rotas.words import STEPS

SHOWN = 20
"""So many units are listed with what is verified of them."""
BOUND_COLUMNS = (
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("At least fixed"), "numeric": True},
    {"label": gettext_lazy("Of"), "numeric": True},
    {"label": gettext_lazy("On")},
    {"label": gettext_lazy("By")},
)


@page(Right.READ_ROTAS)
def stages(request: Request, pk: int) -> HttpResponse:
    """All stages, all steps, and the latest verified bounds."""
    rotation = the_rotation(request, pk)
    new = NewStageForm(request.POST or None)
    if request.method == "POST" and new.is_valid():
        attempt(new, add_stage, request.actor, rotation, new.cleaned_data["name"])
        if not new.errors:
            return redirect("rotas:stages", pk)
    done = {entry.step: entry for entry in process_of(rotation).done}
    verified = _furthest_behind(request, rotation)
    context: dict[str, Any] = {
        "stages": visible(request.actor, Stage.objects.filter(rotation=rotation).select_related("owner")),
        "steps": [(step, STEPS[step], done.get(step)) for step in ROTATION.steps],
        "next": next((step for step in ROTATION.steps if step not in done), ""),
        "bounds": [_bound(row) for row in verified[:SHOWN]],
        "bound_columns": BOUND_COLUMNS,
        "verified": len(verified),
        "units": visible(request.actor, UnitStage.objects.filter(rotation=rotation).select_related("unit", "stage")),
        "may_edit": request.actor.may(Right.EDIT_POLICY, rotation.home.path),
    }
    return render(request, "rotas/stages.html", _about(rotation) | context | {"form": new})


@page(Right.EDIT_POLICY)
def edit_stage(request: Request, pk: int, number: int) -> HttpResponse:
    """Plans a stage."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    stage = _stage(request, rotation, number)
    initial = {
        "name": stage.name,
        "plan": stage.plan,
        "takes_up": stage.takes_up,
        "owner": stage.owner.code if stage.owner else "",
        "begins_on": stage.begins_on,
        "batches": ", ".join(map(str, stage.batches)),
    }
    form = StageForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        owner = visible(request.actor, Person.objects.all()).filter(code=given["owner"]).first()
        if given["owner"] and owner is None:
            form.add_error("owner", _("Nobody on the roster has this code."))
        else:
            attempt(form, plan_stage, request.actor, stage, **{**given, "owner": owner})
        if not form.errors:
            return redirect("rotas:stages", pk)
    return _form(request, rotation, form, str(stage), _("Save"))


@page(Right.EDIT_POLICY)
def close(request: Request, pk: int, number: int) -> HttpResponse:
    """Closes a stage, if the next one has a plan, an owner and a day."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    stage, form = _stage(request, rotation, number), DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, close_stage, request.actor, stage, form.cleaned_data["on"])
        if not form.errors:
            return redirect("rotas:stages", pk)
    return _form(request, rotation, form, _("Close stage %(stage)s") % {"stage": stage}, _("Close the stage"))


@page(Right.EDIT_PLAN)
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Takes a step, or skips it with a reason."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    if step not in ROTATION.steps:
        raise Http404
    skips = "skip" in request.GET
    form = (SkipForm if skips else DayForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = skip_step if skips else take_step
        attempt(form, lambda: act(request.actor, rotation, step, **form.cleaned_data))
        if not form.errors:
            return redirect("rotas:stages", pk)
    title = _("Skip: %(step)s") if skips else _("Done: %(step)s")
    return _form(request, rotation, form, title % {"step": STEPS[step]}, _("Skip it") if skips else _("It was done"))


@page(Right.EDIT_POLICY)
def unit_stage(request: Request, pk: int) -> HttpResponse:
    """Records the stage of a unit."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    rows = {row.number: row for row in visible(request.actor, Stage.objects.filter(rotation=rotation))}
    form = UnitStageForm(request.POST or None, stages=[(number, str(row)) for number, row in rows.items()])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = _unit(request, rotation, form, given["unit"])
        if unit is not None:
            for row in rows.values():
                row.rotation = rotation
            attempt(form, set_unit_stage, request.actor, rows[given["stage"]], unit, given["since"])
        if not form.errors:
            return redirect("rotas:stages", pk)
    return _form(request, rotation, form, _("The stage of a unit"), _("Save"))


@page(Right.EDIT_POLICY)
def verified(request: Request, pk: int) -> HttpResponse:
    """Records a verified lower bound."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    form = VerifiedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = _unit(request, rotation, form, given["unit"]) if given["unit"] else rotation.home
        if unit is not None:
            attempt(form, record_verified, request.actor, rotation, **{**given, "unit": unit})
        if not form.errors:
            return redirect("rotas:stages", pk)
    return _form(request, rotation, form, _("What was verified of the correcting"), _("Record it"))


@page(Right.EDIT_PLAN)
def cases(request: Request, pk: int) -> HttpResponse:
    """Open cases by unit, counted by hand."""
    rotation = the_rotation(request, pk, Right.EDIT_PLAN)
    form = CasesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = _unit(request, rotation, form, given["unit"])
        if unit is not None:
            attempt(form, count_open_cases, request.actor, rotation, unit, given["count"], given["on"])
        if not form.errors:
            return redirect("rotas:cases", pk)
    rows = visible(request.actor, OpenCases.objects.filter(rotation=rotation).select_related("unit"))
    context = _about(rotation) | {"form": form, "cases": rows.order_by("unit__name")}
    return render(request, "rotas/cases.html", context)


def _furthest_behind(request: Request, rotation: Rotation) -> list[VerifiedBound]:
    """The latest bound of each unit, of the one furthest behind first; nothing of nothing is no share."""
    rows = visible(request.actor, VerifiedBound.objects.filter(rotation=rotation).select_related("unit"))
    return sorted(latest_bounds(rows).values(), key=lambda row: row.fixed / row.received if row.received else -1)


def _bound(row: VerifiedBound) -> list[dict[str, Any]]:
    return [
        {"text": row.unit.name},
        {"text": f"{row.fixed:,}", "numeric": True},
        {"text": f"{row.received:,}", "numeric": True},
        {"text": date_format(row.verified_on)},
        {"text": spoken(row.source)},
    ]


def _stage(request: Request, rotation: Rotation, number: int) -> Stage:
    rows = visible(request.actor, Stage.objects.filter(rotation=rotation).select_related("owner"))
    found = get_object_or_404(rows, number=number)
    found.rotation = rotation
    return found


def _unit(request: Request, rotation: Rotation, form: Any, code: str) -> Unit | None:
    rows = visible(request.actor, Unit.objects.filter(path__startswith=rotation.home.path))
    found = rows.filter(code=code).first()
    if found is None:
        form.add_error("unit", _("There is no such unit below this rotation's home."))
    return found


def _about(rotation: Rotation) -> dict[str, Any]:
    return {"rotation": rotation, "crumbs": crumbs(rotation)}


def _form(request: Request, rotation: Rotation, form: Any, title: str, word: str) -> HttpResponse:
    context = _about(rotation) | {"form": form, "title": title, "word": word}
    return render(request, "rotas/form.html", context)
