"""A backup as a file: the store as it was at one moment, what it is, and on request the key of sealed detail."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from grassrota.errors import BadInput, Fault

MANIFEST, STORE, TRAYS, PAPERS = "manifest.json", "store", "trays.json", "papers"
DAY = 24 * 60 * 60
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
                for part in archive:
                    if part.isreg() and _is_ours(part.name):
                        _take_out(archive, part, Path(folder))
            manifest = Manifest(**json.loads((Path(folder) / MANIFEST).read_text("utf-8")))
            if not (Path(folder) / STORE).is_file():
                raise KeyError(STORE)
        except (tarfile.TarError, EOFError, FileNotFoundError, KeyError, TypeError, ValueError, zlib.error) as error:
            got = "a file that is none, or is cut off"
            raise BadInput([Fault("", "a backup that `grassrota backup` made", got, file=str(path))]) from error
        yield manifest, Path(folder)


def described(manifest: Manifest, folder: Path) -> None:
    """Puts the description beside the store."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), "utf-8")


def _is_ours(name: str) -> bool:
    """True of the parts that a backup has, and of papers; nothing in an archive says where else it wants to be."""
    within, _, paper = name.partition("/")
    return name in (MANIFEST, STORE, TRAYS, *KEYS) or (within == PAPERS and re.fullmatch(r"[\w-]+", paper) is not None)


def _take_out(archive: tarfile.TarFile, part: tarfile.TarInfo, folder: Path) -> None:
    """Writes one part below a folder; Python's own filters came with 3.11.4, and Debian 12 has 3.11.2."""
    place = folder / part.name
    place.parent.mkdir(mode=0o700, exist_ok=True)
    content = archive.extractfile(part)
    if content is None:
        raise KeyError(part.name)
    with content, place.open("xb") as stream:
        shutil.copyfileobj(content, stream)


def _nobody_s(part: tarfile.TarInfo) -> tarfile.TarInfo:
    part.uid = part.gid = 0
    part.uname = part.gname = ""
    part.mode = 0o600
    part.mtime -= part.mtime % DAY
    return part
