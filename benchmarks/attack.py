"""Attacks an intake as somebody would who holds everything stored: what is written, and in which order.

Run within an installation of its own: it files marked opinions by real requests, lets the day pass, and looks.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

ADDRESS, AGENT = "203.0.113.77", "MarkedAgent/9.1"
CONTACT, WATCHED, NAME, EXIF = (
    "MARKED-CONTACT-13800001111",
    "MARKED-STAFF-0471",
    "MARKED-FILE-NAME",
    "MARKED-IN-A-PICTURE",
)
PASSPHRASE = "MARKED-PASSPHRASE"
MARKS = (ADDRESS, AGENT, CONTACT, WATCHED, NAME, EXIF, PASSPHRASE)
"""What must be found nowhere."""
WORDS = "MARKED-WORDS"
"""What is stored in plain words, so that finding nothing else means something."""
PICTURES_EACH = 4
"""One filing of so many comes with a picture."""


def file_many(filings: int) -> None:
    """Files marked opinions, one after the other, as a browser without JavaScript sends them."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.utils import timezone

    from grassrota_web.intake.codes import drawn

    settings.ALLOWED_HOSTS, settings.INTAKE_WITHOUT_WORK = ["*"], filings
    client = Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": AGENT, "x-forwarded-for": ADDRESS})
    picture = _picture()
    for number in range(filings):
        given: dict[str, Any] = {
            "step": "send",
            "words": f"{WORDS} {number}",
            "place": "Nowhere",
            "read_as": "original",
            "contact": f"{CONTACT} {number}",
            "watch": WATCHED,
            "drawn": drawn(timezone.localdate()),
        }
        if number % 50 == 0:
            given["passphrase"] = PASSPHRASE
        if number % PICTURES_EACH == 0:
            given["papers"] = [SimpleUploadedFile(f"{NAME}-{number}.jpg", picture, "image/jpeg")]
        answer = client.post("/raise/", given)
        if answer.status_code != 200:
            raise SystemExit(f"filing {number} was answered with {answer.status_code}")


def agree_on_a_key() -> None:
    """Puts a key of the office in force, so that contact details are taken."""
    from django.utils import timezone

    from grassrota_web.intake.models import OfficeKey
    from grassrota_web.intake.sealed_box import halves

    today = timezone.localdate()
    OfficeKey.objects.create(public=halves()[0], proposed_on=today, confirmed_on=today, number=1)


def orders_in_trays() -> dict[str, list[int]]:
    """Numbers of the filings as they lie in the opened bundles, tray after tray."""
    from grassrota_web.intake import trays
    from grassrota_web.intake.entries import Filed

    entries = [entry for tray in range(trays.TRAYS) for entry in trays.waiting(tray)]
    return {"bundles of trays": [_number(entry.filing.words) for entry in entries if isinstance(entry, Filed)]}


def orders_appended() -> dict[str, list[int]]:
    """Numbers of the filings in every order that the store and the disk give them, by what gives it."""
    from grassrota_web.intake import papers
    from grassrota_web.intake.models import Answer, Attachment, Concerned, Contact, Message, Opinion, Receipt

    of = {str(key): _number(words) for key, words in Opinion.objects.values_list("pk", "words")}
    found = {
        "ids": [of[str(key)] for key in Opinion.objects.order_by("pk").values_list("pk", flat=True)],
        "log": [of[str(key)] for key in Receipt.objects.order_by("leaf").values_list("opinion_id", flat=True)],
        "codes": [of[str(key)] for key in Receipt.objects.order_by("digest").values_list("opinion_id", flat=True)],
    }
    for model, column in ((Opinion, "id"), (Receipt, "opinion_id"), (Contact, "opinion"), (Attachment, "opinion_id")):
        for way, keys in _rows(model._meta.db_table, column):
            found[f"{way} of {model._meta.db_table}"] = [of[key] for key in keys]
    assert not any(model._default_manager.exists() for model in (Answer, Concerned, Message))
    of_paper = {row.pk.hex: of[str(row.opinion_id)] for row in Attachment.objects.all()}
    files = [path for path in os.scandir(papers.folder()) if path.name in of_paper]
    for way, key in (
        ("listing of papers", None),
        ("names of papers", lambda path: path.name),
        ("inodes of papers", lambda path: path.inode()),
        ("changes of papers", lambda path: path.stat().st_ctime_ns),
    ):
        found[way] = [of_paper[path.name] for path in (sorted(files, key=key) if key else files)]
    return found


def pass_a_day() -> None:
    """Does the work of tomorrow."""
    from django.utils import timezone

    from grassrota_web.access.actor import Application
    from grassrota_web.intake.actions.days_work import append_filings

    append_filings(Application(), timezone.localdate() + timedelta(days=1))


def marks_in(places: Iterable[Path], marks: Sequence[str] = MARKS) -> dict[str, list[str]]:
    """Marks by the file in which they stand: as text, as UTF-16, as hexadecimal digits."""
    found: dict[str, list[str]] = {}
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            data = path.read_bytes() if path.is_file() else b""
            for mark in marks:
                plain = mark.encode()
                if any(form in data for form in (plain, mark.encode("utf-16-le"), plain.hex().encode())):
                    found.setdefault(mark, []).append(path.name)
    return found


def telling(orders: Mapping[str, Sequence[int]], permutations: int = 100_000, seed: int = 1) -> dict[str, float]:
    """Orders whose rank correlation with the order of filing is larger than in every one of many random permutations.

    A false alarm comes once in ``permutations`` for each order.

    Args:
        orders: Numbers of the filings in each stored order, 10 or more; the order of filing is that of the numbers.
        permutations: How many are drawn.
        seed: Of these.
    """
    import numpy as np

    found = {}
    extremes: dict[int, float] = {}
    for name, numbers in orders.items():
        ranks = np.argsort(np.argsort(numbers)).astype(float)
        centred = (ranks - ranks.mean()) / ranks.std()
        line = np.arange(len(ranks), dtype=float)
        line = (line - line.mean()) / line.std()
        if len(ranks) not in extremes:
            chance = np.random.default_rng(seed)
            blocks = (chance.permuted(np.tile(line, (1000, 1)), axis=1) @ line for _ in range(permutations // 1000))
            extremes[len(ranks)] = max(float(np.abs(block).max()) for block in blocks) / len(ranks)
        correlation = float(centred @ line) / len(ranks)
        if abs(correlation) > extremes[len(ranks)]:
            found[name] = round(correlation, 3)
    return found


def attack(filings: int, folder: Path) -> dict[str, Any]:
    """Files, lets the day pass, and gives every order; what is logged meanwhile goes into a file in the folder.

    Args:
        filings: How many.
        folder: The data folder of the installation.
    """
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    agree_on_a_key()
    file_many(filings)
    orders = orders_in_trays()
    waiting = marks_in([folder], (*MARKS, WORDS))
    pass_a_day()
    return {"orders": orders | orders_appended(), "waiting": waiting, "appended": marks_in([folder], (*MARKS, WORDS))}


def _rows(table: str, column: str) -> Iterable[tuple[str, list[str]]]:
    """Ids in the physical orders of a table, by what gives them."""
    import uuid

    from django.db import connection

    ways = ["rowid"] if connection.vendor == "sqlite" else ["ctid", "xmin::text::bigint, ctid"]
    with connection.cursor() as cursor:
        for way in ways:
            cursor.execute(f"SELECT {column} FROM {table} ORDER BY {way}")
            yield way.partition("::")[0], [str(uuid.UUID(str(key))) for (key,) in cursor.fetchall()]


def _picture() -> bytes:
    from PIL import Image

    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B], exif[0x0132] = EXIF, "1957:12:09 08:15:00"
    chance = random.Random(1)
    Image.frombytes("RGB", (64, 64), chance.randbytes(64 * 64 * 3)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _number(words: str) -> int:
    return int(words.rpartition(" ")[2])


if __name__ == "__main__":
    from grassrota_web.config.commands.django_set_up import set_up

    set_up()
    from django.conf import settings

    json.dump(attack(int(sys.argv[1]), Path(settings.DATA)), sys.stdout)
