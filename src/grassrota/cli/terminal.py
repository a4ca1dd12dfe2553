"""What a command may say: answers on stdout, messages and progress on stderr."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TextIO

EVERY = 5.0
"""Least seconds between two lines about one step, where there is no terminal."""


class Tell(Protocol):
    """How a command tells how far it is."""

    def __call__(self, step: str, done: float, known: str = "") -> None:
        """Tells the step in words, the share of it that is done, and what is known by then."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command speaks.

    Attributes:
        as_json: True if stdout is for one JSON object only.
        quiet: True if stderr is for errors only.
        verbose: True if stderr may have details.
    """

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False

    def say(self, *lines: str) -> None:
        """Lines of the answer."""
        if not self.as_json:
            for line in lines:
                print(shown(line, sys.stdout), flush=True)

    def tell(self, *lines: str) -> None:
        """Messages beside the answer."""
        if not self.quiet:
            for line in lines:
                print(shown(line, sys.stderr), file=sys.stderr, flush=True)

    def detail(self, line: str) -> None:
        """A message for those who asked for details."""
        if self.verbose:
            self.tell(line)

    @contextmanager
    def progress(self, title: str) -> Iterator[Tell]:
        """Shows how far some work is: live on a terminal, else a line a step."""
        if self.quiet:
            yield lambda step, done, known="": None
        elif sys.stderr.isatty():
            with _live(title) as tell:
                yield tell
        else:
            yield _line_a_step(title)


def shown(text: str, stream: TextIO) -> str:
    """Text as it is printed: on a terminal wrapped between words, and never with control characters."""
    width = max(shutil.get_terminal_size().columns, 20) if stream.isatty() else 0
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> str:
    clean = "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in line)
    if not width or len(clean) <= width:
        return clean
    indent = " " * (len(clean) - len(clean.lstrip()) + 2)
    # without spaces, as Chinese is written, the terminal itself breaks lines where they end
    parts = textwrap.wrap(clean, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(parts)


@contextmanager
def _live(title: str) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), text, BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)

        def tell(step: str, done: float, known: str = "") -> None:
            words = ", ".join(filter(None, (step, known)))
            progress.update(task, description=f"{title}: {words}", completed=done, total=1.0 if done > 0 else None)

        yield tell


def _line_a_step(title: str) -> Tell:
    last, at = ("", ""), 0.0

    def tell(step: str, done: float, known: str = "") -> None:
        nonlocal last, at
        now = time.monotonic()
        if step != last[0] or (known != last[1] and now >= at + EVERY):
            last, at = (step, known), now
            words = ", ".join(filter(None, last))
            print(shown(f"{title}: {words}", sys.stderr), file=sys.stderr, flush=True)

    return tell
