"""The guided first run: from one's own spreadsheet to one's own plan, step by step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right


@page(Right.IMPORT)
def start(request: Request) -> HttpResponse:
    """Six steps, each with what is done and what is next."""
    return render(request, "config/start.html", {"tasks": []})
