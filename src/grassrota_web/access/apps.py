"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """The room ``access``."""

    name = "grassrota_web.access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads every room's ``load``, so that any process can tell in words what its verbs did."""
        autodiscover_modules("load")
