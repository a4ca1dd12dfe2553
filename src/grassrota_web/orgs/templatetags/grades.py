"""Grades in words within templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def titled(code: str, titles: Mapping[str, str]) -> str:
    """The title of a grade; its code if it has none."""
    return titles.get(code, code)
