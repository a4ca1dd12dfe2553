"""A filing waits in a tray, is appended the next day in random order, and its receipt proves it."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from grassrota import merkle
from grassrota.errors import Refused
from grassrota.forms import Role as PostingRole
from grassrota.opinions.receipts.commitment import Commitment, draw_salt
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota.org import Sector
from grassrota_web.access.actor import NOBODY
from grassrota_web.access.rights import Role
from grassrota_web.intake import above, log, papers, trays
from grassrota_web.intake.actions.days_work import append
from grassrota_web.intake.actions.filing import Confided, file_opinion
from grassrota_web.intake.actions.saying import delete_contact, say, say_me_too
from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.actions.unsealing import ask_to_unseal, unseal_contact
from grassrota_web.intake.entries import Filed, Filing, Paper
from grassrota_web.intake.found import find
from grassrota_web.intake.models import (
    Answer,
    Attachment,
    Concerned,
    Contact,
    LogHead,
    LogLeaf,
    Message,
    Opinion,
    Said,
    Tray,
)
from grassrota_web.intake.queries import whom, words_for_handlers
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.actions.texts import approve_text, withdraw_text
from grassrota_web.orgs.models import Opening
from grassrota_web.postings.models import Posting
from tests.web.conftest import World
from tests.web.intake.conftest import Raise

NextDay = Callable[[], date]


def test_nothing_is_seen_before_the_next_day_and_one_row_tells_of_it(raised: Raise, next_day: NextDay) -> None:
    """A filing leaves rows in no table but the trays'; the next day it is an opinion, and one journal row counts it."""
    receipts = [raised(f"Words {number}") for number in range(5)]
    assert not Opinion.objects.exists()
    assert not Entry.objects.exists()
    today = next_day()
    assert {row.words for row in Opinion.objects.all()} == {f"Words {number}" for number in range(5)}
    entry = Entry.objects.get()
    assert entry.after
    assert (entry.verb, entry.after["size"], list(entry.after["filed"].values())) == ("intake.append_filings", 5, [5])
    assert all(find(str(receipt)) for receipt in receipts)
    assert next_day() > today
    assert LogHead.objects.count() == 2
    assert Opinion.objects.count() == 5


def test_a_bundle_tells_neither_how_many_nor_which(raised: Raise, monkeypatch: pytest.MonkeyPatch) -> None:
    """All trays are there with the first filing and of one size; they are written anew each time, sealed."""
    raised("一棵树倒在路上")
    before = {row.number: bytes(row.bundle) for row in Tray.objects.all()}
    assert len(before) == trays.TRAYS
    assert len({len(bundle) for bundle in before.values()}) == 1
    receipt = raised("another")
    number = trays.tray_of(receipt)
    after = {row.number: bytes(row.bundle) for row in Tray.objects.all()}
    assert [key for key in after if after[key] != before[key]] == [number]
    assert "一棵树倒在路上".encode() not in b"".join(after.values())


def test_sending_twice_files_once(world: World, next_day: NextDay) -> None:
    """The same receipt gives the same promise, on the day itself and after; one opinion comes of it."""
    receipt, filing = draw_receipt(), Filing("Twice", "here")
    first = file_opinion(NOBODY, receipt, filing, Confided())
    assert file_opinion(NOBODY, receipt, filing, Confided()) == first
    next_day()
    assert file_opinion(NOBODY, receipt, filing, Confided()) == first
    assert Opinion.objects.count() == 1


def test_the_receipt_proves_itself_offline(raised: Raise, next_day: NextDay, tmp_path: Path) -> None:
    """The standalone script holds promise and proof of a day's log to be true, and a changed one not."""
    receipts = [raised(f"Words {number}") for number in range(9)]
    next_day()
    found = find(str(receipts[7]))
    assert found
    assert found.row
    proof = log.inclusion(found.row.leaf, found.commitment)
    assert proof
    script = Path("src/grassrota/opinions/receipts/verify_receipt.py")
    for changed, code in ((False, 0), (True, 1)):
        if changed:
            proof["promise"]["day"] = "2020-01-01"
        (tmp_path / "proof.json").write_text(json.dumps(proof))
        ran = subprocess.run(
            [sys.executable, str(script), "--key", log.public_key(), str(tmp_path / "proof.json")],
            capture_output=True,
            check=False,
        )
        assert ran.returncode == code, ran.stdout.decode()


