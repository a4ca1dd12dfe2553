"""Forms of openings and programmes, and the filter of a list of openings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grassrota.errors import BadInput, Fault
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting import opening as core
from grassrota_web.orgs.forms.fields import WORDS_HINT, Day, Words
from grassrota_web.orgs.forms.named import Coded
from grassrota_web.orgs.models import HostAnswer, Programme, Rotation
from grassrota_web.orgs.words import ANSWERS, SECTORS, WORK, choices


class OpeningForm(forms.Form):
    """An opening; without rotation, code and place when it is changed."""

    rotation = forms.ModelChoiceField(label=_("Rotation"), queryset=Rotation.objects.none())
    id = forms.CharField(label=_("Code"), max_length=80, help_text=_("Unique in the rotation; it cannot be changed."))
    place = Coded("unit", label=_("Place"))
    sector = forms.ChoiceField(label=_("Sector"), choices=choices(SECTORS, Sector))
    role = forms.ChoiceField(label=_("Work"), choices=choices(WORK, Role))
    low = forms.IntegerField(label=_("At least so many people"), min_value=0, initial=1)
    high = forms.IntegerField(label=_("At most"), min_value=1, initial=1)
    batches = Words(
        label=_("Batches"), required=False, help_text=_("Numbers of those in which one may start; empty for all.")
    )
    length = forms.IntegerField(label=_("Consecutive batches that one stays"), min_value=1, initial=1)
    needs = Words(label=_("Skills that everybody must have"), required=False, help_text=WORDS_HINT)
    prefers = Words(label=_("Skills that are welcome"), required=False, help_text=WORDS_HINT)
    hardship = forms.IntegerField(
        label=_("Hardship"), min_value=0, max_value=3, initial=0, help_text=_("0 easy to 3 hard.")
    )
    grades = Words(label=_("Grades that may be sent"), required=False, help_text=_("Codes; empty for any."))
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,
        rotations: QuerySet[Rotation],
        programmes: QuerySet[Programme],
        of: core.Opening | None = None,
        **kwargs: Any,
    ) -> None:
        if of:
            said = {name: getattr(of, name) for name in self.base_fields if hasattr(of, name)}
            sets = {name: sorted(said[name]) for name in ("batches", "needs", "prefers", "grades")}
            kwargs["initial"] = said | sets | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["rotation"].queryset = rotations  # type: ignore[attr-defined]
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        if of:
            del self.fields["rotation"], self.fields["id"], self.fields["place"]
        self.of = of

    def value(self) -> core.Opening:
        """The opening as entered; raises ``BadInput``."""
        said = self.cleaned_data
        sets = {name: frozenset(said[name]) for name in ("needs", "prefers", "grades")}
        wrong = [batch for batch in said["batches"] if not (batch.isdecimal() and int(batch))]
        if wrong:
            raise BadInput([Fault("batches", "numbers from 1 on", ", ".join(wrong))])
        return core.Opening(
            self.of.id if self.of else said["id"],
            self.of.place if self.of else said["place"],
            Sector(said["sector"]),
            Role(said["role"]),
            said["low"],
            said["high"],
            frozenset(int(batch) for batch in said["batches"]),
            said["length"],
            hardship=said["hardship"],
            **sets,
        )

    @property
    def programme_key(self) -> int | None:
        """The key of the programme chosen."""
        found = self.cleaned_data["programme"]
        return found.pk if found else None


class ProgrammeForm(forms.Form):
    """A programme of a host; without the place when it is changed."""

    place = Coded("unit", label=_("Place"))
    name = forms.CharField(label=_("Name"), max_length=200)
    first_day = Day(label=_("First day"))
    last_day = Day(label=_("Last day"), required=False, help_text=_("Postings that are tied to it end with it."))

    def __init__(self, *args: Any, of: Programme | None = None, **kwargs: Any) -> None:
        if of:
            kwargs["initial"] = {"name": of.name, "first_day": of.first_day, "last_day": of.last_day}
        super().__init__(*args, **kwargs)
        if of:
            del self.fields["place"]


class OpeningFilterForm(forms.Form):
    """Filters of the list of openings."""

    q = forms.CharField(label=_("Place or code"), required=False, max_length=80)
    rotation = forms.ChoiceField(label=_("Rotation"), required=False)
    unit = Coded("unit", label=_("Unit and all below it"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("all")), *choices(SECTORS, Sector)])
    answer = forms.ChoiceField(
        label=_("Host"),
        required=False,
        choices=[("", _("any answer")), *((answer.value, ANSWERS[answer]) for answer in HostAnswer)],
    )

    def __init__(self, *args: Any, rotations: QuerySet[Rotation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.code, row.title) for row in rotations]
        self.fields["rotation"] = forms.ChoiceField(
            label=_("Rotation"), required=False, choices=[("", _("all")), *known]
        )
