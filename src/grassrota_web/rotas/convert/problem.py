"""The problem of a rotation, from its rows: everything that a plan depends on, as it is today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault
from grassrota.forms import Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.pin import Pin
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.stages import held_by_stage
from grassrota.staff import Couple, Exemption, ExemptionReason, NotAvailable, Person
from grassrota_web.access.kept import kept
from grassrota_web.rotas.convert.policy import policy_of_text
from grassrota_web.rotas.convert.rows import Rows, Table, rows_of
from grassrota_web.rotas.models import Policy


def problem_of(version: Policy, on: date | None = None) -> RotaProblem:
    """The problem of a policy's rotation: the same object again as long as its rows are the same.

    Args:
        version: The policy.
        on: As of which day; today if not given.

    Raises:
        BadInput: With every fault, each saying in its ``fix`` on which page to mend it.
    """
    return _built(rows_of(version, on))


@kept(4)
def _built(rows: Rows) -> RotaProblem:
    codes = {key: code for key, code, *_rest in rows.units}
    tables: dict[str, tuple[Any, ...]] = {
        "people": tuple(_person(row, codes) for row in rows.people),
        "openings": tuple(_opening(row, codes) for row in rows.openings),
        "exemptions": tuple(Exemption(row[0], ExemptionReason(row[1])) for row in _first_of_each(rows.exemptions)),
        "not_available": tuple(NotAvailable(who, _words(batches)) for who, batches in rows.not_available),
        "couples": tuple(Couple(first, second) for first, second in rows.couples),
        "preferences": tuple(Preference(who, codes.get(place, ""), rank) for who, place, rank in rows.preferences),
        "pins": tuple(Pin(who, opening or "", batch, stays) for who, opening, batch, stays in rows.pins),
    }
    try:
        problem = RotaProblem(_tree(rows, codes), policy=policy_of_text(rows.policy), **tables)
    except BadInput as error:
        raise BadInput(_placed(fault, tables) for fault in error.faults) from None
    held = _held(problem, rows)
    return replace(problem, not_available=(*problem.not_available, *held)) if held else problem


def _held(problem: RotaProblem, rows: Rows) -> tuple[NotAvailable, ...]:
    """Who waits for the stage of their unit, where batches are tied to stages."""
    may_send: dict[int, set[int]] = {}
    for number, batches in rows.stages:
        for batch in _words(batches):
            may_send.setdefault(batch, set()).add(number)
    return held_by_stage(problem, stages_of(problem, rows.unit_stages), may_send) if may_send else ()


def stages_of(problem: RotaProblem, known: Table) -> dict[str, int]:
    """The stage of each home unit: its own, or that of the nearest unit above which has one."""
    said: dict[str, int] = dict(known)
    found = {}
    for unit in problem.staff_count:
        line = (unit, *(above.id for above in problem.tree.ancestors(unit)))
        found[unit] = next((said[code] for code in line if code in said), 0)
    return found


def _tree(rows: Rows, codes: Mapping[int, str]) -> UnitTree:
    heads: dict[int, list[str]] = {}
    for key, head in rows.heads:
        heads.setdefault(key, []).append(head)
    return UnitTree(
        tuple(
            Unit(
                code,
                name,
                Level(level),
                UnitKind(kind),
                codes.get(parent, ""),
                open_list,
                tuple(heads.get(key, ())),
                None if east is None or north is None else (east, north),
            )
            for key, code, name, level, kind, parent, open_list, east, north in rows.units
        )
    )


def _person(row: tuple[Any, ...], codes: Mapping[int, str]) -> Person:
    code, name, unit, *between, site, skills = row
    rest = (*between, _words(skills), codes.get(site, ""))
    return Person(code, name, codes[unit], *rest)


def _opening(row: tuple[Any, ...], codes: Mapping[int, str]) -> Opening:
    code, place, sector, role, low, high, length, hardship, batches, needs, prefers, grades = row
    return Opening(
        code,
        codes.get(place, ""),
        Sector(sector),
        Role(role),
        low,
        high,
        _words(batches),
        length,
        _words(needs),
        _words(prefers),
        hardship,
        _words(grades),
    )


def _first_of_each(rows: Table) -> Table:
    """One row a person; two exemptions of one person are still one person."""
    return tuple({row[0]: row for row in reversed(rows)}.values())[::-1]


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[Any]:
    return frozenset(json.loads(text))


def _placed(fault: Fault, tables: Mapping[str, Table]) -> Fault:
    """The fault as somebody knows it who works in the browser: whom or what it is about, and where to mend it."""
    pages = {
        "people": _("Mend it in Units and people, at this person."),
        "openings": _("Mend it in Units and people, at this opening, or in the policy."),
        "exemptions": _("Mend it in Units and people, at this person."),
        "couples": _("Mend it in Units and people, at these people."),
        "preferences": _("It is among the wishes of this person, who can change them."),
        "not_available": _("Mend it where this person is recorded as not available."),
        "pins": _("Mend or remove the pin of this person."),
        "policy": _("Mend it in the policy."),
    }
    rows = tables.get(fault.file, ())
    entry = rows[fault.row - 2] if 2 <= fault.row < len(rows) + 2 else None
    about = next((getattr(entry, name) for name in ("id", "person", "first") if hasattr(entry, name)), fault.file)
    fix = " ".join(part for part in (fault.fix, pages.get(fault.file, "")) if part)
    return replace(fault, file=str(about), row=0, fix=fix)
