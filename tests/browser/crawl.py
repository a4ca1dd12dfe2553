"""Every page that somebody can reach by its links, one example for each shape of address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext


@dataclass(frozen=True)
class Reached:
    """A page that somebody reached: its address, how it was answered, and how much is on it."""

    role: str
    address: str
    status: int
    size: int


class Links(HTMLParser):
    """The addresses that the links of a page name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps where a link leads, unless it is a download."""
        known = dict(attrs)
        if tag == "a" and "download" not in known:
            self.found.append(known.get("href") or "")


def shape(address: str) -> str:
    """What pages of one kind have in common: the path, with digits, ids and codes folded."""
    parts = urlsplit(address).path.split("/")
    return "/".join("#" if re.search(r"\d|%", part) and part != "v1" else part for part in parts)


def crawl(request: APIRequestContext, role: str, start: str, examples: int = 1) -> list[Reached]:
    """Follows links from a page, breadth first, to so many pages of each shape; what is not a page is passed over."""
    found = []
    waiting = [start]
    seen = {shape(start): {start}}
    while waiting:
        address = waiting.pop(0)
        answer = request.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        text = answer.text()
        found.append(Reached(role, address, answer.status, len(text)))
        for link in Links(text).found:
            target = urldefrag(urljoin(answer.url, link)).url
            known = seen.setdefault(shape(target), set())
            if target.startswith(start) and target not in known and len(known) < examples:
                known.add(target)
                waiting.append(target)
    return found


def fullest(pages: Iterable[Reached]) -> dict[str, Reached]:
    """For each shape the longest page: that of whoever may see and do most there."""
    best: dict[str, Reached] = {}
    for page in pages:
        key = shape(page.address)
        if key not in best or page.size > best[key].size:
            best[key] = page
    return best
