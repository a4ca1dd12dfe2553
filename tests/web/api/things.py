"""A row behind each address of the interface that takes a key, on either side of the small world.

Add a line for each collection with keys. ``SIDELESS`` are those whose rows belong to no side.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota.posting.cost import Payer
from grassrota.rota import plan as core
from grassrota.rota.certificate import Certificate
from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import models as fieldwork
from grassrota_web.jobs.models import Job
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.actions.exemptions import exempt
from grassrota_web.orgs.actions.imports import bring_in
from grassrota_web.orgs.actions.people import pair
from grassrota_web.orgs.actions.programmes import add_programme
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, Opening, Programme
from grassrota_web.postings.models import Appeal, BatchRecord, Concern, Posting, Question
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.actions.evidence import count_open_cases, record_verified
from grassrota_web.rotas.actions.pins import pin as set_pin
from grassrota_web.rotas.actions.plans import TASK, ask_for_plan
from grassrota_web.rotas.actions.restructure import file_restructure_plan
from grassrota_web.rotas.actions.stages import add_stage
from grassrota_web.rotas.actions.steps import take_step
from grassrota_web.rotas.convert.plan import write_plan
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.themes.models import Pair, Placed
from tests.web.conftest import World
from tests.web.fieldwork.conftest import Field
from tests.web.figures import examples as figures
from tests.web.opinions import examples as opinions
from tests.web.postings import examples as postings
from tests.web.themes import examples as themes

DAY = date(1957, 12, 10)
NIGHT = {"first_night": DAY, "last_night": DAY, "paid": True, "agreed": True, "currency": "CNY"}
Thing = Callable[[World, str], Any]
DO = Application()


def unit(world: World, side: str) -> Any:
    """The office of the side."""
    return world.units[f"{side}-office"].pk


def person(world: World, side: str) -> Any:
    """The second person of the side."""
    return world.people[f"{side[0]}2"].pk


def couple(world: World, side: str) -> Any:
    """Two people of the side."""
    first, second = f"{side[0]}1", f"{side[0]}2"
    known = Couple.objects.filter(first__code=first).first()
    return (known or pair(DO, first, second)).pk


def exemption(world: World, side: str) -> Any:
    """An exemption of somebody of the side."""
    who = world.people[f"{side[0]}3"]
    known = Exemption.objects.filter(person=who).first()
    return (known or exempt(DO, who.pk, ExemptionReason.AGE, date(1957, 12, 1))).pk


def rotation(world: World, side: str) -> Any:
    """The rotation of the side."""
    return world.rotations[side].pk


def opening(world: World, side: str) -> Any:
    """The opening at the township of the side; with it come a policy, a batch and three postings on either side."""
    if not Opening.objects.filter(code=f"{side}-clinic").exists():
        Field(world)
    return Opening.objects.get(code=f"{side}-clinic").pk


def programme(world: World, side: str) -> Any:
    """A programme of the township of the side."""
    known = Programme.objects.filter(place=world.units[f"{side}-township"]).first()
    return (known or add_programme(DO, f"{side}-township", f"Dykes of the {side}", date(1958, 1, 1))).pk


def policy(world: World, side: str) -> Any:
    """The policy of the side's rotation."""
    opening(world, side)
    return rotas.Policy.objects.filter(rotation=world.rotations[side]).latest("number").pk


def plan(world: World, side: str) -> Any:
    """A published plan of the side that sends its first person and leaves out the others."""
    call = world.rotations[side]
    known = rotas.Plan.objects.filter(rotation=call).first()
    if known is None:
        kept = rotas.Policy.objects.get(pk=policy(world, side))
        problem = problem_of(kept)
        going = (core.Assignment(f"{side[0]}1", f"{side}-clinic", 1),)
        out = core.left_out(problem, frozenset({f"{side[0]}1"}))
        row = rotas.Plan(rotation=call, policy=kept, number=1, made_on=date(1957, 12, 5), state="published")
        known = write_plan(row, core.Plan(going, out, Certificate(0, 0.0, 0, 7, problem.sha256, 0.1)))
    return known.pk


