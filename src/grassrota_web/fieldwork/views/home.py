"""The first page of the room: for whoever is posted, for hosts, and for those who send people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.fieldwork import queries


@page(Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def home(request: Request) -> HttpResponse:
    """What waits for whoever asks, their own posting, the arrivals they expect, and the batches they send."""
    actor = request.actor
    context = {
        "todos": queries.todo(actor),
        "own": queries.own_postings(actor),
        "expected": queries.expected(actor),
        "handovers": queries.handovers_to(actor),
        "batches": queries.batches(actor) if actor.holds(Right.READ_POSTINGS) else [],
        "rotations": queries.rotations(actor),
        "reads": actor.holds(Right.READ_POSTINGS),
        "acts": bool(actor.person) and actor.holds(Right.ACT_FOR_ONESELF),
    }
    return render(request, "fieldwork/home.html", context)
