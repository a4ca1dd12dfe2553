"""``grassrota worker``: does the long work that pages ask for."""

from __future__ import annotations

import os
import signal
import threading
from typing import Annotated

import typer

from grassrota_web.config.commands.store import Store

GRACE = 5.0
"""Seconds that the job under way gets to come to its end before it is given back."""


def worker(
    companion_of: Annotated[int, typer.Option(hidden=True, help="Ends with the process that has this id.")] = 0,
) -> None:
    """Do the long work that pages ask for, until Ctrl-C or SIGTERM.

    The job under way gets five seconds; then it is given back, and the next worker takes it up.
    """
    store = Store()
    store.check_complete()
    from grassrota_web.jobs.actions import give_back
    from grassrota_web.jobs.models import Job
    from grassrota_web.jobs.worker import work

    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    holding: list[Job] = []
    # jobs run beside the main thread, which alone hears signals: solvers written in C++ do not look for them
    hand = threading.Thread(target=work, args=(ending.is_set,), kwargs={"holding": holding}, daemon=True)
    hand.start()
    while hand.is_alive() and not ending.wait(0.5):
        if companion_of and os.getppid() != companion_of:
            ending.set()
    hand.join(GRACE)
    for job in holding:
        give_back(job)
    if hand.is_alive():
        os._exit(0)
