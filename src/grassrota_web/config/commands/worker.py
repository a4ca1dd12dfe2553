"""``grassrota worker``: does the long work that pages ask for."""

from __future__ import annotations

import signal
import threading

from grassrota_web.config.commands.django_set_up import set_up


def worker() -> None:
    """Does jobs until it is told to end (Ctrl-C or SIGTERM); the job under way is finished first."""
    set_up()
    from grassrota_web.jobs.worker import work

    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    work(ending.is_set)
