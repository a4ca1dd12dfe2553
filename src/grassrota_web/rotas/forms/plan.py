"""What is filled in about plans: how to search, whom to pin or move, where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.rota.effect import swap
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move
from grassrota_web.orgs.forms.named import Coded


class SolveForm(forms.Form):
    """How a plan is looked for."""

    seconds = forms.TypedChoiceField(
        label=_("Search for at most"),
        coerce=int,
        initial=600,
        choices=[(60, _("1 minute")), (600, _("10 minutes")), (3600, _("1 hour"))],
        help_text=_("The best plan so far is kept when the time is over."),
    )
    gap = forms.TypedChoiceField(
        label=_("Be content within"),
        coerce=int,
        initial=2,
        choices=[
            (1, _("0.1 % of the best possible")),
            (2, _("0.2 % of the best possible")),
            (20, _("2 %")),
            (50, _("5 %")),
        ],
    )
    seed = forms.IntegerField(
        label=_("Seed"), initial=0, min_value=0, max_value=2**31 - 1, help_text=_("The same seed gives the same plan.")
    )


class WhereField(forms.ChoiceField):
    """An opening and a batch in which it starts people, or home."""

    def __init__(self, problem: RotaProblem, home: str | Promise = "", **given: Any) -> None:
        self.problem = problem
        names = {opening.id: problem.tree[opening.place].name for opening in problem.openings}
        slots = [
            (f"{slot.start}:{slot.opening}", f"{names[slot.opening]} · {slot.opening} · {_('batch')} {slot.start}")
            for slot in problem.slots
        ]
        super().__init__(choices=[("", home or _("stays home")), *slots], required=False, **given)


class MoveForm(forms.Form):
    """One person to another place or batch, or two people changing places."""

    person = Coded("person", label=_("Person"))
    other = Coded(
        "person",
        label=_("Changes places with"),
        required=False,
        help_text=_("Leave empty to move the person somewhere instead."),
    )

    def __init__(self, *args: Any, problem: RotaProblem, **more: Any) -> None:
        super().__init__(*args, **more)
        self.problem = problem
        self.fields["to"] = WhereField(problem, label=_("Goes to"))

    def clean(self) -> dict[str, Any]:
        """Both people are on the roster."""
        cleaned = super().clean() or {}
        for name in ("person", "other"):
            code = cleaned.get(name)
            if code and code not in self.problem.person:
                self.add_error(name, _("Nobody on the roster has this code."))
        return cleaned

    def moves(self, plan: Plan) -> tuple[Move, ...]:
        """What is asked for; raises ``Refused`` for a swap of two who stay home."""
        given = self.cleaned_data
        if given["other"]:
            return swap(plan, given["person"], given["other"])
        batch, _colon, opening = given["to"].partition(":")
        return (Move(given["person"], opening, int(batch)) if opening else Move(given["person"]),)


class WhyForm(forms.Form):
    """What a person might have had instead."""

    def __init__(self, *args: Any, problem: RotaProblem, **more: Any) -> None:
        super().__init__(*args, **more)
        home = _("staying home; or, if that is so, where it would suit best")
        self.fields["to"] = WhereField(problem, home, label=_("Why not"))


class PinForm(forms.Form):
    """What is settled about one person."""

    person = Coded("person", label=_("Person"))
    opening = forms.CharField(
        label=_("Goes to the opening"), required=False, max_length=80, help_text=_("The opening's code; empty for any.")
    )
    batch = forms.IntegerField(label=_("Starts in batch"), required=False, min_value=1, help_text=_("Empty for any."))
    stays = forms.BooleanField(label=_("Stays home this round"), required=False)
