"""A sealed bulletin as PDF, for paper: what its page says, set by typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.figures.issue.seal import Sealed
from grassrota.figures.words import Language
from grassrota.report.issued_page import page_of
from grassrota.report.page import Block, Exhibit, Folded, Items, Prose, Table

TEMPLATE = Path(__file__).parent / "bulletin.typ"


def bulletin_pdf(sealed: Sealed, language: Language) -> bytes:
    """The bulletin in one language.

    Raises:
        Refused: ``no_letters`` if the part that sets it is not installed.
    """
    try:
        import typst
    except ImportError:
        message = _("Bulletins are set by typst, which is not installed: install grassrota[letters].")
        raise Refused("no_letters", message) from None
    page, pictured = page_of(sealed, language), sealed.issued.pictured
    shares = [count / pictured.raised for count in pictured.counts.values()] if pictured else []
    said = {
        "language": language.value,
        "kicker": page.kicker,
        "title": page.title,
        "lines": page.lines,
        "sections": [
            {"heading": section.heading, "blocks": [_block(block, shares) for block in section.blocks]}
            for section in page.sections
        ],
        "digest": sealed.digest,
    }
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"data": json.dumps(said)}))


def _block(block: Block, shares: list[float]) -> dict[str, Any]:
    """A block as the template takes it; what the page folds is open on paper."""
    match block:
        case Prose(text=text):
            return {"kind": "prose", "text": text}
        case Items(texts=texts):
            return {"kind": "items", "texts": texts}
        case Table():
            return _table(block)
        case Exhibit(heading=heading, key=key, table=table):
            bars = [
                {"label": str(row[0]), "text": f"{row[1]:,} · {row[2]}", "share": share}
                for row, share in zip(table.rows, shares, strict=True)
            ]
            return {"kind": "picture", "heading": f"{heading} ({key})", "bars": bars}
        case Folded(summary=summary, blocks=blocks):
            return {"kind": "folded", "summary": summary, "blocks": [_block(one, shares) for one in blocks]}
        case _:
            raise TypeError(f"no bulletin has {block.kind} on paper")


def _table(table: Table) -> dict[str, Any]:
    rows = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in table.rows]
    return {"kind": "table", "header": table.header, "rows": rows}
