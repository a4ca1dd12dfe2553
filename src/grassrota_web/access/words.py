"""What roles are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.rights import Right, Role

ROLES: Mapping[Role, str | Promise] = {
    Role.ORGANISER: _("Organiser"),
    Role.UNIT_OFFICER: _("Unit officer"),
    Role.HOST: _("Host"),
    Role.STAFF_MEMBER: _("Member of staff"),
    Role.INSPECTOR: _("Inspector"),
    Role.REVIEWER: _("Reviewer"),
    Role.READER: _("Reader"),
    Role.CLERK: _("Clerk"),
    Role.ADMINISTRATOR: _("Administrator"),
}

RIGHTS: Mapping[Right, str | Promise] = {
    Right.READ_UNITS: _("see units"),
    Right.EDIT_UNITS: _("change units"),
    Right.READ_PEOPLE: _("see people"),
    Right.EDIT_PEOPLE: _("change people"),
    Right.READ_SEALED: _("read sealed detail, with a reason"),
    Right.IMPORT: _("import lists"),
    Right.EXPORT: _("export lists"),
    Right.READ_OPENINGS: _("see openings"),
    Right.EDIT_OPENINGS: _("change openings"),
    Right.CONSENT_AS_HOST: _("consent to being sent people"),
    Right.READ_ROTAS: _("see rotations and plans"),
    Right.EDIT_POLICY: _("change the policy of a rotation"),
    Right.SOLVE: _("compute plans"),
    Right.EDIT_PLAN: _("change plans"),
    Right.APPROVE_PLAN: _("approve plans"),
    Right.PUBLISH: _("publish lists"),
    Right.READ_POSTINGS: _("see postings"),
    Right.ANSWER: _("answer questions and concerns"),
    Right.STEP_POSTING: _("record the steps of postings"),
    Right.READ_HOSTED: _("see who is sent to one's places"),
    Right.RECEIVE: _("receive people at one's places"),
    Right.READ_OWN: _("see what is about oneself"),
    Right.ACT_FOR_ONESELF: _("act for oneself"),
    Right.DISCUSS: _("take part in discussions"),
    Right.READ_COERCION: _("read reports of coercion"),
    Right.READ_JOURNAL: _("read the journal"),
    Right.VERIFY_JOURNAL: _("verify the journal"),
    Right.MANAGE_ACCOUNTS: _("look after accounts"),
    Right.GRANT_ROLES: _("give and end roles"),
    Right.KEEP_RECORDS: _("carry out retention and subject access"),
    Right.TAKE_OPINIONS: _("write opinions down for others"),
    Right.UNSEAL_CONTACT: _("unseal contact details, together with another"),
    Right.PUBLISH_TEXTS: _("approve texts for everybody"),
    Right.READ_CASES: _("read cases of one's units, without those about oneself or one's own"),
    Right.ROUTE_CASES: _("say where opinions go, and keep topics and rules"),
    Right.HANDLE_CASES: _("answer for one's units in cases"),
    Right.WORK_ON_CASES: _("work on cases for which one was named"),
    Right.CHECK_CASES: _("redact opinions, and check that they are taken back freely"),
    Right.REVIEW_CASES: _("have the cases that nobody else may have"),
}
"""What a right allows, to be read after "may"."""
