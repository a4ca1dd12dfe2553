"""``policy.toml``: what an organiser decides, read exactly and written so that it reads back the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.kinds import day, listing, one_of, share, string, truth, whole
from grassrota.files.parse import CellError
from grassrota.files.policy_parts import take_batches, take_form, take_scale
from grassrota.files.policy_text import ANY_SHARE, policy_text
from grassrota.files.toml import Section, line_of, parse_toml, read_toml
from grassrota.forms import Purpose
from grassrota.org import Level, Sector
from grassrota.posting.listing import Evidence
from grassrota.rota.policy import Costs, Policy
from grassrota.staff import Grade, GradeScale

_TOP: Mapping[str, Any] = {
    "evidence": listing(one_of(Evidence)),
    "coverage_over": share,
    "everyone": truth,
    "directions": listing(listing(one_of(Sector))),
    "first": listing(string),
    "further_rounds": truth,
}
_FLOORS: Mapping[str, Any] = {"home_absence": share, "grade_absence": share}
_TEAMS: Mapping[str, Any] = {
    "lead_rank": whole(0, 1000),
    "experienced_years": whole(0, 70),
    "cover_rank": whole(0, 1000),
    "cover_level": one_of(Level),
}
_PATHS = {name: f"floors.{name}" for name in _FLOORS} | {name: f"teams.{name}" for name in _TEAMS}
_UNREAD = GradeScale("not read", date.min, (Grade("not read", 1),))
"""Stands for a scale that could not be read while the rest of the policy is still checked."""


def read_policy(path: Path) -> Policy:
    """Reads a policy.

    Raises:
        BadInput: With every fault; ``column`` is the dotted path of the key, ``row`` its line.
    """
    return policy_from(read_toml(path))


def policy_from(top: Section) -> Policy:
    """The policy in a TOML file that was read; raises as ``read_policy`` does."""
    given: dict[str, Any] = {"title": top.take("title", string), "scale": take_scale(top.section("scale"))}
    entries = top.sections("batches")
    given["batches"], given["exceptions"] = take_batches(entries)
    given["form"] = take_form(top)
    given["costs"] = _costs(top.section("costs"))
    events = top.section("events")
    given["events"] = {name: found for name in events.values if (found := events.take(name, day)) is not None}
    for section, kinds in ((top, _TOP), (top.section("floors"), _FLOORS), (top.section("teams"), _TEAMS)):
        given |= {name: found for name, kind in kinds.items() if (found := section.maybe(name, kind)) is not None}
        if section is not top:
            section.finish()
    tolerance = top.maybe("dumping_tolerance", _tolerance)
    if tolerance is not None:
        given["dumping_tolerance"] = None if tolerance == ANY_SHARE else tolerance
    purposes = _purposes(top)
    if purposes or top.values.get("purposes") == []:
        given["purposes"] = purposes
    top.finish()
    policy = _whole(top, given) if given["form"] and len(given["batches"]) == len(entries) else None
    if top.faults or policy is None:
        raise BadInput(top.faults)
    return policy


def checked_policy_text(policy: Policy) -> str:
    """The text of a ``policy.toml`` that reads back as the same policy.

    Raises:
        BadInput: If the file could not hold it, such as an exception for a batch that is not there.
    """
    text = policy_text(policy)
    try:
        same = policy_from(parse_toml(text, "policy.toml")) == policy
    except BadInput as error:
        raise BadInput(replace(fault, row=0) for fault in error.faults) from None
    if not same:
        raise BadInput([Fault("", "a policy that reads back as it is", policy.title, file="policy.toml")])
    return text


def _whole(top: Section, given: dict[str, Any]) -> Policy | None:
    """The policy; what was wrong in a part is noted already, and here what is wrong between the parts."""
    if "purposes" not in given and "purposes" in top.values:
        given["purposes"] = given["form"].purposes
    try:
        return Policy(**{**given, "title": given["title"] or "", "scale": given["scale"] or _UNREAD})
    except BadInput as error:
        top.faults += [policy_fault(fault, top) for fault in error.faults]
        return None


def policy_fault(fault: Fault, top: Section) -> Fault:
    """A fault about a field of a policy, placed in its file by the key's path and line."""
    path = _PATHS.get(fault.column, fault.column)
    fix = fault.fix or ("A reason is the batch's key exception." if path.endswith("].days") else "")
    return Fault(path, fault.expected, fault.got, fix, top.file, line_of(top.lines, path))


def _purposes(top: Section) -> tuple[Purpose, ...]:
    """The purposes that are purposes; a fault is noted for each other word."""
    words = top.maybe("purposes", listing(string)) or ()
    for word in words:
        if word not in list(Purpose):
            fix = "Shedding staff under a rotation form is burden-dumping." if word == "reduce_headcount" else ""
            top.fault("purposes", f"some of {', '.join(Purpose)}", word, fix)
    return tuple(Purpose(word) for word in words if word in list(Purpose))


def _tolerance(value: Any) -> Fraction | str:
    if value == ANY_SHARE:
        return ANY_SHARE
    try:
        return share(value)
    except CellError as error:
        raise CellError(f'{error}, or "{ANY_SHARE}"') from None


def _costs(section: Section) -> Costs:
    given = {cost.name: section.maybe(cost.name, whole(0, 10_000)) for cost in fields(Costs)}
    section.finish()
    return Costs(**{name: weight for name, weight in given.items() if weight is not None})
