"""A policy as a form: every rule a sentence with its number in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grassrota.forms import STANDARD_FORMS, Form, Purpose
from grassrota.org import Level, Sector
from grassrota.posting.listing import Evidence
from grassrota.rota.policy import Costs, Policy
from grassrota.turns import Batch
from grassrota_web.access.spoken import spoken
from grassrota_web.orgs.words import LEVELS
from grassrota_web.rotas.words import EVIDENCE, PURPOSES, SECTORS

MOST_BATCHES = 24


class ShareField(forms.CharField):
    """A share, written as a percentage (50, 12.5 %) or an exact fraction (1/3)."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "class": "short"})
        super().__init__(**{"widget": widget, **given})

    def prepare_value(self, value: Any) -> Any:
        """A share as it is typed."""
        return shown(value) if isinstance(value, Fraction) else value

    def clean(self, value: Any) -> Any:
        """The share as a fraction; None if nothing was typed."""
        text = str(super().clean(value)).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            share = Fraction(text) if "/" in text else Fraction(text) / 100
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError(_("Enter a percentage such as 50, or a fraction such as 1/3.")) from None
        if not 0 <= share <= 1:
            raise forms.ValidationError(_("Enter 0 to 100 percent."))
        return share


def shown(share: Fraction) -> str:
    """A share as a percentage if that is short, else as a fraction."""
    percent = share * 100
    if (percent * 100).denominator != 1:
        return str(share)
    return f"{float(percent):.2f}".rstrip("0").rstrip(".")


