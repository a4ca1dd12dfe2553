"""What the room shows: lists, worklists and what waits for whom."""

from __future__ import annotations

from datetime import date

from grassrota.posting.question import PublicQuestion, due, public_page
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.models import Question


def public_questions(rotation: Rotation, as_of: date) -> tuple[PublicQuestion, ...]:
    """Everything asked twice or more about a rotation, with its answer and day where there is one."""
    return public_page(map(convert.question, Question.objects.filter(rotation=rotation)), as_of)


def questions_due(rotation: Rotation, as_of: date) -> tuple[PublicQuestion, ...]:
    """What was asked twice and has no answer yet."""
    return due(map(convert.question, Question.objects.filter(rotation=rotation)), as_of)
