"""Registers the room with Django."""

from django.apps import AppConfig


class RotasConfig(AppConfig):
    """The room ``rotas``."""

    name = "grassrota_web.rotas"
    default_auto_field = "django.db.models.BigAutoField"
