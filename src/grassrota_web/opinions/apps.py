"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OpinionsConfig(AppConfig):
    """The room ``opinions``."""

    name = "grassrota_web.opinions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Loads what the rooms below call, and what is done each day."""
        import_module("grassrota_web.opinions.tasks")
        post_migrate.connect(import_module("grassrota_web.opinions.search_store").make_index, sender=self)
