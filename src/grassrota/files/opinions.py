"""The folder ``opinions``: what was raised, the cases made of it, and the two ledgers of each case."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.cases import ANSWERS, CASES, CLAIMS, answer_row, claim_row, with_ledgers
from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import CellError, day, identifier, one_of, original, several, text, yes_or_no
from grassrota.opinions.case import Case
from grassrota.opinions.opinion import Channel, Opinion
from grassrota.opinions.taskforce import TaskForce
from grassrota.org import UnitTree
from grassrota.staff import Person

CONTACT = dict.fromkeys(
    (
        *("name", "raiser_name", "full_name", "first_name", "last_name", "surname", "phone", "phone_number", "tel"),
        *("telephone", "mobile", "mobile_phone", "cell", "fax", "email", "e_mail", "mail", "address", "home_address"),
        *("postcode", "zip", "id_number", "id_card", "identity", "identity_card", "passport", "wechat", "weixin", "qq"),
        *("contact", "contacts", "contact_details", "employer", "staff_id", "person", "collector", "ip", "ip_address"),
        *("user_agent", "姓名", "名字", "电话", "手机", "手机号", "联系方式", "联系电话", "联系人", "邮箱", "电子邮件"),
        *("地址", "住址", "身份证", "身份证号", "微信", "微信号", "单位", "工号"),
    ),
    "Who raised an opinion is sealed elsewhere: a file of opinions has at most the opaque token in the column raiser.",
)
"""Columns that the opinions never have, with the reason."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,}")
_CONTACT_WORD = re.compile(r"\d{11}|\d{17}[\dXx]")
_NOT_PLAIN = re.compile(r"[^a-z0-9]")


def token(cell: str) -> str:
    """An opaque token: made of nothing but ASCII letters and digits, and no mobile or identity number."""
    if not _TOKEN.fullmatch(cell) or _CONTACT_WORD.fullmatch(cell):
        marks = "at least 8 ASCII letters, digits, hyphens and underscores"
        raise CellError(f"an opaque token of {marks}, no e-mail address, telephone or identity number")
    return cell


OPINIONS = (
    Column("id", identifier),
    Column("raiser", token, required=False, private=True),
    Column("raised_on", day),
    Column("place", identifier),
    Column("addressed", identifier),
    Column("topic", text, required=False),
    Column("text", original, verbatim=True),
    Column("channel", one_of(Channel)),
    Column("by_proxy", yes_or_no, required=False, default=False),
    Column("on_leadership", yes_or_no, required=False, default=False),
)
TASKFORCES = (
    Column("problem", text),
    Column("owner", identifier),
    Column("cases", several(identifier)),
    Column("members", several(identifier)),
    Column("named_on", day),
)


@dataclass(frozen=True, slots=True)
class OpinionFiles:
    """What an opinions folder holds; every case has its ledgers."""

    opinions: tuple[Opinion, ...]
    cases: tuple[Case, ...]
    task_forces: tuple[TaskForce, ...]


def read_opinions(folder: Path, tree: UnitTree, people: Collection[str] | None = None) -> OpinionFiles:
    """Reads an opinions folder: ``opinions`` and, if need be, ``cases``, ``claims``, ``answers`` and ``taskforces``.

    Args:
        folder: The folder.
        tree: The units that opinions name.
        people: The people who may be posted handlers and whose ids, and names if they are given by id, are no tokens
            of raisers; None to take any.

    Raises:
        BadInput: With every fault of all tables and between them.
    """
    if not folder.is_dir():
        raise BadInput([Fault("", "a folder", "nothing", "Check the name.", file=str(folder))])
    opinions = scan_named(folder, "opinions", OPINIONS, Opinion, CONTACT)
    cases = scan_named(folder, "cases", CASES, Case, CONTACT, optional=True)
    claims = scan_named(folder, "claims", CLAIMS, claim_row, optional=True)
    answers = scan_named(folder, "answers", ANSWERS, answer_row, CONTACT, optional=True)
    forces = scan_named(folder, "taskforces", TASKFORCES, TaskForce, optional=True)
    faults = [
        *(fault for table in (opinions, cases, claims, answers, forces) for fault in table.faults),
        *_unit_faults(opinions, cases, forces, tree),
        *_telling_tokens(opinions, people or ()),
        *opinions.repeated(lambda opinion: opinion.id, "id", "each opinion"),
        *cases.repeated(lambda case: case.id, "id", "each case"),
        *_members(cases, None if opinions.faults else {opinion.id for opinion in opinions.values}, people),
        *_task_force_faults(forces, None if cases.faults else {case.id for case in cases.values}),
    ]
    complete: tuple[Case, ...] = ()
    try:
        complete = with_ledgers(cases, claims, answers)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput(faults)
    return OpinionFiles(opinions.values, complete, forces.values)


def _unit_faults(opinions: Rows[Opinion], cases: Rows[Case], forces: Rows[TaskForce], tree: UnitTree) -> list[Fault]:
    what = "the id of a unit in units"
    return [
        *opinions.unknown(lambda opinion: opinion.place, "place", tree, what),
        *opinions.unknown(lambda opinion: opinion.addressed, "addressed", tree, what),
        *cases.unknown(lambda case: case.owner, "owner", tree, what),
        *forces.unknown(lambda force: force.owner, "owner", tree, what),
    ]


def _telling_tokens(opinions: Rows[Opinion], people: Collection[str]) -> list[Fault]:
    """Faults of raisers written as an id or a name in people, whatever its capitals and marks."""
    persons = people.values() if isinstance(people, Mapping) else ()
    names = (person.name for person in persons if isinstance(person, Person))
    telling = {_plain(word) for word in (*people, *names)} - {""}
    expected = "an opaque token, not the id or the name of somebody in people"
    return [
        opinions.fault(place, "raiser", expected, opinion.raiser)
        for place, opinion in enumerate(opinions.values)
        if opinion.raiser and _plain(opinion.raiser) in telling
    ]


def _plain(word: str) -> str:
    return _NOT_PLAIN.sub("", word.lower())


def _members(cases: Rows[Case], opinions: Collection[str] | None, people: Collection[str] | None) -> list[Fault]:
    """Faults of cases whose opinions or handlers are unknown, or which share an opinion."""
    first: dict[str, int] = {}
    faults = []
    for place, case in enumerate(cases.values):
        for opinion in case.opinions:
            if opinions is not None and opinion not in opinions:
                faults.append(cases.fault(place, "opinions", "ids of opinions", opinion))
            if first.setdefault(opinion, place) != place:
                fix = f"Row {cases.numbers[first[opinion]]} has it already."
                faults.append(cases.fault(place, "opinions", "each opinion in one case", opinion, fix))
        faults += [
            cases.fault(place, "posted_handlers", "ids of people in people", handler)
            for handler in case.posted_handlers
            if people is not None and handler not in people
        ]
    return faults


def _task_force_faults(forces: Rows[TaskForce], cases: Collection[str] | None) -> list[Fault]:
    return [
        forces.fault(place, "cases", "ids of cases", case)
        for place, force in enumerate(forces.values)
        for case in force.cases
        if cases is not None and case not in cases
    ]
