"""A policy as the text of its file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Context, Inexact
from fractions import Fraction
from typing import Any

from grassrota.forms import STANDARD_FORMS, Form
from grassrota.rota.policy import Policy

ANY_SHARE = "any"
"""Stands in the file for a dumping tolerance of None, since TOML knows no such value."""


def policy_text(policy: Policy) -> str:
    """The text of ``policy.toml``; everything is spelt out, so that a change of a default changes no programme."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    yield f"title = {_toml(policy.title)}"
    if STANDARD_FORMS.get(policy.form.id) == policy.form:
        yield f"form = {_toml(policy.form.id)}"
    yield f"purposes = {_toml(policy.purposes)}"
    yield f"evidence = {_toml(policy.evidence)}"
    if policy.coverage_over is not None:
        yield f"coverage_over = {_toml(policy.coverage_over)}"
    yield f"everyone = {_toml(policy.everyone)}"
    tolerance = policy.dumping_tolerance
    yield f"dumping_tolerance = {_toml(ANY_SHARE if tolerance is None else tolerance)}"
    for name in ("directions", "first", "further_rounds"):
        yield f"{name} = {_toml(getattr(policy, name))}"
    yield from ("", "[scale]", f"version = {_toml(policy.scale.version)}")
    yield f"valid_from = {_toml(policy.scale.valid_from)}"
    for grade in policy.scale.grades:
        yield from ("", "[[scale.grades]]", f"code = {_toml(grade.code)}", f"rank = {_toml(grade.rank)}")
        yield f"titles = {_toml(grade.titles)}"
    for batch in policy.batches:
        yield from ("", "[[batches]]", f"depart_from = {_toml(batch.depart_from)}")
        yield from (f"depart_by = {_toml(batch.depart_by)}", f"days = {_toml(batch.days)}")
        if batch.number in policy.exceptions:
            yield f"exception = {_toml(policy.exceptions[batch.number])}"
    if STANDARD_FORMS.get(policy.form.id) != policy.form:
        yield from _form_lines(policy.form)
    yield from ("", "[events]", *(f"{_toml(name)} = {_toml(when)}" for name, when in policy.events.items()))
    yield from ("", "[floors]", *_named(policy, "home_absence", "grade_absence"))
    yield from ("", "[teams]", *_named(policy, "lead_rank", "experienced_years", "cover_rank", "cover_level"))
    yield from ("", "[costs]", *_named(policy.costs, *(cost.name for cost in fields(policy.costs))))


def _form_lines(form: Form) -> Iterator[str]:
    yield from ("", "[form]", *_named(form, "id", "name", "length", "role", "purposes", "low", "high"))
    if form.event:
        yield f"event = {_toml(form.event)}"
    yield f"returns = {_toml(form.returns)}"
    if form.recurrence is not None:
        yield from ("", "[form.recurrence]", *_named(form.recurrence, "rule", "except_on"))


def _named(value: object, *names: str) -> Iterator[str]:
    for name in names:
        if getattr(value, name) is not None:
            yield f"{name} = {_toml(getattr(value, name))}"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")
        case date():
            return value.isoformat()
        case Fraction():
            return _share(value)
        case _:
            return "[" + ", ".join(_toml(part) for part in value) + "]"


def _share(value: Fraction) -> str:
    """A decimal if that is exact, otherwise a fraction in quotes."""
    exact = Context(prec=18, traps=[Inexact])
    try:
        found = format(exact.divide(value.numerator, value.denominator).normalize(), "f")
    except Inexact:
        return f'"{value.numerator}/{value.denominator}"'
    return found if "." in found else f"{found}.0"
