"""``grassrota setup``: the store's tables, the first account, the demonstration."""

from __future__ import annotations

from grassrota_web.config.commands.django_set_up import set_up


def setup() -> None:
    """Makes or updates the tables of the store."""
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
