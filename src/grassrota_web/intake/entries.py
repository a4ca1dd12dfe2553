"""What waits in a tray: a filing, or what a raiser said later; as values, and as the bytes that are sealed."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, ClassVar

from grassrota.errors import Faults
from grassrota.opinions.opinion import Channel
from grassrota_web.intake.models import ReadAs, Said

LONGEST = {"words": 8000, "place_words": 200, "suggestion": 4000, "credit": 120, "named": 200, "topic": 80}
"""Characters of what somebody writes."""
MOST_NAMED = 10
"""Units, and people, whom one opinion concerns."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody raises, without who they are.

    Attributes:
        words: What is wrong.
        place_words: Where, in their words.
        place: Key of the unit at which it is; None if none could be told.
        language: Of the words: ``en`` or ``zh-hans``.
        units: Keys of the units whom it concerns, as for the next two.
        named: Names of people.
        inspection: True if it concerns the inspection office.
        unclear: True if somebody was named whose unit could not be told.
        addressed: Key of the organ that it is addressed to; None if none was named.
        topic: A word of the topic tree, or nothing.
        channel: How it came in.
        by_proxy: True if somebody else wrote it down.
        read_as: What handlers read.
        may_visit: True if the raiser may be visited at home.
        may_publish: True if a reviewer may make public, in other words, what it is about.
        suggestion: How it could be mended.
        credit: How the raiser wants to be named for that; empty for not at all.

    Raises:
        BadInput: With every fault.
    """

    words: str
    place_words: str
    place: int | None = None
    language: str = "zh-hans"
    units: tuple[int, ...] = ()
    named: tuple[str, ...] = ()
    inspection: bool = False
    unclear: bool = False
    addressed: int | None = None
    topic: str = ""
    channel: Channel = Channel.WEB
    by_proxy: bool = False
    read_as: ReadAs = ReadAs.ORIGINAL
    may_visit: bool = False
    may_publish: bool = False
    suggestion: str = ""
    credit: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("words", "place_words"):
            faults.unless(bool(getattr(self, name).strip()), name, "some words", "nothing")
        for name in ("words", "place_words", "suggestion", "credit", "topic"):
            text = getattr(self, name)
            short = len(text) <= LONGEST[name] and "\0" not in text
            faults.unless(short, name, f"at most {LONGEST[name]} characters", len(text))
        for name in ("units", "named"):
            faults.unless(len(getattr(self, name)) <= MOST_NAMED, name, f"at most {MOST_NAMED}", "more")
        short = all(0 < len(name) <= LONGEST["named"] and "\0" not in name for name in self.named)
        faults.unless(short, "named", f"names of at most {LONGEST['named']} characters", "another")
        faults.raise_if_any()

    def content(self) -> dict[str, Any]:
        """As a JSON value: what the receipt promises not to change."""
        return dict(zip(_NAMES, _VALUES(self), strict=True))

    @classmethod
    def of(cls, content: dict[str, Any]) -> Filing:
        """The filing with this content."""
        known = {field.name: content[field.name] for field in fields(cls)}
        several = {name: tuple(known[name]) for name in ("units", "named")}
        return cls(**{**known, **several, "channel": Channel(known["channel"]), "read_as": ReadAs(known["read_as"])})


_NAMES = tuple(field.name for field in fields(Filing))
_VALUES = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture or paper that comes with a filing, already without what it told of itself."""

    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing that waits.

    Attributes:
        digest: Keyed hash of its receipt code.
        day: Of filing.
        salt: Of its commitment.
        filing: What was raised.
        papers: What came with it.
        passphrase: Slow hash of the passphrase; empty without one.
        box: Contact details, sealed to the office; empty without any.
        by_browser: True if they were sealed before they came.
    """

    do: ClassVar[str] = "file"

    digest: str
    day: date
    salt: bytes
    filing: Filing
    papers: tuple[Paper, ...] = ()
    passphrase: str = ""
    box: bytes = b""
    by_browser: bool = False

    def content(self) -> dict[str, Any]:
        """What is committed: the words and the papers."""
        return {**self.filing.content(), "papers": sorted(b64encode(paper.content).decode() for paper in self.papers)}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the holder of a receipt says later, and that waits: a message, or a word on the correction.

    Attributes:
        digest: Keyed hash of the receipt code.
        day: Nothing finer.
        said: What is said of the correction; None for a message.
        words: In their own words; may be missing with ``said`` alone.
        turn: How many of the same receipt waited before it: who changes their mind on one day is heard last.
    """

    do: ClassVar[str] = "say"

    digest: str
    day: date
    said: Said | None
    words: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """That the holder of some receipt says "me too": a mark that leads to no receipt, and the public text it is about.

    Attributes:
        mark: Keyed hash of code and text.
        day: Nothing finer.
        text: Id of the public text.
    """

    do: ClassVar[str] = "join"

    mark: str
    day: date
    text: str


Entry = Filed | Spoken | Joined


def packed(entry: Entry) -> bytes:
    """An entry as bytes."""
    said: dict[str, Any] = {"do": entry.do, **{field.name: getattr(entry, field.name) for field in fields(entry)}}
    said["day"] = entry.day.isoformat()
    if isinstance(entry, Filed):
        said |= {"filing": entry.filing.content(), "salt": entry.salt.hex(), "box": entry.box.hex()}
        said["papers"] = [[paper.kind, b64encode(paper.content).decode()] for paper in entry.papers]
    return json.dumps(said, ensure_ascii=False).encode()


def unpacked(data: bytes) -> Entry:
    """The entry that was packed."""
    said = json.loads(data)
    do, said["day"] = said.pop("do"), date.fromisoformat(said["day"])
    if do == Spoken.do:
        return Spoken(**{**said, "said": said["said"] and Said(said["said"])})
    if do == Joined.do:
        return Joined(**said)
    said |= {
        "filing": Filing.of(said["filing"]),
        "salt": bytes.fromhex(said["salt"]),
        "box": bytes.fromhex(said["box"]),
    }
    said["papers"] = tuple(Paper(kind, b64decode(content)) for kind, content in said["papers"])
    return Filed(**said)
