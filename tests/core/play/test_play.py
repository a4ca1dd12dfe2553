from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.figures.figure import Status
from grassrota.figures.interval import Interval
from grassrota.inspection.design import Outcome
from grassrota.play import Played, play
from grassrota.posting.steps import Posting, PostingState
from grassrota.rota.plan import Plan
from grassrota.staff import Person

from .conftest import LEADER, Edit, Faults

if TYPE_CHECKING:
    from tests.conftest import Refreeze

STEPS = "person,step,on\n"
LISTED = f"{LEADER},listed,1959-02-12\n"
DEPARTED = f"{LISTED}{LEADER},departed,1959-03-01\n{LEADER},arrived,1959-03-01\n"


def plan_of(played: Played) -> Plan:
    assert played.carried is not None
    return played.carried.plan


def plan_people(played: Played) -> tuple[Person, ...]:
    assert played.carried is not None
    return played.carried.problem.people


def posting_of(played: Played, person: str = LEADER) -> Posting:
    assert played.carried is not None
    (found,) = (posting for posting in played.carried.postings if posting.person == person)
    return found


def figures(played: Played) -> set[str]:
    """What is said of our own counting, without its day."""
    return {line.figure.id.split("@")[0] for line in played.bulletin.lines if "@" in line.figure.id}


def test_every_step_is_told_as_it_is_taken(folder: Path, boxing: Played) -> None:
    """Whoever waits is told each step once begun; telling changes nothing of what comes out."""
    told: list[str] = []
    played = play(folder, lambda step, done: told.append(step))
    steps = [step for step in dict.fromkeys(told) if not step.startswith("plan: ")]
    assert steps == ["roster", "postings", "opinions", "inspection", "figures"]
    assert plan_of(played).assignments == plan_of(boxing).assignments
    assert played.bulletin == boxing.bulletin


def test_without_postings_only_the_plan_is_known(folder: Path) -> None:
    """No step has happened: 16 are planned, nobody is on a list, nobody is short as nothing is counted."""
    shutil.rmtree(folder / "postings")
    played = play(folder)
    assert played.carried is not None
    assert played.carried.files is None
    assert played.carried.shortfalls == ()
    assert {posting.state for posting in played.carried.postings} == {PostingState.PLANNED}
    assert played.carried.assumed == frozenset()
    assert "planned" in figures(played)
    assert not figures(played) & {"listed", "departed", "returned"}


def test_nothing_recorded_is_unknown_and_not_zero(folder: Path, edit: Edit) -> None:
    """Without any step nothing is said of lists, departures and returns; with one row of one person it is."""
    edit("rotation.toml", "as_planned = true", "as_planned = false")
    assert not figures(play(folder)) & {"listed", "departed", "returned"}
    edit("postings/steps.csv", "", STEPS + LISTED)
    assert {"listed", "departed", "returned"} <= figures(play(folder))


def test_whose_steps_were_assumed(folder: Path, edit: Edit, boxing: Played) -> None:
    """All 16 where no file records a step, 15 where one person has a row, nobody where only the files count."""
    everybody = {person.id for person in plan_people(boxing)}
    assert boxing.carried is not None
    assert boxing.carried.assumed == everybody
    sentence = "the steps of {} of 16 people were taken as planned: no file records them"
    assert boxing.bulletin.assumed[-1] == sentence.format(16)
    edit("postings/steps.csv", "", STEPS + DEPARTED)
    played = play(folder)
    assert played.carried is not None
    assert played.carried.assumed == everybody - {LEADER}
    assert played.bulletin.assumed[-1] == sentence.format(15)
    edit("rotation.toml", "as_planned = true", "as_planned = false")
    played = play(folder)
    assert played.carried is not None
    assert played.carried.assumed == frozenset()
    assert played.bulletin.assumed == played.rotation.assumed


def test_what_the_folder_admits_is_told_first(boxing: Played) -> None:
    """The bulletin has every sentence of rotation.toml, and then those of the play itself."""
    own = boxing.rotation.assumed
    assert own
    assert boxing.bulletin.assumed[: len(own)] == own
    assert len(boxing.bulletin.assumed) == len(own) + 1


