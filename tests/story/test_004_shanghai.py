"""Report 004, People's Daily, 30 November 1957, page 4: Shanghai's Thursday field day, and a plan for 140,000."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from grassrota.figures.bulletin import bulletin
from grassrota.figures.figure import Status
from grassrota.files.opinions import read_opinions
from grassrota.files.policy import read_policy
from grassrota.files.postings import Step, read_postings
from grassrota.files.problem import read_problem
from grassrota.files.reported import read_reported
from grassrota.files.visits import read_visits
from grassrota.forms import STANDARD_FORMS, Purpose, Role
from grassrota.inspection.cycle import VisitKind, coverage
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.leaders import opened_before_leadership
from grassrota.org import Level, Sector
from grassrota.posting.attendance import attendance
from grassrota.posting.field import FieldDayKind
from grassrota.posting.listing import signups_assignments_departures
from grassrota.posting.steps import PostingState
from grassrota.report.plan_page import plan_page
from grassrota.turns import Recurrence

if TYPE_CHECKING:
    from tests.story.conftest import Agrees, Edited, Refusal, Story

    ReplayOf = Callable[[Path], Story]

FIRST_FIELD_DAY = date(1957, 11, 28)
LEADERS = ("division_chief", "bureau_head", "secretary")
FIELD_DAYS = "postings/field_days.csv"


def test_004_01_the_first_field_day_is_a_thursday(shanghai: Story, faults_of: Refusal) -> None:
    """004-01: the rule "every Thursday" gives the reported first field day, 28 November 1957.

    每星期四为市级机关领导干部；28日上海市委书记处书记
    """
    setting = shanghai.played.rotation.field_day
    assert setting is not None
    for rule in (setting.rule, STANDARD_FORMS["field_day"].recurrence):
        assert rule is not None
        week = rule.days(FIRST_FIELD_DAY - timedelta(days=3), FIRST_FIELD_DAY + timedelta(days=3))
        assert week == (FIRST_FIELD_DAY,)
        assert len(rule.days(date(1958, 1, 1), date(1958, 12, 31))) == 52
    assert FIRST_FIELD_DAY.strftime("%A") == "Thursday"
    assert {entry.day.weekday() for entry in shanghai.files.field_days.values} == {3}
    assert Recurrence("FREQ=WEEKLY;BYDAY=FR").days(FIRST_FIELD_DAY, FIRST_FIELD_DAY) == ()
    assert "names its days" in faults_of(Recurrence, "FREQ=WEEKLY")


def test_004_03_four_hundred_odd_leaders_were_out(shanghai: Story, agrees: Agrees) -> None:
    """004-03: 400-odd leaders were out on the first field day, each a division chief or above or a head of a bureau.

    市委各部处长以上干部，和上海市副市长、各局、处长负责干部四百余人
    """
    scope = {person.id for person in shanghai.problem.people if person.grade in LEADERS}
    days = shanghai.files.field_days.values
    of_day = attendance(days, FIRST_FIELD_DAY, scope)
    assert 400 <= len(of_day.attended) < 500
    assert agrees("四百余", len(of_day.attended))
    assert not agrees("四百余", 399)
    assert not agrees("四百余", 500)
    assert {shanghai.problem.person[who].grade for who in of_day.attended} <= set(LEADERS)
    assert of_day.outside == ()
    clerk = next(person.id for person in shanghai.problem.people if person.grade == "staff")
    with_clerk = attendance([*days, replace(days[0], person=clerk)], FIRST_FIELD_DAY, scope)
    assert (with_clerk.attended, with_clerk.outside) == (of_day.attended, (clerk,))
    counted = f"{len(of_day.attended)} of {len(scope)} people"
    assert any(
        line.startswith(f"People in the field on Thursday, 28 November 1957: {counted}") for line in shanghai.bulletin
    )


def test_004_04_a_field_day_has_a_kind_and_a_place(shanghai: Story, edited: Edited, faults_of: Refusal) -> None:
    """004-04: a day in the field is going to the field, liaising with people, or productive work, at a named place.

    深入基层、联系群众或参加劳动生产
    """
    days = shanghai.files.field_days.values
    assert {entry.kind for entry in days} == {FieldDayKind.GO_TO_FIELD, FieldDayKind.LIAISE, FieldDayKind.LABOUR}
    assert all(entry.place for entry in days)
    row = "s001,1957-11-28,labour,郊区农业社乙 Suburban farm B"
    for wrong, column in (
        (row.replace("labour", "banquet"), "kind"),
        (row.replace("labour", ""), "kind"),
        (row.replace("郊区农业社乙 Suburban farm B", ""), "place"),
    ):
        folder = edited("004_field_day", (FIELD_DAYS, row, wrong))
        assert f"row 2, column {column}" in faults_of(read_postings, folder / "postings", shanghai.problem)


def test_004_05_planned_is_never_shown_as_sent(shanghai: Story, edited: Edited) -> None:
    """004-05: the 140,000 are shown as planned, never as sent, under a plan that is only "initially drawn up".

    整编方案也已初步制订完成；约有十四万干部下放
    """
    planned = shanghai.figure("press_planned")
    assert planned.status is Status.PLANNED
    line = next(line for line in shanghai.bulletin if line.startswith(planned.label))
    assert "135,000 to 145,000 people, approximate; planned; " in line
    assert "the plan initially drawn up" in line
    assert ("The same 140,000, as if they had been sent", "status_raised") in shanghai.refused
    assert not any("as if they had been sent" in line for line in shanghai.bulletin if "not said" not in line)

    published = date(1957, 12, 20)
    claims = read_reported(edited("004_field_day") / "reported.toml")
    claim = next(claim for claim in claims if claim.figure.id == "press_planned")
    for status in Status:
        shown = bulletin("Plan", published, [replace(claim, shown_as=status)])
        codes = [refused.code for refused in shown.refused]
        assert codes == ([] if status is Status.PLANNED else ["status_raised"])
        assert len(shown.lines) == (1 if status is Status.PLANNED else 0)


def test_004_06_transfers_go_to_the_field_and_work_there(
    shanghai: Story, edited: Edited, replay_of: ReplayOf, faults_of: Refusal
) -> None:
    """004-06: a transfer leads to a village or a field unit, and to productive work or field work.

    下放到农村和基层单位参加生产劳动或基层工作
    """

    def right(story: Story) -> set[tuple[str, bool, bool]]:
        found = set()
        for posting in story.postings:
            opening = story.problem.opening[posting.opening]
            site = story.problem.tree[opening.place].level is Level.SITE
            rural_or_field_unit = site and opening.sector in (Sector.RURAL, Sector.PLANT)
            found.add((posting.form, rural_or_field_unit, posting.role in (Role.PRODUCTIVE_WORK, Role.FIELD_WORK)))
        return found

    assert shanghai.postings
    assert right(shanghai) == {("transfer", True, True)}
    assert {shanghai.problem.opening[posting.opening].sector for posting in shanghai.postings} >= {Sector.RURAL}
    openings, row = "problem/openings.csv", "transfer-factory-2,factory-2,plant,productive_work"
    for wrong in (row.replace("factory-2,plant", "bureau-30,plant"), row.replace("productive_work", "inspection")):
        assert right(replay_of(edited("004_field_day", (openings, row, wrong)))) != {("transfer", True, True)}
    for wrong in (row.replace("plant", "office"), row.replace("productive_work", "desk_work")):
        folder = edited("004_field_day", (openings, row, wrong))
        assert "row 5, column" in faults_of(read_problem, folder / "problem")


def test_004_07_restructuring_is_called_so(shanghai: Story, edited: Edited, faults_of: Refusal) -> None:
    """004-07: the plan to cut overstaffing is recorded and shown as restructuring, not as rotation for learning.

    从根本上改变各机关人员过多，机构重叠的现象
    """
    policy = shanghai.problem.policy
    assert policy.purposes == (Purpose.RESTRUCTURE,)
    assert not policy.form.rotates
    assert all(posting.returns_to == "" for posting in shanghai.postings)
    page = plan_page(shanghai.problem, shanghai.plan)
    assert "Restructuring transfer" in page
    assert "staffing reorganisation" in page

    stated, form = 'purposes = ["restructure"]', 'form = "transfer"'
    for other in ("learn", "help_host", "collect_opinions"):
        for purposes in (f'["{other}"]', f'["restructure", "{other}"]'):
            folder = edited("004_field_day", ("problem/policy.toml", stated, f"purposes = {purposes}"))
            assert "purposes of the form transfer: restructure" in faults_of(
                read_policy, folder / "problem/policy.toml"
            )
    rotating = edited(
        "004_field_day",
        ("problem/policy.toml", form, 'form = "leadership"'),
    )
    assert "burden-dumping" in faults_of(read_policy, rotating / "problem/policy.toml")
    mixed = replace(STANDARD_FORMS["transfer"], purposes=(Purpose.RESTRUCTURE,))
    assert "restructure alone" in faults_of(replace, mixed, purposes=(Purpose.RESTRUCTURE, Purpose.LEARN))
    assert "restructure alone" in faults_of(replace, mixed, returns=True)


def test_004_08_correction_begins_with_the_leaders(shanghai: Story) -> None:
    """004-08: the leaders' own items are owned at leadership level and start no later than those of other levels.

    大整大改同样首先从领导上开始
    """
    cases = shanghai.opinions.cases
    own = [case for case in cases if case.on_leadership]
    others = [case for case in cases if not case.on_leadership]
    assert own
    assert others
    top = [shanghai.problem.tree[case.owner] for case in own]
    assert {(unit.id, unit.parent) for unit in top} == {("shanghai", "")}
    assert {shanghai.problem.tree[case.owner].level for case in others} == {Level.PREFECTURE}
    about_leaders = {opinion.id for opinion in shanghai.opinions.opinions if opinion.on_leadership}
    assert about_leaders == {opinion for case in own for opinion in case.opinions}

    assert opened_before_leadership(cases) == ()
    first = min(case.opened_on for case in own)
    for days, early in ((1, True), (0, False)):
        moved = replace(others[0], opened_on=first - timedelta(days=days))
        assert opened_before_leadership([*own, moved, *others[1:]]) == ((moved,) if early else ())


def test_004_11_surveyed_and_inspected_are_two_counts(
    shanghai: Story, agrees: Agrees, edited: Edited, faults_of: Refusal
) -> None:
    """004-11: a dozen-odd factories surveyed as representative and 20-odd fully inspected are kept as two counts.

    曾调查了十几个有代表性的工厂；对二十多个工厂的工作作了全面检查
    """
    counts = shanghai.visits
    assert 11 <= counts.surveyed < 20 <= counts.inspected < 30
    assert agrees("十几", counts.surveyed)
    assert agrees("二十多", counts.inspected)
    assert not any(agrees(printed, counts.surveyed + counts.inspected) for printed in ("十几", "二十多"))
    assert not agrees("十几", 20)
    assert not agrees("二十多", 30)
    lines = [line for line in shanghai.bulletin if line.startswith("Places ")]
    assert [line.split(": ")[1].split(",")[0] for line in lines] == [
        f"{counts.surveyed} places",
        f"{counts.inspected} places",
    ]

    path = edited("004_field_day") / "inspection/visits.csv"
    visits = read_visits(path)
    both = replace(next(visit for visit in visits if visit.kind is VisitKind.SURVEY), kind=VisitKind.INSPECTION)
    again = coverage([*visits, both, both])
    before = {visit.unit for visit in visits if visit.kind is VisitKind.INSPECTION}
    assert (again.surveyed, again.inspected) == (counts.surveyed, counts.inspected + (both.unit not in before))
    rule = '"one in twelve by size of workforce, drawn by lot"'
    unruly = edited("004_field_day", ("inspection/visits.csv", rule, ""))
    assert "is called representative" in faults_of(read_visits, unruly / "inspection/visits.csv")


def test_004_12_signed_up_assigned_departed(shanghai: Story, edited: Edited, replay_of: ReplayOf) -> None:
    """004-12: sign-ups are counted apart from assignments and from departures, and change neither.

    许多单位里已掀起了一个报名到农村和基层去的热潮
    """

    def counted(story: Story) -> dict[str, int]:
        assigned = [posting.person for posting in story.postings]
        departed = [posting.person for posting in story.postings if posting.departed_on is not None]
        return dict(signups_assignments_departures(story.files.signups.values, assigned, departed))

    assert counted(shanghai) == {"signed_up": 47, "assigned": 28, "departed": 0}
    wave = "".join(f"s{number:03}\n" for number in range(1, 101))
    more = replay_of(edited("004_field_day", ("postings/signups.csv", "person\n", f"person\n{wave}")))
    assert counted(more) == {"signed_up": 147, "assigned": 28, "departed": 0}
    assert more.plan.assignments == shanghai.plan.assignments
    assert "signed_up" not in set(PostingState) | set(Step)


def test_004_g1_a_decision_and_actions_instead_of_self_criticism(
    shanghai: Story, edited: Edited, faults_of: Refusal
) -> None:
    """004-G1: self-criticism in public is no step of anything: leaders decide, and say what they did about each item.

    作了自我检查，表示整改决心
    """
    steps = {*PostingState, *Step, *ClosingReason, *Role, *Purpose}
    assert not {word for word in steps if "critic" in word or "examin" in word}
    own = [case for case in shanghai.opinions.cases if case.on_leadership]
    assert [case.claims[-1].action for case in own] == ["取消了负责干部的某些特殊待遇", "每星期四定为深入基层的活动日"]
    tree, claims, row = (
        shanghai.problem.tree,
        "opinions/claims.csv",
        "case-01,1957-11-25,fixed,取消了负责干部的某些特殊待遇",
    )
    for wrong, column in (
        (row.replace("取消了负责干部的某些特殊待遇", ""), "action"),
        (row.replace("fixed", "self_criticism"), "reason"),
    ):
        folder = edited("004_field_day", (claims, row, wrong))
        assert f"column {column}" in faults_of(read_opinions, folder / "opinions", tree)
    confessed = edited("004_field_day")
    (confessed / "postings/steps.csv").write_text("person,step,on\ns431,self_criticism,1957-12-10\n", encoding="utf-8")
    assert "column step" in faults_of(read_postings, confessed / "postings", shanghai.problem)
