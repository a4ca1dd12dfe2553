"""Restructuring is another thing than rotation: a plan of its own, by the route of labour law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from grassrota.errors import Faults, Refused
from grassrota.forms import Form


@dataclass(frozen=True, slots=True)
class Consultation:
    """Talks with those who speak for the staff, before anything is decided."""

    with_whom: str
    opened_on: date
    closed_on: date


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice given to everybody concerned, and how many days it runs."""

    given_on: date
    days: int

    @property
    def ends_on(self) -> date:
        """The day from which a transfer may take effect."""
        return self.given_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class RestructurePlan:
    """A plan that transfers people for good. Nothing of a rotation is in it: no batches, no turns, no return.

    Attributes:
        title: What people call it.
        form: A form of restructuring.
        units: Ids of the units concerned.
        legal_basis: The law, and the agreement if there is one, by which it is done.
        consultation: With whom it was talked over.
        notice: How those concerned are told, after the consultation.
        effective_on: When transfers take effect, after the notice has run.

    Raises:
        Refused: ``rotation_form``, if the form is one of rotation.
        BadInput: If any part of the route is missing, or out of order.
    """

    title: str
    form: Form
    units: tuple[str, ...]
    legal_basis: str
    consultation: Consultation
    notice: Notice
    effective_on: date

    def __post_init__(self) -> None:
        if self.form.rotates:
            message = f"A restructuring plan cannot use the rotation form {self.form.id!r}: that is burden-dumping."
            raise Refused("rotation_form", message, form=self.form.id)
        faults = Faults()
        for name in ("title", "legal_basis"):
            faults.unless(bool(getattr(self, name).strip()), name, "some words", "nothing")
        faults.unless(bool(self.units) and all(self.units), "units", "ids of units", self.units or "none")
        talks, notice = self.consultation, self.notice
        faults.unless(bool(talks.with_whom.strip()), "consultation.with_whom", "who speaks for the staff", "nothing")
        opened = f"on or after {talks.opened_on}"
        faults.unless(talks.closed_on >= talks.opened_on, "consultation.closed_on", opened, talks.closed_on)
        after = f"after the consultation, which ends on {talks.closed_on}"
        faults.unless(notice.given_on > talks.closed_on, "notice.given_on", after, notice.given_on)
        faults.unless(notice.days >= 1, "notice.days", "1 or more", notice.days)
        run = f"{notice.ends_on} or later, when the notice has run"
        faults.unless(self.effective_on >= notice.ends_on, "effective_on", run, self.effective_on)
        faults.raise_if_any()
