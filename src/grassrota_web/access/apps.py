"""Registers the room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room ``access``."""

    name = "grassrota_web.access"
    default_auto_field = "django.db.models.BigAutoField"
