"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class Open311Config(AppConfig):
    """The room ``open311``."""

    name = "grassrota_web.open311"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what is done each day."""
        import_module("grassrota_web.open311.tasks")
