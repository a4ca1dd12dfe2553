"""The addresses of GeoReport v2: anybody reads, programs with a key write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.actor import NOBODY
from grassrota_web.access.pages import public
from grassrota_web.intake.forms.raising import elsewhere
from grassrota_web.journal.models import Entry
from grassrota_web.open311 import bulk, queries
from grassrota_web.open311 import services as offered
from grassrota_web.open311.actions import file_request, is_given_out
from grassrota_web.open311.answers import TYPES, georeport, told
from grassrota_web.open311.posted import read_posted
from grassrota_web.open311.records import Records, moment, of_updates
from grassrota_web.open311.tokens import digest_in, token_of
from grassrota_web.open311.window import read_span, read_window

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@georeport("discovery", charset="")
def discovery(request: HttpRequest) -> dict[str, Any]:
    """Where the interface is, in which forms it answers, and whom to ask."""
    ways = [*elsewhere().values(), request.build_absolute_uri(reverse("intake:elsewhere"))]
    contact = " · ".join(way for way in ways if way)
    edited = Entry.objects.filter(kind="topic").order_by("-number").values_list("as_of", flat=True).first()
    changeset = moment(edited) if edited else "1957-01-01T00:00:00Z"
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri(reverse("open311:discovery", args=["json"])).rsplit("/", 1)[0] + "/v2",
        "changeset": changeset,
        "type": "test" if settings.DEMO else "production",
        "formats": list(reversed(TYPES.values())),
    }
    key_service = _("Ask those who run this installation for a key: %(contact)s") % {"contact": contact}
    return {"changeset": changeset, "contact": contact, "key_service": key_service, "endpoints": [endpoint]}


@georeport("services", "service")
def services(request: HttpRequest) -> list[dict[str, Any]]:
    """The topics under which something may be filed."""
    return offered.services()


@georeport("service_definition")
def definition(request: HttpRequest, code: str) -> dict[str, Any]:
    """What may be said with an opinion under a topic."""
    return offered.definition(code)


@georeport("service_requests", "request", methods=("GET", "POST"))
def requests(request: HttpRequest) -> list[dict[str, Any]]:
    """The listed requests of a span of days, or those that are named; or files one."""
    if request.method == "POST":
        return _filed(request)
    asked = request.GET.get("service_request_id", "").strip()
    if asked:
        rows = queries.named(asked.split(",")[: queries.ROWS])
    else:
        rows = queries.page_of(read_window(request.GET.dict(), timezone.localdate()))
    return Records().of(rows)


@georeport("service_requests", "request")
def one_request(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """One request, listed or not, to whoever knows its id."""
    found = queries.named([key])
    if not found:
        raise Refused("unknown", "There is no request with this id.")
    return Records().of(found)


@georeport("service_requests", "request")
def token(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """The id of the request behind a token; none as long as it waits for the next day's work."""
    digest = digest_in(key)
    if digest is None:
        raise Refused("unknown", "This token was not given out here.")
    behind = queries.request_behind(digest)
    return [{"service_request_id": str(behind) if behind else None, "token": key}]


@georeport("service_request_updates", "request_update")
def updates(request: HttpRequest) -> list[dict[str, Any]]:
    """How listed requests came to stand elsewhere."""
    return of_updates(queries.updates(*read_span(request.GET.dict(), timezone.localdate())))


@public
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All listed requests in one file."""
    if form not in bulk.TYPES:
        return told(Refused("unknown", "Ask for .csv, .json or .xml."), "json")
    if request.method not in ("GET", "HEAD"):
        return told(Refused("method", "This address takes GET."), "json")
    answer = StreamingHttpResponse(bulk.written(form), content_type=f"{bulk.TYPES[form]}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Content-Disposition"] = f'attachment; filename="requests.{form}"'
    return answer


def _filed(request: HttpRequest) -> list[dict[str, Any]]:
    # first of all, so that whoever has no key learns nothing from trying
    key = request.POST.get("api_key", "")
    if not is_given_out(key):
        raise Refused("bad_key", "This api_key was not given out here.")
    posted = read_posted(request.POST, get_language() or "en")
    receipt = file_request(NOBODY, key, posted.filing, posted.contact)
    return [{"token": token_of(receipt), "service_notice": _notice(request, receipt), "account_id": None}]


def _notice(request: HttpRequest, receipt: Receipt) -> str:
    """What the raiser reads: the receipt, which is told this once, and what it is good for."""
    return _(
        "Your receipt is %(code)s. Keep it: at %(address)s it tells how things stand, and there you say whether it is "
        "really fixed. It is passed on tomorrow."
    ) % {"code": receipt, "address": request.build_absolute_uri(reverse("intake:receipt"))}
