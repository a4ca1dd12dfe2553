"""Restructuring: filed by itself, by the route of labour law, and never by way of a rotation."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from grassrota.forms import STANDARD_FORMS
from grassrota.rota import restructure as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Unit
from grassrota_web.rotas.models import RestructurePlan


@verb("rotas.file_restructure_plan", Right.EDIT_POLICY)
def file_restructure_plan(
    act: Act,
    unit: Unit,
    *,
    title: str,
    form: str,
    legal_basis: str,
    consulted_with: str,
    consulted_from: date,
    consulted_until: date,
    notice_on: date,
    notice_days: int,
    effective_on: date,
) -> RestructurePlan:
    """Files a restructuring plan of a unit.

    Raises:
        Refused: ``rotation_form``, if it would use a form of rotation.
        BadInput: If any part of the route is missing, or out of order.
    """
    act.at(unit.path)
    core.RestructurePlan(
        title,
        STANDARD_FORMS[form],
        (unit.code,),
        legal_basis,
        core.Consultation(consulted_with, consulted_from, consulted_until),
        core.Notice(notice_on, notice_days),
        effective_on,
    )
    row = RestructurePlan.objects.create(
        unit=unit,
        title=title,
        form=form,
        legal_basis=legal_basis,
        consulted_with=consulted_with,
        consulted_from=consulted_from,
        consulted_until=consulted_until,
        notice_on=notice_on,
        notice_days=notice_days,
        effective_on=effective_on,
        filed_on=timezone.localdate(),
    )
    after = {"title": title, "effective_on": effective_on.isoformat(), "consulted_with": consulted_with}
    act.note("restructure plan", row.pk, place=unit.path, after=after)
    return row
