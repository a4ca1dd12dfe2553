"""Folders that arrive as ZIP archives: laid out as they are, or refused with everything that is wrong."""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.unpack import unpack


def packed(path: Path, files: dict[str, bytes]) -> Path:
    """An archive with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("top", ["", "my-rotation/"])
def test_a_folder_comes_out_as_it_went_in(tmp_path: Path, into: Path, top: str) -> None:
    """Files and folders stand where they stood; one folder around everything is the folder itself."""
    archive = packed(tmp_path / "a.zip", {f"{top}rotation.toml": b"x", f"{top}problem/units.csv": b"y"})
    folder = unpack(archive, into)
    assert (folder / "rotation.toml").read_bytes() == b"x"
    assert (folder / "problem" / "units.csv").read_bytes() == b"y"


@pytest.mark.parametrize(
    "name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "..\\out.csv", "c:out.csv", "run.sh", "noending"]
)
def test_what_leads_elsewhere_or_is_not_read_is_refused(tmp_path: Path, into: Path, name: str) -> None:
    """The entry is named, nothing is written, and nothing appears beside the folder."""
    with pytest.raises(BadInput) as refused:
        unpack(packed(tmp_path / "a.zip", {"rotation.toml": b"", name: b"x"}), into)
    assert [fault.got for fault in refused.value.faults] == [name]
    assert not list(into.iterdir())
    assert not (tmp_path / "out.csv").exists()


def test_every_misfit_is_named_at_once(tmp_path: Path, into: Path) -> None:
    """A link, a file that differs from another in case alone and a script are three faults."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("units.csv", "")
        link = zipfile.ZipInfo("people.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("Units.csv", "")
        archive.writestr("x.py", "")
    with pytest.raises(BadInput) as refused:
        unpack(path, into)
    assert [fault.got for fault in refused.value.faults] == ["people.csv", "Units.csv", "x.py"]


def test_a_bomb_is_stopped_while_it_swells(tmp_path: Path, into: Path) -> None:
    """3 MB of zeros in 3 kB are too much where 2 MB are allowed, alone, together, and though their header lies."""
    for sizes in ((3,), (1, 1, 1)):
        archive = packed(tmp_path / "a.zip", {f"{n}.csv": bytes(size << 20) for n, size in enumerate(sizes)})
        assert archive.stat().st_size < 10_000
        with pytest.raises(BadInput, match="at most 2 MB"):
            unpack(archive, into, most_bytes=2 << 20)
        for file in into.iterdir():
            file.unlink()
    archive = packed(tmp_path / "a.zip", {"0.csv": bytes(3 << 20)})
    lying = archive.read_bytes().replace(struct.pack("<I", 3 << 20), struct.pack("<I", 10))
    archive.write_bytes(lying)
    with pytest.raises(BadInput):
        unpack(archive, into, most_bytes=2 << 20)
    assert sum(file.stat().st_size for file in into.iterdir()) <= 2 << 20


def test_too_many_files_passwords_and_no_archive_are_refused(tmp_path: Path, into: Path) -> None:
    """Three files where two are allowed; an entry that says it is encrypted; bytes that are no archive."""
    archive = packed(tmp_path / "a.zip", {f"{n}.csv": b"" for n in range(3)})
    with pytest.raises(BadInput, match="at most 2 files"):
        unpack(archive, into, most_files=2)
    locked = bytearray(packed(tmp_path / "b.zip", {"a.csv": b"x"}).read_bytes())
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(bytes(locked))
    with pytest.raises(BadInput, match="without a password"):
        unpack(tmp_path / "b.zip", into)
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BadInput, match="a ZIP archive"):
        unpack(tmp_path / "c.zip", into)
