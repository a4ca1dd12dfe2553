"""What the room calls things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota.inspection.design import Outcome
from grassrota.inspection.finding import TeamRole, Unresolved
from grassrota.inspection.relapse import Held

OUTCOMES = {
    Outcome.CONFIRMED: pgettext_lazy("of a claim", "confirmed"),
    Outcome.REFUTED: pgettext_lazy("of a claim", "refuted"),
    Outcome.INCONCLUSIVE: pgettext_lazy("of a claim", "inconclusive"),
}
TAGS = {Outcome.CONFIRMED: "confirmed", Outcome.REFUTED: "refuted", Outcome.INCONCLUSIVE: "unknown"}
"""The shapes of ``components/status_tag.html``."""

SIDES = {
    TeamRole.MANAGEMENT: _("for the leaders"),
    TeamRole.RAISER_SIDE: _("for the people: somebody who uses the service"),
}

UNRESOLVED = {
    Unresolved.SILENCE: _("no: nobody answered, and the place does not show it"),
    Unresolved.NO_PLACE_NO_CONSENT: _("no: there is no place to look at, and no consent to a visit"),
}

REFUSALS = {
    "nothing_claimed": _("It claims nothing as fixed: there is nothing to inspect."),
    "tolerance_exceeds_claim": _("It claims less than the tolerance: no claim of that size can be told from none."),
    "no_design": _("No sample tells an honest list of this size from a false one: look at every case."),
    "too_many_errors": _("With so much silence or error allowed, a false list of this size looks like an honest one."),
    "false_by_its_list": _("It lists fewer cases than it claims: send it back for a full list."),
}
"""Why nothing is drawn of a list, by the core's code."""

HELD = {
    Held.HELD: pgettext_lazy("of a gate", "it held"),
    Held.FELL: pgettext_lazy("of a gate", "it fell back"),
    Held.UNCLEAR: pgettext_lazy("of a gate", "too little is known"),
}
HELD_TAGS = {Held.HELD: "confirmed", Held.FELL: "refuted", Held.UNCLEAR: "unknown"}
"""The shapes of ``components/status_tag.html``."""
