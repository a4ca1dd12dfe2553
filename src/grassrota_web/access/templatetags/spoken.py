"""What the core says, in the reader's language, within templates."""

from __future__ import annotations

from django import template

from grassrota_web.access.spoken import spoken

register = template.Library()
register.filter("spoken", spoken)
