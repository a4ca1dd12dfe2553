"""Filing an opinion for a program: into a tray, as anybody does by hand, and with no trace of which program it was."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import budget
from grassrota_web.intake.actions.filing import WHY_NO_ROW, Confided, lay_down
from grassrota_web.intake.entries import Filing

FILED = "open311"


@verb("open311.file_request", None, unjournaled=WHY_NO_ROW, everybody=True)
def file_request(act: Act, key: str, filing: Filing, contact: str = "") -> Receipt:
    """Files an opinion that a program passes on, if it shows one of the keys that were given out.

    Args:
        act: Nobody's: call it as ``NOBODY``.
        key: Of the program; it is compared, and goes nowhere.
        filing: What is raised.
        contact: Contact details, sealed before anything is written.

    Raises:
        Refused: ``bad_key``, ``budget_spent`` or ``no_office_key``.
    """
    act.openly()
    if not is_given_out(key):
        raise Refused("bad_key", "This api_key was not given out here.")
    if not budget.spend(FILED, timezone.localdate(), settings.OPEN311_A_DAY):
        raise Refused("budget_spent", "Too many opinions came in from programs today. Come back tomorrow.")
    receipt = draw_receipt()
    lay_down(receipt, filing, Confided(contact=contact))
    return receipt


def is_given_out(key: str) -> bool:
    """True for a key of the list; every one is compared, so that the time taken tells nothing."""
    return sum([hmac.compare_digest(key.encode(), known.encode()) for known in settings.OPEN311_KEYS]) > 0
