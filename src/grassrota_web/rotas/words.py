"""What the words of the core are called on the pages of this room."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.forms import Purpose
from grassrota.org import Sector, UnitKind
from grassrota.posting.listing import Evidence
from grassrota.rota.explain import FactKind
from grassrota.rota.plan import LeftOutReason
from grassrota.rota.review import Side, Trait
from grassrota_web.rotas.models import PlanState

Words = Mapping[str, str | Promise]

STATES: Words = {
    PlanState.DRAFT: _("draft"),
    PlanState.INITIAL: _("initial"),
    PlanState.APPROVED: _("approved"),
    PlanState.PUBLISHED: _("published"),
    PlanState.UNDER_WAY: _("under way"),
    PlanState.SET_ASIDE: _("set aside"),
}
STATE_TAGS: Mapping[str, str] = {
    PlanState.DRAFT: "todo",
    PlanState.INITIAL: "planned",
    PlanState.APPROVED: "doing",
    PlanState.PUBLISHED: "done",
    PlanState.UNDER_WAY: "done",
    PlanState.SET_ASIDE: "unknown",
}
"""The shape and colour of each state, as in ``status_tag.html``."""

REASONS: Words = {
    LeftOutReason.NOT_NEEDED: _("not needed"),
    LeftOutReason.NOT_AVAILABLE: _("not available"),
    LeftOutReason.ANOTHER_ROUND: _("another round"),
}
SECTORS: Words = {
    Sector.RURAL: _("Villages and farms"),
    Sector.UPLAND: _("Uplands and forests"),
    Sector.PLANT: _("Plants and workshops"),
    Sector.CULTURE_EDUCATION_HEALTH: _("Culture, education, health"),
    Sector.OTHER: _("Other"),
}
KINDS: Words = {
    UnitKind.ORGAN: _("Offices"),
    UnitKind.INSTITUTION: _("Institutions"),
    UnitKind.ENTERPRISE: _("Enterprises"),
    UnitKind.COMMERCE: _("Commerce"),
    UnitKind.PLACE: _("Places"),
}
PURPOSES: Words = {
    Purpose.HELP_HOST: _("help the host"),
    Purpose.LEARN: _("learn"),
    Purpose.COLLECT_OPINIONS: _("collect opinions"),
    Purpose.REINFORCE_LEADERSHIP: _("reinforce leadership"),
    Purpose.INSPECT: _("inspect"),
    Purpose.RESTRUCTURE: _("restructure"),
}
EVIDENCE: Words = {
    Evidence.PLAN: _("a plan"),
    Evidence.CRITERIA: _("published criteria"),
    Evidence.DISCUSSION: _("an open discussion"),
    Evidence.SPEECH: _("a speech"),
    Evidence.SIGNUP_DRIVE: _("a sign-up drive"),
    Evidence.PUBLIC_ACCLAMATION: _("public acclamation"),
}
STEPS: Words = {
    "criteria": _("Criteria settled"),
    "draft_list": _("Draft list shown"),
    "discussion": _("Discussion held"),
    "concerns_answered": _("Concerns answered"),
    "publication": _("List published"),
    "briefing": _("Briefing held"),
    "departure": _("Departure"),
}
RULES: Words = {
    "availability": _("Nobody goes who is not available"),
    "fit": _("Everyone has the skills and grade that the opening asks for"),
    "headcount": _("Each opening has its number of people"),
    "leader": _("A leader goes along"),
    "experience": _("Somebody experienced goes along"),
    "cover": _("Every place is covered by somebody senior"),
    "absence": _("Home units are never emptied"),
    "dumping": _("The list is no way of dumping people"),
    "couples": _("Couples are not away together"),
    "together": _("Groups stay together"),
    "coverage": _("Enough of the staff has a turn"),
    "everyone": _("Everyone goes who may"),
    "leaders_first": _("Leaders go first"),
    "pins": _("Pins are kept"),
    "eligible": _("Only those go who may"),
    "slot": _("People start where and when an opening takes them"),
}
REMEDIES: Words = {
    "availability": _("Look at who is recorded as not available, and in which batches."),
    "fit": _("Ask the hosts whether the skills and grades are really needed, or train people before."),
    "headcount": _("Ask hosts to take fewer or more people, or add openings."),
    "leader": _("Let a lower grade lead, or offer fewer openings at a time."),
    "experience": _("Ask for fewer years of experience."),
    "cover": _("Let a lower grade cover a place, or cover a larger place together."),
    "absence": _("Let more of a home unit be away at once, or spread people over more batches."),
    "dumping": _("Allow a wider tolerance, or look at who is marked as surplus or not available."),
    "couples": _("Plan more batches, so that couples can take turns."),
    "together": _("Let a group go apart, or ask hosts for seats enough for all of it."),
    "coverage": _("Ask for a smaller share of the staff, or add openings or batches."),
    "everyone": _("Do not ask that everyone goes in this round, or add openings."),
    "leaders_first": _("Name fewer people for the first batch."),
    "pins": _("Take away one of the pins."),
}
FACTS: Words = {
    FactKind.SKILL: _("having the skill: %(detail)s"),
    FactKind.GRADE: _("having a grade that the opening takes, instead of: %(detail)s"),
    FactKind.AVAILABLE: _("being available in batch %(detail)s"),
    FactKind.PIN: _("taking the pin away"),
    FactKind.FIRST: _("not being named to go in the first batch"),
    FactKind.MUST_GO: _("a policy by which not everyone goes"),
    FactKind.OTHERS: _("settling otherwise what is pinned about others: %(detail)s"),
    FactKind.WISH: _("having wished for the place first"),
    FactKind.LEADER: _("being senior enough to lead"),
    FactKind.EXPERIENCED: _("having been in the field before"),
    FactKind.COVERING: _("being senior enough to cover the place"),
    FactKind.TOGETHER: _("going without the group of %(detail)s"),
}
TRAITS: Words = {
    Trait.SURPLUS: _("surplus staff"),
    Trait.GRADE_AND_TENURE: _("grade and tenure"),
    Trait.KEY_STAFF: _("key staff"),
    Trait.TENURE: _("tenure"),
    Trait.GRADE: _("grade"),
}
SIDES: Words = {Side.DUMPING: _("too many go"), Side.SHIELDING: _("too few go")}
