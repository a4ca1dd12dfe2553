"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class Open311Config(AppConfig):
    """The room ``open311``."""

    name = "grassrota_web.open311"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what is done each day, and stops at a setting that is no point."""
        import_module("grassrota_web.open311.tasks")
        import_module("grassrota_web.open311.grid").read_grid(settings.OPEN311_ORIGIN)