def test_without_opinions_nothing_is_said_of_them(folder: Path) -> None:
    """The list of the inspection is then held against no ledger."""
    shutil.rmtree(folder / "opinions")
    played = play(folder)
    assert played.opinions is None
    assert "confirmed" not in figures(played)
    assert "verified_fixed" in figures(played)


def test_without_an_inspection_nothing_is_verified(folder: Path) -> None:
    """What the units report is still told as reported, and what raisers confirm as confirmed."""
    shutil.rmtree(folder / "inspection")
    played = play(folder)
    assert played.inspected is None
    assert {"claimed_fixed", "confirmed"} <= figures(played)
    assert "verified_fixed" not in figures(played)


def test_settings_alone_are_a_rotation(folder: Path) -> None:
    """With nothing but rotation.toml the bulletin has a title and says nothing of its own."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    played = play(folder)
    assert played.bulletin.title == "Boxing county: leaders as commune members, 1959"
    assert figures(played) == set()
    assert (played.carried, played.opinions, played.inspected, played.register) == (None, None, None, None)


def test_parts_that_rest_on_a_problem_are_not_passed_over(folder: Path, faults: Faults) -> None:
    """Without the problem folder its postings, opinions and register are faults, all of them at once."""
    (folder / "problem").rename(folder / "problems")
    (folder / "register").mkdir()
    found = faults(lambda: play(folder))
    assert [fault.file for fault in found] == ["postings", "opinions", "register"]


def test_no_rotation(tmp_path: Path, faults: Faults) -> None:
    """The missing file is named."""
    assert [fault.file for fault in faults(lambda: play(tmp_path))] == ["rotation.toml"]


def test_a_recorded_step_wins(folder: Path, edit: Edit) -> None:
    """Who is recorded as gone and there is not completed; the other 15 are closed."""
    edit("postings/steps.csv", "", STEPS + DEPARTED)
    played = play(folder)
    assert played.carried is not None
    assert posting_of(played).state == PostingState.ARRIVED
    assert sum(posting.state == PostingState.CLOSED for posting in played.carried.postings) == 15


def test_only_what_is_recorded_has_happened(folder: Path, edit: Edit) -> None:
    """Without ``as_planned`` the one with rows is listed, and 15 stay planned."""
    edit("rotation.toml", "as_planned = true", "as_planned = false")
    edit("postings/steps.csv", "", STEPS + LISTED)
    played = play(folder)
    assert played.carried is not None
    states = [posting.state for posting in played.carried.postings]
    assert states.count(PostingState.LISTED) == 1
    assert states.count(PostingState.PLANNED) == 15


def test_a_recorded_step_after_the_last_day_is_not_taken(folder: Path, edit: Edit) -> None:
    """Played until 31 May, a return recorded for 1 June has not happened yet."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "1959-05-31")
    edit("rotation.toml", "until = 1959-12-31", "until = 1959-05-31")
    edit("postings/steps.csv", "", f"{STEPS}{DEPARTED}{LEADER},returned,1959-06-01\n")
    assert posting_of(play(folder)).state == PostingState.ARRIVED


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        (f"{LEADER},departed,1959-03-01\n", 2, "to depart it must be listed"),
        (f"{LISTED}{LEADER},departed,1959-02-26\n", 3, "the batch was not briefed by 1959-02-26"),
        (f"{LISTED}\n{LEADER},arrived,1959-03-01\n", 4, "to arrive it must be departed"),
        (f"{DEPARTED}{LEADER},closed,1959-04-21\n", 5, "to close it must be returned"),
        (f"{DEPARTED}{LEADER},returned,1959-04-20\n{LEADER},closed,1959-04-21\n", 6, "no report on"),
        (f"{DEPARTED}{LEADER},released,1959-03-02\n", 5, "to release it must be planned or listed"),
    ],
)
def test_a_refused_step_names_its_row(
    folder: Path, edit: Edit, faults: Faults, rows: str, row: int, words: str
) -> None:
    """A step that the rules do not allow is a fault of steps.csv, in its row and in the words of the rule."""
    edit("postings/steps.csv", "", STEPS + rows)
    (fault,) = faults(lambda: play(folder))
    assert (fault.file, fault.row, fault.column) == ("steps.csv", row, "step")
    assert words in fault.got


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (",,", "the difficulty c4 raised on 1959-02-20 is not answered by 1959-03-01"),
        ("1959-03-02,answered,", "the difficulty c4 raised on 1959-02-20 is not answered by 1959-03-01"),
        ("1959-02-22,postponed,1959-03-02", "the difficulty c4 raised on 1959-02-20 postpones the departure"),
    ],
)
def test_an_unanswered_concern_stops_the_departure(
    folder: Path, edit: Edit, faults: Faults, answer: str, words: str
) -> None:
    """A departure taken as planned is refused by the rule, with who and when; a recorded one is a fault of its row."""
    edit("postings/concerns.csv", ",sealed_ref\n", ",sealed_ref,until\n")
    for row in ("answered,\n", "sealed-0001\n", "sealed-0002\n"):
        edit("postings/concerns.csv", row, f"{row[:-1]},\n")
    answered_on, outcome, until = answer.split(",")
    edit("postings/concerns.csv", "", f"c4,{LEADER},difficulty,1959-02-20,{answered_on},{outcome},,{until}\n")
    with pytest.raises(Refused, match=f"{LEADER} cannot depart on 1959-03-01") as caught:
        play(folder)
    assert caught.value.code == "not_ready"
    edit("postings/steps.csv", "", STEPS + DEPARTED)
    (recorded,) = faults(lambda: play(folder))
    assert (recorded.file, recorded.row) == ("steps.csv", 3)
    assert words in recorded.got


