"""Long work that Ctrl-C ends at once: it runs beside the main thread, which alone hears signals and alone writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_NAME = "interruptible work"


def interruptible(work: Callable[[], Value]) -> Value:
    """The result of some work, or what it raises.

    Solvers written in C++ do not look for signals, so the main thread waits instead of working. After an interrupt the
    work goes on unheard until the process ends; it must therefore write no files.

    Raises:
        KeyboardInterrupt: As soon as the user interrupts.
    """
    found: list[Value] = []
    failed: list[BaseException] = []

    def job() -> None:
        try:
            found.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=job, name=_NAME, daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return found[0]


def goes_on() -> bool:
    """True if interrupted work still runs beside the main thread."""
    return any(thread.name == _NAME for thread in threading.enumerate())
