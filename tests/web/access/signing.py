"""Signing in as people do, by the pages."""

from __future__ import annotations

import html
import re
import time
from typing import Any

from django.test import Client
from django_otp.oath import totp

from grassrota_web.access.models import Account, Authenticator

PASSWORD = "a long enough password"


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    """Fills in the sign-in page, and gives the status of the answer: 302 if it let them in."""
    return client.post("/sign-in/", {"username": username, "password": password}).status_code


def shown(answer: Any, pattern: str) -> list[str]:
    """What a page shows that fits the pattern, as text."""
    return [html.unescape(found) for found in re.findall(pattern, answer.content.decode())]


def code(account: Account, steps_on: int = 0) -> str:
    """The code that the newest authenticator app of the account shows, so many half minutes from now."""
    device = Authenticator.objects.filter(user=account).latest("pk")
    return f"{totp(device.bin_key, t0=-30 * steps_on):06d}"


def wrong_code(account: Account) -> str:
    """Six digits that are no code of these minutes."""
    now = {code(account, step) for step in range(-3, 4)}
    return next(text for text in (f"{number:06d}" for number in range(20)) if text not in now)


def enrolled(account: Account) -> tuple[Client, list[str]]:
    """A client that signed in and set up a second factor, and the backup codes that it was shown."""
    client = Client()
    sign_in(client, account.username)
    client.get("/second-factor/enrol/")
    answer = client.post("/second-factor/enrol/", {"code": code(account)})
    codes = shown(answer, "<li><code>(.*?)</code></li>")
    assert len(codes) == 10, f"not enrolled at {time.ctime()}"
    return client, codes
