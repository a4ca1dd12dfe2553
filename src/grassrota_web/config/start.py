"""The guided first run: from one's own spreadsheet to one's own plan, step by step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.config.first_run import BEGUN, steps
from grassrota_web.rotas.models import Plan


@page(Right.IMPORT)
def start(request: Request) -> HttpResponse:
    """Eight steps, each with what is done and what is next."""
    found = steps(request.actor)
    following = next((step for step in found if not step.done), None)
    if following:
        request.session[BEGUN] = True
    else:
        request.session.pop(BEGUN, None)
    tasks = [
        {
            "title": step.title,
            "hint": step.hint,
            "url": step.url,
            "status": "done" if step.done else "todo" if step is following else "blocked",
            "word": _("done") if step.done else _("next") if step is following else _("later"),
        }
        for step in found
    ]
    plan = visible(request.actor, Plan.objects.select_related("rotation")).order_by("-pk").first()
    return render(request, "config/start.html", {"tasks": tasks, "finished": following is None, "plan": plan})
