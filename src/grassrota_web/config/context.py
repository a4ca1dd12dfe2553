"""What the frame of every page shows: where one may go, who one is, and the head of the journal at its foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from grassrota_web.access.actor import NOBODY, Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.words import ROLES
from grassrota_web.config.first_run import BEGUN, following
from grassrota_web.config.navigation import PLACES
from grassrota_web.journal.queries import tree_head


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``."""
    actor: Actor = getattr(request, "actor", NOBODY)
    shown: dict[str, Any] = {"demo": settings.DEMO, "sign_in_url": reverse("access:sign_in")}
    if not actor.account:
        return shown
    head = tree_head()
    if request.session.get(BEGUN) and actor.holds(Right.IMPORT):
        step, start = following(actor), reverse("start")
        shown["first_run"] = {"url": start, "step": step, "here": request.path == start}
    return shown | {
        "actor": actor,
        "user": request.user,
        "roles": [ROLES[role] for role in dict.fromkeys(role for role, _ in actor.roles)],
        "search_url": reverse("search") if actor.holds(Right.READ_UNITS, Right.READ_OWN) else None,
        "account_url": reverse("access:own"),
        "sign_out_url": reverse("access:sign_out"),
        "as_of": timezone.localdate(),
        "navigation": [
            {"url": url, "label": place.label, "current": request.path.startswith(url)}
            for place in PLACES
            if actor.holds(*place.rights)
            for url in (reverse(place.route),)
        ],
        "tree_head": {"size": head.size, "root_short": head.root[:12], "url": reverse("records:head")},
    }
