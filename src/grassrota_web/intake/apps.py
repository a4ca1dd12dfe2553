"""Registers the room with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room ``intake``."""

    name = "grassrota_web.intake"
    default_auto_field = "django.db.models.BigAutoField"
