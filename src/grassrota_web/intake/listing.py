"""A list of opinions that were collected elsewhere, as CSV or XLSX: every fault at once, by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grassrota.errors import BadInput, Fault
from grassrota.figures.words import Language
from grassrota.files.columns import Column
from grassrota.files.lists import KeptList
from grassrota.files.opinions import CONTACT
from grassrota.files.parse import identifier, one_of, original, several, text, yes_or_no
from grassrota.files.returned import write_returned
from grassrota.files.template import write_template
from grassrota.opinions.opinion import Channel
from grassrota_web.intake.convert import unit_called
from grassrota_web.intake.entries import Filing
from grassrota_web.intake.models import ReadAs
from grassrota_web.orgs.models import Unit

COLUMNS = (
    Column(
        *("words", original),
        verbatim=True,
        private=True,
        chinese="意见",
        about=("what is wrong, as they said it", "问题的内容，按本人原话"),
        example="The well is dry.",
    ),
    Column(
        *("place_words", text),
        chinese="地点",
        aliases=("place",),
        about=("where it is wrong; not where they live", "问题所在的地点，不是本人住址"),
        example="North Township",
    ),
    Column(
        *("units", several(identifier), False, ()),
        chinese="涉及单位",
        about=("ids of the units that it concerns; they never get to see it", "所涉及单位的编号；这些单位始终看不到"),
        example="north-office",
    ),
    Column(
        *("addressed", identifier, False, ""),
        chinese="承办单位",
        about=("id of the unit that should answer, if they name one", "希望由其答复的单位编号，可不填"),
        example="north",
    ),
    Column(
        *("named", several(text), False, ()),
        private=True,
        chinese="涉及人员",
        about=("names of the people whom it concerns, with their units", "所涉及人员的姓名，须同时填写其单位"),
    ),
    Column(
        *("channel", one_of(Channel, "网络 纸质 电话 下乡 会议")),
        chinese="渠道",
        about=("how it came in", "意见的来源"),
        example="paper",
    ),
    Column(
        *("consent", yes_or_no),
        chinese="本人同意",
        about=("they heard what is written here and want it passed on", "本人已听取记录内容并同意转交"),
        example="yes",
    ),
    Column(
        *("read_as", one_of(ReadAs), False, ReadAs.REDACTED),
        chinese="阅读方式",
        about=(
            "what those read who handle it: a redacted copy, or the original",
            "办理人阅读的内容：处理后的副本或原文",
        ),
    ),
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
    with _file(content, suffix) as path:
        rows = LIST.scan(path)
    keys = dict(Unit.objects.values_list("code", "pk"))
    faults = list(rows.faults)
    if len(rows.values) > MOST:
        faults.append(Fault("", f"at most {MOST} rows", str(len(rows.values)), "Bring it in in parts.", file="list"))
    filings = []
    for place, row in enumerate(rows.values):
        unknown = [("units", code) for code in row.codes if code not in keys]
        unknown += [("addressed", row.organ)] if row.organ and row.organ not in keys else []
        faults += [rows.fault(place, column, "the id of a unit", code) for column, code in unknown]
        if not unknown:
            filings.append(_placed(row, keys, language))
    return Listed(tuple(filings), tuple(sorted(faults, key=lambda fault: fault.row or 0)))


def returned(content: bytes, suffix: str, faults: Sequence[Fault], language: Language) -> bytes:
    """The same list as a workbook, with what is wrong beside each row.

    Raises:
        BadInput: If it is no table at all.
    """
    with _file(content, suffix) as path:
        workbook = path.with_name("faults.xlsx")
        write_returned(path, faults, workbook, language)
        return workbook.read_bytes()


def template(language: Language) -> bytes:
    """The workbook to fill in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "opinions.xlsx"
        write_template(path, LIST, language)
        return path.read_bytes()


@contextmanager
def _file(content: bytes, suffix: str) -> Iterator[Path]:
    """The list as a file, as long as it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        path.write_bytes(content)
        yield path


@dataclass(frozen=True, slots=True)
class _Row:
    filing: Filing
    codes: tuple[str, ...]
    organ: str


def _row(consent: bool, units: tuple[str, ...], addressed: str, named: tuple[str, ...], **given: object) -> _Row:
    if not consent:
        raise BadInput([Fault("consent", "yes: the raiser wants it passed on", "no", "Leave the row out.")])
    if named and not units:
        raise BadInput([Fault("units", "the unit in which those named work", "nothing")])
    return _Row(Filing(named=named, by_proxy=True, **given), units, addressed)  # type: ignore[arg-type]


def _placed(row: _Row, keys: Mapping[str, int], language: str) -> Filing:
    place = unit_called(row.filing.place_words)
    units = tuple(sorted(keys[code] for code in row.codes))
    organ = keys[row.organ] if row.organ else None
    return replace(row.filing, language=language, units=units, addressed=organ, place=place.pk if place else None)


LIST = KeptList("opinions", "意见", COLUMNS, _row, never=CONTACT)
"""The list, as files of it are read and its template is written."""
