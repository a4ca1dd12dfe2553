"""Whether statements can be true together; if so what the unsaid can be, and if not which of them clash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grassrota.figures.arithmetic import findings
from grassrota.figures.feasibility import System, rows_of
from grassrota.figures.flag import Finding, Flag
from grassrota.figures.interval import WHOLE_RANGE, Interval
from grassrota.figures.relations import ONE, add, measures, rows
from grassrota.figures.statements import (
    REST,
    Ask,
    Count,
    Group,
    Order,
    Parts,
    Sizes,
    Statement,
    StatementSet,
)
from grassrota.figures.words import Language, bounds_in_words, words

MOST_TOLD = 12
"""Statements of a clash that are told one by one; parts of a sum that are named."""
MOST_ASKED = 20
"""Quantities left unsaid whose bounds are looked for where nothing was asked."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What an unsaid quantity can be.

    Attributes:
        ask: The id of the question.
        interval: Every value the statements allow.
        is_share: True for a share of something.
        follows: Whether the claim made about it follows; None if there was no claim.
    """

    ask: str
    interval: Interval
    is_share: bool
    follows: bool | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """One number of a clashing statement, and what the others of the clash make of it.

    Attributes:
        statement: The id of the statement.
        name: What the number is of, in words.
        stated: What the statement says.
        allowed: What it would have to be, given the others; None if they leave it open.
        is_share: True for a share of something.
    """

    statement: str
    name: str
    stated: Interval
    allowed: Interval | None
    is_share: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement of a set of statements.

    Attributes:
        title: Of the set.
        possible: True if the statements can all be true.
        findings: Flags raised, each in words with the arithmetic.
        bounds: Answers to the questions asked; empty if the statements cannot all be true.
        clash: Ids of statements that cannot be true together though any of them could be left out; empty if possible.
        assumptions: What we assumed and nobody said.
        expected: Flags known beforehand, for an example; None if nothing was expected.
        against: The numbers of the first ``MOST_TOLD`` statements of a clash beside what the others make of them.
    """

    title: str
    possible: bool
    findings: tuple[Finding, ...]
    bounds: tuple[Bound, ...]
    clash: tuple[str, ...]
    assumptions: tuple[str, ...]
    expected: tuple[str, ...] | None = None
    against: tuple[Against, ...] = ()

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags raised, each once."""
        return tuple(dict.fromkeys(finding.flag for finding in self.findings))

    @property
    def consistent(self) -> bool:
        """True if nothing was found."""
        return not self.findings

    @property
    def as_expected(self) -> bool | None:
        """Whether exactly the expected flags were raised; None if nothing was expected."""
        return None if self.expected is None else set(self.flags) == set(self.expected)

    def bound(self, ask: str) -> Interval:
        """The bounds answering the question ``ask``."""
        return next(bound.interval for bound in self.bounds if bound.ask == ask)


def check(statements: StatementSet, language: Language = Language.ENGLISH) -> Answer:
    """Judges a set of statements, in words of the language.

    They are possible together if some numbers satisfy all of them; counts have whole ends but need not be whole in
    between, and percentages of known counts must also pass the granularity test. Everything is linear: see
    ``docs/algorithms/figures.md``.
    """
    inequalities = rows(statements)
    found = findings(statements, language)
    system = System(inequalities)
    fits = system.fits()
    grainy = [finding for finding in found if finding.flag is Flag.GRANULARITY]
    possible = fits and not grainy
    clash: tuple[str, ...] = ()
    against: tuple[Against, ...] = ()
    if not fits:
        clash = system.smallest_clash()
        told = [statement for statement in statements.statements if statement.id in set(clash)][:MOST_TOLD]
        clashing = System(rows_of(inequalities, clash))
        against = tuple(number for statement in told for number in _against(statement, clashing, language))
        found = (Finding(Flag.CLASH, clash, _clash_in_words(told, against, len(clash), language)), *found)
    elif grainy:
        clash = grainy[0].statements
    return Answer(
        title=statements.title,
        possible=possible,
        findings=found,
        bounds=tuple(_bound(ask, system) for ask in statements.asks) if possible else (),
        clash=clash,
        assumptions=tuple(_assumptions(statements.statements, language)),
        expected=statements.expected,
        against=against,
    )


def unsaid(of: StatementSet, language: Language = Language.ENGLISH, most: int = MOST_ASKED) -> tuple[Ask, ...]:
    """What could be asked beyond what a set asks: rates that no band has, and quantities without a count."""
    groups = [statement for statement in of.statements if isinstance(statement, Group)]
    counted = {statement.quantity for statement in of.statements if isinstance(statement, Count)}
    inner = tuple(f"{group.id}." for group in groups)
    open_ones = [name for name in sorted(of.quantities - counted) if not (inner and name.startswith(inner))]
    rests = [
        Ask(
            language.either(f"rate of the rest of {group.id}", f"“{group.id}”中未提及部分的比率"),
            (f"{group.id}.{REST}.part",),
            f"{group.id}.{REST}.whole",
        )
        for group in groups
    ]
    asked, wanted = {ask.id for ask in of.asks}, {(ask.part, ask.whole) for ask in of.asks}
    found = (*rests, *(Ask(name, (name,)) for name in open_ones))
    return tuple(ask for ask in found if ask.id not in asked and (ask.part, ask.whole) not in wanted)[:most]


def answer_words(answer: Answer) -> tuple[str, ...]:
    """The answer in plain lines of English, the verdict first; judge it in English for that."""
    lines = [f"{answer.title}: {'possible together' if answer.possible else 'cannot all be true'}"]
    lines += [f"{finding.flag}: {finding.words}" for finding in answer.findings]
    for bound in answer.bounds:
        said = {None: "", True: "; what is claimed follows", False: "; what is claimed does not follow"}[bound.follows]
        lines.append(f"{bound.ask}: {bounds_in_words(bound.interval, share=bound.is_share)}{said}")
    return (*lines, *(f"assumed: {assumption}" for assumption in answer.assumptions))


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data; bounds as numbers, None for no end."""
    return {
        "title": answer.title,
        "possible": answer.possible,
        "consistent": answer.consistent,
        "findings": [
            {"flag": str(finding.flag), "statements": list(finding.statements), "words": finding.words}
            for finding in answer.findings
        ],
        "bounds": [
            {"ask": bound.ask, **_plain(bound.interval), "is_share": bound.is_share, "follows": bound.follows}
            for bound in answer.bounds
        ],
        "clash": list(answer.clash),
        "assumptions": list(answer.assumptions),
        "as_expected": answer.as_expected,
    }


