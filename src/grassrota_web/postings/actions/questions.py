"""Questions about the rules: asked by anybody, answered for everybody."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting import question as core
from grassrota_web.access.mixed import mix, mixed
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.discussion import UNTOLD
from grassrota_web.postings.models import Question


@verb("postings.ask", Right.DISCUSS, unjournaled=UNTOLD)
def ask(act: Act, rotation: Rotation, text: str) -> None:
    """Asks a question about the rules; who asked is kept nowhere."""
    act.anywhere()
    if not visible(act.actor, Rotation.objects.filter(pk=rotation.pk)).exists():
        raise Refused("not_permitted", _("This rotation is not one of your unit's."))
    asked = Question(rotation=rotation, text=text.strip(), asked_on=timezone.localdate())
    convert.question(asked)
    asked.save()
    mix(questions_of(asked.asked_on))


@mixed
def questions_of(day: date) -> QuerySet[Question]:
    """What was asked on a day."""
    return Question.objects.filter(asked_on=day)


@verb("postings.mark_same", Right.ANSWER)
def mark_same(act: Act, question: Question, other: Question) -> None:
    """Marks a question as asking the same as another one in other words."""
    act.at(question.rotation.home.path)
    row = act.lock(Question, pk=question.pk)
    if other.rotation_id != row.rotation_id:
        raise Refused("another_rotation", _("The other question belongs to another rotation."))
    core.mark_same(convert.question(row), convert.question(other))
    row.same_as = other
    row.save(update_fields=["same_as"])
    act.note("question", row.pk, place=row.rotation.home.path, after={"same_as": str(other.pk)})


@verb("postings.answer_question", Right.ANSWER)
def answer_question(act: Act, question: Question, text: str, on: date) -> None:
    """Answers a question for everybody; a later answer stands in for an earlier one.

    Raises:
        Refused: ``older_answer``.
    """
    act.at(question.rotation.home.path)
    row = act.lock(Question, pk=question.pk)
    before = {"answer": row.answer}
    value = core.answer(convert.question(row), text, on)
    row.answer, row.answered_on = value.answer, value.answered_on
    row.save(update_fields=["answer", "answered_on"])
    place = row.rotation.home.path
    act.note("question", row.pk, place=place, before=before, after={"answer": row.answer}, as_of=on)
