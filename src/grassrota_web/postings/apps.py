"""Registers the room with Django."""

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """The room ``postings``."""

    name = "grassrota_web.postings"
    default_auto_field = "django.db.models.BigAutoField"
