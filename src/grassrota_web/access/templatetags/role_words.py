"""Roles in words, within templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from grassrota_web.access.rights import Role
from grassrota_web.access.words import ROLES

register = template.Library()


@register.filter
def role_word(role: str) -> str | Promise:
    """What the role is called."""
    return ROLES[Role(role)]
