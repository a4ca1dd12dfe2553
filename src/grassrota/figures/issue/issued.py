"""What a bulletin says, as a value that is spelled in one way, signed, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from grassrota.errors import BadInput, Fault
from grassrota.figures.issue.known import Counted, Judged, ReadingNote
from grassrota.figures.words import Language

FORMAT = "bulletin 1"


@dataclass(frozen=True, slots=True)
class Number:
    """A count that is stated: what, of which part, as of when, and how many."""

    figure: str
    part: str
    called: str
    day: date
    count: int

    @property
    def counted(self) -> Counted:
        """Where it is found."""
        return Counted(self.day, self.figure, self.part)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, ``level`` 0, or a heading; ``picture`` where the picture stands."""

    level: int
    words: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a place asked for and is not said."""

    place: str
    code: str
    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The head of the journal when it was issued: entries before it, and their root in hexadecimal digits."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The earlier bulletin that this one corrects, by its id, and why."""

    bulletin: str
    why: str


DRAWN = ("reported_fixed", "confirmed", "refuted")
"""Figures that a picture draws out of all that was raised; the last where it is stated."""


class Pictured(NamedTuple):
    """What a picture draws.

    Attributes:
        day: The last day as of which all of it is stated.
        raised: How many were raised, the whole.
        counts: By figure, how many of them.
    """

    day: date
    raised: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Issued:
    """One bulletin.

    Attributes:
        id: Unique among all.
        unit: Code of the unit.
        name: What it was called.
        as_of: The day of the figures.
        published: The day on which it was issued.
        texts: What it says, by language.
        numbers: Every count in it, once.
        refused: What it does not say, and why.
        readings: What the counts rest on, by day.
        verdicts: Of inspections of the unit.
        head: Of the journal.
        corrects: An earlier bulletin, if it corrects one.
    """

    id: str
    unit: str
    name: str
    as_of: date
    published: date
    texts: Mapping[Language, tuple[Paragraph, ...]]
    numbers: tuple[Number, ...]
    refused: tuple[Refusal, ...]
    readings: tuple[ReadingNote, ...]
    verdicts: tuple[Judged, ...]
    head: TreeHead
    corrects: Correction | None = None

    def title(self, language: Language) -> str:
        """Its first heading."""
        return self.texts[language][0].words

    @property
    def pictured(self) -> Pictured | None:
        """What its picture draws, if it states enough for one."""
        found = {one.counted: one.count for one in self.numbers}
        needed = ("raised", *DRAWN[:2])
        days = [day for day in {one.day for one in found} if all(Counted(day, name) in found for name in needed)]
        if not days:
            return None
        there = {name: found.get(Counted(max(days), name)) for name in DRAWN}
        drawn = {name: count for name, count in there.items() if count is not None}
        return Pictured(max(days), found[Counted(max(days), "raised")], drawn)


def document(issued: Issued) -> dict[str, Any]:
    """The bulletin as JSON has it, which is what is signed."""
    said = _plain(asdict(issued))
    assert isinstance(said, dict)
    return {"grassrota": FORMAT, **said}


def read_document(said: Any) -> Issued:
    """The bulletin of a document.

    Raises:
        BadInput: If it is none.
    """
    try:
        if said["grassrota"] != FORMAT:
            raise ValueError(said["grassrota"])
        issued = Issued(
            id=said["id"],
            unit=said["unit"],
            name=said["name"],
            as_of=date.fromisoformat(said["as_of"]),
            published=date.fromisoformat(said["published"]),
            texts={one: tuple(Paragraph(**each) for each in said["texts"][one.value]) for one in Language},
            numbers=tuple(Number(**{**one, "day": date.fromisoformat(one["day"])}) for one in said["numbers"]),
            refused=tuple(Refusal(**one) for one in said["refused"]),
            readings=tuple(_reading(one) for one in said["readings"]),
            verdicts=tuple(_verdict(one) for one in said["verdicts"]),
            head=TreeHead(**said["head"]),
            corrects=Correction(**said["corrects"]) if said["corrects"] else None,
        )
        issued.texts[Language.ENGLISH][0], issued.texts[Language.CHINESE][0]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        expected = f"a bulletin of Grassrota, format {FORMAT!r}"
        raise BadInput([Fault("bulletin", expected, f"{type(error).__name__}: {error}")]) from None
    return issued


def _reading(said: Mapping[str, Any]) -> ReadingNote:
    days = {name: date.fromisoformat(said[name]) for name in ("day", "read_on")}
    return ReadingNote(**{**said, **days})


def _verdict(said: Mapping[str, Any]) -> Judged:
    english, chinese = tuple(said["english"]), tuple(said["chinese"])
    return Judged(said["claim"], date.fromisoformat(said["given_on"]), english, chinese)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
