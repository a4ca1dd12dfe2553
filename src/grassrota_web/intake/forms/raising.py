"""What is asked of whoever raises an opinion: first what is wrong, then what few or nobody may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grassrota.errors import BadInput
from grassrota.opinions.opinion import Channel
from grassrota_web.access.spoken import spoken_fault
from grassrota_web.intake import above, sealed_box
from grassrota_web.intake.cleaning import MOST, cleaned
from grassrota_web.intake.entries import LONGEST, MOST_NAMED, Filing, Paper
from grassrota_web.intake.models import ReadAs
from grassrota_web.intake.places import above as names_above
from grassrota_web.intake.places import candidates
from grassrota_web.orgs.models import Unit

NONE = "none"
"""The choice of whoever means no unit that was offered."""


def named_in(text: str) -> tuple[str, ...]:
    """The names in a text, each once, in the order of their letters: not in that of their importance."""
    return tuple(sorted({line.strip()[: LONGEST["named"]] for line in text.splitlines()} - {""}))


class Lines(forms.CharField):
    """Several names, one on each line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}), **more
        )

    def clean(self, value: Any) -> Any:
        """The names."""
        return named_in(super().clean(value))


class OpinionForm(forms.Form):
    """What is wrong, where, and whom it concerns. A name that fits several units is asked about on the same page."""

    words = forms.CharField(
        label=_("What is wrong?"),
        max_length=LONGEST["words"],
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("In your own words. Leave out what only you can know, if nobody is to guess who you are."),
    )
    place = forms.CharField(
        label=_("Where is it?"),
        max_length=LONGEST["place_words"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The place of the problem, such as a village or an office; not where you live."),
    )
    topic = forms.ChoiceField(label=_("What is it about?"), required=False)
    addressed = forms.CharField(
        label=_("Which office should answer?"),
        required=False,
        max_length=LONGEST["place_words"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only if you know. It never goes to an office that it concerns."),
    )
    units = Lines(
        label=_("Which offices does it concern?"),
        help_text=_(
            "One on each line. These offices, all below them and whoever heads them never get to see it. "
            "Leave this empty if nobody is to blame."
        ),
    )
    named = Lines(
        label=_("Which people does it concern?"),
        help_text=_("One name on each line, with their office above. They never get to see it."),
    )
    inspection = forms.BooleanField(
        label=_("It concerns the inspection office itself"),
        required=False,
        help_text=_("Then it goes to the outside reviewer."),
    )
    suggestion = forms.CharField(
        label=_("How could it be put right?"),
        required=False,
        max_length=LONGEST["suggestion"],
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    credit = forms.CharField(
        label=_("Whom to thank for the suggestion"),
        required=False,
        max_length=LONGEST["credit"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Everybody may read this name. Leave it empty to stay unnamed."),
    )
    read_as = forms.ChoiceField(
        label=_("What may those read who handle it?"),
        choices=[
            (
                ReadAs.REDACTED.value,
                _("a copy in which whatever points to me is blacked out; this takes some days more"),
            ),
            (ReadAs.ORIGINAL.value, _("my words as they are")),
        ],
        initial=ReadAs.REDACTED.value,
        widget=forms.RadioSelect,
    )
    may_publish = forms.BooleanField(
        label=_("A reviewer may make public what it is about"),
        required=False,
        help_text=_(
            "In other words than yours, and only if it concerns nobody. Others find it then, and can say “me too”."
        ),
    )

    def __init__(self, data: Any = None, *, asks: bool = True, **more: Any) -> None:
        """Makes the form.

        Args:
            data: What it was filled in with.
            asks: False where nobody is there any more to be asked: a name that fits no one unit makes it unclear whom
                the opinion concerns, an office that is not known is not addressed, and a topic out of use is none.
            more: For ``Form``.
        """
        super().__init__(data, **more)
        self._asks = asks
        offered = above.topics()
        if offered:
            self.fields["topic"].choices = [("", _("I do not know")), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["topic"]
        if not asks and data is not None and data.get("topic") not in dict(offered):
            self.data = {**data, "topic": ""}
        self._told: dict[str, Unit | None] = {}
        if data is not None:
            self._ask("place_unit", data.get("place", ""), after="place")
            self._ask("addressed_unit", data.get("addressed", ""), after="addressed")
            for number, line in enumerate(named_in(data.get("units", ""))[:MOST_NAMED]):
                self._ask(f"unit_{number}", line, after="units")

    def clean_addressed(self) -> str:
        """An office that is known: else the wish would be lost without a word."""
        given: str = self.cleaned_data["addressed"]
        if self._asks and given and "addressed_unit" in self._told and self._told["addressed_unit"] is None:
            raise forms.ValidationError(_("No office of this name is known. Write it otherwise, or leave this empty."))
        return given

    def clean_units(self) -> tuple[str, ...]:
        """Not more than can be kept."""
        return self._few("units")

    def clean_named(self) -> tuple[str, ...]:
        """Not more than can be kept."""
        return self._few("named")

    def clean(self) -> dict[str, Any]:
        """Whoever is named works somewhere."""
        given = super().clean() or {}
        if self._asks and _without_office(given):
            self.add_error("units", _("Name the office in which these people work."))
        return given

    def filing(self, language: str, channel: Channel = Channel.WEB, *, by_proxy: bool = False) -> Filing:
        """What is raised, of a valid form; whether the raiser may be visited is asked later."""
        given = self.cleaned_data
        units = [self._unit(f"unit_{number}") for number in range(len(given["units"]))]
        place, organ = self._unit("place_unit"), self._unit("addressed_unit")
        return Filing(
            words=given["words"],
            place_words=given["place"],
            place=place.pk if place else None,
            language=language,
            units=tuple(sorted({unit.pk for unit in units if unit})),
            named=given["named"],
            inspection=given["inspection"],
            unclear=not all(units) or _without_office(given),
            addressed=organ.pk if organ else None,
            topic=given.get("topic", ""),
            channel=channel,
            by_proxy=by_proxy,
            read_as=ReadAs(given["read_as"]),
            may_publish=given["may_publish"],
            suggestion=given["suggestion"],
            credit=given["credit"],
        )

    def _ask(self, name: str, words: str, after: str) -> None:
        """Adds a question if the words fit several units, or none just so."""
        found = candidates(words)
        if len(found) == 1 and found[0].name == words.strip():
            self._told[name] = found[0]
        elif found and self._asks:
            choices = [(str(unit.pk), f"{unit.name} ({near})" if near else unit.name) for unit, near in _near(found)]
            label = _("Which of these do you mean by “%(words)s”?") % {"words": words.strip()}
            field = forms.ChoiceField(
                label=label,
                choices=[*choices, (NONE, _("none of these"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Say which you mean by “%(words)s”.") % {"words": words.strip()}},
            )
            self.fields = _with_field_after(self.fields, after, name, field)
        else:
            self._told[name] = None

    def _unit(self, name: str) -> Unit | None:
        if name in self._told:
            return self._told[name]
        chosen = self.cleaned_data.get(name, NONE)
        return None if chosen == NONE else Unit.objects.filter(pk=chosen).first()

    def _few(self, name: str) -> tuple[str, ...]:
        given: tuple[str, ...] = self.cleaned_data[name]
        if len(given) > MOST_NAMED:
            raise forms.ValidationError(_("Name ten at most."))
        return given


def _without_office(given: dict[str, Any]) -> bool:
    """True if people were named, and not where they work."""
    return bool(given.get("named") and not given.get("units") and not given.get("inspection"))


def _near(units: list[Unit]) -> list[tuple[Unit, str]]:
    return [(unit, names_above(unit)) for unit in units]


def _with_field_after(fields: Any, after: str, name: str, field: forms.Field) -> Any:
    grown = {}
    for known, kept in fields.items():
        grown[known] = kept
        if known == after or (known.startswith("unit_") and after == "units"):
            grown.pop(name, None)
            grown[name] = field
    return grown


class Pictures(forms.FileField):
    """Pictures and papers, cleaned as they come; what the files were called is not looked at."""

    widget = type("Several", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The papers without what they told of themselves."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST:
            raise forms.ValidationError(_("Add three at most."))
        found: list[Paper] = []
        for file in files:
            try:
                found.append(cleaned(file.read()))
            except BadInput as error:
                raise forms.ValidationError([spoken_fault(fault) for fault in error.faults]) from error
        return tuple(found)


class ConfidingForm(forms.Form):
    """What few or nobody may see: pictures, contact details, a passphrase."""

    papers = Pictures(
        label=_("Pictures or papers"),
        required=False,
        help_text=_(
            "Three at most, of 8 MB each: photographs (JPEG, PNG, WebP) or plain text. Each is made anew, without "
            "place, time, camera and name. What is to be seen in it stays."
        ),
    )
    passphrase = forms.CharField(
        label=_("A passphrase"),
        required=False,
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("With it and your receipt you can read your own words later. Without it nobody reads them there."),
    )
    contact = forms.CharField(
        label=_("How you can be reached"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("You need not say. Two inspectors together can read it, with a reason that is kept."),
    )
    may_visit = forms.BooleanField(
        label=_("I may be visited about it"),
        required=False,
        help_text=_("Else nobody comes to you: only the place of the problem is looked at."),
    )
    watch = forms.CharField(
        label=_("Your staff number, if you belong to the staff"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Only if you want it watched whether something happens to you afterwards. It goes into the same sealed box."
        ),
    )
    box = forms.CharField(required=False, max_length=2 * sealed_box.BOX, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sealing: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not sealing:
            # nothing is asked that could not be sealed
            for name in ("contact", "may_visit", "watch", "box"):
                del self.fields[name]

    def clean_box(self) -> bytes:
        """The sealed box as bytes."""
        try:
            return bytes.fromhex(self.cleaned_data["box"])
        except ValueError:
            raise forms.ValidationError(_("The sealed contact details did not arrive whole.")) from None


class CodeForm(forms.Form):
    """A receipt code, and the passphrase if one wants to read one's own words."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Five groups of four characters. Capitals, spaces and hyphens do not matter."),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
        help_text=_("Only to read your own words, and which office has them."),
    )


def elsewhere() -> dict[str, str]:
    """Where to go with paper, or by telephone."""
    return {"paper": settings.INTAKE_PAPER, "phone": settings.INTAKE_PHONE}
