"""Which cells of a workbook's first sheet hold a formula; the reader of workbooks tells only their last values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*?\b(?:\w+:)?id\s*=\s*["']([^"']+)["']""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_TOKEN = re.compile(rb"<(?:\w{1,32}:)?(c|f|row)\b([^>]*)>|</(?:\w+:)?(sheetData)\b")
_FORMULA = re.compile(rb"<(?:\w{1,32}:)?f[\s/>]")
_CHUNK = 1 << 20


def formula_cells(path: Path) -> tuple[tuple[int, int], ...]:
    """Row and column, from 1 on, of each cell with a formula on the first sheet, in the order of the file."""
    with zipfile.ZipFile(path) as parts:
        name = _first_sheet(parts)
        if name is None or not _has_formula(parts, name):
            return ()
        return tuple(dict.fromkeys(_formulas(parts, name)))


def column_letters(number: int) -> str:
    """The letters over a column, 1 being A."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def column_number(letters: bytes) -> int:
    """The number of the column under these letters, A being 1; nothing gives 0."""
    number = 0
    for letter in letters[:20].upper():
        number = number * 26 + letter - 64
    return number


def _first_sheet(parts: zipfile.ZipFile) -> str | None:
    """The part with the first sheet, by the workbook and its relations; None if they do not tell."""
    names = {name.lower().lstrip("/"): name for name in parts.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    sheet = _SHEET.search(parts.read(book)) if book else None
    if sheet is None or relations is None:
        return None
    for relation in _RELATION.findall(parts.read(relations)):
        told = dict(_ATTRIBUTE.findall(relation))
        if told.get(b"Id") == sheet[1]:
            target = told.get(b"Target", b"").decode("utf-8", "replace")
            full = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            return names.get(full.lower())
    return None


def _has_formula(parts: zipfile.ZipFile, name: str) -> bool:
    """Whether any tag may be a formula's: most sheets have none, and to place every cell takes long."""
    kept = b""
    with parts.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(kept + chunk):
                return True
            kept = chunk[-64:]
    return False


def _formulas(parts: zipfile.ZipFile, name: str) -> Iterator[tuple[int, int]]:
    row = column = 0
    kept = b""
    with parts.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            chunk = kept + chunk
            end = chunk.rfind(b">") + 1
            # what is left is the beginning of a tag; a tag or a text longer than a chunk holds none of these
            kept = chunk[end:][-_CHUNK:]
            for tag, inside, closed in _TOKEN.findall(chunk[:end]):
                if closed:
                    return
                if tag == b"f":
                    yield row, column
                elif tag == b"row":
                    told = re.search(rb"""\br\s*=\s*["']([0-9]{1,7})["']""", inside)
                    row, column = int(told[1]) if told else row + 1, 0
                elif told := _PLACE.search(inside):
                    row, column = int(told[2]), column_number(told[1])
                else:
                    column += 1
