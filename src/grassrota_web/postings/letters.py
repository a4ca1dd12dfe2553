"""Letters to those listed, as PDF, in Chinese or English."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.figures.words import Language
from grassrota_web.postings.models import BatchRecord, Posting

TEMPLATE = Path(__file__).parent / "letter.typ"
FIXED = (1980, 1, 1, 0, 0, 0)
"""Time of every file in a bundle: the same letters give the same bytes."""


def letter(row: Posting, record: BatchRecord, language: Language) -> bytes:
    """One letter; ``person``, ``home_unit``, ``opening__place`` and ``rotation`` are to be selected with the row.

    Raises:
        Refused: ``no_letters`` if the part that sets them is not installed.
    """
    try:
        import typst
    except ImportError:
        message = _("Letters are set by typst, which is not installed: install grassrota[letters].")
        raise Refused("no_letters", message) from None
    said = {
        "language": language.value,
        "person": row.person.name,
        "unit": row.home_unit.name,
        "place": row.opening.place.name,
        "rotation": row.rotation.title,
        "batch": str(row.batch),
        "first": _day(row.first_day, language),
        "last": _day(row.last_day, language),
        "days": str((row.last_day - row.first_day).days + 1),
        "returns": row.returns,
        "published": _day(record.list_published_on or row.first_day, language),
    }
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(said)}))


def bundle(record: BatchRecord, rows: Iterable[Posting], progress: Callable[[int], None]) -> bytes:
    """All letters of a batch in both languages, zipped.

    Args:
        record: The batch.
        rows: Its listed postings.
        progress: Called with the number of people done.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as letters:
        for done, row in enumerate(rows, start=1):
            for language in Language:
                code = slugify(row.person.code, allow_unicode=True)
                name = zipfile.ZipInfo(f"{done:04}-{code}-{language.value}.pdf", FIXED)
                letters.writestr(name, letter(row, record, language))
            progress(done)
    return held.getvalue()


def _day(day: date, language: Language) -> str:
    if language == Language.CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"
