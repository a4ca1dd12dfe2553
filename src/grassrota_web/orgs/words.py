"""What the words of the core are called on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grassrota.forms import Role
from grassrota.org import Level, Sector, UnitKind
from grassrota.staff import ExemptionReason
from grassrota_web.orgs.models import HostAnswer, ImportState

Word = str | Promise

LEVELS: Mapping[str, Word] = {
    Level.CENTRE: _("centre"),
    Level.PROVINCE: _("province"),
    Level.PREFECTURE: _("prefecture"),
    Level.COUNTY: _("county"),
    Level.DISTRICT: _("district"),
    Level.TOWNSHIP: _("township"),
    Level.SITE: _("site"),
}
KINDS: Mapping[str, Word] = {
    UnitKind.ORGAN: _("organ"),
    UnitKind.INSTITUTION: _("institution"),
    UnitKind.ENTERPRISE: _("enterprise"),
    UnitKind.COMMERCE: _("commerce"),
    UnitKind.PLACE: _("place"),
}
SECTORS: Mapping[str, Word] = {
    Sector.RURAL: _("rural"),
    Sector.UPLAND: _("upland"),
    Sector.PLANT: _("plant"),
    Sector.CULTURE_EDUCATION_HEALTH: _("culture, education, health"),
    Sector.OTHER: pgettext_lazy("sector", "other"),
}
WORK: Mapping[str, Word] = {
    Role.FIELD_WORK: _("field work"),
    Role.FIELD_WORK_AND_LEADERSHIP: _("field work and leadership"),
    Role.PRODUCTIVE_WORK: _("productive work"),
    Role.INSPECTION: _("inspection"),
}
REASONS: Mapping[str, Word] = {ExemptionReason.AGE: _("age"), ExemptionReason.HEALTH: _("health")}
ANSWERS: Mapping[str, Word] = {
    HostAnswer.ASKED: _("host asked"),
    HostAnswer.CONSENTED: _("host consented"),
    HostAnswer.DECLINED: _("host declined"),
}
ANSWER_STATUS = {HostAnswer.ASKED: "todo", HostAnswer.CONSENTED: "done", HostAnswer.DECLINED: "failed"}
"""The sign that goes with each answer."""

LISTS: Mapping[str, Word] = {
    "units": _("Units"),
    "people": _("People"),
    "openings": _("Openings"),
    "absences": _("Exemptions"),
    "couples": _("Couples"),
    "rotation": _("A running rotation"),
}
"""What can be brought in."""

STATES: Mapping[str, Word] = {
    ImportState.READING: _("being read"),
    ImportState.READ: _("waits for your decision"),
    ImportState.APPLYING: _("being taken"),
    ImportState.APPLIED: _("taken"),
    ImportState.UNDOING: _("being undone"),
    ImportState.UNDONE: _("undone"),
    ImportState.DROPPED: _("dropped"),
}
STATE_STATUS = {
    ImportState.READING: "doing",
    ImportState.READ: "todo",
    ImportState.APPLYING: "doing",
    ImportState.APPLIED: "done",
    ImportState.UNDOING: "doing",
    ImportState.UNDONE: "blocked",
    ImportState.DROPPED: "blocked",
}
"""The sign that goes with each state of an import."""


def choices(words: Mapping[str, Word], of: Iterable[StrEnum]) -> list[tuple[str, Word]]:
    """Choices of a form field, in the order of the core."""
    return [(word.value, words[word]) for word in of]
