"""What states, kinds and questions of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.forms import Purpose
from grassrota.posting.attendance import ExcuseReason
from grassrota.posting.cost import CostKind, Payer
from grassrota.posting.debrief import DebriefQuestion
from grassrota.posting.field import FieldDayKind, FindingKind, PlanVerdict, Task
from grassrota.posting.incident import IncidentKind
from grassrota.posting.lodging import GrievanceKind, GrievanceState
from grassrota.posting.steps import PostingState
from grassrota.posting.task import TaskState

Words = Mapping[StrEnum, str | Promise]

STATES: Words = {
    PostingState.PLANNED: _("planned"),
    PostingState.LISTED: _("waiting to leave"),
    PostingState.DEPARTED: _("on the way"),
    PostingState.ARRIVED: _("in the field"),
    PostingState.RETURNED: _("at home again"),
    PostingState.CLOSED: _("closed"),
    PostingState.RELEASED: _("taken off"),
}
SHAPES: Mapping[PostingState, str] = {
    PostingState.PLANNED: "planned",
    PostingState.LISTED: "listed",
    PostingState.DEPARTED: "departed",
    PostingState.ARRIVED: "doing",
    PostingState.RETURNED: "reported",
    PostingState.CLOSED: "done",
    PostingState.RELEASED: "unknown",
}
"""The shape that goes with each state; see ``components/status_tag.html``."""

FLAGS: Mapping[str, str | Promise] = {"overdue": _("over-stay"), "early": _("back early"), "": ""}

KINDS: Words = {
    FieldDayKind.GO_TO_FIELD: _("Going to the field"),
    FieldDayKind.LIAISE: _("Liaising"),
    FieldDayKind.LABOUR: _("Labour"),
}
REASONS: Words = {
    ExcuseReason.OTHER_DUTY: _("Another duty"),
    ExcuseReason.NOT_AVAILABLE: _("Not available"),
}
TASKS: Words = {
    Task.PLAN_TEST: _("Does headquarters' plan hold here?"),
    Task.FINDINGS: _("What was found"),
    Task.OPINIONS: _("Opinions that were passed on"),
    Task.LIVING_CONDITIONS: _("Living conditions"),
}
FINDINGS: Words = {
    FindingKind.CAPACITY: _("Capacity that is there"),
    FindingKind.GOOD_PRACTICE: _("Good practice"),
    FindingKind.PROBLEM: _("Problem"),
}
VERDICTS: Words = {
    PlanVerdict.HOLDS: _("It holds"),
    PlanVerdict.DOES_NOT_HOLD: _("It does not hold"),
    PlanVerdict.CANNOT_TELL: _("Cannot be told"),
}
PURPOSES: Words = {
    Purpose.HELP_HOST: _("Help with the host's current priority"),
    Purpose.LEARN: _("Learn"),
    Purpose.COLLECT_OPINIONS: _("Collect opinions"),
    Purpose.REINFORCE_LEADERSHIP: _("Reinforce the leadership"),
    Purpose.INSPECT: _("Inspect"),
}
TASK_STATES: Words = {
    TaskState.SET: _("set"),
    TaskState.REPORTED: _("reported as done"),
    TaskState.CONFIRMED: _("confirmed by the host"),
}
TASK_SHAPES: Mapping[TaskState, str] = {
    TaskState.SET: "todo",
    TaskState.REPORTED: "reported",
    TaskState.CONFIRMED: "confirmed",
}
COSTS: Words = {CostKind.TRAVEL: _("Travel"), CostKind.LODGING: _("Lodging")}
PAYERS: Words = {Payer.HOME_UNIT: _("Home unit"), Payer.HOST: _("Host"), Payer.PERSON: _("The person")}
GRIEVANCES: Words = {
    GrievanceKind.RECEPTION_DEMANDED: _("A reception was demanded"),
    GrievanceKind.NOT_PAID: _("It was not paid"),
    GrievanceKind.NOT_AGREED: _("Nobody here agreed to it"),
    GrievanceKind.DAMAGE: _("Something was damaged"),
    GrievanceKind.OTHER: _("Something else"),
}
GRIEVANCE_STATES: Words = {
    GrievanceState.FILED: _("waits for an answer"),
    GrievanceState.ANSWERED: _("answered"),
    GrievanceState.SETTLED: _("settled, says the host"),
}
GRIEVANCE_SHAPES: Mapping[GrievanceState, str] = {
    GrievanceState.FILED: "todo",
    GrievanceState.ANSWERED: "reported",
    GrievanceState.SETTLED: "confirmed",
}
INCIDENTS: Words = {
    IncidentKind.ACCIDENT: _("Accident"),
    IncidentKind.ILLNESS: _("Illness"),
    IncidentKind.DISASTER: _("Disaster"),
    IncidentKind.VIOLENCE: _("Violence"),
    IncidentKind.OTHER: _("Something else"),
}
QUESTIONS: Words = {
    DebriefQuestion.JOURNEY: _("How was the journey arranged?"),
    DebriefQuestion.LODGING: _("Was the lodging as agreed?"),
    DebriefQuestion.SAFETY: _("Was anything unsafe?"),
    DebriefQuestion.WORK: _("Was the work what had been said?"),
    DebriefQuestion.HOST_NEEDS: _("What does the host need now?"),
    DebriefQuestion.HANDOVER: _("Was the work at home covered?"),
    DebriefQuestion.HOME_POST: _("Was the post at home kept open?"),
    DebriefQuestion.ADVICE_FOR_NEXT: _("What should the next one know?"),
}
MISSING: Mapping[str, str | Promise] = {
    "met": _("to be met"),
    "briefed": _("to be told of the place"),
    "lodging_ready": _("a place to stay"),
}


def choices(words: Words, *, empty: str | Promise | None = None) -> list[tuple[str, str | Promise]]:
    """The same as choices of a form, after an empty one if it has words."""
    listed = [(key.value, word) for key, word in words.items()]
    return listed if empty is None else [("", empty), *listed]
