"""Pages of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right


@page(Right.READ_POSTINGS, Right.READ_OWN)
def home(request: Request) -> HttpResponse:
    """The room's first page."""
    return render(request, "postings/home.html")
