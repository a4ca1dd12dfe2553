"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The room ``figures``."""

    name = "grassrota_web.figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what is done each day."""
        import_module("grassrota_web.figures.tasks")
