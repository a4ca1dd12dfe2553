"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    """The room ``records``."""

    name = "grassrota_web.records"

    def ready(self) -> None:
        """Loads every room's ``retention``, so that any process knows how long what is kept."""
        autodiscover_modules("retention")
