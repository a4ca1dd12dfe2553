"""The unit tree by how many townships were reached: a column a level, each unit as high as what is drawn below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grassrota_web.figures.addresses import of_unit
from grassrota_web.figures.pictures.frame import WIDTH, number, short
from grassrota_web.figures.queries.coverage import Node

LEAF = 26
LETTER = 7.5
"""How wide a letter is at most, so that no name runs out of its unit."""
COLUMNS = {1: (400,), 2: (130, 270), 3: (96, 132, 172)}
"""How wide the columns are, by how many there are."""


def reached(top: Node, day: date) -> dict[str, Any]:
    """Townships reached of all, for ``components/svg_chart.html``: each unit is a link to its own page.

    Args:
        top: The unit whose page it is.
        day: As of which the pages of others are opened.
    """
    columns = COLUMNS[_depth(top)]
    drawn = format_html_join("", "{}", ((_cell(*one, columns, day),) for one in _placed(top, 0, 0)))
    svg = format_html(
        '<svg viewBox="0 0 {0} {1}" width="{0}" fill="currentColor">{2}</svg>', WIDTH, top.leaves * LEAF, drawn
    )
    nodes = [node for node, _level, _leaf in _placed(top, 0, 0)]
    return {
        "id": "coverage",
        "title": _("Townships reached"),
        "summary": _(
            "A column for each level. Of each unit so much is shaded as of its townships were reached; a broken line "
            "says that not all units below it are listed. Each opens its own page."
        ),
        "svg": svg,
        "reachable": True,
        "columns": [
            {"label": _("Unit")},
            *({"label": label, "numeric": True} for label in (_("Townships reached"), _("Townships"))),
            {"label": _("Units below")},
        ],
        "rows": [
            [
                {"text": node.unit.name, "url": _page(node, day)},
                {"text": number(node.covered), "numeric": True},
                {"text": number(node.townships), "numeric": True},
                {"text": _("and others, not listed") if node.unit.open_list else _("all listed")},
            ]
            for node in nodes
        ],
    }


def _depth(node: Node) -> int:
    return 1 + max((_depth(one) for one in node.below), default=0)


def _placed(node: Node, level: int, leaf: int) -> Iterator[tuple[Node, int, int]]:
    """Each unit with its column and the row at which it begins, every unit before those below it."""
    yield node, level, leaf
    for one in node.below:
        yield from _placed(one, level + 1, leaf)
        leaf += one.leaves


def _cell(node: Node, level: int, leaf: int, columns: tuple[int, ...], day: date) -> SafeString:
    left, wide, high = sum(columns[:level]), columns[level], node.leaves * LEAF
    said = f"{number(node.covered)}/{number(node.townships)}" + ("…" if node.unit.open_list else "")
    # side by side in a unit that is low, below one another where there is room
    apart = node.leaves > 1
    room = int((wide - 12) / LETTER) - (0 if apart else len(said) + 1)
    name = _fitted(node.unit.name, room)
    words = _("%(unit)s: %(covered)s of %(townships)s townships reached") % {
        "unit": node.unit.name,
        "covered": number(node.covered),
        "townships": number(node.townships),
    }
    shaded = round(node.covered / node.townships * (wide - 2), 1)
    return format_html(
        '<a href="{0}" aria-label="{1}"><title>{1}</title>'
        '<rect x="{2}" y="{3}" width="{4}" height="{5}" fill-opacity="0.25"/>'
        '<rect x="{2}" y="{3}" width="{6}" height="{5}" fill="none" pointer-events="all" stroke="currentColor"'
        ' stroke-dasharray="{7}"/>{8}</a>',
        *(_page(node, day), words, left + 1, leaf * LEAF + 1, shaded, high - 2, wide - 2),
        *(
            "4 3" if node.unit.open_list else "none",
            _written((name, said) if apart else (f"{name} {said}",), left, leaf),
        ),
    )


def _written(lines: Sequence[str], left: int, leaf: int) -> SafeString:
    return format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12">{}</text>',
        ((left + 6, leaf * LEAF + 17 + place * 16, words) for place, words in enumerate(lines)),
    )


def _fitted(name: str, room: int) -> str:
    """A name as far as there is room; a Chinese character takes as much as two letters."""
    taken = 0
    for at, letter in enumerate(name):
        taken += 1 if letter.isascii() else 2
        if taken > max(room, 1):
            return short(name, max(at - 1, 0))
    return name


def _page(node: Node, day: date) -> str:
    return of_unit(node.unit.pk) + f"?on={day}"
