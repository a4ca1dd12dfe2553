"""Marked opinions, filed through every channel one after the other as people, browsers, devices and programs do."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

ADDRESS, AGENT = "203.0.113.77", "MarkedAgent/9.1"
CONTACT, WATCHED, NAME, EXIF = (
    "MARKED-CONTACT-13800001111",
    "MARKED-STAFF-0471",
    "MARKED-FILE-NAME",
    "MARKED-IN-A-PICTURE",
)
PASSPHRASE, DEVICE = "MARKED-PASSPHRASE", "MARKED-DEVICE"
MARKS = (ADDRESS, AGENT, CONTACT, WATCHED, NAME, EXIF, PASSPHRASE, DEVICE)
"""What must be found nowhere."""
WORDS = "MARKED-WORDS"
"""What is stored in plain words, so that finding nothing else means something."""
TOKEN = re.compile(r"token[0-9a-f]{16}")
"""What tells one text from another; it is random, so that nothing else of a text tells when it came."""

PICTURES_EACH, PASSPHRASES_EACH, LIST = 2, 50, 4
"""One filing of so many comes with a picture or passphrase, where its channel takes one; rows of a list."""
KEY = "a-key-of-the-attacked-one"
PLACES = ("Upper Ridge", "Lower Ridge", "Mill Village")
CHANNELS = {"form": 8, "clerk": 3, "field": 3, "list": 3, "program": 4}
"""How often each comes, but for browsers with JavaScript, whose work takes long: they are one of a hundred."""
LEAST_WITH_WORK = 3

_GROUPED = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Everybody who sends something.

    Attributes:
        anybody: A browser that is not signed in.
        clerk: Somebody who writes down for others.
        posted: Somebody in the field.
    """

    anybody: Any
    clerk: Any
    posted: Any


@dataclass(frozen=True, slots=True)
class Sent:
    """What was filed.

    Attributes:
        order: When each came, from 0, by its token.
        codes: Its receipt code.
    """

    order: Mapping[str, int]
    codes: Mapping[str, str]


