"""What is published: figures with their evidence, and what was refused and why. It decides, and draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults
from grassrota.figures.consistency import Answer, answer_words
from grassrota.figures.figure import Figure, Status
from grassrota.figures.flag import Flag
from grassrota.figures.words import Language, figure_words


class Use(StrEnum):
    """What somebody wants to say with a figure."""

    LEVEL = "level"  # how it stands
    IMPROVEMENT = "improvement"  # that it became better
    PRAISE = "praise"  # that people are content


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure somebody wants published.

    Attributes:
        figure: The figure.
        evidence: Where its rows or its verdict are kept; a claim without is refused.
        use: What is to be said with it.
        shown_as: The status it is to be shown with; None for its own.
        verified_by: Of a reported share, the id of the figure that says what inspection made of it; empty if nobody
            looked.
    """

    figure: Figure
    evidence: str
    use: Use = Use.LEVEL
    shown_as: Status | None = None
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure that is published, the evidence it rests on, the cautions beside it, and what verifies it."""

    figure: Figure
    evidence: str
    flags: tuple[Flag, ...]
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Something that is not said, by the label of its figure, with the reason as a code and in words."""

    label: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What is published on one day.

    Attributes:
        title: Not empty.
        published: The day.
        lines: What is said; ids of figures are unique and none is younger than the day.
        refused: What is not said.
        checks: Judgements of statements made about these figures.
        assumed: What no source says and was assumed, a sentence each.
    """

    title: str
    published: date
    lines: tuple[Line, ...]
    refused: tuple[RefusedLine, ...] = ()
    checks: tuple[Answer, ...] = ()
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.title), "title", "a title", "nothing")
        seen: set[str] = set()
        for row, line in enumerate(self.lines, start=1):
            figure = line.figure
            if figure.id in seen:
                faults.add("figure.id", "an id used once", figure.id, row=row)
            if figure.as_of > self.published:
                faults.add("figure.as_of", f"{self.published} or before", figure.as_of, row=row)
            seen.add(figure.id)
        faults.raise_if_any()


def bulletin(
    title: str,
    published: date,
    claims: Iterable[Claim],
    checks: Iterable[Answer] = (),
    assumed: Iterable[str] = (),
) -> Bulletin:
    """Decides what may be said: every claim becomes a line, a refusal, or both.

    Refused are, by code: ``no_evidence``; ``not_yet`` (a figure of a later day); ``unquantified``; ``status_raised``
    (a planned figure shown as departed, a reported one as confirmed); ``praise_without_survey`` (content people without
    how many were asked); ``no_baseline`` (an improvement without what it started from: the level alone is shown).
    """
    lines: list[Line] = []
    refused: list[RefusedLine] = []
    for claim in claims:
        reasons = tuple(_reasons(claim, published))
        refused += [RefusedLine(claim.figure.label, code, reason) for code, reason in reasons]
        if all(code == Flag.NO_BASELINE for code, _ in reasons):
            lines.append(Line(claim.figure, claim.evidence, _flags(claim), claim.verified_by))
    return Bulletin(title, published, tuple(lines), tuple(refused), tuple(checks), tuple(assumed))


def words(bulletin: Bulletin, language: Language = Language.ENGLISH) -> tuple[str, ...]:
    """The bulletin in plain lines: every figure with its as-of date and age, then the checks, then what was refused.

    Reasons and checks are in English in either language.
    """
    english = language is Language.ENGLISH
    lines = [f"{bulletin.title}, {bulletin.published}" if english else f"{bulletin.title}（{bulletin.published}）"]
    for line in bulletin.lines:
        text = figure_words(line.figure, bulletin.published, language)
        flags = ", ".join(line.flags)
        evidence = f"evidence: {line.evidence}" if english else f"依据：{line.evidence}"
        verified = (f"; verified: {line.verified_by}" if english else f"；核实：{line.verified_by}") * bool(
            line.verified_by
        )
        lines.append(
            text + (f" [{flags}]" if flags else "") + (f"; {evidence}" if english else f"；{evidence}") + verified
        )
    for answer in bulletin.checks:
        lines += answer_words(answer)
    heading = "not said: " if english else "不予发表："
    lines += [f"{heading}{line.label} ({line.code}): {line.reason}" for line in bulletin.refused]
    heading = "assumed: " if english else "假定："
    lines += [f"{heading}{sentence}" for sentence in bulletin.assumed]
    return tuple(lines)


def _flags(claim: Claim) -> tuple[Flag, ...]:
    """The figure's own flags, ``partial`` if not every unit reported, ``unchecked`` for a share only reported."""
    figure = claim.figure
    partial = figure.coverage is not None and not figure.coverage.is_complete
    unchecked = figure.status is Status.REPORTED and figure.denominator is not None and not claim.verified_by
    more = ((Flag.PARTIAL, partial), (Flag.UNCHECKED, unchecked))
    return tuple(dict.fromkeys((*figure.flags, *(flag for flag, holds in more if holds))))


def _reasons(claim: Claim, published: date) -> Iterator[tuple[str, str]]:
    figure, shown = claim.figure, claim.shown_as
    if not claim.evidence:
        yield "no_evidence", "nothing leads back from it to rows or a verdict"
    if figure.as_of > published:
        yield "not_yet", f"it is as of {figure.as_of}, after the bulletin"
    if figure.numerator is None:
        yield "unquantified", "it was stated without a number"
    if shown is not None and shown is not figure.status:
        yield "status_raised", f"it is {figure.status}, and was to be shown as {shown}"
    if claim.use is Use.PRAISE and figure.denominator is None:
        yield "praise_without_survey", "how many were asked is not given"
    if claim.use is Use.PRAISE and Flag.NO_DENOMINATOR in figure.flags:
        yield "praise_without_survey", "it is a percentage of nobody knows how many"
    if claim.use is Use.IMPROVEMENT and Flag.NO_BASELINE in figure.flags:
        yield "no_baseline", "no baseline given: only the level is shown"
