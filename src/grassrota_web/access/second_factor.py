"""The second factor: a code from an authenticator app, or one of ten that were printed."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from grassrota_web.access.keys import keyed
from grassrota_web.access.models import Account, Authenticator

BACKUP_CODES = 10
"""So many codes are printed, each good for once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a code led to.

    Attributes:
        device: The device that accepted it; None if none did.
        wait_seconds: How long no code is looked at, after wrong ones; 0 if the next is.
    """

    device: Device | None
    wait_seconds: int = 0


def enrolled(account: Account) -> bool:
    """True if the account has an authenticator that once gave the right code."""
    return bool(Authenticator.objects.filter(user=account, confirmed=True).exists())


def pending(account: Account) -> Authenticator:
    """The authenticator that is being enrolled; the same until it is confirmed."""
    device: Authenticator = Authenticator.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "authenticator"}
    )[0]
    return device


def secret_text(device: Authenticator) -> str:
    """The shared secret in groups of four, for whoever cannot scan."""
    text = base64.b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(device: Authenticator) -> str:
    """The shared secret as a QR code, in an SVG within its own address."""
    secret = base64.b32encode(device.bin_key).decode()
    label = quote(f"Grassrota:{device.user.get_username()}")
    code = segno.make(f"otpauth://totp/{label}?secret={secret}&issuer=Grassrota", error="m")
    return str(code.svg_data_uri(scale=5, border=4, light="#ffffff", dark="#000000"))


def show(account: Account, code: str) -> Shown:
    """Tries a code with the authenticator, or with the printed codes if it does not look like one of the app's."""
    code = "".join(code.split()).lower()
    with transaction.atomic():
        if code.isdecimal():
            device = _locked(Authenticator, account)
        else:
            device, code = _locked(StaticDevice, account), _stored(code)
        return _tried(device, code)


def confirm(account: Account, code: str) -> Shown:
    """Tries the first code of the authenticator that is being enrolled."""
    with transaction.atomic():
        return _tried(_locked(Authenticator, account, confirmed=False), "".join(code.split()))


def print_codes(account: Account) -> list[str]:
    """Fresh backup codes in place of any earlier ones; the store holds hashes of them that need the key beside it."""
    StaticDevice.objects.filter(user=account).delete()
    device = StaticDevice.objects.create(user=account, name="backup codes")
    codes = [base64.b32encode(secrets.token_bytes(5)).decode().lower() for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_stored(code)) for code in codes)
    return [f"{code[:4]} {code[4:]}" for code in codes]


def codes_left(account: Account) -> int:
    """How many backup codes are unused."""
    return int(StaticToken.objects.filter(device__user=account).count())


def forget(account: Account) -> None:
    """Takes every authenticator and code from the account; sessions that showed one no longer count as proven."""
    for kind in (Authenticator, StaticDevice):
        kind.objects.filter(user=account).delete()


def _locked(kind: type[Device], account: Account, confirmed: bool = True) -> Device | None:
    found: Device | None = kind.objects.select_for_update().filter(user=account, confirmed=confirmed).first()
    return found


def _tried(device: Device | None, code: str) -> Shown:
    if device is None:
        return Shown(None)
    accepted = device.verify_token(code)
    _, why = device.verify_is_allowed()
    until = why.get("locked_until") if why else None
    wait = 0 if accepted or until is None else max(1, round((until - timezone.now()).total_seconds()))
    return Shown(device if accepted else None, wait)


def _stored(code: str) -> str:
    return base64.b32encode(keyed("backup code", code)).decode().lower()[:16]
