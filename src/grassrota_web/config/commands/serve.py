"""``grassrota serve``: the application and its worker on one machine."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.companion import Companion
from grassrota_web.config.commands.store import Store

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Host = Annotated[
    str, typer.Option(help="Address to listen on; others than this machine's own need a proxy with https.")
]
Threads = Annotated[int, typer.Option(min=1, help="How many pages each process makes at the same time.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that make pages: as many as there are cores, at most.")]
NoWorker = Annotated[bool, typer.Option("--no-worker", help="Start no worker: `grassrota worker` runs by itself.")]


def serve(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    threads: Threads = 4,
    workers: Workers = 1,
    no_worker: NoWorker = False,
) -> None:
    """Serve the application, with one worker for long work, until Ctrl-C.

    The tables are made or updated first. Example: grassrota serve --port 8080
    """
    _check_free(host, port)
    terminal = Terminal()
    store = Store()
    made = store.migrate()
    store.connection.close()
    if made:
        terminal.tell(f"{store.words}: {len(made)} changes made.")
    companion = None if no_worker else Companion()
    terminal.say(f"Grassrota is at http://{f'[{host}]' if ':' in host else host}:{port}/ - Ctrl-C ends it.")
    try:
        _serve(host, port, threads, workers)
    finally:
        if companion:
            companion.end()


def _serve(host: str, port: int, threads: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
    Granian(
        "grassrota_web.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _check_free(host: str, port: int) -> None:
    """Refuses an address that is taken, or is not this machine's.

    Raises:
        BadInput: With what to do.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            trial.listen()
    except OSError as error:
        fix = "End what listens there, or give another: --port 8001"
        raise BadInput(
            [Fault("", "a free port of this machine", str(error.strerror), fix, file=f"{host}:{port}")]
        ) from error
