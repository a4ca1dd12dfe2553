"""Verbs before a draw: the keys of an office, the plan of a round, who may be drawn into teams, and the lists."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Faults, Refused
from grassrota.inspection import claim as core
from grassrota.inspection.chain import KEY_BYTES, RoundKey, commit, round_key
from grassrota.inspection.finding import TeamRole
from grassrota.inspection.flagged import SEAL_BYTES
from grassrota.inspection.terms import Terms
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections import convert, days
from grassrota_web.inspections.freezing import Said, elsewhere, in_log, looking_odd, said_by_units
from grassrota_web.inspections.models import Chain, Claim, Member, Round
from grassrota_web.opinions.flagging import flag_closures
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.reach import unit_within

KEYS = 24
"""Rounds for which keys are made at once."""
MOST_FLAGGED = 500
"""So many visits of one unit beside its sample are never needed to find out."""
DRAWN_SIDES = (TeamRole.MANAGEMENT, TeamRole.RAISER_SIDE)


@verb("inspections.bind", Right.CHECK_CASES)
def bind(act: Act, place: str, rounds: int = KEYS) -> tuple[Chain, list[RoundKey]]:
    """Makes the keys of an office for its next rounds, and binds it to them; the keys are handed out and forgotten."""
    unit = unit_within(act.actor, place, "place")
    act.at(unit.path)
    seed = secrets.token_bytes(KEY_BYTES)
    anchor = commit(seed, rounds).anchor
    row = Chain.objects.create(place=unit, anchor=anchor, rounds=rounds, made_on=timezone.localdate())
    act.note("office keys", row.pk, place=unit.path, after={"anchor": anchor, "rounds": rounds})
    return row, [round_key(seed, rounds, number) for number in range(1, rounds + 1)]


@verb("inspections.plan", Right.CHECK_CASES)
def plan(
    act: Act,
    place: str,
    as_of: date,
    source: str,
    chance_on: date,
    tolerance: Fraction = Fraction(5, 100),
    grace: Fraction = Fraction(2, 100),
    alpha: Fraction = Fraction(5, 100),
    beta: Fraction = Fraction(5, 100),
    second: Fraction = Fraction(1, 10),
    decoys: Fraction = Fraction(1, 5),
    passed: Fraction = Fraction(0),
    failed: Fraction = Fraction(0),
    flagged: Fraction = Fraction(1, 4),
    most_flagged: int = 10,
) -> Round:
    """Fixes a round before anybody knows anything: its day, what is asked, both risks, and where chance will come from.

    Raises:
        Refused: ``not_bound`` without keys; ``keys_used_up`` after the last one.
        BadInput: For days out of order, a source that has spoken or speaks before the lists, or a rate out of range.
    """
    unit = unit_within(act.actor, place, "place")
    act.at(unit.path)
    kept = Chain.objects.select_for_update().filter(place=unit).order_by("-pk").first()
    if kept is None:
        raise Refused("not_bound", "Make the keys of the office first: without them a unit could tell its own sample.")
    number = kept.drawn_with.count() + 1
    if number > kept.rounds:
        raise Refused("keys_used_up", "Every key of the office was used: make new ones.")
    given = {"tolerance": tolerance, "grace": grace, "alpha": alpha, "beta": beta, "passed": passed, "failed": failed}
    given |= {"second": second, "decoys": decoys, "flagged": flagged}
    _check_plan(as_of, source, chance_on, given, most_flagged)
    before = kept.drawn_with.order_by("-number").first()
    if before is not None and chance_on < before.chance_on:
        # keys are published in the order of their numbers
        raise BadInput([Fault("chance_on", f"{before.chance_on}, as of the round before, or later", str(chance_on))])
    row = Round(
        place=unit,
        commitment=kept,
        number=number,
        as_of=as_of,
        source=source.strip(),
        chance_on=chance_on,
        planned_on=timezone.localdate(),
        most_flagged=most_flagged if flagged else 0,
        **{name: str(rate) for name, rate in given.items()},
    )
    row.plan_hash = convert.plan_hash(row)
    row.save()
    act.note("round", row.pk, place=unit.path, after={"plan": row.plan_hash, "number": number}, as_of=as_of)
    return row


def _check_plan(as_of: date, source: str, chance_on: date, rates: dict[str, Fraction], most: int) -> None:
    faults, today = Faults(), timezone.localdate()
    faults.unless(as_of >= today, "as_of", "today or a later day", as_of)
    faults.unless(chance_on >= as_of, "chance_on", f"{as_of}, when the lists are frozen, or a later day", chance_on)
    faults.unless(bool(source.strip()), "source", "a source of chance that everybody can see", "nothing")
    speaks = None
    try:
        speaks = days.known_time(source.strip())
    except BadInput as error:
        faults.found.extend(replace(fault, column="source") for fault in error.faults)
    if speaks is not None:
        in_time = speaks > timezone.now() and timezone.localtime(speaks).date() >= as_of
        faults.unless(in_time, "source", "chance that speaks after the lists are frozen", speaks.isoformat())
    for name in ("second", "decoys", "flagged"):
        faults.unless(0 <= rates[name] <= 1, name, "a share from 0 to 1", rates[name])
    faults.unless(1 <= most <= MOST_FLAGGED, "most_flagged", f"1 to {MOST_FLAGGED}", most)
    faults.raise_if_any()


@verb("inspections.name_member", Right.CHECK_CASES)
def name_member(act: Act, key: UUID, side: TeamRole, called: str, unit: str = "") -> Member:
    """Names somebody from among whom teams are drawn: of the leaders, or of those who use the service."""
    row = act.lock(Round, pk=key)
    act.at(row.place.path)
    if row.ended_on is not None:
        raise Refused("ended", f"The round ended on {row.ended_on}.")
    if side not in DRAWN_SIDES or not called.strip():
        raise BadInput([Fault("called", "what somebody of one of the two sides is called", called or "nothing")])
    home = unit_within(act.actor, unit, "unit") if unit else None
    made = Member.objects.create(round=row, side=side.value, called=called.strip(), unit=home)
    # no name: a service user on a list of the inspection office is nobody's business
    act.note("round", row.pk, place=row.place.path, after={"side": side.value})
    return made


@verb("inspections.freeze", Right.CHECK_CASES)
def freeze(act: Act, key: UUID) -> Round:
    """Freezes the list of each unit as it stands, with what looked odd on it, and how many opinions the log holds.

    Raises:
        Refused: ``frozen`` if they are; ``not_the_day``; ``chance_has_spoken`` if its source is known to have spoken.
    """
    row = act.lock(Round, pk=key)
    act.at(row.place.path)
    today = timezone.localdate()
    if row.frozen_on is not None:
        raise Refused("frozen", f"The lists were frozen on {row.frozen_on}.")
    if not row.as_of <= today <= row.chance_on:
        message = f"The lists are frozen from {row.as_of} until {row.chance_on}: plan another round."
        raise Refused("not_the_day", message, as_of=row.as_of, chance_on=row.chance_on)
    found = said_by_units(row.place, row.as_of)
    units = Unit.objects.in_bulk(list(found))
    if Fraction(row.flagged):
        row.seal = secrets.token_hex(SEAL_BYTES)
        for owner in sorted(owner for owner, said in found.items() if said.cases):
            # as the night would mark them: what is closed in bulk on the very day is among them
            flag_closures(Application(), owner)
    odd = looking_odd(row.place) if row.seal else set()
    if days.has_spoken(row):
        # looked at when the lists are read: none is from a time when chance was known
        raise Refused(
            "chance_has_spoken", f"{row.source} has spoken: a list of now could be chosen. Plan another round."
        )
    terms = convert.terms(row)
    Claim.objects.bulk_create(_claim(row, terms, units[owner], said, odd) for owner, said in found.items())
    row.frozen_on, row.in_log, row.elsewhere = today, in_log(row.as_of), elsewhere(found, row.as_of)
    row.save()
    act.note("round", row.pk, place=row.place.path, after={"frozen": len(found), "in_log": row.in_log})
    return row


def _claim(row: Round, terms: Terms, unit: Unit, said: Said, odd: Collection[UUID]) -> Claim:
    value = core.Claim.of(unit.code, row.as_of, said.received, map(str, said.cases), terms=terms.hash)
    size, refusal = 0, ""
    try:
        size = terms.sample_size(value)
    except Refused as refused:
        refusal = refused.code
    made = Claim(
        round=row,
        unit=unit,
        received=said.received,
        claimed=value.claimed,
        listed=convert.packed(said.cases),
        terms=value.terms,
        list_hash=value.list_hash,
        size=size,
        refusal=refusal,
        flagged=convert.packed(case for case in said.cases if case in odd),
    )
    made.flagged_hash = convert.flagged(made).list_hash if row.seal else ""
    return made
