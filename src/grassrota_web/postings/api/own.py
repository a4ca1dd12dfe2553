"""Operations on what people ask and raise: their own words, what waits for an officer, public questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from pydantic import Field

from grassrota.errors import BadInput, Fault
from grassrota.posting.appeal import AppealKind
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Batch, Code, Day, Flag, Given, Key, Shown, Text
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.postings.actions import own as verbs
from grassrota_web.postings.actions import questions
from grassrota_web.postings.actions.swap_words import AgreeToSwap, AskToSwap, DeclineSwap, SwapAnswer, TakeBackSwap
from grassrota_web.postings.models import Appeal, Concern, Consent, Question
from grassrota_web.postings.queries import public_questions
from grassrota_web.rotas.api.reach import rotation_found

room = Room("One's own turn, and questions")

ANSWERS: Mapping[str, type[SwapAnswer]] = {
    "agree_to_swap": AgreeToSwap,
    "decline_swap": DeclineSwap,
    "take_back_swap": TakeBackSwap,
}


class ConsentShown(Shown):
    """What one says to going with a batch."""

    EXAMPLE: ClassVar = {"rotation": 2, "batch": 1, "asked_on": "1957-12-06", "given_on": None, "withdrawn_on": None}

    rotation: int
    batch: int
    asked_on: Day
    given_on: Day | None
    withdrawn_on: Day | None


class MatterShown(Shown):
    """Something that somebody raised, by its class and state; its words are under seal and not told here."""

    EXAMPLE: ClassVar = {
        "key": "0b9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c11",
        "rotation": 2,
        "person": "p-104",
        "kind": "hardship",
        "raised_on": "1957-12-07",
        "answer_by": "1957-12-19",
        "outcome": "",
    }

    key: UUID
    rotation: int
    person: str
    kind: str
    raised_on: Day
    answer_by: Day | None
    outcome: str = Field(description="Empty while it waits.")


class WordGiven(Given):
    """One word about one's own turn, and what it needs."""

    EXAMPLE: ClassVar = {
        "word": "worry",
        "batch": None,
        "kind": "hardship",
        "need": "childcare",
        "text": "",
        "matter": None,
        "past_officer": False,
        "person": None,
    }

    word: Literal[
        "yes",
        "no",
        "worry",
        "request",
        "further",
        "read_reply",
        "ask_to_swap",
        "agree_to_swap",
        "decline_swap",
        "take_back_swap",
    ]
    batch: Batch | None = Field(None, description="For `yes`, `no` and `request`.")
    kind: ConcernKind | AppealKind | None = Field(None, description="Of a `worry` or a `request`.")
    need: Need | None = Field(None, description="The class of the need, for a hardship.")
    text: Text = Field("", description="Under seal from the moment it arrives.")
    matter: UUID | None = Field(None, description="For `further` and `read_reply`, and of an answer on a swap.")
    past_officer: Flag = Field(
        False, description="Of a `worry` or a `request`: for the officer above one's unit alone."
    )
    person: Code | None = Field(None, description="For `ask_to_swap`: `id` of somebody on a published list.")

    def value(self) -> verbs.Word:
        """As the verb takes it."""
        match self.word, self.batch, self.kind, self.matter, self.person:
            case "yes", int(batch), None, None, None:
                return verbs.Yes(batch)
            case "no", int(batch), None, None, None:
                return verbs.No(batch)
            case "worry", None, ConcernKind() as kind, None, None:
                return verbs.Worry(kind, self.text, self.need, self.past_officer)
            case "request", int(batch), AppealKind() as asked, None, None:
                return verbs.Request(asked, batch, self.text, self.past_officer)
            case "further", None, None, UUID() as matter, None:
                return verbs.Further(matter)
            case "read_reply", None, None, UUID() as matter, None:
                return verbs.ReadReply(matter)
            case "ask_to_swap", None, None, None, str(person):
                return AskToSwap(person)
            case ("agree_to_swap" | "decline_swap" | "take_back_swap") as word, None, None, UUID() as swap, None:
                return ANSWERS[word](swap)
        raise BadInput([Fault("word", "what this word needs, and no more", self.word)])


class Read(Shown):
    """What was read; empty if nothing was."""

    EXAMPLE: ClassVar = {"text": ""}

    text: str


class PublicShown(Shown):
    """Something asked twice or more, with its answer."""

    EXAMPLE: ClassVar = {
        "text": "Is the home post kept open?",
        "asked": 3,
        "answer": "Yes, until the return.",
        "answered_on": "1957-12-09",
    }

    text: str
    asked: int
    answer: str
    answered_on: Day | None


class PublicPage(Shown):
    """The public page of questions and answers."""

    EXAMPLE: ClassVar = {"items": [PublicShown.EXAMPLE]}

    items: list[PublicShown]


