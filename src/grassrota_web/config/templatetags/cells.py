"""The cells of a table's row. As a template they took longer than all else on a page of a hundred rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from grassrota_web.config.templatetags.status import status_tag

register = template.Library()
_MARKS = re.compile("[&<>\"']").search


@register.simple_tag
def cells(row: Iterable[Mapping[str, Any]]) -> SafeString:
    """The cells of a row, of which the first is its heading.

    Args:
        row: Of each cell {text, numeric, url, status, lang, code: true if it is a word of a file}.
    """
    written, name = [], "th"
    for cell in row:
        begun = '<th scope="row"' if name == "th" else "<td"
        marked = ' class="n"' if cell.get("numeric") else ""
        if cell.get("lang"):
            marked += f' lang="{conditional_escape(cell["lang"])}"'
        written.append(f"{begun}{marked}>{_within(cell)}</{name}>")
        name = "td"
    return mark_safe("".join(written))  # every part of it was escaped where it was put in


def _within(cell: Mapping[str, Any]) -> str:
    text = cell.get("text", "")
    if cell.get("status"):
        return status_tag(cell["status"], text)
    said = _escaped(text if isinstance(text, str) else localize(text))
    if cell.get("url"):
        return f'<a href="{_escaped(cell["url"])}">{said}</a>'
    return f"<code>{said}</code>" if cell.get("code") else said


def _escaped(text: str) -> str:
    """As a page may hold it: most cells are numbers and names, in which nothing is to be escaped."""
    return text if type(text) is str and not _MARKS(text) else conditional_escape(text)
