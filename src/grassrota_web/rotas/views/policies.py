"""The policy: filled in, checked as one goes, and its versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.typed import typed
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.convert import policy as convert
from grassrota_web.rotas.forms.policy import Batches, PolicyForm, batches_of
from grassrota_web.rotas.models import Policy
from grassrota_web.rotas.queries.meaning import meaning
from grassrota_web.rotas.queries.versions import differences
from grassrota_web.rotas.views.reach import crumbs, latest_policy, the_rotation


@page(Right.EDIT_POLICY)
def edit(request: Request, pk: int) -> HttpResponse:
    """The policy as a form; saving makes a new version."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    form, batches = _forms(request, rotation)
    if request.method == "POST" and form.is_valid() and batches.is_valid():
        attempt(form, lambda: save_policy(request.actor, rotation, form.policy(batches.cleaned_data)))
        if not form.errors:
            return redirect("rotas:rotation", rotation.pk)
    context: dict[str, Any] = {"form": form, "batches": batches}
    context["meaning"] = [] if form.errors else _meaning(rotation, form, batches)
    context |= {"rotation": rotation, "crumbs": crumbs(rotation), "errors": _batch_errors(batches)}
    context["versions"] = visible(request.actor, rotation.policies.all())[:20]
    return render(request, "rotas/policy.html", context)


@page(Right.EDIT_POLICY)
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """What is filled in so far would mean this; nothing is saved."""
    rotation = the_rotation(request, pk, Right.EDIT_POLICY)
    form, batches = _forms(request, rotation)
    context = {"form": form, "meaning": _meaning(rotation, form, batches), "errors": _batch_errors(batches)}
    return render(request, "rotas/policy_meaning.html", context)


@page(Right.READ_ROTAS)
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version, and what it changed."""
    rotation = the_rotation(request, pk)
    versions = visible(request.actor, Policy.objects.filter(rotation=rotation))
    shown = get_object_or_404(versions, number=number)
    against = typed(request.GET.get("against", str(number - 1)))
    if against is None:
        raise Http404
    other = versions.filter(number=against).first()
    context: dict[str, Any] = {"rotation": rotation, "policy": shown, "other": other, "crumbs": crumbs(rotation)}
    context["differences"] = differences(other.text, shown.text) if other else []
    context["versions"] = versions
    return render(request, "rotas/policy_version.html", context)


def _forms(request: Request, rotation: Rotation) -> tuple[PolicyForm, Any]:
    last = latest_policy(rotation)
    base = convert.policy(last) if last else convert.proposed(rotation)
    data = request.POST if request.method == "POST" else None
    return PolicyForm(data, base=base), Batches(data, initial=batches_of(base), prefix="batches")


def _meaning(rotation: Rotation, form: PolicyForm, batches: Any) -> list[str]:
    """What the policy filled in means; nothing while it has faults, which are added to the form."""
    if not form.is_bound:
        return meaning(rotation, form.base)
    if not form.is_valid() or not batches.is_valid():
        return []
    found: Any = attempt(form, lambda: form.policy(batches.cleaned_data))
    return [] if found is None else meaning(rotation, found)


def _batch_errors(batches: Any) -> list[dict[str, str]]:
    """The faults of the batches for the summary, each with its field."""
    if not batches.is_bound or batches.is_valid():
        return []
    told = [{"href": "", "text": text} for text in batches.non_form_errors()]
    for form in batches.forms:
        told += [
            {"href": f"#{field.auto_id}", "text": f"{field.label}: {text}"} for field in form for text in field.errors
        ]
    return told
