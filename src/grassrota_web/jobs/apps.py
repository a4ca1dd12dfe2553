"""Registers the room with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room ``jobs``."""

    name = "grassrota_web.jobs"
    default_auto_field = "django.db.models.BigAutoField"