class BatchForm(forms.Form):
    """One batch: when people depart, for how long."""

    depart_from = forms.DateField(
        label=_("First departure"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    depart_by = forms.DateField(
        label=_("Last departure"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    days = forms.IntegerField(label=_("Days away"), min_value=1, max_value=10_000)
    exception = forms.CharField(label=_("Why the length departs from the form"), required=False, max_length=300)


Batches = forms.formset_factory(
    BatchForm, extra=1, max_num=MOST_BATCHES, validate_max=True, can_delete=True, can_delete_extra=False
)


class PolicyForm(forms.Form):
    """Everything of a policy but its batches and its grade scale, which is the rotation's."""

    title = forms.CharField(label=_("Name of the programme"), max_length=200)
    form = forms.ChoiceField(label=_("People go for"), help_text=_("The form says how long a turn must last."))
    purposes = forms.MultipleChoiceField(
        label=_("What they go for"), choices=list(PURPOSES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("Restructuring is no purpose of a rotation: it is filed by itself, by the route of labour law."),
    )  # fmt: skip
    evidence = forms.MultipleChoiceField(
        label=_("The selection rests on"), choices=list(EVIDENCE.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("A speech, a sign-up drive or acclamation do not carry a selection by themselves."),
    )  # fmt: skip
    event_day = forms.DateField(
        label=_("Day of the event that ends the turns"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only for a form that lasts until an event. When the day moves, the ends move with it."),
    )  # fmt: skip
    home_absence = ShareField(label=_("At most this percentage of any office is away at once"))
    grade_absence = ShareField(label=_("At most this percentage of each grade in an office is away at once"))
    coverage_over = ShareField(label=_("More than this percentage of all staff has a turn"), required=False)
    everyone = forms.BooleanField(label=_("Everyone goes who is neither exempt nor unavailable"), required=False)
    further_rounds = forms.BooleanField(label=_("Another round follows for those left out"), required=False)
    lead_rank = forms.TypedChoiceField(label=_("Every team has a leader of at least this grade"), coerce=int)
    experienced_years = forms.IntegerField(
        label=_("Somebody in each opening has worked in the field for so many years"), required=False, min_value=0,
        max_value=70,
    )  # fmt: skip
    cover_rank = forms.TypedChoiceField(label=_("Every place has somebody of at least this grade"), coerce=int)
    cover_level = forms.ChoiceField(label=_("Those places are of this level"), choices=[*LEVELS.items()])
    dumping_tolerance = ShareField(
        label=_("Each group of staff goes in its fair share, give or take this percentage"), required=False,
        help_text=_("Groups are surplus staff, and grade with tenure. Nothing switches the check off."),
    )  # fmt: skip
    first = forms.CharField(
        label=_("These people go in the first batch"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Codes of people, with commas between them: leaders go first."),
    )  # fmt: skip

    def __init__(self, *args: Any, base: Policy, **more: Any) -> None:
        self.base = base
        super().__init__(*args, **{"initial": _initial(base), **more})
        grades: list[tuple[int, Any]] = [(0, _("nobody asked for"))]
        grades += [(g.rank, g.titles[0] if g.titles else g.code) for g in sorted(base.scale.grades, key=_by_rank)]
        named = {rank for rank, _name in grades}
        grades += [(rank, str(rank)) for rank in (base.lead_rank, base.cover_rank) if rank not in named]
        forms_of_posting = {**STANDARD_FORMS, base.form.id: base.form}
        self.choices("form").choices = [(f.id, spoken(f.name)) for f in forms_of_posting.values()]
        self.choices("lead_rank").choices = self.choices("cover_rank").choices = grades
        for sector in Sector:
            ranks = [("", _("no direction")), *((str(n), n) for n in range(1, len(Sector) + 1))]
            self.fields[f"direction_{sector}"] = forms.ChoiceField(
                label=str(SECTORS[sector]), choices=ranks, required=False, initial=_direction(base, sector)
            )
        for cost in fields(Costs):
            self.fields[f"cost_{cost.name}"] = forms.IntegerField(
                label=_COSTS[cost.name], min_value=0, max_value=10_000, initial=getattr(base.costs, cost.name)
            )

    def choices(self, name: str) -> forms.ChoiceField:
        """A field of choices."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)
        return found

    @property
    def directions(self) -> list[forms.BoundField]:
        """The fields of the directions."""
        return [self[name] for name in self.fields if name.startswith("direction_")]

    @property
    def costs(self) -> list[forms.BoundField]:
        """The fields of the weights."""
        return [self[name] for name in self.fields if name.startswith("cost_")]

    def policy(self, batches: Iterable[dict[str, Any]]) -> Policy:
        """The policy that was filled in.

        Raises:
            BadInput: With every fault; a column is a field of this form where there is one.
        """
        given, form = self.cleaned_data, self._form()
        rows = sorted((row for row in batches if row and not row.get("DELETE")), key=lambda row: row["depart_from"])
        day = given["event_day"]
        return replace(
            self.base,
            title=given["title"],
            form=form,
            purposes=tuple(Purpose(word) for word in given["purposes"]),
            evidence=tuple(Evidence(word) for word in given["evidence"]),
            events={form.event: day} if form.event and day else {},
            batches=tuple(
                Batch(number, row["depart_from"], row["depart_by"], row["days"])
                for number, row in enumerate(rows, start=1)
            ),
            exceptions={n: row["exception"] for n, row in enumerate(rows, start=1) if row["exception"]},
            **{name: given[name] for name in _AS_THEY_ARE},
            cover_level=Level(given["cover_level"]),
            first=tuple(word.strip() for word in given["first"].split(",") if word.strip()),
            directions=self._directions(),
            costs=Costs(**{cost.name: given[f"cost_{cost.name}"] for cost in fields(Costs)}),
        )

    def _form(self) -> Form:
        name = self.cleaned_data["form"]
        return self.base.form if name == self.base.form.id else STANDARD_FORMS[name]

    def _directions(self) -> tuple[tuple[Sector, ...], ...]:
        ranked = {sector: self.cleaned_data[f"direction_{sector}"] for sector in Sector}
        ranks = sorted({rank for rank in ranked.values() if rank})
        return tuple(tuple(sector for sector in Sector if ranked[sector] == rank) for rank in ranks)


_AS_THEY_ARE = (
    *("coverage_over", "everyone", "further_rounds", "home_absence", "grade_absence", "lead_rank"),
    *("experienced_years", "cover_rank", "dumping_tolerance"),
)
_COSTS = {
    "direction": _("A place of a later direction, for each rank"),
    "missing_skill": _("A skill that the host would like and the person lacks"),
    "preference": _("Each place that the person would have liked better"),
    "unlisted": _("Places assumed to be liked better than one not wished for"),
    "distance": _("Each 10 km between family and place"),
    "hardship": _("Hardship of the place times turns served"),
    "staying": _("Leaving out somebody who could go"),
    "waiting": _("Each year that somebody left out has waited"),
}


def batches_of(policy: Policy) -> list[dict[str, Any]]:
    """The batches as rows of the form."""
    return [
        {
            "depart_from": batch.depart_from,
            "depart_by": batch.depart_by,
            "days": batch.days,
            "exception": policy.exceptions.get(batch.number, ""),
        }
        for batch in policy.batches
    ]


def _initial(policy: Policy) -> dict[str, Any]:
    day: date | None = policy.events.get(policy.form.event)
    return {
        **{name: getattr(policy, name) for name in _AS_THEY_ARE},
        "title": policy.title,
        "form": policy.form.id,
        "purposes": list(policy.purposes),
        "evidence": list(policy.evidence),
        "event_day": day,
        "cover_level": policy.cover_level,
        "first": ", ".join(policy.first),
    }


def _direction(policy: Policy, sector: Sector) -> str:
    rank = policy.direction_rank(sector)
    return str(rank + 1) if rank < len(policy.directions) else ""


def _by_rank(grade: Any) -> int:
    return int(grade.rank)
