"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """The room ``postings``."""

    name = "grassrota_web.postings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what ends calendars, so that any process ends them with the password."""
        import_module("grassrota_web.postings.actions.feeds")
