"""What the words of the core are called on the pages of this room."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota.posting.appeal import AppealKind, AppealOutcome
from grassrota.posting.coercion import CoercionAnswer, CoercionState
from grassrota.posting.concern import ConcernKind, ConcernOutcome
from grassrota.posting.hardship import Need
from grassrota.posting.swap import SwapState

Words = Mapping[str, str | Promise]

KINDS: Words = {
    ConcernKind.QUESTION: _("Question"),
    ConcernKind.DIFFICULTY: _("Difficulty"),
    ConcernKind.HARDSHIP: pgettext_lazy("concern", "Hardship"),
    AppealKind.APPEAL: _("Appeal against the listing"),
    AppealKind.DEFERRAL: _("Request to go later"),
}
NEEDS: Words = {
    Need.CHILDCARE: _("childcare"),
    Need.CARE_OF_RELATIVE: _("care of a relative"),
    Need.HOUSING: _("housing"),
    Need.SCHOOLING: _("schooling"),
    Need.HEALTH_CARE_ACCESS: _("access to health care"),
    Need.OTHER: pgettext_lazy("need", "another need"),
}
OUTCOMES: Words = {
    "": _("waits for an answer"),
    ConcernOutcome.ANSWERED: _("answered"),
    ConcernOutcome.RESOLVED: _("resolved"),
    ConcernOutcome.POSTPONED: _("departure postponed"),
    AppealOutcome.GRANTED: _("granted"),
    AppealOutcome.DECLINED: _("declined"),
}
COERCION_STATES: Words = {
    CoercionState.FILED: _("received, not yet taken up"),
    CoercionState.TAKEN_UP: _("being looked into"),
    CoercionState.ANSWERED: _("answered"),
}
COERCION_ANSWERS: Words = {
    CoercionAnswer.COERCED: _("people were made to go"),
    CoercionAnswer.NOT_COERCED: _("nobody was made to go"),
    CoercionAnswer.CANNOT_TELL: _("it cannot be told"),
}
SWAPS: Words = {
    SwapState.ASKED: _("not answered yet"),
    SwapState.AGREED: _("waits for the decision"),
    SwapState.DECLINED: _("declined"),
    SwapState.TAKEN_BACK: _("taken back"),
    SwapState.APPROVED: _("approved"),
    SwapState.REFUSED: _("refused"),
    SwapState.LAPSED: _("over"),
}
BATCH_TASKS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "discussion": (_("Draft list open to discussion"), _("those going and those staying")),
    "list": (_("List published to all staff"), _("with its criteria")),
    "briefing": (_("Batch briefed"), _("what to expect, whom to turn to, neither guest nor envoy")),
}
"""What is done for a batch as a whole: the task, and what it is about."""