def test_who_was_released_is_on_no_list(folder: Path, edit: Edit) -> None:
    """Listed and then released: 15 of 16 are on the list and depart, and a task force may keep the person."""
    edit("postings/steps.csv", "", f"{STEPS}{LISTED}{LEADER},released,1959-02-25\n")
    edit("opinions/taskforces.csv", "clerk-1;", f"{LEADER};")
    played = play(folder)
    assert posting_of(played).released_on == date(1959, 2, 25)
    told = {line.figure.id: line.figure.numerator for line in played.bulletin.lines}
    assert [str(told[f"{name}@1959-12-31"]) for name in ("listed", "departed", "returned")] == ["[15, 15]"] * 3


def test_a_member_of_a_task_force_stays_behind(folder: Path, edit: Edit) -> None:
    """Nobody of the first batch may be on it, and it must be named before the first departure: both are told."""
    edit("opinions/taskforces.csv", "clerk-1;", f"{LEADER};")
    with pytest.raises(Refused, match=f"in the departing batch: {LEADER}") as caught:
        play(folder)
    assert caught.value.code == "task_force_departs"
    edit("opinions/taskforces.csv", "1959-02-20", "1959-03-02")
    with pytest.raises(Refused, match=f"after departure on 1959-03-01.*in the departing batch: {LEADER}"):
        play(folder)


def test_an_early_departure_makes_a_task_force_late(folder: Path, edit: Edit) -> None:
    """What counts is the first day on which somebody really left: one day before the plan."""
    edit("opinions/taskforces.csv", "1959-02-20", "1959-03-01")
    assert play(folder).opinions is not None
    edit("postings/steps.csv", "", f"{STEPS}{LISTED}{LEADER},departed,1959-02-28\n")
    with pytest.raises(Refused) as caught:
        play(folder)
    assert caught.value.code == "task_force_late"


def test_posted_handlers_are_people_of_the_roster(folder: Path, edit: Edit, faults: Faults) -> None:
    """A case that names a stranger as posted is a fault of its row."""
    edit("opinions/cases.csv", "1959-01-16,,local-3", "1959-01-16,stranger,local-3")
    (fault,) = faults(lambda: play(folder))
    assert (fault.file, fault.row, fault.column) == ("cases.csv", 2, "posted_handlers")


def test_a_list_names_only_cases_that_a_ledger_claims(
    folder: Path, edit: Edit, faults: Faults, refreeze: Refreeze
) -> None:
    """Case 03 was never claimed as fixed, and case 99 does not exist: both on the list are faults of it."""
    edit("inspection/claim.csv", "boxing,case-01\n", "boxing,case-03\n")
    edit("inspection/claim.csv", "boxing,case-02\n", "boxing,case-99\n")
    refreeze(folder / "inspection")
    found = faults(lambda: play(folder))
    assert [(fault.file, fault.column, fault.got) for fault in found] == [
        ("claim.csv", "case", "case-03"),
        ("claim.csv", "case", "case-99"),
    ]


