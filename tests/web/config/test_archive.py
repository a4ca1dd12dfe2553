"""What a backup's archive may put where."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from grassrota_web.config.commands import archive


@pytest.mark.parametrize(
    "name", ["../outside", "papers/../../outside", "papers/", "papers/a/b", "/outside", "stranger"]
)
def test_an_archive_writes_its_own_parts_and_nothing_else(tmp_path: Path, name: str) -> None:
    """Whatever else somebody put in, under whatever name, is left in it."""
    file, beside = tmp_path / "backup.tar.gz", tmp_path / "beside"
    beside.mkdir()
    manifest = b'{"vendor": "sqlite", "size": 0, "root": "", "made_on": "", "version": "", "sealed": 0}'
    with tarfile.open(file, "w:gz") as stream:
        for part, content in (
            (archive.MANIFEST, manifest),
            (archive.STORE, b"rows"),
            ("papers/0a", b"p"),
            (name, b"x"),
        ):
            told = tarfile.TarInfo(part)
            told.size = len(content)
            stream.addfile(told, io.BytesIO(content))
    with archive.opened(file, beside) as (found, folder):
        written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        everywhere = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert found.vendor == "sqlite"
    assert written == {archive.MANIFEST, archive.STORE, "papers/0a"}
    assert everywhere == {file} | {folder / part for part in written}
