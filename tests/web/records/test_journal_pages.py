"""The journal's pages show what is within reach, and betray nothing of the rest."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.verb import VERBS, Verb
from grassrota_web.journal.actions import append, erase, sign
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import tree_head, verify
from grassrota_web.orgs.actions.units import move_unit
from grassrota_web.records.journal.queries import Difference, differences
from grassrota_web.records.journal.views import PAGE
from tests.web.conftest import SignedIn, World

JOURNAL = "/records/journal/"


def write(world: World, unit: str, subject: str, **more: Any) -> Entry:
    fields = {"verb": "test.write", "actor": "", "kind": "thing", "place": world.units[unit].path, **more}
    return append(subject=subject, **fields)


@pytest.fixture
def north(world: World, signed_in: SignedIn) -> Client:
    """The organiser of the north, signed in."""
    return signed_in(world.account(Role.ORGANISER, world.units["north"]))


def exported(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{JOURNAL}export.jsonl{query}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return [json.loads(line) for line in content.decode().splitlines()]


def test_what_is_out_of_reach_is_neither_listed_counted_exported_nor_opened(world: World, north: Client) -> None:
    """Of one row in the north, one in the south and one of the whole house, the north's organiser meets the first."""
    ours = write(world, "north-office", "ours", person="n1")
    others = [write(world, "south-office", "of-others", person="s1"), write(world, "south", "of-others", place="")]
    answer = north.get(JOURNAL)
    text = answer.content.decode()
    assert "ours" in text
    assert "of-others" not in text
    assert answer.context["page"]["total"] == "1"
    assert [line["subject"] for line in exported(north)] == ["ours"]
    assert exported(north, "?subject=of-others") == []
    assert north.get(f"{JOURNAL}{ours.number}/").status_code == 200
    for other in others:
        assert north.get(f"{JOURNAL}{other.number}/").status_code == 404
        assert north.post(f"{JOURNAL}{other.number}/undo/").status_code == 404
    hidden = north.get(f"{JOURNAL}of/thing/of-others/")
    assert hidden.context["entries"] == []
    assert hidden.context["page"]["total"] == "0"


def test_everybody_reads_what_was_done_about_themselves_and_no_more(world: World, signed_in: SignedIn) -> None:
    """A member of staff finds the rows about their own person, and none about a colleague."""
    mine = write(world, "north-office", "mine", person="n1")
    write(world, "north-office", "theirs", person="n2")
    client = signed_in(world.account(Role.STAFF_MEMBER, world.units["north-office"], person="n1"))
    assert [line["number"] for line in exported(client)] == [mine.number]
    assert client.get(f"{JOURNAL}{mine.number}/").status_code == 200
    assert client.get(JOURNAL).context["page"]["total"] == "1"