def test_a_list_names_only_what_was_claimed_by_its_day(
    folder: Path, edit: Edit, faults: Faults, refreeze: Refreeze
) -> None:
    """Case 30 was claimed on 24 August and case 27 on 18 August: a list of 20 August may name the second only."""
    edit("inspection/inspection.toml", "as_of = 1959-10-31", "as_of = 1959-08-20")
    refreeze(folder / "inspection")
    assert [fault.got for fault in faults(lambda: play(folder))] == ["case-30"]


def test_a_list_stands_by_the_word_of_its_day(folder: Path, edit: Edit) -> None:
    """Case 30 was opened again in November: the list of 31 October, on which it stood, is not wrong for that."""
    edit("opinions/claims.csv", "", "case-30,1959-11-20,not_ours,\n")
    assert play(folder).inspected is not None


def test_a_list_names_only_cases_of_its_own_unit(folder: Path, edit: Edit, faults: Faults, refreeze: Refreeze) -> None:
    """The list of commune 1 may not name a case of commune 3; the county's may, as the commune is below it."""
    for name in ("claim.csv", "findings.csv"):
        path = folder / "inspection" / name
        path.write_text(path.read_text(encoding="utf-8").replace("boxing,", "commune-1,"), encoding="utf-8")
    edit("inspection/inspection.toml", 'unit = "boxing"', 'unit = "commune-1"')
    refreeze(folder / "inspection")
    found = {fault.got for fault in faults(lambda: play(folder))}
    assert {"case-01", "case-02"} <= found  # of commune 3 and of the county
    assert not found & {"case-08", "case-09", "case-18", "case-19"}  # of commune 1


def test_a_list_of_a_unit_that_is_not_in_the_tree(folder: Path, edit: Edit, faults: Faults, refreeze: Refreeze) -> None:
    """The settings name it."""
    for name in ("claim.csv", "findings.csv"):
        path = folder / "inspection" / name
        path.write_text(path.read_text(encoding="utf-8").replace("boxing,", "boxer,"), encoding="utf-8")
    edit("inspection/inspection.toml", 'unit = "boxing"', 'unit = "boxer"')
    refreeze(folder / "inspection")
    assert [(fault.file, fault.got) for fault in faults(lambda: play(folder))] == [("inspection.toml", "boxer")]


def test_a_list_changed_after_it_was_frozen_is_not_played(folder: Path, edit: Edit, faults: Faults) -> None:
    """One case put for another: the settings say which hash is wrong, and nothing is drawn."""
    edit("inspection/claim.csv", "boxing,case-01\n", "boxing,case-13\n")
    (fault,) = faults(lambda: play(folder))
    assert (fault.file, fault.column) == ("inspection.toml", "claims[1].list_hash")


def test_a_finding_outside_the_sample_is_a_fault_of_its_table(folder: Path, edit: Edit, faults: Faults) -> None:
    """Case 01 is listed and was not drawn: whoever visited it chose it."""
    edit("inspection/findings.csv", "boxing,case-12,", "boxing,case-01,")
    (fault,) = faults(lambda: play(folder))
    assert (fault.file, fault.column, fault.got) == ("findings.csv", "case", "case-01")


@pytest.mark.parametrize(
    ("old", "new", "member"),
    [
        ('unit = "linzi"', 'unit = "boxing"', "manager-1"),
        ('unit = "linzi"', 'unit = "commune-4"', "manager-1"),  # below the county
        ('unit = "linzi"', 'unit = "shandong"', "manager-1"),  # above it
        ('id = "user-1"', 'id = "b01"', "b01"),  # heads it
        ('id = "inspector-1"', 'id = "b11"', "b11"),  # heads an office of it
    ],
)
def test_nobody_inspects_the_chain_that_they_belong_to(
    folder: Path, edit: Edit, old: str, new: str, member: str
) -> None:
    """Findings of a team with somebody of the unit, above it or below it are refused, and the member is named."""
    edit("inspection/inspection.toml", old, new)
    with pytest.raises(Refused) as caught:
        play(folder)
    assert caught.value.code == "not_independent"
    assert caught.value.data == {"unit": "boxing", "members": (member,)}


