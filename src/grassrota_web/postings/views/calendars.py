"""Calendars under a secret address: making and ending them, and the feed itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, page, public
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.postings.actions.feeds import digest_of, end_feed, make_batch_feed, make_own_feed
from grassrota_web.postings.calendar import batch_calendar, own_calendar, reader_of
from grassrota_web.postings.models import BatchRecord, Feed
from grassrota_web.postings.views.reach import crumbs, the_list, to_list


@page(Right.ACT_FOR_ONESELF)
def own(request: Request) -> HttpResponse:
    """A calendar of one's own turns."""
    return _page(request, None)


@page(Right.STEP_POSTING)
def of_batch(request: Request, record: int) -> HttpResponse:
    """A calendar of a batch's days."""
    return _page(request, the_list(request, record, Right.STEP_POSTING))


def _page(request: Request, record: BatchRecord | None) -> HttpResponse:
    feeds = visible(request.actor, Feed.objects.filter(record=record, ended_on=None))
    address = ""
    if request.method == "POST" and "end" in request.POST:
        for feed in feeds:
            end_feed(request.actor, feed)
        return redirect(request.path)
    if request.method == "POST":
        secret = make_batch_feed(request.actor, record) if record else make_own_feed(request.actor)
        address = request.build_absolute_uri(reverse("postings:feed", args=[secret]))
    way = crumbs(to_list(record)) if record else crumbs()
    context = {"record": record, "feed": feeds.first(), "address": address, "crumbs": way}
    return render(request, "postings/calendar.html", context)


@public
def feed(request: Request, secret: str) -> HttpResponse:
    """The calendar itself, for whoever has its address, as long as its owner may see what is in it."""
    rows = Feed.objects.select_related("record__rotation__home")
    row = rows.filter(digest=digest_of(secret), ended_on=None).first()
    owner = reader_of(row) if row else None
    if row is None or owner is None:
        raise Http404(_("There is no such calendar."))
    body = batch_calendar(row.record) if row.record else own_calendar(owner)
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )
