"""Publishing a list: what the plan says becomes postings, and everybody may read it; all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.posting import discussion as talks
from grassrota.posting import steps
from grassrota.posting.listing import Mix, mix
from grassrota.rota import plan as core
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job
from grassrota_web.orgs.models import Opening, Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.actions.availability import apply_what_is_due
from grassrota_web.postings.actions.discussion import ask_for_consent, discussion_of, who
from grassrota_web.postings.models import BatchRecord, Post, Posting
from grassrota_web.rotas.actions.lifecycle import mark_published
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan

AT_ONCE = 1000
"""Rows written by one statement."""
SMALL = 5
"""Fewer people than this are not told apart in what is published."""


@verb("postings.publish", Right.PUBLISH)
def publish(act: Act, plan: Plan, on: date) -> Plan:
    """Publishes the list of an approved plan: everybody on it is listed, and the discussion is over and emptied.

    What people said before today counts: if it changes the plan, there is nothing to publish yet. What they say today
    is taken up tomorrow, so that trying again and again does not tell at which minute somebody said no.

    Raises:
        Refused: As ``rotas.actions.lifecycle.publishable``; ``discussion_not_open`` for a batch nobody could discuss;
            ``posted_already`` if somebody has a posting in this rotation.
    """
    rotation = plan.rotation
    act.at(rotation.home.path)
    act.lock(Rotation, pk=rotation.pk)
    apply_what_is_due(rotation)
    plan = mark_published(act, plan, on)
    problem = problem_of(plan.policy)
    value = plan_of(plan, problem)
    listed = [steps.publish(posting, on) for posting in core.postings(problem, value)]
    _write(rotation, plan, listed)
    ask_for_consent(plan, list(plan.assignments.values_list("person_id", "batch")), on)
    sizes = Counter(posting.batch for posting in listed)
    for batch in sorted(sizes):
        _record(act, plan, problem, batch, {entry.person for entry in listed if entry.batch == batch}, on)
    if settings.MAIL_FROM:
        told = {"plan": plan.pk}
        ask("postings.publish", _("News to those listed"), asked_by=act.actor.account, path=rotation.home.path, **told)
    after = {"listed": {str(batch): size for batch, size in sorted(sizes.items())}, "published_on": on.isoformat()}
    act.note("list", f"{rotation.code} {plan.number}", place=rotation.home.path, after=after, as_of=on)
    return plan


@verb("postings.ask_for_letters", Right.PUBLISH)
def ask_for_letters(act: Act, record: BatchRecord) -> Job:
    """Asks for all letters of a batch as one file."""
    act.at(record.rotation.home.path)
    if record.list_published_on is None:
        raise Refused("not_published", _("There are letters once the list is published."))
    apply_what_is_due(act.lock(Rotation, pk=record.rotation_id))
    place = record.rotation.home.path
    title = _("Letters of batch %(batch)s") % {"batch": record.batch}
    job = ask("postings.ask_for_letters", title, asked_by=act.actor.account, path=place, record=record.pk)
    act.note("letters", f"{record.rotation.code} {record.batch}", place=place, after={"job": str(job.pk)})
    return job


def _write(rotation: Rotation, plan: Plan, listed: Sequence[steps.Posting]) -> None:
    codes = [posting.person for posting in listed]
    people = {row.code: row for row in Person.objects.select_related("unit").filter(code__in=codes)}
    openings = {row.code: row for row in Opening.objects.filter(rotation=rotation)}
    if Posting.objects.filter(rotation=rotation, released_on=None, person__in=people.values()).exists():
        raise Refused("posted_already", _("Somebody on this list has a posting in this rotation already."))
    rows = []
    for posting in listed:
        person = people[posting.person]
        row = convert.new_posting(posting, rotation, person, person.unit, openings[posting.opening])
        row.plan = plan
        rows.append(row)
    Posting.objects.bulk_create(rows, batch_size=AT_ONCE)


def _record(act: Act, plan: Plan, problem: RotaProblem, batch: int, listed: set[str], on: date) -> None:
    record = BatchRecord.objects.select_for_update().filter(rotation=plan.rotation, batch=batch).first()
    if record is None or record.discussion_opened_on is None:
        message = _("The list of batch %(batch)s was not open to discussion. Open its draft list first.")
        raise Refused("discussion_not_open", message % {"batch": batch}, batch=batch)
    talks.close(discussion_of(record), on)
    Post.objects.filter(record=record).delete()
    record.plan, record.list_published_on = plan, on
    record.decided_by = sorted({*record.decided_by, who(act.actor)})
    record.mix = published_mix(problem, listed)
    record.save()


def published_mix(problem: RotaProblem, listed: set[str]) -> list[dict[str, object]]:
    """Who is on a list beside who could have been, unit by unit; numbers by which few could be told apart are None."""
    pools: dict[str, list[object]] = {}
    for person in problem.eligible:
        pools.setdefault(person.unit, []).append(person)
    shown = []
    for unit, pool in pools.items():
        found = mix(unit, listed, pool)  # type: ignore[arg-type]
        if found.listed:
            shown.append({"unit": problem.tree[unit].name, **_shown(found)})
    return shown


def _shown(found: Mix) -> dict[str, object]:
    pairs = {
        "surplus_listed": (found.surplus_listed, found.listed),
        "surplus_pool": (found.surplus_pool, found.pool),
        "key_listed": (found.key_listed, found.listed),
        "key_pool": (found.key_pool, found.pool),
    }
    counts = {name: part if min(part, whole - part) >= SMALL else None for name, (part, whole) in pairs.items()}
    return {"listed": found.listed, "pool": found.pool, **counts}