def _plain(interval: Interval) -> dict[str, Any]:
    return {
        "lower": float(interval.lower),
        "upper": None if interval.upper is None else float(interval.upper),
        "lower_open": interval.lower_open,
        "upper_open": interval.upper_open,
    }


def _bound(ask: Ask, system: System) -> Bound:
    interval = system.bounds(add(ask.part), {ask.whole: ONE} if ask.whole else None)
    follows = None if ask.claim is None else ask.claim.interval.covers(interval)
    return Bound(ask.id, interval, bool(ask.whole), follows)


def _against(statement: Statement, clashing: System, language: Language) -> Iterator[Against]:
    for measure in measures(statement, language):
        allowed = clashing.bounds(measure.terms, measure.per, without=statement.id)
        anything = WHOLE_RANGE if measure.per else Interval(ONE * 0, None)
        given = None if allowed == anything else allowed
        yield Against(statement.id, measure.name, measure.stated, given, measure.per is not None)


def _clash_in_words(told: Sequence[Statement], against: Sequence[Against], clash: int, language: Language) -> str:
    """Every clashing statement with what it says and what the others would make of it."""
    lines = []
    for statement in told:
        lines += [f"({statement.id}) {line}" for line in _related(statement, language)]
        for one in (one for one in against if one.statement == statement.id):
            stated = words(one.stated, language, share=one.is_share)
            line = language.either(
                f"({one.statement}) {one.name} is {stated}", f"（{one.statement}）{one.name}为{stated}"
            )
            if one.allowed is not None:
                given = bounds_in_words(one.allowed, language, share=one.is_share)
                line += language.either(f", but the others give {given}", f"，而按其余各条应为{given}")
            lines.append(line)
    if clash > len(told):
        more = clash - len(told)
        lines.append(language.either(f"and {more:,} statements more", f"另有{more:,}条"))
    return language.either("; ", "；").join(lines)


def _related(statement: Statement, language: Language) -> Iterator[str]:
    """What a statement says that gives no number."""
    if isinstance(statement, Parts):
        parts = language.either(", ", "、").join(statement.parts[:MOST_TOLD])
        if len(statement.parts) > MOST_TOLD:
            more = len(statement.parts) - MOST_TOLD
            parts += language.either(f" and {more:,} more", f"等（另有{more:,}项）")
        relation = "at least the sum" if statement.open_list else "the sum"
        yield language.either(
            f"{statement.total} is {relation} of {parts}",
            f"“{statement.total}”{'不少于' if statement.open_list else '是'}{parts}之和",
        )
    elif isinstance(statement, Order):
        relation = "more than" if statement.strict else "no fewer than"
        yield language.either(
            f"{statement.larger} is {relation} {statement.smaller}",
            f"“{statement.larger}”{'多于' if statement.strict else '不少于'}“{statement.smaller}”",
        )
    elif isinstance(statement, Group):
        yield language.either(
            f"cases of {statement.whole} are spread over {statement.id}",
            f"“{statement.whole}”分布在“{statement.id}”中",
        )


def _assumptions(statements: Sequence[Statement], language: Language) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, Group):
            equal = statement.sizes is Sizes.EQUAL
            sizes = "equally many cases each" if equal else "any number of cases each"
            yield language.either(
                f"{statement.id} have {sizes}", f"“{statement.id}”各有{'同样多的' if equal else '任意多的'}件数"
            )
            if statement.rest_rate is not None:
                text = statement.rest_rate.text
                yield language.either(
                    f"the rest of {statement.id} is taken as {text}", f"“{statement.id}”中未提及的部分按{text}计"
                )
        for name in ("value", "rate", "units", "share"):
            wording = getattr(statement, name, None)
            if wording is not None and wording.assumed:
                width = words(wording.interval, language, share=wording.is_share)
                yield language.either(
                    f"({statement.id}) {wording.text!r} is taken as {width}",
                    f"（{statement.id}）“{wording.text}”理解为{width}",
                )
