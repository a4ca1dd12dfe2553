"""Once and only once: a program that does not know whether its request arrived sends it again under the same key."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic import BaseModel

from grassrota.errors import BadInput, Fault, Refused
from grassrota_web.access.keys import keyed
from grassrota_web.access.models import AnswerGiven

KEPT = timedelta(days=2)
"""So long a key is known."""

HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Of your choice, 8 to 80 letters, digits, - or _; the same key with the same request within a day "
    "is answered as before, and nothing is done twice.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,80}$"},
    "example": "7c1f0b52-posting-1",
}


def once(function: Callable[..., BaseModel], status: int) -> Callable[..., Any]:
    """The operation, done once for each key of an account; what it refused was not done, and may be tried again."""

    @wraps(function)
    def run(request: HttpRequest, /, *args: Any, **kwargs: Any) -> BaseModel | HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return function(request, *args, **kwargs)
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,80}", key):
            raise BadInput([Fault("Idempotency-Key", "8 to 80 letters, digits, - or _", key)])
        account = request.actor.account  # type: ignore[attr-defined]
        digest = _digest(request)
        today = timezone.localdate()
        with transaction.atomic():
            AnswerGiven.objects.filter(given_on__lt=today - KEPT).delete()
            # whoever comes second with the same key waits here until the first is done
            kept, first = AnswerGiven.objects.get_or_create(
                account=account, key=key, defaults={"digest": digest, "given_on": today}
            )
            if first:
                answer = function(request, *args, **kwargs)
                kept.answer = answer.model_dump(mode="json")
                kept.save(update_fields=["answer"])
                return answer
        if kept.digest != digest:
            raise Refused("key_used", "This Idempotency-Key was used for another request. Choose a new one.")
        said = json.dumps(kept.answer)
        return HttpResponse(said, status=status, content_type="application/json", headers={"Idempotency-Replayed": "1"})

    return run


def _digest(request: HttpRequest) -> str:
    """Hash of what is asked: method, address and content."""
    asked = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.FILES:
        files: dict[str, Any] = request.FILES.dict()
        for _, file in sorted(files.items()):
            asked.update(file.read())
            file.seek(0)
        asked.update(json.dumps(sorted(request.POST.items())).encode())
    else:
        asked.update(request.body)
    # keyed: what was asked may hold words that are under seal by now, and a guess is not to be confirmed
    return keyed("answer given", asked.hexdigest()).hex()
