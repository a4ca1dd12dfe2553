"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The room ``inspections``."""

    name = "grassrota_web.inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what is done each day."""
        import_module("grassrota_web.inspections.tasks")
