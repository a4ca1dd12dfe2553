"""Tasks that the host confirms, findings that feed plans, pilots that others take over."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Purpose
from grassrota.org import Level, UnitKind
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.task import TaskState
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.findings import close_cycle, decide_finding, list_findings, open_cycle
from grassrota_web.fieldwork.actions.pilots import adopt, open_pilot, report_pilot
from grassrota_web.fieldwork.actions.tasks import confirm_task, file_report, report_task, send_task_back, set_task
from grassrota_web.fieldwork.models import Adoption, Pilot, PlanInput
from grassrota_web.fieldwork.models import TaskReport as ReportRow
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field

TODAY = date.today()  # noqa: DTZ011


def finding(owner: str = "north-office", due_on: date = LAST, **more: object) -> TaskReport:
    """Something that n1 found."""
    return TaskReport("n1", Task.FINDINGS, FIRST, "Ridge", "The well is dry.", FindingKind.PROBLEM, None, owner, due_on)


def test_a_task_is_done_when_the_host_says_so(field: Field) -> None:
    """Set by the host, reported by the person, sent back, reported again, confirmed: counted in three (R001-15)."""
    field.away("n1")
    task = set_task(field.host, field.key("n1"), "A duty roster", Purpose.HELP_HOST, "The clinic opens in spring")
    rotation = field.world.rotations["north"]

    def counted() -> list[int]:
        (found,) = queries.help_given(field.officer, rotation, TODAY)
        return [found.counts[state] for state in TaskState]

    report_task(field.person("n1"), task.pk)
    assert counted() == [0, 1, 0]
    send_task_back(field.host, task.pk)
    assert counted() == [1, 0, 0]
    report_task(field.person("n1"), task.pk)
    confirm_task(field.host, task.pk)
    assert counted() == [0, 0, 1]


def test_help_is_counted_by_batch_and_place_on_a_page_and_as_a_file(field: Field, signed_in: SignedIn) -> None:
    """Of two tasks one is confirmed: 1, 0 and 1 today in one line, none the day before, none for others (R000-09)."""
    field.away("n1", "n2")
    done = set_task(field.host, field.key("n1"), "A roster", Purpose.HELP_HOST, "The clinic opens in spring")
    set_task(field.host, field.key("n2"), "A list of drugs", Purpose.HELP_HOST, "The clinic opens in spring")
    set_task(field.host, field.key("n2"), "A diary", Purpose.LEARN)
    report_task(field.person("n1"), done.pk)
    confirm_task(field.host, done.pk)
    rotation, units = field.world.rotations["north"], field.world.units
    officer = signed_in(field.world.account(Role.UNIT_OFFICER, units["north-office"]))
    address = f"/field/rotations/{rotation.pk}/help"
    page = officer.get(f"{address}/").content.decode()
    assert page.count("The clinic opens in spring") == 1
    assert re.findall(r'<td class="n">(\d)</td>', page) == ["1", "1", "0", "1"]
    assert "No such task" in officer.get(f"{address}/", {"on": str(TODAY - timedelta(days=1))}).content.decode()
    lines = b"".join(officer.get(f"{address}.csv")).decode("utf-8-sig").splitlines()
    assert lines[1] == f"1,North Township,The clinic opens in spring,1,0,1,{TODAY}"
    south = signed_in(field.world.account(Role.UNIT_OFFICER, units["south-office"]))
    assert south.get(f"{address}/").status_code == 404


def test_nobody_confirms_for_another(field: Field) -> None:
    """Only the person reports, only their host confirms, and only what was reported; the south's host does not."""
    task = set_task(field.officer, field.key("n1"), "A duty roster", Purpose.LEARN)
    south = field.world.actor(Role.HOST, field.world.units["south-township"])
    for verb, actor in ((report_task, field.person("n2")), (confirm_task, south), (confirm_task, field.person("n1"))):
        with pytest.raises(Refused, match="right"):
            verb(actor, task.pk)
    with pytest.raises(Refused, match="looks at what is reported"):
        confirm_task(field.host, task.pk)


