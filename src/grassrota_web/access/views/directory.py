"""The way through the directory, where one is set up; the optional package is needed only there."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from grassrota_web.access.pages import public


@public
def out(request: HttpRequest) -> HttpResponseBase:
    """Sends somebody to the directory."""
    _require()
    from grassrota_web.access.directory import ToDirectory

    return ToDirectory.as_view()(request)  # type: ignore[no-any-return]


@public
def back(request: HttpRequest) -> HttpResponseBase:
    """Takes somebody back from it."""
    _require()
    from grassrota_web.access.directory import FromDirectory

    return FromDirectory.as_view()(request)  # type: ignore[no-any-return]


def _require() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404("no directory is set up")
