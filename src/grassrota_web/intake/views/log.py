"""The log of receipts, for whoever watches it: heads, proofs between them, and the leaves of a day as files.

Nothing here tells what an opinion says or whose it is. Each file is bounded: a proof has some forty hashes at most, and
the leaves of a day are sent as they are read.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from grassrota_web.intake import log
from grassrota_web.intake.models import LogHead
from grassrota_web.intake.public import as_file, open_to_all

HEADS_SHOWN = 60


@open_to_all
def log_page(request: HttpRequest) -> HttpResponse:
    """The heads of the log, day by day, and the key that signs them."""
    return _page(request)


@open_to_all
def heads(request: HttpRequest) -> HttpResponse:
    """All heads, signed, as a file for whoever watches the log."""
    published = [log.published(row) for row in LogHead.objects.order_by("day")]
    return as_file({"key": log.public_key(), "heads": published}, "heads.json")


@open_to_all
def consistency(request: HttpRequest) -> HttpResponse:
    """The proof that the log of one closed day begins with that of an earlier one."""
    earlier, later = (_head(request.GET.get(name, "")) for name in ("earlier", "later"))
    if earlier is None or later is None or earlier.day > later.day:
        return _page(request, _("Give two closed days, the earlier first."))
    return as_file(log.consistency(earlier, later), "consistency.json")


@open_to_all
def leaves(request: HttpRequest) -> HttpResponse:
    """Everything that was committed on a closed day, so that anybody can count it and make the root anew."""
    head = _head(request.GET.get("day", ""))
    if head is None:
        return _page(request, _("Give a closed day."))
    answer = StreamingHttpResponse(log.leaves(head), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="leaves-{head.day}.json"'
    return cast(HttpResponse, answer)


def _head(day: str) -> LogHead | None:
    try:
        return LogHead.objects.filter(day=date.fromisoformat(day)).first()
    except ValueError:
        return None


def _page(request: HttpRequest, wrong: str = "") -> HttpResponse:
    # who asked for nothing did nothing wrong
    wrong = wrong if request.GET else ""
    rows = list(LogHead.objects.order_by("-day")[: HEADS_SHOWN + 1])
    before = [*(earlier.size for _later, earlier in pairwise(rows)), 0]
    shown = [
        {"day": row.day, "size": row.size, "count": row.size - size, "root": bytes(row.root).hex()}
        for row, size in zip(rows, before, strict=False)
    ][:HEADS_SHOWN]
    context = {"key": log.public_key(), "heads": shown, "wrong": wrong, "here": "intake:log"}
    return render(request, "intake/log.html", context, status=404 if wrong else 200)