@pytest.mark.parametrize(
    ("output", "purpose", "priority"),
    [("", Purpose.LEARN, ""), ("A roster", Purpose.HELP_HOST, ""), ("A roster", Purpose.RESTRUCTURE, "")],
)
def test_a_task_without_output_priority_or_purpose_is_none(
    field: Field, output: str, purpose: Purpose, priority: str
) -> None:
    """Help with the host's priority says what that is (R000-09); restructuring is no purpose of a posting."""
    with pytest.raises(BadInput):
        set_task(field.officer, field.key("n1"), output, purpose, priority)


def test_the_host_confirms_on_the_page(field: Field, signed_in: SignedIn) -> None:
    """The person and then the host press a button on the page of the posting; an unknown word is not found."""
    field.away("n1")
    task = set_task(field.officer, field.key("n1"), "A duty roster", Purpose.LEARN)
    person, host = (
        signed_in(field.account("n1")),
        signed_in(field.world.account(Role.HOST, field.world.units["north-township"])),
    )
    assert person.post(f"/field/tasks/{task.pk}/praise/").status_code == 404
    assert person.post(f"/field/tasks/{task.pk}/report/").status_code == 302
    assert "Yes, it is there" in host.get(f"/field/postings/{field.key('n1')}/").content.decode()
    assert host.post(f"/field/tasks/{task.pk}/confirm/").status_code == 302
    task.refresh_from_db()
    assert task.confirmed_on is not None


def test_a_report_is_filed_through_the_page_and_its_faults_shown(field: Field, signed_in: SignedIn) -> None:
    """A finding without an owner is refused at its field; with one it is kept with day and owner (R000-11)."""
    field.away("n1")
    client = signed_in(field.account("n1"))
    address = f"/field/postings/{field.key('n1')}/report/"
    sent = {
        "task": "findings",
        "filed_on": "1957-12-20",
        "place": "Ridge",
        "text": "The well is dry.",
        "finding": "problem",
    }
    assert "headquarters unit that owns" in client.post(address, sent).content.decode()
    assert client.post(address, {**sent, "owner": "north-office", "due_on": "1958-01-31"}).status_code == 302
    row = ReportRow.objects.get()
    assert (row.owner.code if row.owner else "", row.due_on) == ("north-office", date(1958, 1, 31))


def test_reports_of_another_turn_or_nobody_are_refused(field: Field) -> None:
    """Before the departure there is nothing to report; an unknown owner and an empty text are refused."""
    with pytest.raises(BadInput, match="since the departure"):
        file_report(field.person("n1"), field.key("n1"), finding())
    field.away("n1")
    with pytest.raises(BadInput, match="id of a unit"):
        file_report(field.person("n1"), field.key("n1"), finding("nowhere"))
    empty = TaskReport("n1", Task.PLAN_TEST, FIRST, "Ridge", " ", None, PlanVerdict.HOLDS, "north-office", LAST)
    with pytest.raises(BadInput, match="what you found"):
        file_report(field.person("n1"), field.key("n1"), empty)
    with pytest.raises(Refused, match="right"):
        file_report(field.person("n2"), field.key("n1"), finding())


def test_a_plan_lists_every_finding_and_uses_it_or_says_why_not(field: Field) -> None:
    """A cycle lists what waits, stays open while one is undecided, and lists later ones too (R004-13)."""
    field.away("n1")
    first = file_report(field.person("n1"), field.key("n1"), finding())
    cycle = open_cycle(field.officer, "north-office", "Plan of spring")
    second = file_report(field.person("n1"), field.key("n1"), finding())
    decide_finding(field.officer, cycle.pk, first.pk, True, "A new well")
    with pytest.raises(Refused, match="unlisted"):
        close_cycle(field.officer, cycle.pk)
    list_findings(field.officer, cycle.pk)
    with pytest.raises(Refused, match="neither used nor left out"):
        close_cycle(field.officer, cycle.pk)
    with pytest.raises(BadInput, match="reason"):
        decide_finding(field.officer, cycle.pk, second.pk, False, " ")
    decide_finding(field.officer, cycle.pk, second.pk, False, "The same well")
    close_cycle(field.officer, cycle.pk)
    assert list(PlanInput.objects.values_list("used", "reason")) == [(True, "A new well"), (False, "The same well")]
    assert list(open_cycle(field.officer, "north-office", "Plan of summer").inputs.all()) == []


