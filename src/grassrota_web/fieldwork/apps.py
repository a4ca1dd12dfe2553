"""Registers the room with Django."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """The room ``fieldwork``."""

    name = "grassrota_web.fieldwork"
    default_auto_field = "django.db.models.BigAutoField"
