"""The tag of a status, made once for each language: a page has dozens of them, and few are not alike."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def status_tag(status: str, word: object = "") -> SafeString:
    """What ``components/status_tag.html`` shows of a status, said otherwise if a word is given."""
    return _made(str(status), str(word or ""), get_language())


@lru_cache(maxsize=512)
def _made(status: str, word: str, _language: str | None) -> SafeString:
    return render_to_string("components/status_tag.html", {"status": status, "word": word})
