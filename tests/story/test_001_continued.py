"""Report 001, People's Daily, 8 February 1959, page 2: the postings go on in 1959."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.figures.consistency import check as check_statements
from grassrota.figures.figure import Scope
from grassrota.figures.flag import Flag
from grassrota.figures.total import total
from grassrota.files.openings import scan_openings
from grassrota.files.policy import read_policy
from grassrota.files.problem import read_problem
from grassrota.files.statements import read_statements
from grassrota.forms import STANDARD_FORMS, Role
from grassrota.posting.field import QuotaStatus, falling_short, quota_status
from grassrota.rota.check import check
from grassrota.rota.plan import Assignment, LeftOutReason
from grassrota.rota.solve import solve
from grassrota.staff import Exemption, ExemptionReason
from grassrota.turns import months_end

if TYPE_CHECKING:
    from tests.story.conftest import Agrees, Edited, Refusal, Story

    ReplayOf = Callable[[Path], Story]

LEADERS = 16
YEAR_END = date(1959, 12, 31)
HARVEST_END = date(1959, 11, 15)
POLICY = "problem/policy.toml"


def test_001_01_sixteen_leaders_in_four_batches(boxing: Story, agrees: Agrees, faults_of: Refusal) -> None:
    """001-01: Boxing's 16 leaders form exactly four batches, each person in exactly one.

    十六人，分成四批
    """
    people = [person.id for person in boxing.problem.people]
    batches = Counter(posting.batch for posting in boxing.postings)
    assert set(batches) == {1, 2, 3, 4}
    assert batches.total() == len(people) == LEADERS
    assert agrees("十六人", batches.total())
    assert sorted(posting.person for posting in boxing.postings) == sorted(people)

    one = boxing.plan.assignments[0]
    twice = (*boxing.plan.assignments, Assignment(one.person, one.opening, one.batch % 4 + 1))
    assert "each person once" in faults_of(replace, boxing.plan, assignments=twice)
    fewer = replace(boxing.plan, assignments=boxing.plan.assignments[1:])
    assert ("everyone", one.person) in {(v.rule, v.words.split()[0]) for v in check(boxing.problem, fewer)}


def test_001_02_fifty_days_a_year(boxing: Story, edited: Edited, replay_of: ReplayOf) -> None:
    """001-02: each of the 16 has 50 field days or more in the year, and a shortfall is told before the year ends.

    每人每年当社员的时间不少于五十天
    """

    def statuses(story: Story, as_of: date) -> list[QuotaStatus]:
        return [quota_status(posting.person, 1959, 50, as_of, [posting.turn]) for posting in story.postings]

    assert len(statuses(boxing, YEAR_END)) == LEADERS
    assert all(status.done >= 50 for status in statuses(boxing, YEAR_END))
    assert falling_short(statuses(boxing, date(1959, 5, 31))) == ()

    last = "depart_from = 1959-09-10\ndepart_by = 1959-09-10\ndays = "
    shorter = replay_of(edited("001_leaders", (POLICY, f"{last}50", f"{last}47")))
    in_may = falling_short(statuses(shorter, date(1959, 5, 31)))
    assert boxing.carried.shortfalls == ()
    assert tuple(status for status in shorter.carried.shortfalls if status.as_of < YEAR_END) == in_may
    assert {status.person for status in in_may} == {post.person for post in shorter.postings if post.batch == 4}
    assert {(status.shortfall, status.done, status.reachable) for status in in_may} == {(3, 0, True)}


def test_001_04_only_age_and_illness_exempt(boxing: Story, edited: Edited, faults_of: Refusal) -> None:
    """001-04: who is in scope and in no batch has an exemption for age or illness; any other reason fails.

    除了个别年老和有病的以外，全县各级党政机关及企业、商业部门的领导干部
    """
    optional = tuple(replace(opening, low=0) for opening in boxing.problem.openings)
    for reason in ExemptionReason:
        exempt = replace(boxing.problem, openings=optional, exemptions=(Exemption("b16", reason),))
        plan = solve(exempt)
        assert "b16" not in plan.by_person
        assert [(out.person, out.reason) for out in plan.left_out] == [("b16", LeftOutReason.NOT_AVAILABLE)]
        assert check(exempt, plan) == ()
        unexcused = check(replace(exempt, exemptions=()), plan)
        assert "b16 is neither in a batch nor exempt nor unavailable" in {violation.words for violation in unexcused}

    assert set(ExemptionReason) == {"age", "health"}
    folder = edited("001_leaders")
    for word, good in (("age", True), ("health", True), ("busy", False), ("family", False), ("", False)):
        (folder / "problem/absences.csv").write_text(
            f"person,kind,reason,batches,sealed_ref\nb16,exempt,{word},,\n", encoding="utf-8"
        )
        if good:
            assert read_problem(folder / "problem").exempt["b16"].reason == word
        else:
            assert "column reason: expected one of age, health" in faults_of(read_problem, folder / "problem")


def test_001_05_field_labour_lasts_a_month(edited: Edited, replay_of: ReplayOf, faults_of: Refusal) -> None:
    """001-05: a posting for rotating field labour lasts one month at least.

    规定劳动的时间不少于一个月
    """
    form = (POLICY, 'form = "annual_quota"', 'form = "field_work"')
    no_quota = ("rotation.toml", "quota_year = 1959\n", "")
    story = replay_of(edited("001_leaders", form, no_quota, (POLICY, "days = 50", "days = 31")))
    assert len(story.postings) == LEADERS
    for posting in story.postings:
        assert posting.form == "field_work"
        assert posting.turn.last >= months_end(posting.turn.first, 1)
    # 30 days from 1 March end on the 30th; from 25 April they end on 24 May, when the month is over
    short = faults_of(read_policy, edited("001_leaders", form, (POLICY, "days = 50", "days = 30")) / POLICY)
    assert "ends 1959-03-30, before 1 month(s) are over on 1959-03-31" in short
    assert "batches[2].days" not in short


def test_001_06_leading_posts_last_half_a_year_to_a_year(wushan: Story, edited: Edited, faults_of: Refusal) -> None:
    """001-06: a posting to reinforce leadership lasts 6 to 12 months.

    进行半年到一年的基层工作锻炼
    """
    form = STANDARD_FORMS["leadership"]
    for posting in wushan.postings:
        assert posting.form == form.id
        assert months_end(posting.turn.first, 6) <= posting.turn.last <= months_end(posting.turn.first, 12)
    # from 1 December 1958: six months are 182 days, twelve are 365
    for days, good in ((182, True), (365, True), (181, False), (366, False)):
        folder = edited("001_communes", (POLICY, "days = 270", f"days = {days}"))
        if good:
            assert read_policy(folder / POLICY).batches[0].days == days
        else:
            assert "outside 6 to 12 months (1959-05-31 to 1959-11-30)" in faults_of(read_policy, folder / POLICY)


def test_001_07_hunan_stays_until_the_harvest_is_in(edited: Edited, replay_of: ReplayOf, faults_of: Refusal) -> None:
    """001-07: a Hunan posting ends by default with the autumn harvest; an earlier end needs a reason.

    一般从现在起一直到秋收结束
    """

    def hunan(days: int, *more: tuple[str, str, str]) -> Path:
        return edited(
            "001_communes",
            (POLICY, 'form = "leadership"', 'form = "until_harvest"'),
            (POLICY, "1958-12-01", "1959-02-05"),
            (POLICY, "1958-12-05", "1959-02-05"),
            (POLICY, "days = 270", f"days = {days}"),
            (POLICY, "[floors]", "[events]\nautumn_harvest_end = 1959-11-15\n\n[floors]"),
            ("rotation.toml", "until = 1959-02-05", "until = 1959-02-04"),
            ("rotation.toml", "as_of = 1959-02-05", "as_of = 1959-02-04"),
            ("reported.toml", "as_of = 1959-02-05", "as_of = 1959-02-04"),
            *more,
        )

    policy = read_policy(hunan(284) / POLICY)
    assert policy.form.planned_end(date(1959, 2, 5), policy.events) == HARVEST_END
    story = replay_of(hunan(284))
    assert {(posting.turn.last, posting.exception_reason) for posting in story.postings} == {(HARVEST_END, "")}

    early = faults_of(read_policy, hunan(200) / POLICY)
    assert "before the event 'autumn_harvest_end' on 1959-11-15" in early
    reason = (POLICY, "days = 200", 'days = 200\nexception = "called back for the census"')
    excused = replay_of(hunan(200, reason))
    assert {posting.exception_reason for posting in excused.postings} == {"called back for the census"}
    assert max(posting.turn.last for posting in excused.postings) < HARVEST_END
    later = (POLICY, "autumn_harvest_end = 1959-11-15", "autumn_harvest_end = 1959-11-16")
    assert "on 1959-11-16" in faults_of(read_policy, hunan(284, later) / POLICY)


def test_001_08_every_commune_is_staffed(wushan: Story) -> None:
    """001-08: each of Wushan's 8 communes has 6 to 7 secretaries and 3 to 4 heads: 48 to 56 and 24 to 32 in all.

    目前都配备了党委书记六至七名，社长三至四名
    """
    secretaries: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for posting in wushan.postings:
        place = wushan.problem.opening[posting.opening].place
        (heads if wushan.problem.person[posting.person].grade == "head" else secretaries)[place] += 1
    assert set(secretaries) == set(heads) == {f"commune-{number}" for number in range(1, 9)}
    assert all(6 <= count <= 7 for count in secretaries.values())
    assert all(3 <= count <= 4 for count in heads.values())
    assert 48 <= secretaries.total() <= 56
    assert 24 <= heads.total() <= 32

    for kind, rest in (("secretaries", 4), ("heads", 2)):
        there = [entry for entry in wushan.plan.assignments if entry.opening == f"{kind}-1"]
        gone = tuple(entry for entry in wushan.plan.assignments if entry not in there[rest:])
        words = [
            v.words for v in check(wushan.problem, replace(wushan.plan, assignments=gone)) if v.rule == "headcount"
        ]
        assert [word.split(",")[0] for word in words] == [f"{kind}-1"]


def test_001_09_six_first_secretaries_were_county_leaders(
    wushan: Story, edited: Edited, replay_of: ReplayOf, agrees: Agrees
) -> None:
    """001-09: of the 8 first secretaries exactly 6 had been county secretary or county head.

    在八个公社党委第一书记中，有六个是原来的县委书记或县长
    """

    def former(story: Story) -> int:
        first = [posting.person for posting in story.postings if posting.opening.startswith("first-secretary")]
        assert len(first) == 8
        return sum(story.problem.person[who].previous_post in ("county_secretary", "county_head") for who in first)

    printed = wushan.figure("press_former_county")
    assert printed.numerator is not None
    assert former(wushan) in printed.numerator
    assert former(wushan) == 6
    one_fewer = edited("001_communes", ("problem/people.csv", "4,5,0,,county_head", "4,5,0,,department_head"))
    assert former(replay_of(one_fewer)) == 5
    assert (agrees("6", 6), agrees("6", 5)) == (True, False)


def test_001_11_hunans_senior_share_is_an_interval(boxing: Story, edited: Edited) -> None:
    """001-11: Hunan's 350-odd of 5,000-odd are 5.8 to 7.2 per cent, shown as part of the 5,000 and never added to it.

    五千多名干部中，负责干部三百五十多名
    """
    everyone, senior = boxing.figure("press_hunan"), boxing.figure("press_hunan_senior")
    share = senior.share()
    assert share is not None
    assert (share.lower, share.upper) == (Fraction(350, 6000), Fraction(360, 5000))
    assert any("350-odd of 5,000-odd people (5.83 %..7.2 %), approximate" in line for line in boxing.bulletin)
    assert senior.part_of == everyone.id
    with pytest.raises(Refused, match="count it twice") as added:
        total([everyone, replace(senior, denominator=None)], total_id="sum", label="Sum")
    assert added.value.code == "subset_added"
    other = replace(senior, part_of="", denominator=None, scope=Scope("Hubei, recently", "province"))
    summed = total([everyone, other], total_id="sum", label="Sum").numerator
    assert summed is not None
    assert summed.lower == 5350

    answer = next(answer for answer in boxing.played.answers if "Hunan" in answer.title)
    assert [bound.follows for bound in answer.bounds] == [True]
    narrower = edited("001_leaders", ("figures/report.toml", "5.8 % to 7.2 %", "6 % to 7.2 %"))
    again = check_statements(read_statements(narrower / "figures/report.toml"))
    assert [bound.follows for bound in again.bounds] == [False]


def test_001_13_growth_over_unequal_periods_is_flagged(boxing: Story, edited: Edited) -> None:
    """001-13: 84,000 yuan in 21 days, "58 % over last month", is flagged; it implies a base of about 53,165 yuan.

    从1月1日到21日；比上月增加了58％
    """
    answer = next(answer for answer in boxing.played.answers if "Baiquan" in answer.title)
    assert answer.flags == (Flag.UNEQUAL_PERIODS,)
    assert "implies a base of at least 53,165 " in answer.findings[0].words
    assert "unequal periods of 21 and 31 days" in answer.findings[0].words
    assert any(line.startswith("unequal_periods: +58 %") for line in boxing.bulletin)
    for base, flags in (("base_days = 21", ()), ("", (Flag.UNKNOWN_PERIOD,))):
        folder = edited("001_leaders", ("figures/report.toml", "base_days = 31", base))
        assert check_statements(read_statements(folder / "figures/report.toml")).flags == flags


def test_001_14_work_or_work_and_leading(boxing: Story, wushan: Story, edited: Edited, replay_of: ReplayOf) -> None:
    """001-14: whoever is posted in 1959 works in the field, or works and takes part in leading; there is no third role.

    有的轮流下去当工人、农民；有的一面参加体力劳动，一面参加基层的领导工作
    """
    allowed = {Role.FIELD_WORK, Role.FIELD_WORK_AND_LEADERSHIP}
    assert {posting.role for posting in boxing.postings} == {Role.FIELD_WORK}
    assert {posting.role for posting in wushan.postings} == {Role.FIELD_WORK_AND_LEADERSHIP}
    other = edited("001_leaders", ("problem/openings.csv", "commune-4,rural,field_work", "commune-4,rural,inspection"))
    assert {posting.role for posting in replay_of(other).postings} - allowed == {Role.INSPECTION}
    for role in ("office_work", "leadership"):
        folder = edited("001_leaders", ("problem/openings.csv", "rural,field_work,", f"rural,{role},"))
        assert {fault.column for fault in scan_openings(folder / "problem").faults} == {"role"}


def test_001_g1_praise_is_no_measure(edited: Edited, replay_of: ReplayOf, faults_of: Refusal) -> None:
    """001-G1: praise of persons or leaders is no measure of success: it is not published, and nobody's record holds it.

    他们是毛主席派来的好干部
    """
    source = 'evidence = "五千多名干部中，负责干部三百五十多名"'
    praise = '{source}\nuse = "praise"\n'
    # words of praise alone, then a number of those who praised, out of nobody knows how many
    spoken = ("reported.toml", source, praise.format(source=source) + 'flags = ["unquantified"]')
    bare = ("reported.toml", 'wording = "三百五十多"\nout_of = "五千多"\n', "")
    label = "Of these, responsible cadres, as printed"
    said = replay_of(edited("001_leaders", spoken, bare))
    assert said.refused == {(label, "unquantified"), (label, "praise_without_survey")}
    counted = ("reported.toml", 'out_of = "五千多"\n', "")
    of_nobody = replay_of(edited("001_leaders", ("reported.toml", source, praise.format(source=source)), counted))
    assert of_nobody.refused == {(label, "praise_without_survey")}
    for story in (said, of_nobody):
        assert not any("responsible cadres" in line for line in story.bulletin if not line.startswith("not said"))

    folder = edited(
        "001_leaders", ("problem/people.csv", "site\n", "site,praised\n"), ("problem/people.csv", "no,,\n", "no,,,9\n")
    )
    assert "got praised" in faults_of(read_problem, folder / "problem")


def test_001_g2_enthusiasm_is_no_metric(boxing: Story, edited: Edited, replay_of: ReplayOf) -> None:
    """001-G2: enthusiasm is not measured: an improvement needs an output, what it started from, and equal periods.

    社员们的生产热情更为高涨
    """
    evidence = 'evidence = "湖南省各级领导机关最近下放的五千多名干部"'
    higher = f'{evidence}\nuse = "improvement"\nflags = ["unquantified", "no_baseline"]'
    folder = edited(
        "001_leaders",
        ("reported.toml", 'wording = "五千多"\nunit', "unit"),
        ("reported.toml", evidence, higher),
        ("reported.toml", "People recently posted from Hunan's leading organs", "Enthusiasm"),
    )
    story = replay_of(folder)
    assert story.refused == {("Enthusiasm, as printed", code) for code in ("unquantified", "no_baseline")}
    assert not any(line.startswith("Enthusiasm") for line in story.bulletin)
    improved = ("reported.toml", evidence, f'{evidence}\nuse = "improvement"')
    assert replay_of(edited("001_leaders", improved)).refused == set()
    with pytest.raises(BadInput):
        read_statements(
            edited("001_leaders", ("figures/report.toml", "八万四千多元", "更为高涨")) / "figures/report.toml"
        )
    equal = edited("001_leaders", ("figures/report.toml", "base_days = 31", "base_days = 21"))
    assert check_statements(read_statements(equal / "figures/report.toml")).consistent
    assert not boxing.played.answers[0].consistent
