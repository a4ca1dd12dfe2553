"""Openings, the host's word on them, host programmes, and rotations as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role as Work
from grassrota.org import Sector
from grassrota.posting.opening import Opening
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.orgs import convert, models
from grassrota_web.orgs.actions.openings import add_opening, answer_as_host, change_opening, withdraw_opening
from grassrota_web.orgs.actions.programmes import add_programme, change_programme
from grassrota_web.orgs.actions.rotations import Call, close_rotation, open_rotation
from tests.web.conftest import World

WELLS = Opening("o1", "north-township", Sector.RURAL, Work.FIELD_WORK, 1, 2, needs=frozenset({"wells"}))


def test_an_opening_reads_back_as_its_value(world: World) -> None:
    """The host's officer adds it, and it waits for the host's word."""
    row = add_opening(world.actor(Role.HOST, world.units["north-township"]), world.rotations["north"].pk, WELLS)
    row.refresh_from_db()
    assert convert.opening(row) == WELLS
    assert row.answer == models.HostAnswer.ASKED


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"place": "north-office"}, "place"),
        ({"place": "south-township"}, "place"),
        ({"grades": frozenset({"minister"})}, "grades"),
    ],
)
def test_an_opening_that_does_not_belong_is_refused(world: World, change: dict[str, object], column: str) -> None:
    """A place that is no host of this rotation or out of reach, or a grade of no scale, is named."""
    with pytest.raises(BadInput) as caught:
        add_opening(
            world.actor(Role.ORGANISER, world.units["north"]),
            world.rotations["north"].pk,
            replace(WELLS, **change),  # type: ignore[arg-type]
        )
    assert [fault.column for fault in caught.value.faults] == [column]


def test_the_host_answers_and_nobody_for_it(world: World) -> None:
    """R001-13: the organiser asks; only the host of that place consents, declines, and may take it back."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    host = world.actor(Role.HOST, world.units["north-township"])
    row = add_opening(organiser, world.rotations["north"].pk, WELLS)
    for other in (organiser, world.actor(Role.HOST, world.units["south-township"])):
        with pytest.raises(Refused, match="right"):
            answer_as_host(other, row.pk, consents=True)
    assert answer_as_host(host, row.pk, consents=True).answer == "consented"
    assert answer_as_host(host, row.pk, consents=False).answer == "declined"
    assert Entry.objects.order_by("-number")[0].before == {"answer": "consented"}


def test_what_the_host_said_yes_to_is_not_changed_under_it(world: World) -> None:
    """Two people become nine: the consent to two is gone, and the host is asked again."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    row = add_opening(organiser, world.rotations["north"].pk, WELLS)
    answer_as_host(world.actor(Role.HOST, world.units["north-township"]), row.pk, consents=True)
    changed = change_opening(organiser, row.pk, replace(WELLS, high=9))
    assert (changed.answer, changed.answered_on) == ("asked", None)
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.before, entry.after) == ({"high": "2"}, {"high": "9"})


def test_a_withdrawn_opening_takes_no_answer(world: World) -> None:
    """It is withdrawn once, and the host need not answer any more."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    row = add_opening(organiser, world.rotations["north"].pk, WELLS)
    withdraw_opening(organiser, row.pk)
    with pytest.raises(Refused, match="withdrawn"):
        withdraw_opening(organiser, row.pk)
    with pytest.raises(Refused, match="withdrawn"):
        answer_as_host(world.actor(Role.HOST, world.units["north-township"]), row.pk, consents=True)


def test_a_programme_is_the_host_s_own(world: World) -> None:
    """R001-23: an opening can be tied to a programme of its place, not of another, and no other host adds it."""
    host = world.actor(Role.HOST, world.units["north-township"])
    ours = add_programme(host, "north-township", "Wells for all", date(1958, 1, 1), date(1958, 6, 30))
    theirs = add_programme(
        world.actor(Role.HOST, world.units["south-township"]), "south-township", "Theirs", date(1958, 1, 1)
    )
    row = add_opening(host, world.rotations["north"].pk, WELLS, ours.pk)
    assert row.programme == ours
    with pytest.raises(BadInput, match="programme"):
        change_opening(host, row.pk, WELLS, theirs.pk)
    with pytest.raises(Refused, match="right"):
        change_programme(host, theirs.pk, "Ours now", date(1958, 1, 1))
    with pytest.raises(BadInput, match="last_day"):
        change_programme(host, ours.pk, "Wells", date(1958, 1, 1), date(1957, 1, 1))
    with pytest.raises(BadInput, match="name"):
        add_programme(host, "north-township", " ", date(1958, 1, 1))
    change_programme(host, ours.pk, "Wells", date(1958, 1, 1))
    assert Entry.objects.order_by("-number")[0].before == {
        "name": "Wells for all",
        "first_day": "1958-01-01",
        "last_day": "1958-06-30",
    }


def test_a_rotation_is_opened_and_closed_once(world: World) -> None:
    """The organiser opens it where they plan; after its end no opening is added."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    call = Call("r58", "Of 1958", "north-office", "north-township", "1957", date(1958, 1, 1))
    row = open_rotation(organiser, call)
    for change, column in (({"code": "north"}, "code"), ({"scale": "1900"}, "scale"), ({"home": "south"}, "home")):
        with pytest.raises(BadInput) as caught:
            open_rotation(organiser, replace(call, **{"code": "r59", **change}))  # type: ignore[arg-type]
        assert [fault.column for fault in caught.value.faults] == [column]
    with pytest.raises(BadInput, match="title"):
        replace(call, title="")
    with pytest.raises(Refused, match="opened on"):
        close_rotation(organiser, row.pk, date(1957, 1, 1))
    close_rotation(organiser, row.pk, date(1958, 12, 31))
    with pytest.raises(Refused, match="closed on"):
        close_rotation(organiser, row.pk, date(1959, 12, 31))
    with pytest.raises(Refused, match="closed on"):
        add_opening(organiser, row.pk, WELLS)
    with pytest.raises(Refused, match="right"):
        open_rotation(world.actor(Role.UNIT_OFFICER, world.units["north"]), replace(call, code="r60"))
