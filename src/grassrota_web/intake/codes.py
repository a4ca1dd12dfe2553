"""Receipt codes: drawn before a filing is sent, and known to have been drawn here."""

from __future__ import annotations

import hmac
from datetime import date, timedelta

from grassrota.errors import Refused
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt, read_receipt
from grassrota_web.access.keys import keyed


def drawn(today: date) -> str:
    """A new code with the mark that it was drawn here today: it travels in the form, and a second sending is known."""
    receipt = draw_receipt()
    return f"{receipt.code}.{_made(receipt.code, today)}"


def taken_up(text: str, today: date) -> Receipt:
    """The code that was drawn here today or yesterday.

    Raises:
        Refused: ``page_too_old`` for any other.
    """
    code, _dot, mark = text.partition(".")
    for day in (today, today - timedelta(days=1)):
        if code.isalnum() and code.isascii() and hmac.compare_digest(mark.encode(), _made(code, day).encode()):
            return read_receipt(code)
    raise Refused("page_too_old", "This page was open for too long. Go back, and go on from there.")


def mark_of(receipt: Receipt, text: str) -> str:
    """The mark that the holder of a receipt leaves at a public text; it leads to neither."""
    return keyed("me too", f"{receipt.code} {text}").hex()


def _made(code: str, day: date) -> str:
    return keyed("draw", f"{day.isoformat()} {code}").hex()[:32]
