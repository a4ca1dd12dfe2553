"""A backup as a file: the store as it was at one moment, what it is, and on request the key of sealed detail."""

from __future__ import annotations

import json
import os
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from grassrota.errors import BadInput, Fault

MANIFEST, STORE, TRAYS, PAPERS = "manifest.json", "store", "trays.json", "papers"
KEYS = ("seal-key", "log-key")
"""Of sealed detail, and of the log of receipts; they lie beside each other."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        vendor: Sort of store: ``sqlite`` or ``postgresql``.
        size: Entries in the journal.
        root: Root of the journal, in hexadecimal digits.
        made_on: Day of the backup.
        version: Version of Grassrota that made it.
        sealed: Rows of sealed detail, which cannot be read without the seal key.
    """

    vendor: str
    size: int
    root: str
    made_on: str
    version: str
    sealed: int

    @property
    def head(self) -> str:
        """Size and root, as one notes them down."""
        return f"{self.size}:{self.root}"


@contextmanager
def made(path: Path, yes: bool) -> Iterator[Path]:
    """A folder for what goes into the archive; the archive appears in its place when everything is in it.

    Raises:
        BadInput: If something is there already, or nothing can be written there.
    """
    if path.exists() and not yes:
        fix = "Name another, or give --yes to replace it."
        raise BadInput([Fault("", "no file yet", "one that is there", fix, file=str(path))])
    if not path.parent.is_dir():
        raise BadInput([Fault("", "a folder to write in", "none", "Make it first.", file=str(path.parent))])
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        yield Path(folder)
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as stream:
                with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
                    for part in sorted(Path(folder).iterdir()):
                        archive.add(part, part.name, filter=_nobody_s)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """What an archive holds, in a folder that is gone afterwards.

    Args:
        path: The archive.
        beside: Folder in which there is room for it.

    Raises:
        BadInput: If it is no backup of this program.
    """
    with tempfile.TemporaryDirectory(dir=beside, prefix=".restore.") as folder:
        try:
            with tarfile.open(path, "r:gz") as archive:
                for part in (MANIFEST, STORE):
                    archive.extract(part, folder, filter="data")
                for more in archive.getnames():
                    if more in (TRAYS, *KEYS) or more.partition("/")[0] == PAPERS:
                        archive.extract(more, folder, filter="data")
            manifest = Manifest(**json.loads((Path(folder) / MANIFEST).read_text("utf-8")))
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
            got = "a file that is none, or is cut off"
            raise BadInput([Fault("", "a backup that `grassrota backup` made", got, file=str(path))]) from error
        yield manifest, Path(folder)


def described(manifest: Manifest, folder: Path) -> None:
    """Puts the description beside the store."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), "utf-8")


def _nobody_s(part: tarfile.TarInfo) -> tarfile.TarInfo:
    part.uid = part.gid = 0
    part.uname = part.gname = ""
    part.mode = 0o600
    return part
