"""What states, reasons and facts of cases are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota.opinions.appeal import AppealOutcome
from grassrota.opinions.case import CaseState
from grassrota.opinions.deadlines import DutyKind
from grassrota.opinions.entries import ClosingReason, ReopenedBy
from grassrota.opinions.response import Decision
from grassrota.opinions.systemic import CauseKind
from grassrota_web.intake.models import Said
from grassrota_web.opinions.models import FactKind

Words = Mapping[str, str | Promise]

STATES: Words = {
    CaseState.OPEN: pgettext_lazy("case", "open"),
    CaseState.CLAIMED: _("unit says fixed, raiser silent"),
    CaseState.CONFIRMED: _("fixed, the raiser says"),
    CaseState.REFUTED: _("not fixed, the raiser says"),
    CaseState.OTHERWISE_CLOSED: _("closed without a fix"),
}
SHAPES: Mapping[str, str] = {
    CaseState.OPEN: "todo",
    CaseState.CLAIMED: "reported",
    CaseState.CONFIRMED: "confirmed",
    CaseState.REFUTED: "refuted",
    CaseState.OTHERWISE_CLOSED: "unknown",
}
"""The shape that goes with each state; see ``components/status_tag.html``."""

TOLD: Words = {
    CaseState.OPEN: _("received, and being dealt with"),
    CaseState.CLAIMED: _("the unit says that it is fixed; you are asked"),
    CaseState.CONFIRMED: _("fixed, as you said"),
    CaseState.REFUTED: _("not fixed, as you said; it goes on"),
    CaseState.OTHERWISE_CLOSED: _("closed without a fix"),
}
"""The same as raisers are told it."""

REASONS: Words = {
    ClosingReason.FIXED: _("it is fixed"),
    ClosingReason.PARTLY: _("it is partly fixed"),
    ClosingReason.CANNOT: _("it cannot be fixed"),
    ClosingReason.NOT_OURS: _("it is not ours"),
    ClosingReason.DUPLICATE: _("another case goes on for it"),
    ClosingReason.NO_ACCESS: _("what it is about could not be reached"),
}
SAID: Words = {
    Said.FIXED: _("it is fixed"),
    Said.PARTLY: _("it is partly fixed"),
    Said.NOT_FIXED: _("it is not fixed"),
    Said.APPEAL: _("appeals"),
    Said.WITHDRAWN: _("takes it back"),
}
OWED: Words = {
    DutyKind.ACKNOWLEDGE: _("acknowledge"),
    DutyKind.FEEDBACK: _("give feedback"),
    DutyKind.INTERIM: _("say why it takes longer"),
    DutyKind.DECIDE: _("decide the appeal"),
}
FACTS: Words = {
    FactKind.SENT: _("Sent to a unit"),
    FactKind.ACCEPTED: _("Accepted"),
    FactKind.NOT_OURS: _("Not ours"),
    FactKind.ASSIGNED: _("Assigned"),
    FactKind.LEFT_CHAIN: _("Taken away from whom it concerns"),
    FactKind.ACKNOWLEDGED: _("Acknowledged"),
    FactKind.INTERIM: _("Told why it takes longer"),
    FactKind.FEEDBACK: _("Gave feedback"),
    FactKind.CLAIMED: _("The unit claims"),
    FactKind.REOPENED: _("Opened again"),
    FactKind.INVESTIGATED: _("Looked into"),
    FactKind.ASKED: _("Asked the raiser"),
    FactKind.JOINED: _("Joined those who work on it"),
    FactKind.LEFT: _("Works on it no more"),
    FactKind.CAUSE: _("Noted the cause"),
    FactKind.ADOPTED: _("Adopted the raiser's suggestion"),
    FactKind.REDACTED: _("Made the redacted copy"),
    FactKind.MERGED: _("Merged"),
    FactKind.SPLIT: _("Taken apart"),
    FactKind.RESPONDED: _("The leaders answered"),
    FactKind.APPEAL: _("The raiser appealed"),
    FactKind.DECIDED: _("The appeal was decided"),
    FactKind.CHECKED: _("A withdrawal was checked"),
    FactKind.CLOSED: _("Closed"),
    FactKind.ESCALATED: _("Late, so it was taken above"),
}
REOPENED: Words = {
    ReopenedBy.APPEAL: _("after an appeal"),
    ReopenedBy.INSPECTION: _("after an inspection"),
    ReopenedBy.UNIT: _("by the unit"),
}
NO_APPEAL: Words = {
    "appeal_open": _(
        "An appeal about this is being decided. What you wrote is kept with it, and you will read here what came of it."
    ),
    "nothing_decided": _(
        "Nothing was decided yet that could be appealed against: your case is being worked on. What you wrote is kept "
        "with it. Once you read what the unit says, you can appeal."
    ),
    "nothing_to_appeal": _(
        "Your appeal was upheld, and your case was opened again. What you wrote is kept with it. Once you read what "
        "the unit says now, you can appeal again."
    ),
    "no_higher": _(
        "The outside reviewer has decided, and nobody is above. What you wrote is kept with your case, and those who "
        "handle it read it."
    ),
}
"""What a raiser reads who cannot appeal now, by the code of the core's refusal."""
DECISIONS: Words = {
    Decision.ACCEPTED: _("accepted"),
    Decision.PARTLY_ACCEPTED: _("partly accepted"),
    Decision.NOT_ACCEPTED: _("not accepted"),
}
OUTCOMES: Words = {AppealOutcome.UPHELD: _("upheld"), AppealOutcome.DISMISSED: _("dismissed")}
CAUSES: Words = {
    CauseKind.RULE: _("a rule"),
    CauseKind.PROCEDURE: _("a procedure"),
    CauseKind.MEANS: _("money or material"),
    CauseKind.STAFFING: _("too few people"),
    CauseKind.SKILL: _("skill"),
    CauseKind.INFORMATION: _("information"),
    CauseKind.COORDINATION: _("work between units"),
    CauseKind.SURROUNDINGS: _("what lies outside"),
}