def prepared() -> Sender:
    """A small place with an office, a key in force, topics, and everybody who sends something, signed in already."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from grassrota.org import Level, UnitKind
    from grassrota_web.access.models import Account, Grant
    from grassrota_web.access.rights import Role
    from grassrota_web.intake.models import OfficeKey
    from grassrota_web.intake.sealed_box import halves
    from grassrota_web.opinions.models import Topic
    from grassrota_web.orgs.models import Grade, GradeScale, Person, Unit

    settings.ALLOWED_HOSTS, settings.OPEN311_KEYS = ["*"], (KEY,)
    settings.INTAKE_WITHOUT_WORK = settings.OPEN311_A_DAY = 10**9
    today = timezone.localdate()

    def unit(code: str, level: Level, kind: UnitKind, parent: Unit | None = None) -> Unit:
        row = Unit.objects.create(
            code=code.lower().replace(" ", "-"), name=code, level=level, kind=kind, parent=parent, path=code
        )
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save()
        return row

    def signed_in(role: Role, person: str = "") -> Client:
        account = Account.objects.create(username=role.value, name=role.value, person=person)
        Grant.objects.create(account=account, role=role, path="/", confirmed_by="", since=today)
        client = Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT, "x-forwarded-for": ADDRESS})
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        device = TOTPDevice.objects.create(user=account, name="x", confirmed=True)
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    county = unit("Ridge County", Level.PREFECTURE, UnitKind.ORGAN)
    office = unit("Ridge Office", Level.COUNTY, UnitKind.ORGAN, county)
    for place in PLACES:
        unit(place, Level.TOWNSHIP, UnitKind.PLACE, county)
    scale = GradeScale.objects.create(version="1957", valid_from=date(1957, 1, 1))
    Grade.objects.create(scale=scale, code="clerk", rank=1, titles=["clerk"])
    person = Person.objects.create(code="p1", name="Li Wei", unit=office, grade="clerk")
    for code in ("roads", "wells"):
        Topic.objects.create(code=code, name=code.title())
    OfficeKey.objects.create(public=halves()[0], proposed_on=today, confirmed_on=today, number=1)
    anybody = Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT, "x-forwarded-for": ADDRESS})
    return Sender(anybody, signed_in(Role.CLERK), signed_in(Role.STAFF_MEMBER, person.code))


def file_many(sender: Sender, filings: int, seed: int = 1) -> Sent:
    """Files marked opinions through channels that are drawn: what an opinion is like does not tell when it came.

    Args:
        sender: See ``Sender``.
        filings: How many.
        seed: Of what is drawn.
    """
    from grassrota.synth.opinions import opinions

    chance = random.Random(seed)
    texts = [one.text.words for one in opinions(filings, seed)]
    chance.shuffle(texts)
    with_work = max(LEAST_WITH_WORK, filings // 100)
    ways = ["browser"] * with_work + chance.choices(list(CHANNELS), list(CHANNELS.values()), k=filings - with_work)
    chance.shuffle(ways)
    given = [_opinion(text, chance) for text in texts]
    codes: dict[str, str] = {}
    number = 0
    while number < filings:
        some = given[number : number + LIST] if ways[number] == "list" else given[number : number + 1]
        number += len(some)
        codes |= zip((_token(one) for one in some), FILED[ways[number - len(some)]](sender, some, chance), strict=True)
    return Sent({_token(one): place for place, one in enumerate(given)}, codes)


def _opinion(text: str, chance: random.Random) -> dict[str, str]:
    said = {
        "words": f"{WORDS} token{chance.getrandbits(64):016x} {text}",
        "place": chance.choice((*PLACES, "by the old mill")),
        "read_as": chance.choice(("original", "redacted")),
        "topic": chance.choice(("", "roads", "wells")),
    }
    if chance.random() < 0.3:
        said |= {"units": "Ridge Office", "named": chance.choice(("", "Li Wei", "Somebody Else"))}
    return said


def _token(given: Mapping[str, str]) -> str:
    found = TOKEN.search(given["words"])
    assert found
    return found[0]


def _confided(chance: random.Random) -> dict[str, Any]:
    """What comes with a filing where its channel takes it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    given: dict[str, Any] = {"contact": f"{CONTACT} {chance.random()}", "watch": WATCHED}
    if chance.random() < 1 / PASSPHRASES_EACH:
        given["passphrase"] = PASSPHRASE
    if chance.random() < 1 / PICTURES_EACH:
        given["papers"] = [SimpleUploadedFile(f"{NAME}.jpg", _picture(), "image/jpeg")]
    return given


def _answered(answer: Any) -> str:
    """What an address said, which must be that it was filed."""
    text: str = answer.content.decode()
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}: {text[:2000]}")
    return text


