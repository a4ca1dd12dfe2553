"""Who asks: a program with a token, or somebody who signed in on a page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from grassrota_web.access.actor import Actor
from grassrota_web.access.api.problem import Problem
from grassrota_web.access.tokens import actor_of_token


class Token(HttpBearer):
    """A token in the ``Authorization`` header; a wrong one is not made good by a session."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The program that the token stands for."""
        return _taken(request, actor_of_token(f"Bearer {token}"))


class Session(APIKeyCookie):
    """The session of somebody who signed in on a page; a write also shows the CSRF token of that page."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:  # noqa: D102
        return None if "Authorization" in request.headers else self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Whoever signed in, as the middleware found them."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.account and check_csrf(request):
            raise Problem(403, "csrf", "Send the CSRF token of a page in the X-CSRFToken header, or use a token.")
        return _taken(request, actor)


def _taken(request: HttpRequest, actor: Actor) -> Actor | None:
    """The actor, put where verbs and queries look for it; None if nobody is there."""
    if not actor.account:
        return None
    if actor.decides and not actor.proven:
        raise Problem(403, "second_factor", "This account decides: show the second factor first.")
    request.actor = actor  # type: ignore[attr-defined]
    return actor
