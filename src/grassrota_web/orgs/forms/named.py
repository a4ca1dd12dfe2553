"""Units and people named in a form by a code or a name: those whom the reader may see are offered and found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.orgs.queries.people import named as people_named
from grassrota_web.orgs.queries.units import named as units_named

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)
Find = Callable[[Actor, str, int], list[Any]]

CANDIDATES = 6
"""So many are named where a name means several."""

HINT = _("A name, a part of it, or the code.")
_FINDS: Mapping[str, Find] = {"unit": units_named, "person": people_named}
_OFFERS = {"unit": Right.READ_UNITS, "person": Right.READ_PEOPLE}


class Coded(forms.CharField):
    """The code of a unit or a person. While one writes, those with such a name or code are offered.

    Within a form that was given to ``found_by``, a name does as well as a code, if only one has it. What fits nobody
    whom the reader may see is left as it was written: whatever takes the code says that there is none.
    """

    actor: Actor | None = None

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind, choices = kind, f"{kind}-choices"
        offers = {
            "list": choices,
            "autocomplete": "off",
            "hx-get": reverse_lazy(f"orgs:offer_{kind}"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{choices}",
        }
        super().__init__(max_length=80, widget=forms.TextInput(attrs=offers), **{"help_text": HINT, **kwargs})

    def clean(self, value: Any) -> str:
        """The code."""
        written: str = super().clean(value)
        if not written or self.actor is None:
            return written
        found = _FINDS[self.kind](self.actor, written, CANDIDATES + 1)
        called = [row for row in found if written in (row.code, row.name)]
        found = [row for row in called if row.code == written] or called or found
        if len(found) > 1:
            raise forms.ValidationError(_told(written, found))
        return found[0].code if found else written


def found_by(actor: Actor, form: AnyForm) -> AnyForm:
    """Lets a form find the units and people that somebody may see; whoever may see no people is offered none."""
    for field in form.fields.values():
        if isinstance(field, Coded):
            field.actor = actor
            if not actor.holds(_OFFERS[field.kind]):
                for name in ("hx-get", "hx-trigger", "hx-target", "list"):
                    field.widget.attrs.pop(name, None)
    return form


def _told(written: str, found: list[Any]) -> str:
    listed = "; ".join(f"{row.code} ({_where(row)})" for row in found[:CANDIDATES])
    more = " …" if len(found) > CANDIDATES else ""
    return str(_("“%(written)s” can mean several. Give the code of one: %(listed)s")) % {
        "written": written,
        "listed": listed + more,
    }


def _where(row: Any) -> str:
    above = getattr(row, "unit", None) or getattr(row, "parent", None)
    return f"{row.name}, {above.name}" if above else str(row.name)
