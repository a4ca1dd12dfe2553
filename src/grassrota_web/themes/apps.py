"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """The room ``themes``."""

    name = "grassrota_web.themes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what is done each day, and what the page of a case shows of themes."""
        import_module("grassrota_web.themes.tasks")
