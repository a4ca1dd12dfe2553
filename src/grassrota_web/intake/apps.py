"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room ``intake``."""

    name = "grassrota_web.intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has the field log ask what this room takes up."""
        import_module("grassrota_web.intake.from_field")
