"""A folder sent as a ZIP archive: laid out on the disk, if nothing in it reaches beyond that folder or swells it."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath

from grassrota.errors import BadInput, Fault

MOST_FILES = 500
MOST_BYTES = 512 << 20
"""Of all files together, once unpacked."""
SUFFIXES = (".csv", ".xlsx", ".parquet", ".toml", ".json", ".html")
"""What the folders of this application hold."""
_AT_ONCE = 1 << 20


def unpack(archive: Path, folder: Path, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> Path:
    """Unpacks an archive into an empty folder.

    Args:
        archive: A ZIP file.
        folder: An empty folder.
        most_files: Refused if there are more.
        most_bytes: Refused if they are larger together. What the archive says of itself is not trusted: bytes are
            counted as they come.

    Returns:
        The folder, or the one folder in it that holds everything.

    Raises:
        BadInput: With every entry whose name leads elsewhere, is no file or folder, or is of a kind that is not read;
            for one that is encrypted or damaged; for too many files or bytes.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            _refuse_misfits(entries, most_files)
            left = most_bytes
            for entry in entries:
                left -= _written(packed, entry, folder, left, most_bytes)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BadInput([Fault("", "a ZIP archive that can be read", type(error).__name__)]) from None
    tops = list(folder.iterdir())
    return tops[0] if len(tops) == 1 and tops[0].is_dir() else folder


def _refuse_misfits(entries: list[zipfile.ZipInfo], most_files: int) -> None:
    if len(entries) > most_files:
        raise BadInput([Fault("", f"at most {most_files} files", str(len(entries)))])
    seen: set[str] = set()
    faults = []
    for entry in entries:
        wrong = _wrong(entry, seen)
        if wrong:
            faults.append(Fault("", wrong, entry.filename[:200], file="ZIP"))
        seen.add(entry.filename.casefold())
    if faults:
        raise BadInput(faults)


def _wrong(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """What an entry should have been; empty if it is fit."""
    name, kind = PurePosixPath(entry.filename), entry.external_attr >> 16
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
        return "a name within the folder"
    if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG):
        return "a file, and no link"
    if entry.flag_bits & 1:
        return "a file without a password"
    if entry.filename.casefold() in seen:
        return "each file once"
    return "" if name.suffix.lower() in SUFFIXES else f"a file that ends in one of {', '.join(SUFFIXES)}"


def _written(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int, most_bytes: int) -> int:
    target, size = folder / entry.filename, 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(entry) as source, target.open("xb") as file:
        while part := source.read(_AT_ONCE):
            size += len(part)
            if size > left:
                raise BadInput([Fault("", f"at most {most_bytes >> 20} MB once unpacked", "more", file="ZIP")])
            file.write(part)
    return size
