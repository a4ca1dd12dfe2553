"""A browser without scripts: it keeps cookies, follows links and sends forms, and notes how long each answer took."""

from __future__ import annotations

import html
import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import requests

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_INPUT = re.compile(r"<(?:input|button)\b[^>]*>")
_PART = re.compile(r'\b(name|value|type)="([^"]*)"')
_LINK = re.compile(r'href="([^"#]+)"')
LONGEST = 60.0
"""Seconds after which an answer is not waited for."""


class Asked(NamedTuple):
    """One answer, with all to which it led on.

    Attributes:
        kind: What was asked for, in words.
        begun: When, in seconds of the clock that only goes up.
        seconds: How long it took until all of it was there.
        fault: What was wrong with it; empty if nothing.
    """

    kind: str
    begun: float
    seconds: float
    fault: str


class Over(Exception):
    """The time is over."""


@dataclass
class Browser:
    """One user's.

    Attributes:
        home: Where the server is.
        chance: Of this user alone.
        pause: Seconds for which somebody looks at a page, on average.
        over: Set when the time is over.
        asked: All that was asked for.
    """

    home: str
    chance: random.Random
    pause: float
    over: threading.Event
    asked: list[Asked] = field(default_factory=list)
    session: requests.Session = field(default_factory=requests.Session)

    def think(self) -> None:
        """Looks at a page: mostly some seconds, sometimes much longer, as people do.

        Raises:
            Over: If the time is over meanwhile.
        """
        if self.over.wait(min(self.chance.expovariate(1 / self.pause), 6 * self.pause)):
            raise Over

    def get(self, kind: str, path: str) -> str:
        """A page, which is then looked at; empty if there was a fault."""
        return self._asked(kind, "GET", path)

    def send(self, kind: str, path: str, page: str, given: Mapping[str, str], where: str = "") -> str:
        """A form of a page, with what it holds already and what is filled in."""
        held = hidden(page, where or path)
        return self._asked(kind, "POST", path, {**held, **given})

    def pick(self, page: str, pattern: str) -> str:
        """One of the links of a page; empty if there is none."""
        links = sorted({html.unescape(one) for one in _LINK.findall(page) if re.search(pattern, html.unescape(one))})
        return self.chance.choice(links) if links else ""

    def _asked(self, kind: str, method: str, path: str, data: Mapping[str, str] | None = None) -> str:
        begun, text, fault = time.perf_counter(), "", ""
        try:
            answer = self.session.request(method, self.home + path, data=data, timeout=LONGEST)
            text = answer.text
            if answer.status_code != 200:
                fault = f"{answer.status_code} at {method} {path}"
        except requests.RequestException as error:
            fault = f"{type(error).__name__} at {method} {path}"
        self.asked.append(Asked(kind, begun, time.perf_counter() - begun, fault))
        self.think()
        return "" if fault else text


def hidden(page: str, path: str) -> dict[str, str]:
    """What the form that goes to an address holds already."""
    forms = [one for one in _FORM.findall(page) if 'method="post"' in one.split(">", 1)[0]]
    known = [one for one in forms if f'action="{path}"' in one.split(">", 1)[0]] or forms[-1:]
    held = {}
    for one in _INPUT.findall(known[-1] if known else ""):
        parts = dict(_PART.findall(one))
        if parts.get("type") == "hidden" and parts.get("name"):
            held[parts["name"]] = html.unescape(parts.get("value", ""))
    return held
