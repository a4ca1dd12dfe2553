"""Report 002 in the demonstration: a round over all units that has ended, and a day that clashes with their gates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from django.db import transaction

from grassrota.files.counts import read_counts
from grassrota.play.rotation import Rotation as Settings
from grassrota.play.rotation import read_rotation
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.config.counted_report import COUNTS
from grassrota_web.config.demonstrated_inspections import DICE, frozen
from grassrota_web.config.demonstrated_units import COUNTED, Told, answer, correct, told_of, units
from grassrota_web.inspections.actions.cycles import begin
from grassrota_web.inspections.actions.drawing import draw, send_further
from grassrota_web.inspections.actions.verdicts import conclude, end
from grassrota_web.inspections.actions.visits import Answers, arrive, find
from grassrota_web.inspections.models import Claim, Round, Visit
from grassrota_web.inspections.waves import is_decided
from grassrota_web.orgs import convert
from grassrota_web.orgs.models import Rotation, Unit
from grassrota_web.rotas.actions.policies import save_policy

STAFF = ("一位打字员", "一位司机", "一位炊事员", "一位科员")
TURN = 40
"""Days of a turn: the report says how long for none."""


@transaction.atomic
def inspect_units(folder: Path, today: date) -> Round | None:
    """Lets the units of the report say what they fixed, and inspects them all; None if that was done, or nobody can.

    Args:
        folder: The report's, with its counts and its days.
        today: The day.
    """
    rotation = Rotation.objects.filter(code=COUNTED).select_related("home", "scale").first()
    officer = Account.objects.filter(username="officer2").first()
    if rotation is None or officer is None or Round.objects.filter(place=rotation.home).exists():
        return None
    counts = read_counts(folder / COUNTS)
    cases = {key: one for unit in units() for key, one in told_of(unit, counts[unit.code.rpartition("-")[2]]).items()}
    correct(actor_of(officer, proven=True), cases, today)
    _set_deadline(rotation, read_rotation(folder), today)
    return _inspected(rotation.home, cases, today)


def _inspected(top: Unit, cases: Mapping[UUID, Told], today: date) -> Round:
    """A round over all units: raisers answer, inspectors find what is true, and every verdict is given."""
    inspectors = {one.account: one for one in map(_actor, ("inspector", "inspector2", "inspector3"))}
    actor = next(iter(inspectors.values()))
    begin(actor, top.code)
    none = Fraction(0)
    row, secret = frozen(actor, top, STAFF, second=none, decoys=none, flagged=none)
    row = draw(actor, row.pk, DICE, secret)
    answer(cases, today)
    _visit(row, inspectors, cases)
    for entry in Claim.objects.filter(round=row).select_related("unit", "round__commitment"):
        while not is_decided(entry):
            send_further(actor, entry.pk)
            _visit(row, inspectors, cases)
        conclude(actor, entry.pk)
    return end(actor, row.pk)


def _visit(row: Round, inspectors: Mapping[str, Actor], cases: Mapping[UUID, Told]) -> None:
    for visit in list(Visit.objects.filter(claim__round=row, done_on=None)):
        actor, seen_to = inspectors[visit.inspector], visit.seen_to
        assert seen_to is not None
        arrive(actor, visit.pk)
        find(actor, visit.pk, _found(cases[seen_to]))


def _found(one: Told) -> Answers:
    said = one.grievance
    if one.fixed:
        return Answers(True, said.done, True, (said.seen,))
    return Answers(False, "没有改。", False, ("现场和原来一样。",))


def _set_deadline(rotation: Rotation, settings: Settings, today: date) -> None:
    """Asks that the first leave as many days from today as the report leaves after its count."""
    if settings.deadline is None:
        return
    last = today + (settings.deadline - settings.as_of[-1])
    policy = Policy(settings.title, convert.scale(rotation.scale), (Batch(1, today, last, TURN),))
    save_policy(Application(), rotation, policy)


def _actor(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), proven=True)