class QuestionShown(Shown):
    """A question as it was asked; who asked is kept nowhere."""

    EXAMPLE: ClassVar = {
        "key": "7d1f5c0e-5d1f-4c3b-8a57-1f6f0a9b7c22",
        "rotation": 2,
        "text": "Is the home post kept open?",
        "same_as": None,
        "answer": "",
    }

    key: UUID
    rotation: int
    text: str
    same_as: UUID | None
    answer: str


class QuestionGiven(Given):
    """A question about the rules."""

    EXAMPLE: ClassVar = {"text": "Is the home post kept open?"}

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class AnswerGiven(QuestionGiven):
    """An answer for everybody."""

    EXAMPLE: ClassVar = {"text": "Yes, until the return.", "on": "1957-12-09"}

    on: Day


class SameGiven(Given):
    """Another question that asks the same."""

    EXAMPLE: ClassVar = {"other": "7d1f5c0e-5d1f-4c3b-8a57-1f6f0a9b7c22"}

    other: UUID


@room.reads("consents", Listed[ConsentShown], Right.READ_OWN)
def list_consents(request: Asked, find: Query[Listing]) -> Any:
    """Lists what one says oneself to going; nobody else ever reads it."""
    rows = visible(request.actor, Consent.objects.all())
    days = ("asked_on", "given_on", "withdrawn_on")

    def shown(row: Consent) -> ConsentShown:
        return ConsentShown(rotation=row.rotation_id, batch=row.batch, **{day: getattr(row, day) for day in days})

    return listed(request, find, rows, ("pk",), shown)


def _matter(row: Concern | Appeal) -> MatterShown:
    return MatterShown(
        key=row.pk,
        rotation=row.rotation_id,
        person=row.person.code,
        kind=row.kind,
        raised_on=row.raised_on if isinstance(row, Concern) else row.filed_on,
        answer_by=row.answer_by,
        outcome=row.outcome,
    )


@room.reads("concerns", Listed[MatterShown], Right.READ_OWN, Right.READ_SEALED)
def list_concerns(request: Asked, find: Query[Listing]) -> Any:
    """Lists one's own questions, difficulties and hardships, and to whoever answers them those that wait."""
    return listed(
        request, find, visible(request.actor, Concern.objects.select_related("person")), ("raised_on", "pk"), _matter
    )


@room.reads("requests", Listed[MatterShown], Right.READ_OWN, Right.READ_SEALED)
def list_requests(request: Asked, find: Query[Listing]) -> Any:
    """Lists one's own requests to be taken off or to go later, and to whoever decides those that wait."""
    return listed(
        request, find, visible(request.actor, Appeal.objects.select_related("person")), ("filed_on", "pk"), _matter
    )


@room.does(verbs.see_to_own, "rotations/{key}/own", Read)
def see_to_own(request: Asked, key: Key, given: WordGiven) -> Any:  # noqa: D103
    rotation = rotation_found(request.actor, key)
    return Read(text=verbs.see_to_own(request.actor, rotation, given.value()))


@room.reads("rotations/{key}/questions", PublicPage, Right.READ_POSTINGS, Right.DISCUSS)
def show_questions(request: Asked, key: Key) -> Any:
    """Shows everything that was asked twice or more about a rotation, with its answers."""
    told = public_questions(rotation_found(request.actor, key), timezone.localdate())
    names = ("text", "asked", "answer", "answered_on")
    return PublicPage(items=[PublicShown(**{name: getattr(one, name) for name in names}) for one in told])


@room.does(questions.ask, "rotations/{key}/questions", None, status=204)
def ask(request: Asked, key: Key, given: QuestionGiven) -> Any:  # noqa: D103
    questions.ask(request.actor, rotation_found(request.actor, key), given.text)


def _question(row: Question) -> QuestionShown:
    return QuestionShown(key=row.pk, rotation=row.rotation_id, text=row.text, same_as=row.same_as_id, answer=row.answer)


def _to_answer(request: Asked) -> Any:
    rows = Question.objects.select_related("rotation__home")
    return reached(request.actor, rows, (At(Right.ANSWER, "rotation__home__path"),))


@room.reads("questions", Listed[QuestionShown], Right.ANSWER)
def list_questions(request: Asked, find: Query[Listing]) -> Any:
    """Lists questions as they were asked, to those who answer for everybody."""
    return listed(request, find, _to_answer(request), ("asked_on", "pk"), _question)


@room.does(questions.answer_question, "questions/{key}/answer", None, status=204)
def answer_question(request: Asked, key: UUID, given: AnswerGiven) -> Any:  # noqa: D103
    questions.answer_question(request.actor, get_object_or_404(_to_answer(request), pk=key), given.text, given.on)


@room.does(questions.mark_same, "questions/{key}/same", None, status=204)
def mark_same(request: Asked, key: UUID, given: SameGiven) -> Any:  # noqa: D103
    row, other = (get_object_or_404(_to_answer(request), pk=one) for one in (key, given.other))
    if row.rotation_id != other.rotation_id:
        raise Http404
    questions.mark_same(request.actor, row, other)
