"""Report 000, People's Daily, 13 December 1957, page 4: the first batch of Shanxi's provincial organs."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.files.opinions import read_opinions
from grassrota.files.policy import read_policy
from grassrota.files.postings import read_postings
from grassrota.opinions.case import CaseState, answer, claim
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.org import Level, UnitKind
from grassrota.posting.departures import departures
from grassrota.posting.field import Task, TaskReport
from grassrota.posting.steps import TASKS_DUE, PostingState, close
from grassrota.rota.check import check
from grassrota.rota.plan import Assignment, Plan, postings, teams
from grassrota.turns import Turn, days_covered

if TYPE_CHECKING:
    from tests.story.conftest import Agrees, Edited, Refusal, Story

FIRST_DAY, LAST_DAY = date(1957, 12, 9), date(1958, 3, 31)
PRINTED_ON = date(1957, 12, 11)
AREAS = ("jinnan", "changzhi", "yanbei")
LEADERS = ("p0001", "p0002", "p0003")


def _without(plan: Plan, people: set[str]) -> Plan:
    return replace(plan, assignments=tuple(entry for entry in plan.assignments if entry.person not in people))


def test_000_01_first_batch_has_3200_odd_people(shanxi: Story, agrees: Agrees) -> None:
    """000-01: the first batch has 3,200-odd members, 3,200 <= n < 3,300.

    这批工作团共有三千二百多人
    """
    members = sorted(entry.person for entry in shanxi.plan.assignments if entry.batch == 1)
    assert 3200 <= len(members) < 3300
    assert agrees("三千二百多", len(members))
    assert not agrees("三千二百多", 3199)
    assert not agrees("三千二百多", 3300)
    smaller = _without(shanxi.plan, set(members[: len(members) - 3199]))
    assert "headcount" in {violation.rule for violation in check(shanxi.problem, smaller)}


def test_000_02_forty_days_then_home(shanxi: Story, edited: Edited, faults_of: Refusal) -> None:
    """000-02: every turn has 40 days and returns to the home organ.

    这些人员将在农村、工厂工作四十天后回原机关
    """
    for posting in shanxi.postings:
        assert posting.form == "turn40"
        assert posting.turn.days == 40
        assert posting.returns_to == posting.home_unit == shanxi.problem.person[posting.person].unit
        assert posting.returned_on == posting.turn.first + timedelta(days=40)
    for wrong in ("39", "41"):
        folder = edited("000_first_batch", ("problem/policy.toml", "days = 40", f"days = {wrong}"))
        assert f"{wrong} days instead of 40" in faults_of(read_policy, folder / "problem/policy.toml")
    assert "returns_to" in faults_of(replace, shanxi.postings[0], returns_to="another-organ")


def test_000_04_all_depart_before_the_15th(shanxi: Story) -> None:
    """000-04: every member of the first batch departs before 15 December, anyone else is late.

    其他的人员将在15日前陆续出发
    """
    until = shanxi.problem.policy.batches[0].depart_by
    on_the_11th = departures(shanxi.postings, 1, PRINTED_ON, until)
    in_the_end = departures(shanxi.postings, 1, date(1957, 12, 15), until)
    assert 1500 <= len(on_the_11th.gone) < 1600
    assert len(on_the_11th.gone) + len(on_the_11th.waiting) == in_the_end.size == len(in_the_end.gone)
    assert in_the_end.late == ()
    assert max(posting.departed_on or date.max for posting in shanxi.postings if posting.batch == 1) < date(
        1957, 12, 15
    )
    one = next(posting for posting in shanxi.postings if posting.batch == 1)
    on_the_15th = replace(one, departed_on=date(1957, 12, 15), arrived_on=date(1957, 12, 15))
    for late in (
        on_the_15th,
        replace(on_the_15th, departed_on=None, arrived_on=None, returned_on=None, closed_on=None),
    ):
        others = [late if posting is one else posting for posting in shanxi.postings]
        assert departures(others, 1, date(1957, 12, 15), until).late == (one.person,)


def test_000_05_most_staff_by_the_end_of_march(shanxi: Story) -> None:
    """000-05: more than half of the staff have a turn that ends by 31 March.

    大部分干部都将分批轮流下去工作四十天
    """
    staff = len(shanxi.problem.people)

    def share(turns: list[Turn]) -> Fraction:
        return Fraction(sum(turn.last <= LAST_DAY for turn in turns), staff)

    assert share([posting.turn for posting in shanxi.postings]) > Fraction(1, 2)
    first, second = shanxi.problem.policy.batches
    too_late = replace(second, depart_from=date(1958, 2, 21), depart_by=date(1958, 3, 20))
    later = replace(shanxi.problem, policy=replace(shanxi.problem.policy, batches=(first, too_late)))
    assert share([posting.turn for posting in postings(later, shanxi.plan)]) < Fraction(1, 2)

    going = [entry.person for entry in shanxi.plan.assignments]
    for left, broken in ((staff // 2, True), (staff // 2 + 1, False)):
        rules = {violation.rule for violation in check(shanxi.problem, _without(shanxi.plan, set(going[left:])))}
        assert ("coverage" in rules) is broken


def test_000_07_batches_go_in_turn(shanxi: Story, edited: Edited, faults_of: Refusal) -> None:
    """000-07: nobody is in two batches at once, and batches go in turn.

    分批轮流下去
    """
    turns: dict[str, list[Turn]] = {}
    for posting in shanxi.postings:
        turns.setdefault(posting.person, []).append(posting.turn)
    assert all(days_covered(own) == sum(turn.days for turn in own) for own in turns.values())
    by_batch = [[posting.turn for posting in shanxi.postings if posting.batch == number] for number in (1, 2)]
    for before, after in pairwise(by_batch):
        assert max(turn.last for turn in before) < min(turn.first for turn in after)

    entry = next(entry for entry in shanxi.plan.assignments if entry.batch == 1)
    twice = (*shanxi.plan.assignments, Assignment(entry.person, entry.opening, 2))
    assert "each person once" in faults_of(replace, shanxi.plan, assignments=twice)
    folder = edited("000_first_batch", ("problem/policy.toml", "1958-01-24", "1958-01-20"))
    assert "still away" in faults_of(read_policy, folder / "problem/policy.toml")


def test_000_08_each_area_has_a_team_with_its_leader(shanxi: Story) -> None:
    """000-08: each named area gets a team led by a member, the three leaders go first.

    分别向晋南、长治和雁北等地区进发；陶鲁笳、卫恒、王谦等率领
    """
    found = [team for team in teams(shanxi.problem, shanxi.plan) if team.batch == 1]
    per_area = Counter(shanxi.problem.tree[team.place].parent for team in found)
    assert set(per_area) == set(AREAS)
    assert all(team.leader in team.members for team in found)
    with pytest.raises(Refused, match="does not go along") as stays:
        replace(found[0], leader="somebody at home")
    assert stays.value.code == "leader_stays_behind"

    first = {person for team in found for person in team.members}
    assert set(LEADERS) <= first
    assert [shanxi.problem.person[leader].grade for leader in LEADERS] == ["first_secretary", "secretary", "secretary"]
    no_leaders = {violation.words for violation in check(shanxi.problem, _without(shanxi.plan, set(LEADERS)))}
    assert {f"{leader} does not go in the first batch" for leader in LEADERS} <= no_leaders
    of_yanbei = {person for team in found for person in team.members if team.place.startswith("yanbei")}
    empty = check(shanxi.problem, _without(shanxi.plan, of_yanbei))
    assert any(violation.rule == "cover" and "yanbei, batch 1" in violation.words for violation in empty)


def test_000_09_briefed_before_the_first_departure(shanxi: Story, edited: Edited, faults_of: Refusal) -> None:
    """000-09: the batch was briefed on or before the first departure on 9 December.

    在9日出发前，省委第一书记陶鲁笳在动员大会上讲了话
    """
    record = next(record for record in shanxi.files.records.values if record.batch == 1)
    first = min(posting.departed_on or date.max for posting in shanxi.postings if posting.batch == 1)
    assert first == FIRST_DAY
    assert record.briefing_on is not None
    assert record.briefing_on <= first
    earliest = next(posting.person for posting in shanxi.postings if posting.departed_on == FIRST_DAY)
    for briefing, ready in (("1957-12-09", True), ("1957-12-10", False), ("", False)):
        folder = edited("000_first_batch", ("postings/batches.csv", "1957-12-08", briefing))
        if ready:
            assert shanxi.replayed(folder / "postings", earliest)[0].departed_on == FIRST_DAY
        else:
            again = faults_of(shanxi.replayed, folder / "postings", earliest)
            assert "the batch was not briefed by 1957-12-09" in again


def test_000_10_three_reports_close_a_posting(shanxi: Story) -> None:
    """000-10: a closed posting has reports on the plan, the findings and the opinions.

    检验……部署和计划；了解……潜在力量、先进经验和存在的问题；广泛深入了解群众对领导部门的意见
    """
    reported: dict[str, set[Task]] = {}
    for report in shanxi.files.reports.values:
        reported.setdefault(report.person, set()).add(report.task)
    closed = [posting for posting in shanxi.postings if posting.batch == 1 and posting.state is PostingState.CLOSED]
    assert closed
    assert all(reported[posting.person] >= {Task.PLAN_TEST, Task.FINDINGS, Task.OPINIONS} for posting in closed)

    one, day = replace(closed[0], closed_on=None), closed[0].closed_on
    assert day is not None
    own = [report for report in shanxi.files.reports.values if report.person == one.person]
    assert close(one, day, own).state is PostingState.CLOSED
    for task in sorted(TASKS_DUE):
        with pytest.raises(Refused, match=f"no report on {task}") as missing:
            close(one, day, [report for report in own if report.task != task])
        assert missing.value.code == "reports_missing"


def test_000_11_opinions_reach_the_organ_and_stay_open(shanxi: Story, edited: Edited, faults_of: Refusal) -> None:
    """000-11: opinions from the field go to an organ of the province with place and day, and outlast the return.

    广泛深入了解群众对领导部门的意见，以便回来后，搞好省级领导机关的整风运动
    """
    tree, opinions = shanxi.problem.tree, {opinion.id: opinion for opinion in shanxi.opinions.opinions}
    for opinion in opinions.values():
        province = tree.ancestor_at(opinion.addressed, Level.PROVINCE)
        assert province is not None
        assert province.id == "shanxi"
        assert tree[opinion.addressed].kind in (UnitKind.ORGAN, UnitKind.INSTITUTION)
        assert tree[opinion.place].kind is UnitKind.PLACE
        assert FIRST_DAY <= opinion.raised_on <= LAST_DAY
    for column in ("place", "addressed", "raised_on"):
        name, row = opinions["o13d7"], "o13d7,r149a8137e9,1958-02-11,changzhi-07,organ-12"
        cell = str(getattr(name, column))
        folder = edited("000_first_batch", ("opinions/opinions.csv", row, row.replace(cell, "")))
        assert f"column {column}" in faults_of(read_opinions, folder / "opinions", tree)

    last_return = max(posting.returned_on or date.max for posting in shanxi.postings)
    waiting = [case for case in shanxi.opinions.cases if not case.claims]
    assert waiting
    for case in waiting:
        assert {opinions[opinion].addressed for opinion in case.opinions} == {case.owner}
        assert case.state_on(last_return) is CaseState.OPEN
    done = UnitClaim(last_return, ClosingReason.FIXED, "A new pump.")
    claimed = claim(replace(waiting[0], investigated_on=waiting[0].opened_on), done)
    assert claimed.state is CaseState.CLAIMED
    assert answer(claimed, RaiserAnswer(last_return, claimed.opinions[0], Answer.FIXED)).state is CaseState.CONFIRMED


def test_000_g1_topics_are_counted_and_thoughts_are_not_kept(shanxi: Story, edited: Edited, faults_of: Refusal) -> None:
    """000-G1: nobody's thinking is stored; what people raise is counted by topic.

    了解工农群众的思想情况和经济生活状况
    """
    by_topic = Counter(opinion.topic for opinion in shanxi.opinions.opinions)
    assert by_topic.total() == 48
    assert "" not in by_topic
    assert len(by_topic) > 1
    kept = {field.name for field in fields(TaskReport)}
    assert kept == {"person", "task", "filed_on", "place", "text", "finding", "verdict", "owner", "due_on"}
    assert set(Task) == {"plan_test", "findings", "opinions", "living_conditions"}
    folder = edited("000_first_batch")
    for header, row in (
        ("person,task,filed_on,place,text,ideological_situation", "p0001,opinions,1958-01-18,Jinnan,Told,firm"),
        ("person,task,filed_on,place,text", "p0001,ideological_situation,1958-01-18,Jinnan,Told"),
    ):
        (folder / "postings/reports.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        assert "ideological_situation" in faults_of(read_postings, folder / "postings", shanxi.problem)
    (folder / "postings/reports.csv").write_text(
        "person,task,filed_on,place,text\np0001,living_conditions,1958-01-18,Jinnan,Two wells for 40 families\n",
        encoding="utf-8",
    )
    assert len(read_postings(folder / "postings", shanxi.problem).reports.values) == 1
