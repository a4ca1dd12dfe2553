"""What figures are called on pages; what they count is said in ``grassrota.figures.definitions``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.opinions.ages import bands

Word = str | Promise

FIGURES: Mapping[str, Word] = {
    "staff": _("Staff"),
    "turns": _("Turns served"),
    "planned": _("Planned"),
    "listed": _("Listed"),
    "departed": _("Departed"),
    "arrived": _("Arrived"),
    "returned": _("Returned"),
    "away": _("Away now"),
    "field_days": _("Field days written down"),
    "room": _("Room with hosts"),
    "vacant": _("Vacant"),
    "present": _("In the field here"),
    "townships": _("Townships"),
    "covered": _("Townships reached"),
    "raised": _("Opinions raised"),
    "acknowledged": _("Acknowledged"),
    "open": _("Open"),
    "reported_fixed": _("Reported fixed"),
    "confirmed": _("Confirmed by raisers"),
    "refuted": _("Refuted by raisers"),
    "unasked": _("Silent and unasked"),
    "otherwise_closed": _("Closed otherwise"),
}
COUNTED: Mapping[str, Word] = {
    "staff": _("members of the staff"),
    "turns": _("turns that those on the staff have served"),
    "planned": _("people in the latest plan that units were shown"),
    "listed": _("people on a published list who were not taken off"),
    "departed": _("people who departed"),
    "arrived": _("people whose arrival was noted"),
    "returned": _("people who came back"),
    "away": _("people who departed and are not back"),
    "field_days": _("days in the field that people wrote down"),
    "room": _("people whom hosts agreed to take in all batches, at least"),
    "vacant": _("of the room with hosts, how much nobody is listed for"),
    "present": _("people who departed for a place and are not back"),
    "townships": _("townships there are"),
    "covered": _("townships to which somebody departed"),
    "raised": _("opinions for which a unit answers"),
    "acknowledged": _("opinions whose raisers were told that they arrived, or more"),
    "open": _("opinions about which the unit claims nothing"),
    "reported_fixed": _("opinions that the unit says are fixed"),
    "confirmed": _("opinions that their raisers say are fixed"),
    "refuted": _("opinions said to be fixed that their raisers say are not"),
    "unasked": _("opinions said to be fixed whose silent raisers nobody asked since"),
    "otherwise_closed": _("opinions closed without a fix, or taken back"),
}
AGES: Mapping[str, str] = {f"age:{low}": f"{low}–{high - 1}" if high else f"{low}+" for low, high in bands()}
"""Classes of ages in days, as every language writes them."""
