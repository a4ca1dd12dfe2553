"""What the room of intake tells this one and asks of it: new opinions, answers of raisers, and where a case stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from grassrota.errors import Refused
from grassrota.opinions.appeal import AppealOutcome
from grassrota.opinions.appeal import appeal as filed
from grassrota.opinions.case import CaseState
from grassrota.opinions.chain import OUTSIDE
from grassrota.opinions.deadlines import DutyKind
from grassrota_web.intake import above
from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.models import Answer, Opinion, Said
from grassrota_web.journal.prepared import prepared
from grassrota_web.journal.rows import change
from grassrota_web.opinions import chains, convert, trees, words
from grassrota_web.opinions.models import NOTHING_OWED, Appeal, Case, Fact, FactKind, Raised, Topic, Withdrawal
from grassrota_web.opinions.standing import REPEATED, calendar, decided_by, repeat
from grassrota_web.orgs.models import Unit


def whole(raised: Raised) -> Case:
    """The case in which an opinion is handled now: the merged one, if its own is part of one."""
    case = raised.case
    while case.merged_into_id is not None:
        case = Case.objects.select_related("owner").get(pk=case.merged_into_id)
    return case


def hear(answers: Sequence[Answer]) -> None:
    """Takes note of what raisers said: each case stands where its raisers' last words put it."""
    raised = {row.pk: row for row in _raised({answer.opinion_id for answer in answers})}
    cases = {key: whole(row).pk for key, row in raised.items()}
    held = _held(set(cases.values()))
    known = {case.pk: case for case in held}
    for answer in answers:
        if answer.opinion_id in raised:
            _dealt_with(answer, raised[answer.opinion_id], known[cases[answer.opinion_id]])
    _stand_anew(held)


@prepared
def _raised(opinions: Collection[UUID]) -> QuerySet[Raised]:
    return Raised.objects.filter(opinion__in=opinions).select_related("case__owner")


@prepared
def _held(cases: Collection[UUID]) -> QuerySet[Case]:
    """Cases, locked in one order, so that two days' work never wait for each other."""
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=cases)
    return rows.order_by("pk").select_related("owner")


def _dealt_with(answer: Answer, raised: Raised, case: Case) -> None:
    if answer.said == Said.WITHDRAWN and not raised.withdrawals.filter(confirmed=None).exists():
        Withdrawal.objects.create(raised=raised, requested_on=answer.day)
    elif answer.said == Said.APPEAL:
        _appeal(answer, case)


def _appeal(answer: Answer, case: Case) -> None:
    """Files an appeal with the organ that decides; a raiser who cannot appeal now is told why."""
    last = case.appeals.select_related("to").order_by("-pk").first()
    tree = trees.around([unit for unit in (case.owner, last.to if last else None) if unit])
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=tree.by_id)}
    by = Fact.objects.filter(case=case, kind=FactKind.CLAIMED).exclude(by="").values_list("by", flat=True)
    try:
        if last is not None and last.outcome == "":
            raise Refused("appeal_open", "An appeal is open.")
        before = convert.appeal(last) if last else None
        chain = chains.of(case, units.values())
        value = filed(convert.value(case), answer.day, chain, tree, sorted(set(by)), before)
    except Refused as refusal:
        # in words of its own: what the core says is for those who handle cases, and names the case
        with override(answer.opinion.language):
            tell({answer.opinion_id: str(words.NO_APPEAL[refusal.code])})
        return
    to = None if value.to == OUTSIDE else units[value.to]
    case.appealed_outside, case.appealed_on = case.appealed_outside or to is None, answer.day
    filing = {"opinion_id": answer.opinion_id, "filed_on": answer.day, "words": answer.words}
    Appeal.objects.create(case=case, to=to, deciders=list(value.deciders), **filing)
    number = (Fact.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0) + 1
    Fact.objects.create(case=case, number=number, on=answer.day, kind=FactKind.APPEAL, unit=to)


def _stand_anew(cases: Iterable[Case]) -> None:
    rows = list(cases)
    known, worked = convert.values(rows), calendar()
    for row in rows:
        if row.closed_on is not None and known[row.pk].stands:
            row.closed_on = None
        repeat(row, known[row.pk], worked)
    names = ("id", *REPEATED, "closed_on", "appealed_outside", "appealed_on")
    change(Case, names, [[getattr(row, name) for name in names] for row in rows])


def standing(opinion: Opinion) -> above.Standing:
    """Where the case of an opinion stands, as its raiser is told: with nothing of the other opinions of the case."""
    raised = Raised.objects.select_related("case__owner").filter(pk=opinion.pk).first()
    if raised is None:
        return above.Standing(_("received"), opinion.day)
    case = whole(raised)
    value = convert.value(case)
    state = value.opinion_states()[str(opinion.pk)]
    last = case.appeals.order_by("-pk").first()
    decided = last is None or last.outcome == AppealOutcome.UPHELD
    heard_above = last is not None and last.outcome == AppealOutcome.DISMISSED and last.to_id is not None
    # that another raiser of the same case appealed is nothing to them
    own = last is not None and last.outcome == "" and last.opinion_id == opinion.pk
    other = case.due_on == NOTHING_OWED or case.owed == DutyKind.DECIDE
    return above.Standing(
        words=words.TOLD[state],
        on=max((claim.on for claim in value.claims), default=case.opened_on),
        unit=case.owner.name if case.owner else _("the outside reviewer") if case.outside else "",
        next_by=None if other else case.due_on,
        decided_by=decided_by(last.filed_on, calendar()) if last is not None and own else None,
        asks=state in (CaseState.CLAIMED, CaseState.REFUTED, CaseState.CONFIRMED),
        appeals=not value.stands and (decided or heard_above) and bool(case.owner_id),
    )


def topics() -> Sequence[tuple[str, str]]:
    """The topics in use, each under the one above it."""
    tree = trees.all_topics()

    def below(parent: str, above_it: str) -> Iterable[tuple[str, str]]:
        for topic in tree.children(parent):
            name = f"{above_it}{topic.name}"
            yield topic.id, name
            yield from below(topic.id, f"{name} / ")

    return list(below("", "")) if Topic.objects.exists() else []