def test_a_team_that_has_found_nothing_may_be_anybody(folder: Path, edit: Edit) -> None:
    """Without findings nobody has inspected: the settings alone are not refused."""
    edit("inspection/inspection.toml", 'unit = "linzi"', 'unit = "boxing"')
    (folder / "inspection/findings.csv").unlink()
    assert play(folder).inspected is not None


def test_findings_that_refute(folder: Path, edit: Edit) -> None:
    """The first case found unchanged refutes a claim without grace: the bulletin says 0 verified beside 27 reported."""
    path = folder / "inspection/findings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",yes,", ",no,"), encoding="utf-8")
    edit("rotation.toml", "seed = 1959", "seed = 1959\ndeadline = 1960-01-31")
    played = play(folder)
    assert played.inspected is not None
    (verdict,) = played.inspected.verdicts
    assert (verdict.outcome, verdict.fixed, verdict.not_fixed) == (Outcome.REFUTED, 0, 1)
    told = {line.figure.id: line.figure for line in played.bulletin.lines}
    assert str(told["reported_fixed@1959-10-31"].numerator) == "[27, 27]"
    assert told["verified_fixed@1959-10-31"].numerator == Interval.closed(verdict.at_least, verdict.at_most)
    assert verdict.at_least == 0
    assert told["verified_fixed@1959-10-31"].status is Status.UNKNOWN
    assert "(units: 1 refuted;" in told["verified_fixed@1959-10-31"].label
    # 70 % of 30 opinions are 21 cases, of which none is verified; January has 31 days after 31 December
    (conflict,) = played.inspected.conflicts
    assert (conflict.missing, conflict.days, conflict.per_day) == (21, 31, 1)


def test_findings_that_are_missing_settle_nothing(folder: Path) -> None:
    """Without findings the claim is neither confirmed nor refuted, and nothing is verified."""
    (folder / "inspection/findings.csv").unlink()
    played = play(folder)
    assert played.inspected is not None
    (verdict,) = played.inspected.verdicts
    assert (verdict.outcome, verdict.silent, verdict.at_least) == (Outcome.INCONCLUSIVE, 10, 0)
    told = {line.figure.id: line.figure for line in played.bulletin.lines}
    assert told["verified_fixed@1959-10-31"].status is Status.UNKNOWN
    assert "(units: 1 inconclusive;" in told["verified_fixed@1959-10-31"].label


def test_an_early_return_is_short_on_the_earlier_day(folder: Path, edit: Edit) -> None:
    """Back on 31 March after 30 of 50 days: 20 short on 31 May and at the end of the year, and nobody else is."""
    edit("postings/steps.csv", "", f"{STEPS}{DEPARTED}{LEADER},returned,1959-03-31\n")
    played = play(folder)
    assert played.carried is not None
    assert [(short.as_of, short.person, short.done, short.shortfall) for short in played.carried.shortfalls] == [
        (date(1959, 5, 31), LEADER, 30, 20),
        (date(1959, 12, 31), LEADER, 30, 20),
    ]


def test_departures_are_as_they_are_known(folder: Path, edit: Edit, faults: Faults) -> None:
    """The one day of the first batch takes its four people; five, or the three of four, are a fault."""
    edit("rotation.toml", "", "\n[[leaving]]\nbatch = 1\ncounts = [4]\n")
    assert posting_of(play(folder)).departed_on == date(1959, 3, 1)
    for wrong in ("[5]", "[3]"):
        edit("rotation.toml", "counts = [4]", f"counts = {wrong}")
        (fault,) = faults(lambda: play(folder))
        assert (fault.file, fault.column) == ("rotation.toml", "leaving.batch 1")
        edit("rotation.toml", f"counts = {wrong}", "counts = [4]")


