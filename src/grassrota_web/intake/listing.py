"""A list of opinions that were collected elsewhere, as CSV or XLSX: every fault at once, by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Column, scan_rows
from grassrota.files.opinions import CONTACT
from grassrota.files.parse import identifier, one_of, original, several, text, yes_or_no
from grassrota.opinions.opinion import Channel
from grassrota_web.intake.convert import unit_called
from grassrota_web.intake.entries import Filing
from grassrota_web.intake.models import ReadAs
from grassrota_web.orgs.models import Unit

COLUMNS = (
    Column("words", original, verbatim=True, private=True, chinese="意见", example="The well is dry."),
    Column("place_words", text, chinese="地点", aliases=("place",), example="North Township"),
    Column("units", several(identifier), required=False, default=(), chinese="涉及单位", example="north-office"),
    Column("named", several(text), required=False, default=(), private=True, chinese="涉及人员"),
    Column("channel", one_of(Channel, "网络 纸质 电话 下乡 会议"), chinese="渠道", example="paper"),
    Column("consent", yes_or_no, chinese="本人同意", example="yes"),
    Column("read_as", one_of(ReadAs), required=False, default=ReadAs.REDACTED, chinese="阅读方式"),
)
"""Columns of the list; none is for whoever raised an opinion, and such a column is refused."""
MOST = 2000
"""Rows of one list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What came of reading a list.

    Attributes:
        filings: The good rows.
        faults: What is wrong with the others.
    """

    filings: tuple[Filing, ...]
    faults: tuple[Fault, ...]


def read(content: bytes, suffix: str, language: str) -> Listed:
    """Reads a list; units are told by their codes.

    Args:
        content: Of the file.
        suffix: ``.csv`` or ``.xlsx``.
        language: Of the words.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        path.write_bytes(content)
        rows = scan_rows(path, COLUMNS, _row, CONTACT)
    keys = dict(Unit.objects.values_list("code", "pk"))
    faults = list(rows.faults)
    if len(rows.values) > MOST:
        faults.append(Fault("", f"at most {MOST} rows", str(len(rows.values)), "Bring it in in parts.", file="list"))
    filings = []
    for place, row in enumerate(rows.values):
        unknown = [code for code in row.codes if code not in keys]
        faults += [rows.fault(place, "units", "the code of a unit", code) for code in unknown]
        if not unknown:
            filings.append(_placed(row, keys, language))
    return Listed(tuple(filings), tuple(sorted(faults, key=lambda fault: fault.row or 0)))


@dataclass(frozen=True, slots=True)
class _Row:
    filing: Filing
    codes: tuple[str, ...]


def _row(consent: bool, units: tuple[str, ...], named: tuple[str, ...], **given: object) -> _Row:
    if not consent:
        raise BadInput([Fault("consent", "yes: the raiser wants it passed on", "no", "Leave the row out.")])
    if named and not units:
        raise BadInput([Fault("units", "the unit in which those named work", "nothing")])
    return _Row(Filing(named=named, by_proxy=True, **given), units)  # type: ignore[arg-type]


def _placed(row: _Row, keys: Mapping[str, int], language: str) -> Filing:
    place = unit_called(row.filing.place_words)
    units = tuple(sorted(keys[code] for code in row.codes))
    return replace(row.filing, language=language, units=units, place=place.pk if place else None)
