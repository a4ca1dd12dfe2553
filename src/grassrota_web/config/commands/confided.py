"""What a backup keeps apart: contact details of raisers, which expire sooner than everything else.

They are in two places: in a table of their own, and in the filings that wait in trays. Beside the store goes a copy of
the trays without them; the whole trays go with the table into a file of their own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault

TABLES = ("intake_contact", "intake_tray")
"""Tables whose rows are in no ordinary backup."""
KEPT = timedelta(days=30)
"""How long a file of contact details may be restored."""


@dataclass(frozen=True, slots=True)
class Confided:
    """Contact details and trays, as stored.

    Attributes:
        contacts: Id of the opinion, sealed box, and whether a browser sealed it.
        trays: Number and bundle.
    """

    contacts: tuple[tuple[str, bytes, bool], ...]
    trays: tuple[tuple[int, bytes], ...]

    @classmethod
    def of(cls, cursor: Any) -> Confided:
        """As a store holds them."""
        cursor.execute("SELECT opinion, box, sealed_by_browser FROM intake_contact ORDER BY opinion")
        contacts = tuple((str(key), bytes(box), bool(browser)) for key, box, browser in cursor.fetchall())
        cursor.execute("SELECT number, bundle FROM intake_tray ORDER BY number")
        return cls(contacts, tuple((number, bytes(bundle)) for number, bundle in cursor.fetchall()))

    def without_contacts(self) -> Confided:
        """The trays alone, with no box in them."""
        from grassrota_web.intake.trays import without_boxes

        return Confided((), tuple((number, without_boxes(number, bundle)) for number, bundle in self.trays))

    def write(self, path: Path) -> None:
        """Writes a file for its owner alone; one that is there is replaced when the new one is whole."""
        said = {
            "made_on": datetime.now(UTC).date().isoformat(),
            "contacts": [[key, box.hex(), browser] for key, box, browser in self.contacts],
            "trays": [[number, bundle.hex()] for number, bundle in self.trays],
        }
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="ascii") as stream:
            json.dump(said, stream)
        fresh.replace(path)

    def store(self) -> None:
        """Puts them into the store, whose tables for them are empty."""
        from grassrota_web.intake.models import Contact, Tray

        Contact.objects.bulk_create(
            Contact(opinion=key, box=box, sealed_by_browser=browser) for key, box, browser in self.contacts
        )
        Tray.objects.bulk_create(Tray(number=number, bundle=bundle) for number, bundle in self.trays)


def read(path: Path, today: date) -> Confided:
    """What was written into a file.

    Raises:
        BadInput: If it is no such file; if it is older than 30 days, and then it is deleted.
    """
    try:
        said = json.loads(path.read_text("ascii"))
        made_on = date.fromisoformat(said["made_on"])
        found = Confided(
            tuple((key, bytes.fromhex(box), browser) for key, box, browser in said["contacts"]),
            tuple((number, bytes.fromhex(bundle)) for number, bundle in said["trays"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        expected = "a file that `grassrota backup --contacts` made"
        raise BadInput([Fault("", expected, "a file that is none", file=str(path))]) from error
    if today - made_on > KEPT:
        path.unlink()
        fix = "It was deleted, as contact details are kept no longer. Delete its copies too."
        raise BadInput([Fault("", f"a file of at most {KEPT.days} days", f"one of {made_on}", fix, file=str(path))])
    return found