def stage(world: World, side: str) -> Any:
    """A stage of the side's rotation, with a step, a verified bound and a count of open cases beside it."""
    call = world.rotations[side]
    known = rotas.Stage.objects.filter(rotation=call).first()
    if known is None:
        known = add_stage(DO, call, f"Correcting in the {side}")
        take_step(DO, call, "criteria", date(1957, 12, 1))
        record_verified(DO, call, fixed=3, received=9, source=f"Office of the {side}", on=date(1957, 12, 1))
        count_open_cases(DO, call, world.units[f"{side}-office"], 4, date(1957, 12, 1))
    return known.pk


def pin(world: World, side: str) -> Any:
    """A pin of the side's second person."""
    call = world.rotations[side]
    known = rotas.Pin.objects.filter(rotation=call).first()
    return (known or set_pin(DO, call, world.people[f"{side[0]}2"], stays=True)).pk


def transfer(world: World, side: str) -> Any:
    """A restructuring plan of the side's office; there is no address of one."""
    unit = world.units[f"{side}-office"]
    days: Any = {
        "consulted_from": date(1958, 1, 2),
        "consulted_until": date(1958, 2, 1),
        "notice_on": date(1958, 2, 20),
    }
    return (
        rotas.RestructurePlan.objects.filter(unit=unit).first()
        or file_restructure_plan(
            *(DO, unit),
            title=f"Merging in the {side}",
            form="transfer",
            legal_basis="chapter 4",
            consulted_with="the council",
            notice_days=60,
            effective_on=date(1958, 5, 1),
            **days,
        )
    ).pk


def solving(world: World, side: str) -> Any:
    """A search for a plan that waits for a worker."""
    kept = rotas.Policy.objects.select_related("rotation__home").get(pk=policy(world, side))
    known = Job.objects.filter(task=TASK, path=kept.rotation.home.path).first()
    return (known or ask_for_plan(DO, kept)).pk


def job(world: World, side: str) -> Any:
    """Long work at the side that somebody asked for."""
    given = {"task": "orgs.take_import", "title": "Taking a list", "path": world.units[side].path}
    return Job.objects.get_or_create(**given, defaults={"asked_by": "somebody"})[0].pk


def brought_in(world: World, side: str) -> Any:
    """A list that the side's organiser sent."""
    known = ImportBatch.objects.filter(path=world.units[side].path).first()
    by = world.actor(Role.ORGANISER, world.units[side])
    return (known or bring_in(by, "units", "units.csv", b"id,name,level,kind,parent\n")).pk


def entry(world: World, side: str) -> Any:
    """A row of the journal about a unit of the side."""
    programme(world, side)
    place = world.units[f"{side}-township"].path
    return Entry.objects.filter(place=place).earliest("number").number


def posting(world: World, side: str) -> Any:
    """The posting of the side's first person."""
    opening(world, side)
    return Posting.objects.get(person__code=f"{side[0]}1").pk


def batch(world: World, side: str) -> Any:
    """The batch of the side, with its plan."""
    made = plan(world, side)
    BatchRecord.objects.filter(rotation=world.rotations[side]).update(plan=made)
    return BatchRecord.objects.get(rotation=world.rotations[side]).pk


def question(world: World, side: str) -> Any:
    """A question about the side's rotation, and one person's concern and request beside it."""
    call, who = world.rotations[side], world.people[f"{side[0]}1"]
    known = Question.objects.filter(rotation=call).first()
    if known is None:
        known = Question.objects.create(rotation=call, text=f"Asked in the {side}?", asked_on=DAY)
        of = {"rotation": call, "person": who, "answer_by": DAY}
        Concern.objects.create(kind="question", raised_on=DAY, **of)
        Appeal.objects.create(kind="exemption", batch=1, filed_on=DAY, **of)
    return known.pk


def swap(world: World, side: str) -> Any:
    """Two others of the side want each other's turn."""
    return postings.swap(world, side)["swap"]


def of_posting(rows: Any, **given: Any) -> Thing:
    """Makes a thing that belongs to a posting."""

    def made(world: World, side: str) -> Any:
        return rows.objects.get_or_create(posting_id=posting(world, side), defaults=given)[0].pk

    return made


def lodging(world: World, side: str) -> Any:
    """A lodging at the township of the side."""
    return of_posting(fieldwork.Lodging, **NIGHT)(world, side)


