"""What the processes of the tests find loaded when they are forked: libraries, the core, and Django with every room.

Loading it takes longer than most commands do. What the environment says is not loaded: each process reads the settings
anew, from its own, when it sets Django up, as it would if it had been started there.
"""

from __future__ import annotations

import gc
import importlib
import os
from typing import Any

import django
from asgiref.local import Local
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.utils.log import configure_logging

SETTINGS = "grassrota_web.config.settings"


def load() -> None:
    """Loads it, with settings of which none is left in the processes that set Django up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    apps.populate(settings.INSTALLED_APPS)
    for name in ("django.core.management", "django.test", "grassrota.cli.program", "grassrota.rota.check", "jinja2"):
        importlib.import_module(name)
    # processes that look for what may be thrown away do not copy all that they share
    gc.freeze()


def set_up(set_prefix: bool = True) -> None:
    """Sets Django up by the settings of this process's environment, in the place of ``django.setup``."""
    read = importlib.reload(importlib.import_module(SETTINGS))
    for name in filter(str.isupper, dir(read)):
        setattr(settings, name, getattr(read, name))
    known: Any = connections
    known.__dict__.pop("settings", None)
    known._settings = None
    # loading the rooms may have made one, which would go on with the store of the process that forks
    known._connections = Local(known.thread_critical)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def stand_in() -> None:
    """Lets commands find this where they call ``django.setup``."""
    django.setup = set_up


load()
