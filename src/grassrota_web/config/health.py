"""Whether the application answers, for whatever watches it; nothing else is told."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse

from grassrota_web.access.pages import public


@public
def health(request: HttpRequest) -> HttpResponse:
    """Says ok if the store answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
