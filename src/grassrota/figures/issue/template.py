"""Templates: plain text with named places. Whoever writes one chooses what is said, and never a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import BadInput, Faults
from grassrota.figures.issue.place import Kind, Place, read_place
from grassrota.figures.words import Language

LONGEST = 20_000
"""Characters of a template."""

_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"[0-9０-９%％‰]|百分之|[一二两三四五六七八九][十百千万亿]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a heading of level 1 (the title) or 2.

    Attributes:
        level: 0 for a paragraph.
        parts: Text and places, in order.
        line: Where it begins, from 1.
    """

    level: int
    parts: tuple[str | Place, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be filled in: it has a title, and every place is known."""

    pieces: tuple[Piece, ...]

    @property
    def places(self) -> tuple[tuple[int, Place], ...]:
        """Every place with the line of its paragraph."""
        return tuple((piece.line, part) for piece in self.pieces for part in piece.parts if isinstance(part, Place))

    @property
    def days(self) -> frozenset[date]:
        """The days that its places name."""
        return frozenset(day for _, place in self.places for day in place.days)


def read_template(text: str) -> Template:
    """Reads a template: ``# title``, ``## heading``, and paragraphs with places, apart by empty lines.

    Raises:
        BadInput: With every fault by line: an unknown place, a brace by itself, a number written by hand, no title.
    """
    faults, pieces = Faults(), []
    faults.unless(len(text) <= LONGEST, "template", f"at most {LONGEST:,} characters", f"{len(text):,}")
    faults.raise_if_any()
    for line, paragraph in _paragraphs(text):
        level = len(paragraph) - len(paragraph.lstrip("#"))
        heading = level if level in (1, 2) and paragraph[level : level + 1] == " " else 0
        pieces.append(Piece(heading, tuple(_parts(paragraph[heading:].strip(), line, faults)), line))
    titles = [piece.line for piece in pieces if piece.level == 1]
    if titles != [pieces[0].line if pieces else 0]:
        faults.add("template", "one title, as its first line: # and some words", f"{len(titles)} titles", row=1)
    faults.raise_if_any()
    return Template(tuple(pieces))


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines that belong together, joined; a heading stands alone."""
    start, held = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        line = line.strip()
        if held and (not line or line.startswith("#") or held[0].startswith("#")):
            yield start, " ".join(held)
            held = []
        if line:
            start = start if held else number
            held.append(line)


def _parts(text: str, line: int, faults: Faults) -> Iterator[str | Place]:
    end = 0
    for match in _PLACE.finditer(text):
        yield from _words(text[end : match.start()], line, faults)
        end = match.end()
        try:
            place = read_place(match[1])
        except BadInput as error:
            faults.found += [replace(fault, row=line) for fault in error.faults]
            continue
        if place.kind is Kind.PICTURE and match[0] != text:
            faults.add("place", "a picture in a paragraph of its own", match[0], row=line)
        yield place
    yield from _words(text[end:], line, faults)


def _words(text: str, line: int, faults: Faults) -> Iterator[str]:
    if "{" in text or "}" in text:
        faults.add("place", "a place between two braces, such as {raised}", text.strip()[:60], row=line)
    found = _NUMBER.search(text)
    if found:
        fix = "Put a place there: a number that nobody counted is not signed."
        faults.add("text", "words and places, no number written by hand", found[0], fix, row=line)
    if text:
        yield text


DEFAULT = {
    Language.ENGLISH: """# {unit}: what people raised, and what became of it

Figures are as of {day}, {age} when this was published on {published}. What a unit
reports and what those who raised it confirm are two things, and are never added.

## Opinions

For which units answer: {raised}.

The units say it is fixed: {reported_fixed of raised}.

Those who raised them say so too: {confirmed of reported_fixed}.

Those who raised them say it is not so: {refuted of reported_fixed}.

Since the last bulletin: {change raised since last}.

{picture}

## People in the grassroots

On a published list: {listed}. Departed: {departed of listed}. By form: {departed by form}.

Townships reached: {covered of townships}.

## How much is known

{complete raised}.

Beside other units: {rank confirmed of reported_fixed}.
""",
    Language.CHINESE: """# {unit}：群众提了什么，办得怎样

数字截至{day}，{published}发布时为{age}。单位据报的和提意见人核实的是两回事，决不相加。

## 意见

由各单位答复的：{raised}。

单位说已整改：{reported_fixed of raised}。

提意见人也说已整改：{confirmed of reported_fixed}。

提意见人说没有整改：{refuted of reported_fixed}。

上一期公报以来：{change raised since last}。

{picture}

## 下基层的人员

已列入公布的名单：{listed}。已出发：{departed of listed}。按形式：{departed by form}。

已到达的乡镇：{covered of townships}。

## 所知的范围

{complete raised}。

与其他单位相比：{rank confirmed of reported_fixed}。
""",
}
"""What a bulletin says where nobody wrote a template."""
