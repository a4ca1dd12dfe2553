"""Field days of a rotation: attended over in scope, and everybody's days, a leader's among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.files.columns import Column
from grassrota.files.parse import day, identifier, one_of, text
from grassrota.posting.field import FieldDayKind
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.field_days import set_field_days
from grassrota_web.fieldwork.forms import AsOf, today
from grassrota_web.fieldwork.models import FieldDayRule
from grassrota_web.fieldwork.views.tables import as_file
from grassrota_web.orgs.models import Rotation

BACK = timedelta(weeks=8)
"""So far back from the day asked for."""
COLUMNS = (
    Column("person", identifier, chinese="人员编号"),
    Column("name", text, chinese="姓名"),
    Column("unit", text, chinese="单位"),
    Column("day", day, chinese="日期"),
    Column("kind", one_of(FieldDayKind), chinese="类别"),
    Column("place", text, chinese="地点"),
)


class RuleForm(forms.Form):
    """On which days, and for whom."""

    rule = forms.CharField(
        label=gettext_lazy("Rule"), max_length=200, help_text=gettext_lazy("Such as FREQ=WEEKLY;BYDAY=TH.")
    )
    grades = forms.MultipleChoiceField(label=gettext_lazy("For these grades"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, rotation: Rotation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(code, code.replace("_", " ")) for code in rotation.scale.grades.values_list("code", flat=True)]
        field = self.fields["grades"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = listed


@page(Right.READ_POSTINGS)
def attendance(request: Request, rotation: int) -> HttpResponse:
    """Field days and who was there, up to a day."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.select_related("scale")), pk=rotation)
    found = visible(request.actor, FieldDayRule.objects.filter(rotation=call)).first()
    initial = {"rule": found.rule, "grades": found.grades} if found else {"rule": "FREQ=WEEKLY;BYDAY=TH"}
    form = RuleForm(call, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        attempt(form, set_field_days, request.actor, call.pk, form.cleaned_data["rule"], form.cleaned_data["grades"])
        if not form.errors:
            return redirect("fieldwork:attendance", call.pk)
    first, last = _stretch(request)
    people = queries.days_by_person(request.actor, call, first, last)
    context = {
        "rotation": call,
        "rule": found,
        "form": form,
        "edits": request.actor.may(Right.EDIT_POLICY, call.home.path),
        "exports": request.actor.holds(Right.EXPORT),
        "filters": AsOf(initial={"on": last}),
        "last": last,
        "columns": [{"label": _("Field day")}, {"label": _("Attended / in scope"), "numeric": True}, *_columns()],
        "rows": [_row(one) for one in reversed(queries.attendance_on(request.actor, call, first, last))],
        "people": [
            {
                "name": person.name,
                "unit": person.unit.name,
                "days": [f"{date_format(one.day)} {one.place}" for one in own],
            }
            for person, own in people
        ],
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/attendance.html", context)


@page(Right.EXPORT)
def export(request: Request, rotation: int, kind: str) -> HttpResponse:
    """Everybody's days in the field as CSV or XLSX: a day, what for, and a place by name."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    first, last = _stretch(request)
    people = queries.days_by_person(request.actor, call, first, last)
    about = f"{call.title}, {first} – {last}"

    def cells() -> Iterator[Mapping[str, object]]:
        for person, days in people:
            if request.actor.may(Right.EXPORT, person.unit.path):
                whose = {"person": person.code, "name": person.name, "unit": person.unit.name}
                for one in days:
                    yield {**whose, "day": one.day, "kind": one.kind, "place": one.place}

    return as_file(request, "field-days", kind, COLUMNS, cells(), about)


def _stretch(request: Request) -> tuple[date, date]:
    form = AsOf(request.GET)
    last = (form.cleaned_data["on"] if form.is_valid() else None) or today()
    return last - BACK, last


def _columns() -> list[dict[str, Any]]:
    return [{"label": _("Excused"), "numeric": True}, {"label": _("Others who were there"), "numeric": True}]


def _row(one: Any) -> list[dict[str, Any]]:
    numbers = (f"{len(one.attended)} / {one.in_scope}", str(len(one.excused)), str(len(one.outside)))
    return [{"text": date_format(one.day)}, *({"text": number, "numeric": True} for number in numbers)]
