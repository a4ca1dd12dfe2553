"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page


@page()
def home(request: Request) -> HttpResponse:
    """What there is to do today, for whoever signed in."""
    return render(request, "home.html")
