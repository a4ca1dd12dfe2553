"""Starting Django within a command."""

from __future__ import annotations

import os

import django


def set_up() -> None:
    """Loads the settings and every room, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
    django.setup()
