"""Long work that Ctrl-C ends at once: it runs beside the main thread, which alone hears signals and alone writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_NAME = "interruptible work"

EVERY = 0.2
"""Seconds after which a signal is heard at the latest."""


def interruptible(work: Callable[[], Value], ends: Callable[[], bool] | None = None) -> Value:
    """The result of some work, or what it raises.

    Solvers written in C++ do not look for signals, so the main thread waits instead of working. After an interrupt the
    work goes on unheard until the process ends; it must therefore write no files.

    Args:
        work: What to do.
        ends: Called at the first interrupt: whether the work now ends by itself, and is worth waiting for.

    Raises:
        KeyboardInterrupt: As soon as the user interrupts, or interrupts again.
    """
    found: list[Value] = []
    failed: list[BaseException] = []
    over = threading.Event()  # a thread that is joined once more after an interrupt is taken to have ended

    def job() -> None:
        try:
            found.append(work())
        except BaseException as error:
            failed.append(error)
        finally:
            over.set()

    try:
        threading.Thread(target=job, name=_NAME, daemon=True).start()
        _wait(over)
    except KeyboardInterrupt:
        if ends is None or not ends():
            raise
        _wait(over)
    if failed:
        raise failed[0]
    return found[0]


def _wait(over: threading.Event) -> None:
    """Waits in short turns: a signal that comes just before a wait is only heard after it."""
    while not over.wait(EVERY):
        pass


def goes_on() -> bool:
    """True if interrupted work still runs beside the main thread."""
    return any(thread.name == _NAME for thread in threading.enumerate())
