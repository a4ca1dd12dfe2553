"""Signing in through the organisation's own directory, which says who somebody is and never what they may do.

OpenID Connect, code flow with PKCE. The library checks state, nonce and signature; issuer, audience and times are
checked here, as OpenID Connect Core 3.1.3.7 asks. An account is found by one claim, and none is made.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from grassrota_web.access.models import Account

_DISCOVERED = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}

FAULTS = (SuspiciousOperation, requests.RequestException, jwt.PyJWTError, KeyError, ValueError)
"""What may go wrong between here and a directory."""


class Discovered:
    """Takes the addresses of the directory from what it publishes about itself."""

    @staticmethod
    def get_settings(name: str, *default: Any) -> Any:
        """A setting of the library."""
        if name in _DISCOVERED:
            return _published(settings.OIDC_ISSUER)[_DISCOVERED[name]]
        return OIDCAuthenticationBackend.get_settings(name, *default)


class Directory(Discovered, OIDCAuthenticationBackend):  # type: ignore[misc]
    """Tells the account of whoever comes back from the directory."""

    def __init__(self) -> None:
        """Does nothing yet: the directory is asked when somebody comes back from it, not with every request."""
        self.UserModel = Account

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> Account | None:
        """The account; None for whoever signs in by password."""
        if request is None or "nonce" not in kwargs:
            return None
        OIDCAuthenticationBackend.__init__(self)
        found: Account | None = super().authenticate(request, **kwargs)
        return found if found and found.is_active else None

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """What a signed token says, if it is meant for us and in force.

        Raises:
            SuspiciousOperation: If it is not.
        """
        try:
            payload: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[self.OIDC_RP_SIGN_ALGO],
                audience=self.OIDC_RP_CLIENT_ID,
                issuer=_published(settings.OIDC_ISSUER)["issuer"],
                leeway=30,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise SuspiciousOperation(f"The directory's token was not accepted: {error}") from error
        if payload.get("azp", self.OIDC_RP_CLIENT_ID) != self.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("The directory's token was made for somebody else.")
        return payload

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """What the directory says of somebody, if it is the one who signed in."""
        told: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if told.get("sub") != payload["sub"]:
            raise SuspiciousOperation("The directory spoke of somebody else than it signed for.")
        return told

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        """True if the claim is there that accounts are found by."""
        return bool(claims.get(settings.OIDC_CLAIM))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Account]:
        """The account that signs in with the name which the directory gives."""
        return Account.objects.filter(username=str(claims[settings.OIDC_CLAIM]), is_active=True)


class ToDirectory(Discovered, OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Sends somebody to the directory."""

    def __init__(self, **given: Any) -> None:
        """Does nothing yet: a directory that is down is to be a message, not an error."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """To the directory, or back to the sign-in page if there is no way to it."""
        try:
            OIDCAuthenticationRequestView.__init__(self)
            answer: HttpResponse = super().get(request)
        except FAULTS:
            return failed(request)
        return answer


class FromDirectory(Discovered, OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """Where the directory sends them back to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Signs in, or says that it was not possible; why not, the log of the directory tells."""
        try:
            answer: HttpResponse = super().get(request)
        except FAULTS:
            return failed(request)
        return answer

    def login_failure(self) -> HttpResponse:
        """Back to the sign-in page."""
        return failed(self.request)


def failed(request: HttpRequest) -> HttpResponse:
    """Says on the sign-in page that the directory was of no help."""
    told = _("The directory did not sign you in here. Try again, or ask your administrator for an account.")
    messages.error(request, told)
    return redirect("access:sign_in")


@cache
def _published(issuer: str) -> dict[str, str]:
    """What the directory publishes about itself.

    Raises:
        SuspiciousOperation: If it names another issuer, or an address without https on another machine.
    """
    answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=settings.OIDC_TIMEOUT)
    answer.raise_for_status()
    told: dict[str, str] = answer.json()
    if told["issuer"].rstrip("/") != issuer:
        raise SuspiciousOperation(f"The directory at {issuer} calls itself {told['issuer']}.")
    for name in _DISCOVERED.values():
        address = urlsplit(told[name])
        if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1"):
            raise SuspiciousOperation(f"The directory's {name} is not under https.")
    return told
