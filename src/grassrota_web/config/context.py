"""What the frame of every page shows: where one may go, and the head of the journal at its foot."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from grassrota_web.config.navigation import PLACES
from grassrota_web.journal.queries import tree_head


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of ``base.html``."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"demo": settings.DEMO}
    return {
        "actor": actor,
        "as_of": timezone.localdate(),
        "demo": settings.DEMO,
        "navigation": [
            {"url": url, "label": place.label, "current": request.path.startswith(url)}
            for place in PLACES
            if actor.holds(*place.rights)
            for url in (reverse(place.route),)
        ],
        "tree_head": tree_head() if actor.account else None,
    }