def test_what_somebody_does_for_themselves_is_read_by_nobody_else(
    world: World, north: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wish is a row that its own person reads; the organiser, whose place it is at, does not even count it."""
    monkeypatch.setitem(VERBS, "test.wish", Verb("test.wish", Right.ACT_FOR_ONESELF, "Wishes.", private=True))
    wish = write(world, "north-office", "wish", person="n1", verb="test.wish")
    assert exported(north) == []
    assert north.get(f"{JOURNAL}{wish.number}/").status_code == 404
    own = signed_in(world.account(Role.STAFF_MEMBER, world.units["north-office"], person="n1"))
    assert [line["number"] for line in exported(own)] == [wish.number]


def test_verbs_of_oneself_and_about_coercion_are_private_unless_they_say_otherwise() -> None:
    """The default protects; no verb about coercion has opted out of it."""
    for verb in VERBS.values():
        if verb.right == Right.READ_COERCION:
            assert verb.private, verb.name
        if verb.right in (Right.EDIT_UNITS, Right.EDIT_PLAN):
            assert not verb.private, verb.name


def test_a_moved_unit_takes_its_history_along(world: World, signed_in: SignedIn) -> None:
    """Who looks after the office reads rows from before it was put under another province."""
    earlier = write(world, "north-office", "earlier")
    move_unit(Application(), world.units["north-office"].pk, "south")
    world.units["north-office"].refresh_from_db()
    officer = signed_in(world.account(Role.UNIT_OFFICER, world.units["north-office"]))
    assert earlier.number in [line["number"] for line in exported(officer)]
    elsewhere = signed_in(world.account(Role.UNIT_OFFICER, world.units["south-office"]))
    assert earlier.number not in [line["number"] for line in exported(elsewhere)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verb=orgs.move_unit", ["a"]),
        ("verb=no.such_verb", []),
        ("actor=mei", ["b"]),
        ("actor=nobody", []),
        ("kind=plan", ["c"]),
        ("subject=a", ["a"]),
        ("since=%(today)s", ["c", "b", "a"]),
        ("since=%(tomorrow)s", []),
        ("until=%(today)s", ["c", "b", "a"]),
        ("until=%(yesterday)s", []),
        ("since=rubbish", []),
    ],
)
def test_filters_narrow_by_verb_name_kind_thing_and_day(
    world: World, north: Client, query: str, found: list[str]
) -> None:
    """Both days count; a filter that cannot be read lets nothing through rather than everything."""
    sign("account-of-mei", "Han Mei")
    write(world, "north", "a", verb="orgs.move_unit")
    write(world, "north", "b", actor="account-of-mei")
    write(world, "north", "c", kind="plan")
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + timedelta(days=1), "yesterday": today - timedelta(days=1)}
    assert [line["subject"] for line in exported(north, f"?{query % days}")] == found


def test_pages_go_by_number_both_ways_without_gap_or_repetition(world: World, north: Client) -> None:
    """Two pages and a bit: onwards to the oldest, back to the newest, each row once."""
    count = 2 * PAGE + 3
    for number in range(count):
        write(world, "north", str(number))
    seen: list[int] = []
    back: list[int] = []
    address = JOURNAL
    while True:
        answer = north.get(address)
        seen += [entry["number"] for entry in answer.context["entries"]]
        if "next_url" not in answer.context["page"]:
            break
        address = JOURNAL + answer.context["page"]["next_url"]
    assert seen == sorted((entry.number for entry in Entry.objects.all()), reverse=True)
    while "previous_url" in answer.context["page"]:
        answer = north.get(JOURNAL + answer.context["page"]["previous_url"])
        back = [entry["number"] for entry in answer.context["entries"]] + back
    assert back == seen[: 2 * PAGE]


def test_a_name_outlives_its_account_and_is_the_one_of_that_day(world: World, north: Client) -> None:
    """Signed as Mei when she wrote, renamed later, account gone: the row still says Mei."""
    account = world.account(None, "/", name="mei")
    sign(str(account.pk), "Mei")
    write(world, "north", "x", actor=str(account.pk))
    sign(str(account.pk), "Mei, married Han")
    account.delete()
    assert exported(north)[0]["name"] == "Mei"
    assert "Mei" in north.get(f"{JOURNAL}0/").content.decode()


def test_the_difference_is_told_field_by_field() -> None:
    """What stayed is left out; what came, went or changed is named, also within, and truth values are words."""
    before = {"name": "old", "same": 1, "gone": True, "in": {"a": 1, "b": 2}}
    after = {"name": "新", "same": 1, "skills": ["x", "y"], "in": {"a": 1, "b": 3}}
    assert differences(before, after) == [
        Difference("gone", "yes", ""),
        Difference("in b", "2", "3"),
        Difference("name", "old", "新"),
        Difference("skills", "", "x, y"),
    ]
    assert differences(None, None) == []


def test_an_erased_entry_says_so_and_the_log_still_verifies(world: World, north: Client) -> None:
    """The content is gone from the page and the store, and the journal holds."""
    entry = write(world, "north", "x", after={"name": "to be forgotten"})
    assert "to be forgotten" in north.get(f"{JOURNAL}{entry.number}/").content.decode()
    assert erase([entry.number]) == 1
    assert erase([entry.number]) == 0
    text = north.get(f"{JOURNAL}{entry.number}/").content.decode()
    assert "to be forgotten" not in text
    assert "Erased" in text
    assert verify().holds


def test_rows_written_while_it_is_verified_do_not_spoil_the_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row appended after the head was read is no tampering; a row that no head knows is."""
    write(world, "north", "x")
    noted, real = tree_head(), tree_head
    heads = iter([noted])
    write(world, "north", "meanwhile")
    monkeypatch.setattr("grassrota_web.journal.queries.tree_head", lambda: next(heads, None) or real())
    found = verify()
    assert (found.holds, found.computed) == (True, noted)
    copy = Entry.objects.get(number=1)
    copy.number = 2
    copy.save(force_insert=True)
    assert not verify().holds
