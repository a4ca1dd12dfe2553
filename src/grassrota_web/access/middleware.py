"""Who asks: every request carries its actor, and what was refused becomes a page that says so."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grassrota.errors import Refused
from grassrota_web.access.queries import actor_of


class ActorMiddleware:
    """Puts ``request.actor`` there, once for a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102
        user = request.user
        proven = settings.DEMO or getattr(user, "is_verified", bool)()
        request.actor = actor_of(user, proven)  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if request.actor.account:  # type: ignore[attr-defined]
            # whoever opens this browser next finds nothing by going back
            answer.setdefault("Cache-Control", "private, no-store")
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A rule's no, where no form could show it."""
        if isinstance(exception, Refused):
            status = 403 if exception.code == "not_permitted" else 409
            return render(request, "access/refused.html", {"refusal": exception}, status=status)
        return None