def test_settings_that_the_problem_does_not_know(folder: Path, edit: Edit, faults: Faults) -> None:
    """A batch, a grade and a quota of which the policy knows nothing are told at once."""
    edit("problem/policy.toml", 'form = "annual_quota"', 'form = "field_work"')
    edit("rotation.toml", "", '\n[[leaving]]\nbatch = 5\ncounts = [4]\n[field_day]\nrule = "FREQ=WEEKLY;BYDAY=TH"\n')
    edit("rotation.toml", "", 'grades = ["county_head", "king"]\n')
    found = faults(lambda: play(folder))
    assert [(fault.file, fault.column, fault.got) for fault in found] == [
        ("rotation.toml", "leaving.batch", "5"),
        ("rotation.toml", "field_day.grades", "king"),
        ("rotation.toml", "quota_year", "1959"),
    ]


def test_a_list_of_surplus_staff_is_not_published(folder: Path) -> None:
    """A list of surplus staff alone is burden-dumping, whoever planned it."""
    path = folder / "problem/people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",no,no,,", ",yes,no,,"), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        play(folder)
    assert caught.value.code == "burden_dumping"


REGISTER = {
    "units.csv": "id,name,level,kind,parent\nz,Zhejiang,province,organ,\nj,Jiashan,county,organ,z\n",
    "register.csv": "person,unit,grade,role,sector\nr1,z,county_head,inspection,rural\n"
    "r2,j,deputy_head,field_work,rural\nr3,j,deputy_head,field_work,plant\n",
}


def test_a_register_is_counted(folder: Path) -> None:
    """Three people, two of them from the county, two deputies, two in field work, two in villages."""
    (folder / "register").mkdir()
    for name, text in REGISTER.items():
        (folder / "register" / name).write_text(text, encoding="utf-8")
    told = {line.figure.id: line.figure for line in play(folder).bulletin.lines}
    names = ("registered", "level_province", "level_county", "grade_deputy_head", "role_field_work", "sector_plant")
    found = {name: told[f"{name}@1959-05-31"] for name in names}
    shown = {name: (str(figure.numerator), str(figure.denominator)) for name, figure in found.items()}
    assert shown == {
        "registered": ("[3, 3]", "[3, 3]"),
        "level_province": ("[1, 1]", "[3, 3]"),
        "level_county": ("[2, 2]", "[3, 3]"),
        "grade_deputy_head": ("[2, 2]", "[3, 3]"),
        "role_field_work": ("[2, 2]", "[3, 3]"),
        "sector_plant": ("[1, 1]", "[3, 3]"),
    }


VISITS = """unit,on,kind,evidence,from_raisers,representative,sampling_rule
commune-1,1959-05-01,survey,2,1,yes,drawn by lot
commune-1,1959-05-02,survey,2,1,,
commune-2,1959-05-03,inspection,2,1,,
commune-3,1959-05-04,inspection,0,0,,
commune-4,1960-01-01,inspection,2,1,,
"""


def test_visits_are_counted_apart_and_by_their_day(folder: Path, edit: Edit) -> None:
    """One place surveyed twice is one place; two were inspected by 31 December, the third a day later."""
    edit("inspection/visits.csv", "", VISITS)
    told = {line.figure.id: line.figure for line in play(folder).bulletin.lines}
    assert str(told["surveyed@1959-12-31"].numerator) == "[1, 1]"
    assert str(told["inspected@1959-12-31"].numerator) == "[2, 2]"
    assert told["inspected@1959-12-31"].denominator is None


def test_faults_of_visits_stop_the_play(folder: Path, edit: Edit, faults: Faults) -> None:
    """A representative place without its rule is a fault of its row."""
    edit("inspection/visits.csv", "", VISITS.replace("drawn by lot", ""))
    assert [(fault.file, fault.row) for fault in faults(lambda: play(folder))] == [("visits.csv", 2)]


def test_a_day_may_be_counted_in_a_bulletin_of_the_past(folder: Path, edit: Edit) -> None:
    """With one day to count, 31 May, nothing of December is said but what the inspection found later."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "1959-05-31")
    days = {line.figure.as_of for line in play(folder).bulletin.lines if line.figure.counted_by.startswith("Grassrota")}
    assert days == {date(1959, 5, 31), date(1959, 10, 31)}
