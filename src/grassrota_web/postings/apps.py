"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """The room ``postings``."""

    name = "grassrota_web.postings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what ends calendars and knows who departed, so that any process does."""
        import_module("grassrota_web.postings.actions.feeds")
        import_module("grassrota_web.postings.queries")
