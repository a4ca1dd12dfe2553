"""``grassrota serve``: the application and its worker on one machine."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated

import typer

from grassrota_web.config.commands.django_set_up import set_up


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than this machine need a proxy.")
    ] = "127.0.0.1",
) -> None:
    """Serves the application, with one worker for long work, until Ctrl-C."""
    set_up()
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    companion = subprocess.Popen([sys.executable, "-m", "grassrota.cli", "worker"])
    try:
        Granian(
            "grassrota_web.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            log_access=False,
        ).serve()
    finally:
        companion.terminate()
        companion.wait()
