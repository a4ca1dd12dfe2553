"""Brings the Chinese catalogue up to date with the source, and compiles it; says what is still to be translated."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.web.catalogue.extract import CATALOGUE, template, untold

HEADER = "# Chinese (Simplified) words of Grassrota; bin/words keeps them, and says how to add one."
NO_DAY = datetime(1957, 12, 9, tzinfo=UTC)  # the same words give the same bytes


def main() -> int:
    """Updates, compiles, and answers 1 if a word is missing."""
    with CATALOGUE.open("rb") as file:
        known = read_po(file)
    words = Catalog("zh_Hans", "django", HEADER, fuzzy=False, creation_date=NO_DAY, revision_date=NO_DAY)
    words.project, words.version, words.msgid_bugs_address = "Grassrota", "1", "docs/glossary.md"
    words.last_translator = words.language_team = "Grassrota"
    for message in template():
        if message.id:
            words[message.id] = message
            told = known.get(message.id, message.context)
            message.string = told.string if told else ""
    with CATALOGUE.open("wb") as file:
        write_po(file, words, width=100, no_location=True)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, words)
    missing = untold(words)
    for message in missing:
        print(message.context or "", message.id, sep="\t")
    print(f"{len(missing)} of {len(words)} to be translated", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