def test_subtrees_that_are_kept_are_those_of_the_leaves() -> None:
    """Over three days, with 256 leaves passed in the second, every root and every proof is that of the tree of all."""
    for day, count in enumerate((100, 170, 260), start=1):
        waiting = [
            Filed(secrets.token_hex(32), date(1957, 12, day), draw_salt(), Filing("Words", "here"))
            for _ in range(count)
        ]
        append(date(1957, 12, day), waiting)
    tree = merkle.Tree(Commitment(row.day, bytes(row.commitment)).leaf for row in LogLeaf.objects.order_by("number"))
    head = LogHead.objects.latest("day")
    assert (head.size, bytes(head.root)) == (530, merkle.root(tree.peaks()))
    for index in (0, 255, 256, 400, 529):
        assert merkle.inclusion_proof(log.node, index, 530) == merkle.inclusion_proof(tree.node, index, 530)


def test_contact_is_read_by_two_with_a_reason_and_nowhere_else(
    world: World, raised: Raise, next_day: NextDay, key_halves: tuple[str, str]
) -> None:
    """One asks, another agrees with both halves; the journal has the reason and never the text; once only."""
    receipt = raised("Words", Confided(contact="Zhang San 13800001111"))
    next_day()
    first, second = world.actor(Role.INSPECTOR, "/"), world.actor(Role.INSPECTOR, world.units["north"])
    opinion = Contact.objects.get().pk
    with pytest.raises(Refused, match="why"):
        ask_to_unseal(first, opinion, " ")
    asked = ask_to_unseal(first, opinion, "a visit that was agreed")
    for actor, halves, word in ((first, key_halves, "Another"), (second, (key_halves[0], "00" * 32), "halves")):
        with pytest.raises(Refused, match=word):
            unseal_contact(actor, asked, *halves)
    assert unseal_contact(second, asked, *key_halves) == "Zhang San 13800001111"
    with pytest.raises(Refused, match="read"):
        unseal_contact(second, asked, *key_halves)
    assert "13800001111" not in json.dumps(list(Entry.objects.values("before", "after")), ensure_ascii=False)
    administrator = world.actor(Role.ADMINISTRATOR, "/")
    with pytest.raises(Refused, match="right"):
        ask_to_unseal(administrator, opinion, "curious")
    delete_contact(NOBODY, receipt)
    assert not Contact.objects.exists()


def test_contact_can_be_deleted_while_it_waits(raised: Raise, next_day: NextDay, key_halves: tuple[str, str]) -> None:
    """The box is gone from the tray at once; the opinion stays."""
    receipt = raised("Words", Confided(contact="a telephone"))
    delete_contact(NOBODY, receipt)
    (entry,) = trays.waiting(trays.tray_of(receipt))
    assert isinstance(entry, Filed)
    assert entry.box == b""
    next_day()
    assert not Contact.objects.exists()
    assert Opinion.objects.count() == 1


def test_what_a_raiser_says_waits_and_the_last_word_stands_last(raised: Raise, next_day: NextDay) -> None:
    """Messages and answers of one day come in their own order the next day, and the room above is told once."""
    told: list[list[Answer]] = []
    receipt = raised()
    above.ANSWERED.append(lambda answers: told.append(list(answers)))
    try:
        say(NOBODY, receipt, None, "More about it")
        say(NOBODY, receipt, Said.FIXED, "")
        say(NOBODY, receipt, Said.NOT_FIXED, "It broke again")
        assert not Message.objects.exists()
        next_day()
    finally:
        above.ANSWERED.pop()
    assert [row.said for row in Answer.objects.order_by("number")] == [Said.FIXED, Said.NOT_FIXED]
    assert [(row.words, row.from_raiser) for row in Message.objects.all()] == [("More about it", True)]
    assert [len(answers) for answers in told] == [2]


def test_a_receipt_says_no_more_than_ten_things_a_day(raised: Raise) -> None:
    """The eleventh is refused, and so is whoever has no receipt."""
    receipt = raised()
    for number in range(10):
        say(NOBODY, receipt, None, f"{number}")
    with pytest.raises(Refused, match="tomorrow"):
        say(NOBODY, receipt, None, "one more")
    with pytest.raises(Refused, match="nothing"):
        say(NOBODY, draw_receipt(), None, "who?")


def test_me_too_counts_once_for_a_receipt(world: World, raised: Raise, next_day: NextDay) -> None:
    """Said twice by one and once by another it is two; nothing leads from the mark to a receipt."""
    one, other = raised("First", may_publish=True), raised("Second")
    next_day()
    first = Opinion.objects.get(words="First")
    text = approve_text(world.actor(Role.REVIEWER, "/"), first.pk, "The well in the village is dry.")
    for receipt in (one, other, other):
        say_me_too(NOBODY, receipt, text)
    next_day()
    say_me_too(NOBODY, one, text)
    next_day()
    first.refresh_from_db()
    assert first.me_too == 2
    withdraw_text(world.actor(Role.REVIEWER, "/"), text.pk)
    say_me_too(NOBODY, raised("Third"), text)
    next_day()
    first.refresh_from_db()
    assert first.me_too == 2


