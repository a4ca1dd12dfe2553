"""Every word is there in Chinese: in the catalogue, and on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import reverse

from grassrota_web.access.matrix import routes
from grassrota_web.access.rights import Role
from tests.web.catalogue.extract import CATALOGUE, template, untold
from tests.web.conftest import SignedIn, World
from tests.web.examples import EXAMPLES

GAPS = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|</?\w+>")
"""What a translation has to keep: gaps of either sort, and marks of HTML."""

CODE = re.compile(r"[A-Za-z0-9]+(?:[._=;:/@][A-Za-z0-9]+|-\d+)+")
ENGLISH = re.compile(r"[A-Za-z]{4,}")
KEPT = {"Grassrota", "English", "OpenAPI", "JSON", "XLSX", "TOML", "Parquet", "HTTP", "Authorization", "Bearer"}
"""Words that a Chinese page keeps: names of the product, of a language, of formats and of their fields."""

READERS = {
    Role.ORGANISER: "甲",
    Role.HOST: "乙",
    Role.REVIEWER: "丙",
    Role.ADMINISTRATOR: "丁",
    Role.STAFF_MEMBER: "戊",
}
PAGES = [route for route in routes() if not route.method and (not route.takes or route.name in EXAMPLES)]


def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def _told(words: Catalog) -> dict[tuple[str, str], tuple[str, ...]]:
    told = {}
    for message in words:
        context = message.context or ""
        context = context.decode() if isinstance(context, bytes) else context  # as Babel reads compiled ones
        told[context, _texts(message.id)[0]] = _texts(message.string)
    return {key: texts for key, texts in told.items() if key[1]}


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(told) if isinstance(told, tuple | list) else (told,)


def test_every_word_has_its_chinese() -> None:
    """What the source says and what the catalogue holds is the same, and none is without words; else run bin/words."""
    words = _catalogue()
    held = {(message.context, message.id) for message in words if message.id}
    assert held == {(message.context, message.id) for message in template() if message.id}, "run bin/words"
    assert [message.id for message in untold(words)] == []
    assert [message.id for message in words if message.fuzzy and message.id] == []


def test_every_gap_is_kept() -> None:
    """A translation has the gaps and marks of its source, no more and no fewer."""
    for message in _catalogue():
        source = _texts(message.id)[-1]
        for told in _texts(message.string):
            assert sorted(set(GAPS.findall(told))) == sorted(set(GAPS.findall(source))), message.id


def test_the_compiled_words_are_those_of_the_catalogue() -> None:
    """What is read when the application runs is what was last written."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = _told(read_mo(file))
    assert compiled == _told(_catalogue())


SILENT = {"script", "style", "code", "pre", "kbd", "svg"}
EMPTY = {"meta", "link", "input", "img", "br", "hr", "col", "wbr", "source"}


class _Visible(HTMLParser):
    """What somebody reads of a page: its text and the words in attributes, not what is marked as code or English."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.silent: list[bool] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quiet = tag in SILENT or given.get("lang") == "en"
        if not any(self.silent) and not quiet:
            self.said += [given.get(name) or "" for name in ("placeholder", "title", "alt", "aria-label")]
            self.said.append((given.get("value") or "") if given.get("type") == "submit" else "")
        if tag not in EMPTY:
            self.silent.append(quiet)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.silent):
            self.said.append(data)


def _written() -> Iterator[str]:
    """What people wrote themselves, and the codes they gave: nobody translates that."""
    for room in ("access", "jobs", "orgs", "rotas", "postings", "fieldwork", "intake", "opinions", "figures"):
        for model in apps.get_app_config(room).get_models():
            free = [field.name for field in model._meta.fields if _is_free(field)]
            for values in model._default_manager.values_list(*free) if free else ():
                yield from (value for value in values if isinstance(value, str))


def _is_free(field: Any) -> bool:
    return isinstance(field, CharField | TextField) and not field.choices


def _english(page: str, written: set[str]) -> set[str]:
    shown = CODE.sub(" ", " ".join(_Visible(page).said))
    return set(ENGLISH.findall(shown)) - written - KEPT


@pytest.mark.parametrize("room", sorted({route.name.partition(":")[0] for route in PAGES}))
def test_chinese_pages_hold_no_english(world: World, signed_in: SignedIn, room: str) -> None:
    """Names, codes and formats aside, whoever reads Chinese reads Chinese alone."""
    north = world.units["north"]
    clients = {role: signed_in(world.account(role, north, name=name, person="n1")) for role, name in READERS.items()}
    found: dict[tuple[str, str], list[str]] = {}
    for route in (route for route in PAGES if route.name.partition(":")[0] == room):
        address = reverse(route.name, kwargs=EXAMPLES[route.name](world, "north") if route.takes else {})
        written = {word for text in _written() for word in ENGLISH.findall(text)}
        readers = [role for role in READERS if route.opens_to(role)]
        for role in dict.fromkeys((*readers[:1], *readers[-1:])):
            answer = clients[role].get(address, headers={"accept-language": "zh-hans"})
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                left = _english(answer.content.decode(), written)
                found |= {(route.name, role): sorted(left)} if left else {}
            if answer.streaming:
                answer.getvalue()  # a file is closed by reading it to its end
    assert found == {}
