"""Registers the room with Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The room ``orgs``."""

    name = "grassrota_web.orgs"
    default_auto_field = "django.db.models.BigAutoField"
