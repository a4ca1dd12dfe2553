"""The greater parts of a policy in its file: the grade scale, the batches, the form."""

from __future__ import annotations

from functools import partial
from typing import Any

from grassrota.files.kinds import day, listing, one_of, string, truth, whole
from grassrota.files.parse import CellError
from grassrota.files.toml import Section
from grassrota.forms import STANDARD_FORMS, Form, LengthRule, Purpose, Role
from grassrota.staff import Grade, GradeScale
from grassrota.turns import Batch, Recurrence


def take_scale(section: Section) -> GradeScale | None:
    """The grade scale; None, with faults noted, if it cannot be had."""
    version, valid_from = section.take("version", string), section.take("valid_from", day)
    grades = []
    for entry in section.sections("grades"):
        code, rank = entry.take("code", string), entry.take("rank", whole(1, 1000))
        titles = entry.maybe("titles", listing(string)) or ()
        entry.finish()
        if code is not None and rank is not None:
            grades.append(Grade(code, rank, titles))
    if not section.values.get("grades"):
        section.fault("grades", "at least one [[scale.grades]]", "none")
    section.finish()
    if version is None or valid_from is None or not grades:
        return None
    return section.made(
        lambda: GradeScale(version, valid_from, tuple(grades)), lambda fault: f"grades[{fault.row}].{fault.column}"
    )


def take_batches(sections: tuple[Section, ...]) -> tuple[tuple[Batch, ...], dict[int, str]]:
    """The batches that are right in themselves, numbered in turn, and why some depart from the form's length."""
    batches, exceptions = [], {}
    for number, section in enumerate(sections, start=1):
        first, last = section.take("depart_from", day), section.take("depart_by", day)
        days = section.take("days", whole(1, 10_000))
        reason = section.maybe("exception", string)
        section.finish()
        if reason is not None:
            exceptions[number] = reason
        if first is not None and last is not None and days is not None:
            batches.append(section.made(partial(Batch, number, first, last, days)))
    return tuple(batch for batch in batches if batch is not None), exceptions


def take_form(top: Section) -> Form | None:
    """The form: the name of a standard one, or a table that defines one; None, with faults noted, if it is wrong."""
    if not isinstance(top.values.get("form"), dict):
        found = top.maybe("form", _standard_form)
        return found if "form" in top.values else STANDARD_FORMS["turn40"]
    section = top.section("form")
    given: dict[str, Any] = {
        "id": section.take("id", string),
        "name": section.take("name", string),
        "length": section.take("length", one_of(LengthRule)),
        "role": section.take("role", one_of(Role)),
        "purposes": section.take("purposes", listing(one_of(Purpose))),
        "low": section.maybe("low", whole(0, 10_000)) or 0,
        "high": section.maybe("high", whole(0, 10_000)) or 0,
        "event": section.maybe("event", string) or "",
        "recurrence": _recurrence(section.section("recurrence")) if "recurrence" in section.values else None,
        "returns": section.maybe("returns", truth) is not False,
    }
    section.finish()
    if any(given[key] is None for key in ("id", "name", "length", "role", "purposes")):
        return None
    return section.made(lambda: Form(**given))


def _standard_form(value: Any) -> Form:
    if isinstance(value, str) and value in STANDARD_FORMS:
        return STANDARD_FORMS[value]
    raise CellError(f"one of {', '.join(STANDARD_FORMS)}, or a [form] of its own")


def _recurrence(section: Section) -> Recurrence | None:
    rule, days = section.take("rule", string), section.maybe("except_on", listing(day)) or ()
    section.finish()
    return section.made(lambda: Recurrence(rule, days), lambda _: "rule") if rule is not None else None