def grievance(world: World, side: str) -> Any:
    """What the host of the side's second person is not content with."""
    opening(world, side)
    stay, _made = fieldwork.Lodging.objects.get_or_create(
        posting=Posting.objects.get(person__code=f"{side[0]}2"), defaults=NIGHT
    )
    given = {"kind": "not_paid", "filed_on": DAY}
    return fieldwork.Grievance.objects.get_or_create(lodging=stay, defaults=given)[0].pk


def handover(world: World, side: str) -> Any:
    """Work that is handed to the side's second person."""
    given = {"work": f"Work of the {side}", "first_day": DAY, "last_day": DAY, "to": world.people[f"{side[0]}2"]}
    return of_posting(fieldwork.Handover, note="", **given)(world, side)


def report(world: World, side: str) -> Any:
    """A report from the side; there is no address of one."""
    who = world.people[f"{side[0]}1"]
    given = {"task": "living_conditions", "filed_on": DAY, "place": f"Dyke of the {side}", "text": "x", "person": who}
    return of_posting(fieldwork.TaskReport, **given)(world, side)


def field_day(world: World, side: str) -> Any:
    """A day of the side's first person in the field."""
    who = world.people[f"{side[0]}1"]
    given = {"key": "k", "digest": "d", "day": DAY, "kind": "labour", "place": f"Dyke of the {side}"}
    return fieldwork.FieldEntry.objects.get_or_create(person=who, defaults=given)[0].pk


def cycle(world: World, side: str) -> Any:
    """A plan in the making at the side's office."""
    given = {"title": f"Plan of the {side}", "opened_on": DAY}
    unit = world.units[f"{side}-office"]
    return fieldwork.PlanningCycle.objects.get_or_create(owner=unit, defaults=given)[0].pk


def at_place(rows: Any, **given: Any) -> Thing:
    """Makes a thing of a rotation at its township."""

    def made(world: World, side: str) -> Any:
        where = {"rotation": world.rotations[side], "place": world.units[f"{side}-township"]}
        return rows.objects.get_or_create(**where, defaults=given)[0].pk

    return made


def practice(world: World, side: str) -> Any:
    """A practice that is tried at the side's pilot."""
    pilot = THINGS["pilots"](world, side)
    return fieldwork.Practice.objects.get_or_create(pilot_id=pilot, defaults={"name": f"Clinic of the {side}"})[0].pk


def case(world: World, side: str) -> Any:
    """A case of the side's office."""
    return opinions.case(world, side)["key"]


def theme(world: World, side: str) -> Any:
    """A theme of the side's office."""
    return themes.theme(world, side)["key"]


def drawn(world: World, side: str) -> Any:
    """Two opinions of a theme of the side, drawn by lot."""
    key = theme(world, side)
    one, other = Placed.objects.filter(theme=key).order_by("pk").values_list("pk", flat=True)[:2]
    return Pair.objects.get_or_create(theme_id=key, one_id=one, other_id=other)[0].pk


def counted(world: World, side: str) -> Any:
    """A unit whose figures were read."""
    return figures.unit(world, side)["key"]


THINGS: dict[str, Thing] = {
    "cases": case,
    "themes": theme,
    "figures": counted,
    "pairs": drawn,
    "units": unit,
    "people": person,
    "couples": couple,
    "exemptions": exemption,
    "rotations": rotation,
    "openings": opening,
    "programmes": programme,
    "policies": policy,
    "plans": plan,
    "stages": stage,
    "pins": pin,
    "restructure-plans": transfer,
    "solving": solving,
    "imports": brought_in,
    "jobs": job,
    "journal": entry,
    "postings": posting,
    "batches": batch,
    "questions": question,
    "tasks": of_posting(fieldwork.PostingTask, output="done", purpose="help_host", set_on=DAY),
    "costs": of_posting(
        fieldwork.CostEntry, kind="travel", amount=5, currency="CNY", payer=Payer.HOST.value, paid_on=DAY
    ),
    "lodgings": lodging,
    "grievances": grievance,
    "handovers": handover,
    "reports": report,
    "field-days": field_day,
    "cycles": cycle,
    "incidents": at_place(fieldwork.Incident, day=DAY, kind="disaster"),
    "recalls": at_place(fieldwork.Recall, ordered_on=DAY, due_on=DAY),
    "pilots": at_place(fieldwork.Pilot, opened_on=DAY),
    "practices": practice,
    "swaps": swap,
}

SIDELESS = {"scales"}