def _by_form(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """Without JavaScript: contact details in plain words."""
    from django.utils import timezone

    from grassrota_web.intake.codes import drawn

    mark = drawn(timezone.localdate())
    _answered(sender.anybody.post("/raise/", {**some[0], **_confided(chance), "step": "send", "drawn": mark}))
    return [mark.partition(".")[0]]


def _by_browser(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """With JavaScript: contact details sealed before they are sent, and work done for the filing."""
    from django.utils import timezone

    from grassrota_web.intake.boxed import Boxed
    from grassrota_web.intake.codes import drawn
    from grassrota_web.intake.models import OfficeKey
    from grassrota_web.intake.sealed_box import seal

    mark, confided = drawn(timezone.localdate()), _confided(chance)
    boxed = Boxed(confided.pop("contact"), confided.pop("watch"))
    box = seal(boxed.text(), bytes(OfficeKey.objects.get().public)).hex()
    given = {**some[0], **confided, "box": box, "work": _worked(mark), "step": "send", "drawn": mark}
    _answered(sender.anybody.post("/raise/", given))
    return [mark.partition(".")[0]]


def _worked(subject: str) -> str:
    from django.utils import timezone

    from grassrota_web.intake.proof_of_work import BITS, PIECES, challenge

    prefix = sha256(f"{challenge(timezone.localdate())} {subject}".encode()).hexdigest()[:40]

    def number(piece: int) -> int:
        begun, found = sha256(f"{prefix} {piece} ".encode()), 0
        while True:
            tried = begun.copy()
            tried.update(b"%d" % found)
            if int.from_bytes(tried.digest()[:4], "big") >> (32 - BITS) == 0:
                return found
            found += 1

    return " ".join(str(number(piece)) for piece in range(PIECES))


def _by_clerk(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """On paper or by telephone, written down by somebody who is signed in."""
    given = {**some[0], **_confided(chance), "channel": chance.choice(("paper", "phone")), "consent": "on"}
    return _GROUPED.findall(_answered(sender.clerk.post("/intake/take/", given)))[:1]


def _by_list(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """Several at once, in the order in which they were collected."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    names = ("words", "place", "units", "named", "read_as")
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow((*names, "channel", "consent"))
    for one in some:
        office = "ridge-office" if one.get("units") else ""
        table.writerow([*({**one, "units": office}.get(name, "") for name in names), "meeting", "yes"])
    file = SimpleUploadedFile(f"{NAME}.csv", text.getvalue().encode(), "text/csv")
    return _GROUPED.findall(_answered(sender.clerk.post("/intake/list/", {"file": file, "step": "file"})))


def _by_device(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """From the field, with the code that the device drew."""
    from grassrota.opinions.receipts.receipt import draw_receipt

    code = draw_receipt().code
    body = json.dumps({**some[0], "consent": True, "code": code, "id": DEVICE})
    _answered(sender.posted.post("/raise/field/", body, content_type="application/json"))
    return [code]


def _by_program(sender: Sender, some: list[dict[str, str]], chance: random.Random) -> list[str]:
    """Through Open311."""
    one = some[0]
    given = {
        "api_key": KEY,
        "service_code": one["topic"] or "other",
        "description": one["words"],
        "address_string": one["place"],
        "attribute[read_as]": one["read_as"],
        "email": CONTACT,
        "device_id": DEVICE,
    }
    given |= {f"attribute[{name}]": one[name] for name in ("units", "named") if one.get(name)}
    return _GROUPED.findall(_answered(sender.anybody.post("/open311/v2/requests.json", given)))[:1]


FILED: Mapping[str, Callable[[Sender, list[dict[str, str]], random.Random], list[str]]] = {
    "form": _by_form,
    "browser": _by_browser,
    "clerk": _by_clerk,
    "list": _by_list,
    "field": _by_device,
    "program": _by_program,
}
"""The channels, each with what files through it and gives the codes."""


def say_much(sender: Sender, sent: Sent, seed: int = 2) -> tuple[dict[str, int], dict[str, int]]:
    """Holders of half of the receipts leave messages, and of half say "me too", in an order that is drawn.

    Returns:
        When each message came, by its token; and each "me too", by its mark.
    """
    from grassrota.opinions.receipts.receipt import read_receipt
    from grassrota_web.intake.codes import mark_of
    from grassrota_web.intake.models import PublicText

    chance = random.Random(seed)
    text = str(PublicText.objects.get().pk)
    messages: dict[str, int] = {}
    marks: dict[str, int] = {}
    for code in _half(sent, chance):
        token = f"token{chance.getrandbits(64):016x}"
        given = {"code": code, "passphrase": "", "step": "message", "words": f"{WORDS} {token}"}
        _answered(sender.anybody.post("/receipt/", given))
        messages[token] = len(messages)
    for code in _half(sent, chance):
        _answered(sender.anybody.post("/raise/similar/", {"code": code, "text": text, "words": ""}))
        marks[mark_of(read_receipt(code), text)] = len(marks)
    return messages, marks


def _half(sent: Sent, chance: random.Random) -> Iterator[str]:
    codes = list(sent.codes.values())
    yield from chance.sample(codes, len(codes) // 2)


def _picture() -> bytes:
    from PIL import Image

    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B], exif[0x0132] = EXIF, "1957:12:09 08:15:00"
    chance = random.Random(1)
    Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3)).save(out, "JPEG", exif=exif)
    return out.getvalue()
