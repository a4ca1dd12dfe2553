"""Folders that a command writes: made beside their place, then moved into it, so that nothing is half-written."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.tables import SUFFIXES


@dataclass(frozen=True, slots=True)
class Target:
    """A folder to write.

    Attributes:
        folder: Where the files go.
        mark: Name of a file that shows that the folder was written by the same command before; empty if none can.
        yes: True if the user agreed to write into a folder that holds something else.
        dry: True if nothing is to be written.
        written: What was written, or would have been, in order.
    """

    folder: Path
    mark: str = ""
    yes: bool = False
    dry: bool = False
    written: list[Path] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was written, in one line."""
        names = ", ".join(str(path.relative_to(self.folder)) for path in self.written)
        return f"{'Would write' if self.dry else 'Written'} to {self.folder}: {names}"

    def check(self) -> None:
        """Refuses a place that cannot be written, or must not be; called before any long work.

        Raises:
            BadInput: With what to do.
        """
        place = str(self.folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise BadInput([Fault("", "a folder to write", "a file", "Name another.", file=place)])
        above = _existing(self.folder)
        if not above.is_dir():
            raise BadInput([Fault("", "a folder to write in", "a file", "Name another.", file=str(above))])
        if not os.access(above, os.W_OK | os.X_OK):
            raise BadInput([Fault("", "a folder that may be written", "one that may not", file=str(above))])
        ours = bool(self.mark) and (self.folder / self.mark).is_file()
        if not (self.yes or ours) and self.folder.is_dir() and any(self.folder.iterdir()):
            fix = "Name another, or give --yes: files of the same names are then replaced, others stay."
            raise BadInput([Fault("", "an empty folder, or none yet", "one with other files", fix, file=place)])

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """An empty folder to write to; all that is in it at the end appears in its place.

        Whatever is raised meanwhile, an interrupt included, leaves the place as it was and nothing beside it.
        """
        self.check()
        above = _existing(self.folder.parent)
        stage = above / f".{self.folder.name}.{secrets.token_hex(4)}"
        try:
            stage.mkdir()
            yield stage
            found = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
            self._refuse_doubtful(found)
            self.written.extend(self.folder / path for path in found)
            if not self.dry:
                with undisturbed():
                    self._move(stage, found)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def _refuse_doubtful(self, found: list[Path]) -> None:
        """Refuses to put a table beside one of the same name in another format."""
        others = [(self.folder / path).with_suffix(suffix) for path in found for suffix in SUFFIXES[1:]]
        doubtful = [path.name for path in others if path.suffix and path.exists()]
        if doubtful:
            raise BadInput(Fault("", "a folder for CSV tables", name, "Move it away.", file=name) for name in doubtful)

    def _move(self, stage: Path, found: list[Path]) -> None:
        if not self.folder.exists():
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            stage.rename(self.folder)
            return
        for path in found:
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / path, self.folder / path)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above that is there."""
    path = folder.absolute()
    while not path.exists():
        path = path.parent
    return path


@contextmanager
def undisturbed() -> Iterator[None]:
    """Holds an interrupt back for the moment of moving, and lets it through afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def require_new(page: Path | None, yes: bool) -> None:
    """Refuses to replace a single file unasked, before any work.

    Raises:
        BadInput: If it is there and ``yes`` was not given.
    """
    if page is not None and page.exists() and not yes:
        fix = "Name another, or give --yes."
        raise BadInput([Fault("--output", "a file that is not there yet", str(page), fix)])