def test_papers_are_encrypted_padded_and_tell_the_day_alone(raised: Raise, next_day: NextDay) -> None:
    """A paper comes back as it was; its file shows neither its length nor an hour; one without a row is swept up."""
    raised("Words", Confided(papers=(Paper("text/plain", b"the list of the well"),)))
    next_day()
    row = Attachment.objects.get()
    (file,) = papers.folder().iterdir()
    assert papers.read(row.pk) == b"the list of the well"
    assert b"well" not in file.read_bytes()
    assert file.stat().st_size == papers.SMALLEST + papers.NONCE + 16
    assert file.stat().st_mtime % 86_400 == 43_200
    (papers.folder() / "ab").write_bytes(b"left behind")
    papers.sweep({row.pk.hex})
    assert [path.name for path in papers.folder().iterdir()] == [row.pk.hex]


def test_whom_it_concerns_is_told_by_unit_and_by_name(world: World, raised: Raise, next_day: NextDay) -> None:
    """A name is known within the unit and among the heads above it, and nowhere else; it stays as it was written."""
    north = world.units["north"]
    north.headed_by.add(world.people["s1"])
    office = world.units["north-office"]
    raised("Words", units=(office.pk,), named=("Person n2", "Person s1", "Person s2"))
    next_day()
    opinion = Opinion.objects.get()
    found = whom(opinion)
    assert (found.units, found.people, found.unclear) == (("north-office",), ("n2", "s1"), False)
    assert Concerned.objects.get(named="Person s2").staff == ""


def test_whoever_is_posted_there_is_told_by_name(world: World, raised: Raise, next_day: NextDay) -> None:
    """Somebody of another unit who is posted to the township, or was: they are known by their code like its own."""
    place, person = world.units["north-township"], world.people["n1"]
    rotation, today = world.rotations["north"], timezone.localdate()
    sort = {"sector": Sector.RURAL, "low": 1, "high": 1, "role": PostingRole.FIELD_WORK}
    opening = Opening.objects.create(code="o1", place=place, rotation=rotation, **sort)
    turn = {"batch": 1, "form": "turn40", "role": PostingRole.FIELD_WORK, "first_day": today, "last_day": today}
    Posting.objects.create(
        rotation=rotation, person=person, home_unit=person.unit, opening=opening, closed_on=today, **turn
    )
    raised(units=(place.pk,), named=(person.name,))
    next_day()
    assert set(Concerned.objects.exclude(named="").values_list("staff", flat=True)) == {"n1"}


def test_a_unit_that_is_gone_makes_it_unclear(raised: Raise, next_day: NextDay) -> None:
    """What was waiting when a unit was deleted is appended all the same, for somebody far away to look at."""
    raised("Words", units=(999_999,), place=999_998)
    next_day()
    opinion = Opinion.objects.get()
    assert (opinion.unclear, opinion.place) == (True, None)


def test_a_redacted_copy_is_all_that_handlers_read(raised: Raise, next_day: NextDay) -> None:
    """Where the raiser chose so, there is nothing to read before the copy is made."""
    raised("I, Zhang, saw it", read_as="redacted")
    next_day()
    opinion = Opinion.objects.get()
    assert words_for_handlers(opinion) is None
    opinion.redacted = "Somebody saw it"
    assert words_for_handlers(opinion) == "Somebody saw it"


def test_messages_of_a_day_lie_in_the_store_in_no_order(world: World, raised: Raise, next_day: NextDay) -> None:
    """Told one after the other, they lie by their random ids once the day is over; each talk keeps its own order."""
    for number in range(6):
        raised(f"opinion {number}")
    next_day()
    opinions = list(Opinion.objects.order_by("words"))
    for opinion in opinions:
        tell({opinion.pk: "first"})
        tell({opinion.pk: "second"})
    told = {row.pk: (row.opinion_id, row.number, row.words) for row in Message.objects.all()}
    next_day()
    place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    laid = [row.pk for row in Message.objects.raw(f"select * from intake_message order by {place}")]
    assert laid == sorted(laid)
    assert {row.pk: (row.opinion_id, row.number, row.words) for row in Message.objects.all()} == told
