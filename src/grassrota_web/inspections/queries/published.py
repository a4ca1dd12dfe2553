"""What everybody may know of a round: its plan and hashes from the first day, keys and lists when it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from grassrota.errors import Refused
from grassrota.files.draw_file import Drawn, draw_text
from grassrota.files.inspection import write_round
from grassrota.inspection import round as core
from grassrota.inspection.chain import RoundKey
from grassrota.inspection.draw import Draw
from grassrota_web.inspections import convert
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.inspections.queries.verdicts import tag

LEAST = 5
"""Units that received fewer opinions are shown by their hash alone."""


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
    told = tuple(convert.claim(one) for one in claims(row) if one.received >= LEAST)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive, TemporaryDirectory() as name:
        if told:
            found = core.Round(told, convert.terms(row), convert.beacon(row), key)
            folder = Path(name)
            write_round(folder, found)
            draws = tuple(_draws(found))
            if draws:
                (folder / "draw.json").write_text(draw_text(Drawn(draws)), encoding="utf-8")
            for path in sorted(folder.iterdir()):
                archive.write(path, path.name)
    return packed.getvalue()


def _draws(found: core.Round) -> Iterator[Draw]:
    for claim in found.claims:
        # a list that nothing was drawn of has no draw to repeat
        with suppress(Refused):
            yield found.draw(claim)
