"""Reports that people are made to go: to one independent officer, by somebody who is kept nowhere."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota import staff
from grassrota.errors import BadInput, Fault, Refused
from grassrota.org import UnitTree
from grassrota.posting import coercion as core
from grassrota.posting.coercion import CoercionAnswer
from grassrota_web.access.keys import keyed
from grassrota_web.access.mixed import mix, mixed
from grassrota_web.access.models import Account, Grant, Sealed
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import visible
from grassrota_web.access.seal import opened, seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Person, Unit
from grassrota_web.postings import convert
from grassrota_web.postings.models import CoercionReport

ANSWER_WITHIN = timedelta(days=30)
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of a code: none that is taken for another when read aloud."""


@verb(
    "postings.report_coercion", Right.ACT_FOR_ONESELF, unjournaled="Who says that people are made to go is protected."
)
def report_coercion(act: Act, unit: Unit, text: str) -> str:
    """Reports that people are made to go; gives a code by which the reporter alone can look up what came of it.

    Raises:
        Refused: ``no_independent_officer`` if every reviewer of the unit belongs to its chain.
        BadInput: Without words.
    """
    act.anywhere()
    if not visible(act.actor, Unit.objects.filter(pk=unit.pk)).exists():
        raise Refused("not_permitted", _("This unit is not within your reach."))
    if not text.strip():
        raise BadInput([Fault("text", "what happened", "nothing")])
    account, path = _independent(unit)
    today = timezone.localdate()
    code = "".join(secrets.choice(LETTERS) for _sign in range(16))
    # sealed above the unit, where the officer's right is held, and about nobody in particular
    sealed = seal(text, path=path, person="", right=Right.READ_COERCION)
    CoercionReport.objects.create(
        unit=unit,
        officer=str(account.pk),
        receipt=receipt_of(code),
        filed_on=today,
        answer_by=today + ANSWER_WITHIN,
        text=sealed,
    )
    mix(reports_of(today))
    mix(words_of(today))
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))


@mixed
def reports_of(day: date) -> QuerySet[CoercionReport]:
    """What was reported on a day."""
    return CoercionReport.objects.filter(filed_on=day)


@mixed
def words_of(day: date) -> QuerySet[Sealed]:
    """The sealed words of what was reported on a day."""
    return Sealed.objects.filter(sealed_on=day, right=Right.READ_COERCION)


def receipt_of(code: str) -> str:
    """What is kept of a code."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return keyed("coercion", plain).hex()


@verb("postings.read_coercion", Right.READ_COERCION)
def read_report(act: Act, report: CoercionReport, reason: str) -> str:
    """Reads a report of coercion that one is the officer of, for a reason."""
    row = _mine(act, report)
    if not reason.strip():
        raise Refused("no_reason", _("Say why you read this: the reason is kept in the journal."))
    act.note("coercion report", row.pk, place=row.text.path, after={"reason": reason})
    return opened(row.text)


@verb("postings.take_up_coercion", Right.READ_COERCION)
def take_up_report(act: Act, report: CoercionReport) -> None:
    """Takes up a report of coercion.

    Raises:
        Refused: ``officer_in_chain`` if the officer has come into the unit's chain since; ``already_answered``.
    """
    row, value, officer, tree = _with_its_officer(act, report)
    _note(act, convert.put_coercion_report(row, core.take_up(value, officer, timezone.localdate(), tree)))


@verb("postings.answer_coercion", Right.READ_COERCION)
def answer_report(act: Act, report: CoercionReport, found: CoercionAnswer, on: date) -> None:
    """Answers a report of coercion that was taken up."""
    row, value, officer, tree = _with_its_officer(act, report)
    _note(act, convert.put_coercion_report(row, core.answer(value, officer, on, found, tree)))


@verb("postings.pass_on_coercion", Right.READ_COERCION)
def pass_on_report(act: Act, report: CoercionReport) -> None:
    """Passes a report of coercion on to another independent officer, as when one has come into the unit's chain."""
    row, value, _before, tree = _with_its_officer(act, report)
    account, _path = _independent(row.unit, besides=row.officer)
    value = core.send_to(value, _officer(str(account.pk), row.unit), tree)
    row.officer = str(account.pk)
    _note(act, convert.put_coercion_report(row, value))


def _with_its_officer(
    act: Act, report: CoercionReport
) -> tuple[CoercionReport, core.CoercionReport, staff.Person, UnitTree]:
    """The report under lock, and as the core knows it: with the officer by the code of the person, if there is one."""
    row = _mine(act, report)
    officer = _officer(row.officer, row.unit)
    return row, replace(convert.coercion_report(row), officer=officer.id), officer, _tree(row.unit)


def _mine(act: Act, report: CoercionReport) -> CoercionReport:
    row = act.lock(CoercionReport, pk=report.pk)
    act.anywhere()
    if row.officer != act.actor.account:
        raise Refused("not_permitted", _("This report is with somebody else."))
    return row


def _note(act: Act, row: CoercionReport) -> None:
    row.save()
    act.note("coercion report", row.pk, place=row.text.path)


def _independent(unit: Unit, besides: str = "") -> tuple[Account, str]:
    """A reviewer of the unit who does not belong to its chain, with the fewest reports; and where the role is held."""
    today = timezone.localdate()
    held = Grant.objects.filter(Q(until=None) | Q(until__gt=today), role=Role.REVIEWER, since__lte=today)
    held = held.exclude(confirmed_by="").filter(account__is_active=True).select_related("account").order_by("pk")
    tree = _tree(unit)
    able = []
    for grant in held:
        account = grant.account
        if str(account.pk) == besides or not unit.path.startswith(grant.path):
            continue
        try:
            core.check_independent(_officer(str(account.pk), unit), unit.code, tree)
        except Refused:
            continue
        able.append((CoercionReport.objects.filter(officer=str(account.pk)).count(), account, grant.path))
    if not able:
        message = _("There is nobody independent to whom this could go. Whoever grants roles can name a reviewer.")
        raise Refused("no_independent_officer", message, unit=unit.code)
    _reports, account, path = min(able, key=lambda entry: entry[0])
    return account, path


def _officer(account: str, unit: Unit) -> staff.Person:
    """The account as the core knows an officer; who is on no roster belongs to no unit of the chain."""
    row = Account.objects.get(pk=account)
    person = Person.objects.select_related("unit", "site").filter(code=row.person).first() if row.person else None
    if person is None:
        return staff.Person(account, row.name, f"outside {unit.code}", "none")
    return staff.Person(person.code, person.name, person.unit.code, person.grade)


def _tree(unit: Unit) -> UnitTree:
    """The unit with everything above and below it, and who heads them."""
    above = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/"]
    chain = Unit.objects.filter(Q(path__in=above) | Q(path__startswith=unit.path))
    return orgs.unit_tree(chain.order_by("path"))
