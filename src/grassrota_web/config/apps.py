"""Registers the room with Django, so that its templates, static files and catalogues are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room ``config``."""

    name = "grassrota_web.config"
