"""A backup comes back as it was, with the same journal head, or is refused."""

from __future__ import annotations

import shutil
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.installation import Installation, Installations

WRITE = """
from datetime import date
from grassrota_web.access.models import Sealed
from grassrota_web.access.seal import seal
from grassrota_web.journal.actions import append
from grassrota_web.orgs.models import Unit
Unit.objects.create(code="u", name="山西省", level="province", kind="organ", path="/1/")
for number in range(5):
    append(verb="test.write", actor="me", kind="thing", subject=str(number), after={"value": "字"}, place="/1/")
seal("a sick child", path="/1/", person="p")
"""
READ = """
from grassrota_web.access.models import Sealed
from grassrota_web.access.actor import Application
from grassrota_web.access.seal import unseal
from grassrota_web.orgs.models import Unit
from grassrota.errors import Refused
try:
    detail = unseal(Application(), Sealed.objects.get(), "a test")
except Refused as refusal:
    detail = refusal.code
print(Unit.objects.get().name, detail)
"""


@pytest.fixture(scope="module")
def written_once(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Iterator[Installation]:
    """The installation of which others are copies."""
    made = Installations(tmp_path_factory.mktemp("written"))
    first = made(tables)
    first.python(WRITE)
    yield first
    made.end()


@pytest.fixture
def written(install: Installations, written_once: Installation) -> Installation:
    """An installation with a unit, five writes in the journal and one sealed detail."""
    return install(written_once)


@pytest.mark.parametrize("with_key", [True, False])
def test_a_restored_store_has_the_same_journal_head(
    written: Installation, install: Installations, tmp_path: Path, with_key: bool
) -> None:
    """Rows and head are those of the backup; sealed detail can be read only if the key came along, and that is said."""
    file = tmp_path / "backup.tar.gz"
    made = written("backup", file, "--json", *(["--with-seal-key"] if with_key else []))
    assert made.code == 0, made.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert ("seal-key" in archive.getnames()) is with_key
    head = written("journal", "verify", "--json").data
    assert made.data["journal"] == {"size": 5, "root": head["root"]}

    other = install()
    back = other("restore", file, "--json")
    assert back.code == 0, back.err
    assert (back.data["holds"], back.data["journal"], back.data["seal_key"]) == (True, made.data["journal"], with_key)
    assert ("seal key" in back.err) is not with_key
    again = other("journal", "verify", "--json", "--head", f"5:{head['root']}").data
    assert (again["holds"], again["root"]) == (True, head["root"])
    assert other.python(READ) == f"山西省 {'a sick child' if with_key else 'seal_broken'}"


def test_only_an_empty_store_is_restored_into(written: Installation, tmp_path: Path) -> None:
    """A store with tables is left as it is."""
    file = tmp_path / "backup.tar.gz"
    written("backup", file)
    found = written("restore", file)
    assert found.code == 2
    assert "without tables" in found.err
    assert written("journal", "verify", "--json").data["size"] == 5


def test_a_backup_whose_rows_were_changed_is_found_out(
    written: Installation, install: Installations, tmp_path: Path
) -> None:
    """The journal is recomputed after a restore: a changed row gives exit code 1."""
    file = tmp_path / "backup.tar.gz"
    written.python("from grassrota_web.journal.models import Entry\nEntry.objects.filter(number=2).update(actor='x')")
    written("backup", file)
    found = install()("restore", file, "--json")
    assert (found.code, found.data["holds"]) == (1, False)


def test_a_file_is_not_written_over_unless_one_says_so(written: Installation, tmp_path: Path) -> None:
    """An existing file stays, except with --yes; nothing half-written is left beside it."""
    file = tmp_path / "backup.tar.gz"
    file.write_text("mine")
    assert written("backup", file).code == 2
    assert file.read_text() == "mine"
    assert written("backup", file, "--yes").code == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00cut off"])
def test_what_is_no_backup_is_refused(installation: Installation, tmp_path: Path, content: bytes) -> None:
    """An empty, a strange and a cut-off file are bad input, and leave an empty store."""
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(content)
    found = installation("restore", file, "--json")
    assert (found.code, found.data["error"]) == (2, "bad_input")
    assert installation("worker").code == 2


def test_another_seal_key_is_never_written_over(written: Installation, install: Installations, tmp_path: Path) -> None:
    """Where a different seal key lies, the restore is refused before anything is written."""
    file = tmp_path / "backup.tar.gz"
    written("backup", file, "--with-seal-key")
    other = install()
    other.folder.mkdir(mode=0o700)
    (other.folder / "seal-key").write_text("another key")
    found = other("restore", file)
    assert found.code == 2
    assert (other.folder / "seal-key").read_text() == "another key"
    assert "grassrota setup" in other("worker").err


def test_a_backup_of_the_other_sort_of_store_is_refused(
    written: Installation, install: Installations, tmp_path: Path
) -> None:
    """A backup goes back into the sort of store that it came from."""
    file, strange = tmp_path / "backup.tar.gz", tmp_path / "strange.tar.gz"
    written("backup", file)
    shutil.unpack_archive(file, tmp_path / "parts")
    manifest = tmp_path / "parts" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"sqlite"', '"oracle"').replace('"postgresql"', '"oracle"'))
    with tarfile.open(strange, "w:gz") as archive:
        for part in manifest.parent.iterdir():
            archive.add(part, part.name)
    found = install()("restore", strange)
    assert found.code == 2
    assert "a backup of oracle" in found.err


FILE_TWO = """
from datetime import timedelta
from django.utils import timezone
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota_web.access.actor import NOBODY, Application
from grassrota_web.intake.actions.days_work import append_filings
from grassrota_web.intake.actions.filing import Confided, file_opinion
from grassrota_web.intake.entries import Filing, Paper
from grassrota_web.intake.models import OfficeKey
from grassrota_web.intake.sealed_box import halves
today = timezone.localdate()
OfficeKey.objects.create(public=halves()[0], proposed_on=today, confirmed_on=today, number=1)
confided = Confided(contact="somebody", papers=(Paper("text/plain", b"a list"),))
file_opinion(NOBODY, draw_receipt(), Filing("appended", "here"), confided)
append_filings(Application(), today + timedelta(days=1))
timezone.localdate = lambda *_: today + timedelta(days=1)
file_opinion(NOBODY, draw_receipt(), Filing("waiting", "here"), confided)
"""
WHAT_CAME_BACK = """
from grassrota_web.intake import log, papers, trays
from grassrota_web.intake.models import Attachment, Contact, LogHead
waiting = [entry for number in range(trays.TRAYS) for entry in trays.waiting(number)]
signed = log.sign(log._head(LogHead.objects.get()).to_sign) == bytes(LogHead.objects.get().signature)
print(Contact.objects.count(), [bool(entry.box) for entry in waiting], papers.read(Attachment.objects.get().pk), signed)
"""


@pytest.mark.parametrize("with_contacts", [True, False])
def test_contact_details_are_in_a_file_of_their_own(
    set_up: Installation, install: Installations, tmp_path: Path, with_contacts: bool
) -> None:
    """Kept or waiting, they come back from that file alone; filings, papers and the log's key from the other."""
    set_up.python(FILE_TWO)
    file, apart = tmp_path / "backup.tar.gz", tmp_path / "contacts.json"
    made = set_up("backup", file, "--with-seal-key", "--contacts", apart)
    assert made.code == 0, made.err
    assert stat.S_IMODE(apart.stat().st_mode) == 0o600
    other = install()
    back = other("restore", file, *(("--contacts", apart) if with_contacts else ()))
    assert back.code == 0, back.err
    kept = "1 [True]" if with_contacts else "0 [False]"
    assert other.python(WHAT_CAME_BACK) == f"{kept} b'a list' True"


def test_contact_details_older_than_30_days_are_refused_and_deleted(
    set_up: Installation, install: Installations, tmp_path: Path
) -> None:
    """The file is gone, and the store stays empty; what is no such file is refused and stays."""
    file, apart = tmp_path / "backup.tar.gz", tmp_path / "contacts.json"
    assert set_up("backup", file, "--contacts", apart).code == 0
    whole = apart.read_text()
    apart.write_text("{}")
    other = install()
    assert other("restore", file, "--contacts", apart).code == 2
    made_on = whole.split('"made_on": "')[1][:10]
    apart.write_text(whole.replace(made_on, "2020-01-01"))
    found = other("restore", file, "--contacts", apart)
    assert (found.code, apart.exists()) == (2, False)
    assert "30 days" in found.err
