"""One's own page of a rotation: wishes, and what was decided once it is published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import HostAnswer, Person, Unit
from grassrota_web.rotas.actions.wishes import keep_wishes
from grassrota_web.rotas.forms.stages import WishesForm
from grassrota_web.rotas.models import PUBLIC, Assignment, Interest, LeftOut
from grassrota_web.rotas.queries.lines import going, staying
from grassrota_web.rotas.views.reach import crumbs, the_rotation


@page(Right.READ_OWN)
def mine(request: Request, pk: int) -> HttpResponse:
    """One's own wishes, which nobody else sees, and one's own line of the published plan."""
    rotation = the_rotation(request, pk)
    people = visible(request.actor, Person.objects.filter(unit__path__startswith=rotation.home.path))
    person = get_object_or_404(people, code=request.actor.person)
    offered = Unit.objects.filter(openings__rotation=rotation, openings__answer=HostAnswer.CONSENTED)
    wished = visible(request.actor, Interest.objects.filter(rotation=rotation, person=person))
    initial = {f"place_{wish.rank}": wish.place_id for wish in wished}
    form = WishesForm(request.POST or None, places=offered.distinct().order_by("name", "pk"), initial=initial)
    if request.method == "POST" and form.is_valid():
        places = [] if "withdraw" in request.POST else form.places()
        attempt(form, keep_wishes, request.actor, rotation, person, places)
        if not form.errors:
            messages.info(request, _("Your wishes are kept.") if places else _("You have no wishes now."))
            return redirect("rotas:mine", pk)
    public = {"plan__rotation": rotation, "plan__state__in": PUBLIC, "person": person}
    context = {
        "rotation": rotation,
        "crumbs": crumbs(rotation),
        "form": form,
        "wishes": bool(initial),
        "going": going(visible(request.actor, Assignment.objects.filter(**public))),
        "staying": staying(visible(request.actor, LeftOut.objects.filter(**public))),
    }
    return render(request, "rotas/mine.html", context)
