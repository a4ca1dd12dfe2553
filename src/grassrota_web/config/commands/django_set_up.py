"""Starting Django within a command, with words for an environment that is not right."""

from __future__ import annotations

import os

from grassrota.errors import BadInput, Fault


def set_up() -> None:
    """Loads the settings and every room, once.

    Raises:
        BadInput: If the data folder cannot be written, or the address of the store cannot be read.
    """
    import dj_database_url
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
    try:
        django.setup()
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
        # the address is not repeated, as it may hold a password
        expected = "an address such as postgresql://name:password@host/database"
        raise BadInput([Fault("", expected, "one that cannot be read", file="GRASSROTA_DATABASE_URL")]) from error
    except OSError as error:
        place = os.environ.get("GRASSROTA_DATA", "grassrota-data")
        got = f"{place}: {error.strerror}"
        fix = "Set GRASSROTA_DATA to a folder that belongs to this user."
        raise BadInput([Fault("", "a folder to write in", got, fix, file="GRASSROTA_DATA")]) from error
