"""From templates and what is known to a bulletin; one that contradicts itself is not made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from grassrota.errors import Refused
from grassrota.figures.consistency import Answer, answer_words, check
from grassrota.figures.issue.issued import Correction, Issued, Number, Paragraph, Refusal, TreeHead
from grassrota.figures.issue.known import Counted, Known
from grassrota.figures.issue.place import Kind, Place, wholes
from grassrota.figures.issue.saying import Said, Unsaid, say
from grassrota.figures.issue.template import Template
from grassrota.figures.statements import Count, Order, Parts, Statement, StatementSet
from grassrota.figures.wording import exactly
from grassrota.figures.words import Language

NOT_SAID = {Language.ENGLISH: "[not said: {}]", Language.CHINESE: "〔不予发表：{}〕"}


def make(
    code: str,
    templates: Mapping[Language, Template],
    known: Known,
    head: TreeHead,
    corrects: Correction | None = None,
) -> Issued:
    """Fills in templates in both languages, and lists what is not said.

    Args:
        code: Id of the bulletin.
        templates: One for each language.
        known: What may be drawn on.
        head: Of the journal, which holds the readings already.
        corrects: An earlier bulletin.

    Raises:
        Refused: ``nothing_to_say`` if no figure can be stated, ``contradicts`` if its figures cannot all be true.
    """
    places = tuple(dict.fromkeys(place for template in templates.values() for _, place in template.places))
    answers = {place: say(place, known) for place in places}
    said = {place: answer for place, answer in answers.items() if isinstance(answer, Said)}
    counted = tuple(dict.fromkeys(chain.from_iterable(one.rests_on for one in said.values())))
    numbers = tuple(_number(one, known) for one in counted)
    if not numbers:
        raise Refused("nothing_to_say", "No figure of the template can be stated: there is nothing to issue.")
    _agree(known, said, numbers)
    return Issued(
        id=code,
        unit=known.unit,
        name=known.name,
        as_of=known.as_of,
        published=known.published,
        texts={language: tuple(_filled(template, answers, language)) for language, template in templates.items()},
        numbers=numbers,
        refused=tuple(_refusals(answers)),
        readings=tuple(known.readings[day] for day in sorted({one.day for one in counted})),
        verdicts=known.verdicts,
        head=head,
        corrects=corrects,
    )


def judged(known: Known, said: Mapping[Place, Said], numbers: tuple[Number, ...]) -> Answer:
    """Whether the numbers of a bulletin can all be true: parts within wholes, and parts with their total."""
    found: list[Statement] = [Count(_id(one.counted), _id(one.counted), exactly(one.count)) for one in numbers]
    there = {one.counted for one in numbers}
    for one in sorted(there):
        found += [
            Order(f"{_id(one)} within {whole}", _id(one._replace(figure=whole)), _id(one), strict=False)
            for whole in wholes(one.figure)
            if not one.part and one._replace(figure=whole) in there
        ]
    for place, answer in said.items():
        if answer.parts:
            total = _id(Counted(known.as_of, place.figure))
            found.append(Parts(place.text, total, tuple(_id(part) for part in answer.parts), open_list=True))
    fixed = [Counted(day, name) for day in known.readings for name in ("confirmed", "refuted")]
    for one, two in zip(fixed[::2], fixed[1::2], strict=True):
        whole = one._replace(figure="reported_fixed")
        if {one, two, whole} <= there:
            found.append(Parts(f"answers {one.day}", _id(whole), (_id(one), _id(two)), open_list=True))
    return check(StatementSet(known.name, known.unit, tuple(found)))


def _agree(known: Known, said: Mapping[Place, Said], numbers: tuple[Number, ...]) -> None:
    negative = [one for one in numbers if one.count < 0]
    if negative:
        raise Refused("contradicts", f"The ledger counts fewer than none of {negative[0].figure}: verify it first.")
    answer = judged(known, said, numbers)
    if not answer.possible:
        raise Refused("contradicts", "Its figures cannot all be true: " + " ".join(answer_words(answer)))


def _id(one: Counted) -> str:
    return " ".join(filter(None, (one.figure, one.part, one.day.isoformat())))


def _number(one: Counted, known: Known) -> Number:
    called = known.called(one.part, Language.ENGLISH)
    return Number(one.figure, one.part, called, one.day, known.count(one.figure, one.day, one.part))


def _filled(template: Template, answers: Mapping[Place, Said | Unsaid], language: Language) -> Iterator[Paragraph]:
    for piece in template.pieces:
        words, picture = "", False
        for part in piece.parts:
            if isinstance(part, str):
                words += part
                continue
            answer = answers[part]
            picture = part.kind is Kind.PICTURE and isinstance(answer, Said)
            words += (
                answer.words[language] if isinstance(answer, Said) else NOT_SAID[language].format(answer.why[language])
            )
        yield Paragraph(piece.level, words, picture)


def _refusals(answers: Mapping[Place, Said | Unsaid]) -> Iterator[Refusal]:
    for place, answer in answers.items():
        for one in answer.unsaid if isinstance(answer, Said) else (answer,):
            yield Refusal(place.text, one.code, one.why[Language.ENGLISH], one.why[Language.CHINESE])
