"""Registers the room with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room ``records``."""

    name = "grassrota_web.records"
