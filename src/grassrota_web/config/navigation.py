"""The places of the main navigation, in the order of a rotation; everybody sees those they hold a right for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.rights import Right


@dataclass(frozen=True)
class Place:
    """One entry: its words, its route, and the rights of which one opens it."""

    label: str | Promise
    route: str
    rights: tuple[Right, ...]


PLACES = (
    Place(_("Units and people"), "orgs:home", (Right.READ_UNITS,)),
    Place(_("Rotations"), "rotas:home", (Right.READ_ROTAS,)),
    Place(_("Postings"), "postings:home", (Right.READ_POSTINGS, Right.READ_OWN)),
    Place(_("In the field"), "fieldwork:home", (Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)),
    Place(_("Take an opinion"), "intake:take", (Right.TAKE_OPINIONS,)),
    Place(_("Sealed contact details"), "intake:office", (Right.UNSEAL_CONTACT,)),
    Place(
        _("Cases"),
        "opinions:home",
        (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES, Right.WORK_ON_CASES),
    ),
    Place(_("Themes"), "themes:home", (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES)),
    Place(_("Inspections"), "inspections:home", (Right.CHECK_CASES, Right.READ_CASES)),
    Place(_("Figures"), "figures:home", (Right.READ_POSTINGS, Right.READ_OPENINGS, Right.READ_CASES)),
    Place(_("Work in progress"), "records:jobs", (Right.SOLVE, Right.IMPORT)),
    Place(_("Journal"), "records:journal", (Right.READ_JOURNAL,)),
    Place(_("Retention"), "records:retention", (Right.KEEP_RECORDS,)),
    Place(_("Accounts"), "accounts:accounts", (Right.MANAGE_ACCOUNTS,)),
)
