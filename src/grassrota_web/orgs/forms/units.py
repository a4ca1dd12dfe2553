"""Forms of units and grade scales."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota import org, staff
from grassrota.errors import BadInput, Fault
from grassrota.org import Level, UnitKind
from grassrota_web.orgs.forms.fields import Day, Words
from grassrota_web.orgs.forms.named import Coded
from grassrota_web.orgs.words import KINDS, LEVELS, choices


class UnitForm(forms.Form):
    """A unit; without ``id`` and ``parent`` when it is changed."""

    id = forms.CharField(label=_("Code"), max_length=80, help_text=_("Stable and unique; it cannot be changed later."))
    name = forms.CharField(label=_("Name"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=choices(LEVELS, Level))
    kind = forms.ChoiceField(label=_("Kind"), choices=choices(KINDS, UnitKind))
    headed_by = Words(
        label=_("Headed by"),
        required=False,
        help_text=_("Codes of people. They belong to the chain of every opinion about this unit."),
    )
    open_list = forms.BooleanField(
        label=_("Not all units below it are listed"),
        required=False,
        help_text=_("Then nothing about them can be called complete."),
    )
    east_km = forms.IntegerField(label=_("Kilometres east"), required=False)
    north_km = forms.IntegerField(label=_("Kilometres north"), required=False)

    def __init__(self, *args: Any, of: org.Unit | None = None, **kwargs: Any) -> None:
        if of:
            east, north = of.position or (None, None)
            said = {name: getattr(of, name) for name in ("name", "level", "kind", "headed_by", "open_list")}
            kwargs["initial"] = said | {"east_km": east, "north_km": north}
        super().__init__(*args, **kwargs)
        if of:
            del self.fields["id"]
        self.of = of

    def value(self, parent: str) -> org.Unit:
        """The unit as entered, below the one with this code; raises ``BadInput``."""
        said = self.cleaned_data
        east, north = said["east_km"], said["north_km"]
        if (east is None) != (north is None):
            missing = "east_km" if east is None else "north_km"
            raise BadInput([Fault(missing, "both, or neither", "nothing")])
        return org.Unit(
            self.of.id if self.of else said["id"],
            said["name"],
            Level(said["level"]),
            UnitKind(said["kind"]),
            parent,
            said["open_list"],
            said["headed_by"],
            None if east is None else (east, north),
        )


class MoveUnit(forms.Form):
    """Where a unit goes."""

    parent = Coded("unit", label=_("The unit above it from now on"))


class ScaleForm(forms.Form):
    """A version of the grade scale."""

    version = forms.CharField(label=_("Version"), max_length=80)
    valid_from = Day(label=_("Valid from"))
    grades = forms.CharField(
        label=_("Grades, the highest first"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One on each line: code, then its titles with semicolons between, such as “chief: 科长; section chief”."
        ),
    )

    def value(self) -> staff.GradeScale:
        """The scale as entered; raises ``BadInput``."""
        lines = [line for line in self.cleaned_data["grades"].replace("：", ":").splitlines() if line.strip()]
        grades = []
        for rank, line in enumerate(reversed(lines), start=1):
            code, _colon, titles = line.partition(":")
            said = tuple(title.strip() for title in titles.replace("；", ";").split(";") if title.strip())
            grades.append(staff.Grade(code.strip(), rank, said))
        return staff.GradeScale(self.cleaned_data["version"], self.cleaned_data["valid_from"], tuple(grades))