def test_a_plan_is_made_on_its_page(field: Field, signed_in: SignedIn) -> None:
    """Begun, decided and closed by buttons; too early, the page says what is undecided."""
    field.away("n1")
    report = file_report(field.person("n1"), field.key("n1"), finding())
    client = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    assert "The well is dry." in client.get("/field/cycles/").content.decode()
    address = client.post("/field/cycles/", {"owner": "north-office", "title": "Plan of spring"}).headers["Location"]
    assert "neither used nor left out" in client.post(address, {"close": "1"}).content.decode()
    decided = {"finding": str(report.pk), "used": "no", "reason": "No money before autumn"}
    assert client.post(address, decided).status_code == 302
    assert client.post(address, {"close": "1"}).status_code == 302
    assert "No money before autumn" in client.get(address).content.decode()
    south = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["south-office"]))
    assert south.get(address).status_code == 404


def test_what_is_adopted_elsewhere_leads_back_to_its_pilot(field: Field, signed_in: SignedIn) -> None:
    """A practice with a result is taken over by another place, once; the page of pilots says where (R001-12)."""
    world = field.world
    other = world.unit("north-hamlet", Level.TOWNSHIP, UnitKind.PLACE, world.units["north"])
    pilot = open_pilot(field.organiser, world.rotations["north"].pk, "north-township", FIRST, ["Night school"])
    practice = pilot.practices.get()
    with pytest.raises(Refused, match="no results"):
        adopt(field.organiser, practice.pk, other.code, LAST)
    with pytest.raises(Refused, match="tells nothing"):
        report_pilot(field.organiser, pilot.pk, LAST, {})
    report_pilot(field.organiser, pilot.pk, LAST, {str(practice.pk): "Half of them came back"})
    adopt(field.organiser, practice.pk, other.code, LAST + timedelta(days=1))
    with pytest.raises(Refused, match="already"):
        adopt(field.organiser, practice.pk, other.code, LAST + timedelta(days=2))
    assert Adoption.objects.get().practice.pilot == pilot
    client = signed_in(world.account(Role.READER, world.units["north"]))
    page = client.get(f"/field/rotations/{world.rotations['north'].pk}/pilots/").content.decode()
    assert "also in North Hamlet since Jan. 18, 1958" in page


def test_pilots_are_opened_on_their_page(field: Field, signed_in: SignedIn) -> None:
    """One practice a line; then what came of it; the south's pilots are not found."""
    client = signed_in(field.world.account(Role.ORGANISER, field.world.units["north"]))
    north, south = (field.world.rotations[side].pk for side in ("north", "south"))
    sent = {"place": "north-township", "on": "1957-12-09", "practices": "Night school\n\nA second well\n"}
    assert client.post(f"/field/rotations/{north}/pilots/new/", sent).status_code == 302
    pilot = Pilot.objects.get()
    results = {f"result_{row.pk}": "It works" for row in pilot.practices.all()}
    assert len(results) == 2
    assert client.post(f"/field/pilots/{pilot.pk}/results/", {"on": "1958-01-17", **results}).status_code == 302
    assert "It works" in client.get(f"/field/rotations/{north}/pilots/").content.decode()
    practice = pilot.practices.first()
    assert practice is not None
    answer = client.post(f"/field/practices/{practice.pk}/adopt/", {"place": "north-township", "on": "1958-01-18"})
    assert "the pilot itself" in answer.content.decode()
    assert client.get(f"/field/rotations/{south}/pilots/").status_code == 404
