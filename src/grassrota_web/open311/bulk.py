"""The bulk export: all listed requests in one file, written as they are read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from grassrota.files.cells import guarded
from grassrota_web.open311.answers import element
from grassrota_web.open311.queries import everything
from grassrota_web.open311.records import BULK, Records

TYPES = {"csv": "text/csv", "json": "application/json", "xml": "text/xml"}


def written(form: str) -> Iterator[bytes]:
    """The file, part by part."""
    return {"csv": _csv, "json": _json, "xml": _xml}[form]()


def _csv() -> Iterator[bytes]:
    records = Records()
    yield _lines([BULK])
    for rows in everything():
        yield _lines([_cell(value) for value in record.values()] for record in records.in_bulk(rows))


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    return "" if value is None else guarded(str(value))


def _json() -> Iterator[bytes]:
    records, joint = Records(), ""
    yield b"["
    for rows in everything():
        for record in records.in_bulk(rows):
            yield (joint + json.dumps(record, ensure_ascii=False)).encode()
            joint = ",\n"
    yield b"]"


def _xml() -> Iterator[bytes]:
    yield b"<?xml version='1.0' encoding='utf-8'?>\n<service_requests>"
    records = Records()
    for rows in everything():
        for record in records.in_bulk(rows):
            yield element(record, "request")
    yield b"</service_requests>"
