"""What roles are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.rights import Role

ROLES: Mapping[Role, str | Promise] = {
    Role.ORGANISER: _("Organiser"),
    Role.UNIT_OFFICER: _("Unit officer"),
    Role.HOST: _("Host"),
    Role.STAFF_MEMBER: _("Member of staff"),
    Role.INSPECTOR: _("Inspector"),
    Role.REVIEWER: _("Reviewer"),
    Role.READER: _("Reader"),
    Role.ADMINISTRATOR: _("Administrator"),
}
