"""What everybody may know of a round: its plan and hashes from the first day, keys and lists when it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.files.draw_file import Drawn, draw_text
from grassrota.files.inspection import write_round
from grassrota.inspection import round as core
from grassrota.inspection.chain import RoundKey
from grassrota.inspection.draw import Draw
from grassrota_web.inspections import convert, days
from grassrota_web.inspections.models import Chain, Claim, Round
from grassrota_web.inspections.queries.verdicts import tag

LEAST = 5
"""Units that received fewer opinions are shown by their hash alone."""


def chains() -> list[dict[str, Any]]:
    """Every chain of keys, the latest first, with every round that was planned under it, by number.

    Nobody can take a round away from here: one that was planned and never drawn stays, so that it is seen.
    """
    rows = Chain.objects.select_related("place").prefetch_related("drawn_with").order_by("-made_on", "-pk")
    return [
        {
            "row": row,
            "rounds": [
                {"row": one, "stands": stands(one)} for one in sorted(row.drawn_with.all(), key=lambda one: one.number)
            ],
        }
        for row in rows
    ]


def stands(row: Round) -> dict[str, str]:
    """How far a round is, as everybody may know from the day it was planned on."""
    if row.ended_on:
        return {"status": "done", "word": _("ended on %(day)s") % {"day": date_format(row.ended_on)}}
    if row.drawn_on:
        word = _("drawn on %(day)s and not ended since") % {"day": date_format(row.drawn_on)}
        return {"status": "doing", "word": word}
    if days.is_missed(row):
        return {"status": "late", "word": _("its day has passed without a draw")}
    if row.frozen_on:
        return {"status": "listed", "word": _("lists frozen on %(day)s") % {"day": date_format(row.frozen_on)}}
    return {"status": "planned", "word": _("planned")}


def claims(row: Round) -> list[Claim]:
    """The lists of a round, by the names of their units."""
    return list(Claim.objects.filter(round=row).select_related("unit", "round"))


def lines(row: Round) -> list[dict[str, Any]]:
    """Each list with its hash; numbers only once the round has ended, and never of few opinions."""
    return [
        {"row": one, "told": bool(row.ended_on) and one.received >= LEAST, "outcome": tag(one)["word"]}
        for one in claims(row)
    ]


def repeated(row: Round) -> bytes:
    """All that a stranger needs to repeat the draws of a round that has ended: its folder, as a ZIP archive.

    It is read by ``grassrota inspect draw FOLDER --verify FOLDER/draw.json``.
    """
    key = RoundKey(row.number, row.key)
    known = [one for one in claims(row) if one.received >= LEAST]
    told = tuple(map(convert.claim, known))
    odd = tuple(map(convert.flagged, known)) if row.seal else ()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive, TemporaryDirectory() as name:
        if told:
            found = core.Round(told, convert.terms(row), convert.beacon(row), key, flagged=odd)
            folder = Path(name)
            write_round(folder, found)
            drawn = Drawn(tuple(_draws(found)), flagged=found.draw_flagged())
            if drawn.draws or drawn.flagged:
                (folder / "draw.json").write_text(draw_text(drawn), encoding="utf-8")
            for path in sorted(folder.iterdir()):
                archive.write(path, path.name)
    return packed.getvalue()


def _draws(found: core.Round) -> Iterator[Draw]:
    for claim in found.claims:
        # a list that nothing was drawn of has no draw to repeat
        with suppress(Refused):
            yield found.draw(claim)
