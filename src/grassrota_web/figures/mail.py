"""Word by mail: that there is a bulletin, or that one could not be issued. No figure is in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken
from grassrota_web.figures.actions.subscriptions import link_of
from grassrota_web.figures.models import Bulletin, BulletinSchedule, Subscription


def of_bulletin(row: Bulletin) -> Iterator[EmailMessage]:
    """One for everybody who asked for word of this unit's bulletins and may read this one."""
    asking = Subscription.objects.filter(unit=row.unit, account__is_active=True).exclude(account__email="")
    for one in asking.select_related("account").order_by("pk"):
        if row.public or actor_of(one.account, proven=True).may(Right(row.asks), row.unit.path):
            with translation.override(one.account.language or settings.LANGUAGE_CODE):
                yield _of(row, one)


def of_refusal(row: BulletinSchedule) -> EmailMessage | None:
    """For whoever set a schedule: what it could not issue, and why; None where there is nobody to write to."""
    account = Account.objects.filter(pk=row.account, is_active=True).exclude(email="").first() if row.account else None
    if account is None or row.refused_day is None:
        return None
    with translation.override(account.language or settings.LANGUAGE_CODE):
        subject = _("A bulletin was not issued: %(unit)s") % {"unit": row.unit.name}
        said = {"unit": row.unit.name, "day": date_format(row.refused_day), "why": spoken(row.refused_why)}
        body = _("The bulletin of %(unit)s as of %(day)s, which you had set, was not issued: %(why)s") % said
        return EmailMessage(subject, body, settings.MAIL_FROM, [account.email])


def _of(row: Bulletin, one: Subscription) -> EmailMessage:
    page = reverse("figures:public_bulletin", args=[row.pk]) if row.public else row.get_absolute_url()
    stop = settings.PUBLIC_URL + reverse("figures:unsubscribe", args=[link_of(one)])
    said = {"unit": row.unit.name, "day": date_format(row.as_of)}
    body = "\n\n".join(
        [
            _("A bulletin of %(unit)s as of %(day)s was issued:") % said,
            settings.PUBLIC_URL + page,
            _("To get no more such mail:") + " " + stop,
        ]
    )
    # RFC 8058: a program that reads mail stops it by one request
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = _("Bulletin of %(unit)s") % said
    return EmailMessage(subject, body, settings.MAIL_FROM, [one.account.email], headers=headers)
