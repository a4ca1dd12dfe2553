"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The room ``jobs``."""

    name = "grassrota_web.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads every room's ``tasks``, so that any process knows what jobs can do."""
        autodiscover_modules("tasks")
