"""Report 002, People's Daily, 21 December 1957, page 1: what the central organs say they have corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grassrota.errors import Refused
from grassrota.figures.consistency import Answer, answer_words
from grassrota.figures.consistency import check as check_statements
from grassrota.figures.figure import Status as Said
from grassrota.figures.flag import Flag
from grassrota.figures.rollup import CaseState, fixed_counts
from grassrota.figures.words import figure_words
from grassrota.files.opinions import read_opinions
from grassrota.files.policy import read_policy
from grassrota.files.postings import read_postings
from grassrota.files.problem import read_problem
from grassrota.files.reported import read_reported
from grassrota.files.statements import read_statements
from grassrota.forms import Purpose
from grassrota.inspection.cycle import Counted, Visit, VisitKind, close_cycle, fail_check
from grassrota.inspection.finding import Finding, Member, State, Team, TeamRole
from grassrota.inspection.gate import Gates, Overdue, Progress, Status, missing, overdue_units
from grassrota.inspection.verdict import Verified, judge
from grassrota.opinions.protection import Listing, to_review
from grassrota.play.rotation import read_rotation
from grassrota.posting.concern import ConcernKind
from grassrota.posting.listing import Evidence, check_list
from grassrota.posting.steps import BatchRecord
from grassrota.staff import Person

if TYPE_CHECKING:
    from tests.story.conftest import Edited, Refusal, Story

    ReplayOf = Callable[[Path], Story]

UNITS = 60
AS_OF, MEETING, PRINTED = date(1957, 12, 15), date(1957, 12, 19), date(1957, 12, 21)
DEADLINE = date(1957, 12, 31)
REPORT = "figures/report.toml"
REPORTED = "corrected", "overall", "raised"


def _answer(folder: Path) -> Answer:
    return check_statements(read_statements(folder / REPORT))


def test_002_01_three_figures_agree_only_as_intervals(central: Story, edited: Edited) -> None:
    """002-01: 1,040,000, 640,000-odd and 62.1 % are consistent; with exactly 640,000 they are flagged.

    一百零四万条意见，已经整改了六十四万多条，占总数的62.1％
    """
    assert central.played.answers[0].possible
    assert Flag.CLASH not in central.played.answers[0].flags
    value = 'value = "六十四万多"'
    exact = _answer(edited("002_sixty_units", (REPORT, value, 'value = "640,000"')))
    assert not exact.possible
    assert Flag.CLASH in exact.flags
    assert sorted(exact.clash) == sorted(REPORTED)
    # 62.1 % of 1.04 million are 645,840: inside 640,000-odd
    assert _answer(edited("002_sixty_units", (REPORT, value, 'value = "645,840"'))).possible
    for outside in ("639,999", "650,000"):
        both = f'{value}\n\n[[statement]]\nid = "rows"\nkind = "count"\nquantity = "corrected"\nvalue = "{outside}"'
        assert not _answer(edited("002_sixty_units", (REPORT, value, both))).possible


def test_002_02_over_80_percent_of_units_follows(central: Story, edited: Edited) -> None:
    """002-02: more than half and a third make over 83.3 % of the units; the rest, under 16.7 %, has no figure.

    有半数以上的单位整改了80％左右；有三分之一的单位整改了50％左右；80％以上的单位已经进入整改高潮
    """

    def without_the_claim(third: str) -> Answer:
        """The report without its own "over 80 % of the units", so that nothing rests on what is to be shown."""
        folder = edited("002_sixty_units", (REPORT, 'units = "三分之一"', f'units = "{third}"'))
        text = (folder / REPORT).read_text(encoding="utf-8")
        shorter = re.sub(r'\[\[statement\]\]\nid = "high tide".*?\n\n', "", text, flags=re.DOTALL)
        assert shorter != text
        (folder / REPORT).write_text(shorter, encoding="utf-8")
        return _answer(folder)

    answer = without_the_claim("三分之一")
    sum_of_both, rest = answer.bound("units with a figure"), answer.bound("units with no figure given")
    assert (sum_of_both.lower, sum_of_both.lower_open) == (Fraction(5, 6), True)
    assert (rest.upper, rest.upper_open) == (Fraction(1, 6), True)
    follows = {bound.ask: bound.follows for bound in answer.bounds}
    assert follows["units with a figure"] is True
    assert "units with no figure given: over 3.8 % and under 16.67 %" in central.bulletin
    a_quarter = {bound.ask: bound.follows for bound in without_the_claim("四分之一").bounds}
    assert a_quarter["units with a figure"] is False


def test_002_03_the_unreported_tail_is_bounded(central: Story, edited: Edited) -> None:
    """002-03: with units of equal size all claims are feasible, and the unreported tail is shown with its bounds.

    占总数的62.1％；有半数以上的单位整改了80％左右；有三分之一的单位整改了50％左右

    With point values over 50 % up to 56.8 % of the units are at 80 %, and the tail is at 0 to 32.6 %; with "about"
    five points wide at 0 to 57.6 %.
    """
    tail, at_80 = "rate of units with no figure given", "share of units at about 80 %"
    exact = (REPORT, 'rate = "62.1 %"', 'rate = "exactly 62.1 %"')
    points = _answer(edited("002_sixty_units", exact, (REPORT, "about_points = 5", "about_points = 0")))
    assert points.possible
    share, rest = points.bound(at_80), points.bound(tail)
    assert (share.lower, share.lower_open, share.upper_open) == (Fraction(1, 2), True, False)
    assert float(share.upper or 9) == pytest.approx(0.568, abs=0.001)
    assert rest.lower == 0
    assert float(rest.upper or 9) == pytest.approx(0.326, abs=0.001)
    assert f"{tail}: under 32.6 %" in answer_words(points)
    wide = _answer(edited("002_sixty_units", exact)).bound(tail)
    assert float(wide.upper or 9) == pytest.approx(0.576, abs=0.001)

    assert central.played.answers[0].possible
    assert any(line.startswith(f"{tail}: ") for line in central.bulletin)
    assert "assumed: units have equally many cases each" in central.bulletin
    too_high = _answer(edited("002_sixty_units", (REPORT, 'units = "半数以上"', 'units = "more than 65 %"')))
    assert not too_high.possible


def test_002_04_every_figure_shows_its_day_and_age(central: Story, edited: Edited, faults_of: Refusal) -> None:
    """002-04: a figure of this report is shown with its day, 15 December, and its age: 4 days on the 19th, 6 in print.

    根据12月15日的统计
    """
    for figure_id in ("press_raised", "press_corrected"):
        figure = central.figure(figure_id)
        assert figure.as_of == AS_OF
        assert "as of 1957-12-15 (4 days old)" in figure_words(figure, MEETING)
        assert "as of 1957-12-15 (6 days old)" in figure_words(figure, PRINTED)
        with pytest.raises(Refused) as early:
            figure_words(figure, date(1957, 12, 14))
        assert early.value.code == "not_yet"
    shown = [line for line in central.bulletin if "counted by" in line]
    assert len(shown) == len(central.played.bulletin.lines) > 2
    assert all("as of 1957-12-15 (16 days old)" in line for line in shown)
    undated = edited("002_sixty_units", ("reported.toml", "as_of = 1957-12-15\n", ""))
    assert "as_of" in faults_of(read_reported, undated / "reported.toml")


def test_002_05_below_the_gate_correcting_goes_on(central: Story) -> None:
    """002-05: a unit below the gate of 70 to 80 % goes on correcting and is not shown as complete.

    凡是一般整改没有达到70％到80％的单位，必须积极进行一般整改
    """
    verified = [verdict.verified for verdict in central.inspected.verdicts]
    assert len(verified) == UNITS
    for gate in (Fraction(7, 10), Fraction(8, 10)):
        gates, one_gate = Gates(complete=gate), Gates(under_way=gate, complete=gate)
        below = [unit for unit in verified if Fraction(unit.at_least, unit.received) < gate]
        assert below
        for unit in below:
            assert gates.status(unit) is not Status.COMPLETE
            assert missing(unit, gate) > 0
            assert one_gate.status(unit) == "continue_corrective_action"
    for fixed, status in ((69, Status.CONTINUE), (70, Status.COMPLETE)):
        assert Gates(Fraction(7, 10), Fraction(7, 10)).status(Verified("u", AS_OF, fixed, 100)) is status
    # u05 reports 80 %; what inspection verifies is less, and the gate reads that
    boaster = next(verdict for verdict in central.inspected.verdicts if verdict.claim.unit == "u05")
    assert (boaster.claim.rate or 0) > Fraction(79, 100)
    assert central.played.rotation.gates.status(boaster.verified) is not Status.COMPLETE
    assert central.played.rotation.gates.complete == Fraction(7, 10)
    assert "u05" in {conflict.unit for conflict in central.inspected.conflicts}


def test_002_06_every_unit_inspected_from_below_too(central: Story) -> None:
    """002-06: the cycle closes only when every unit is inspected, with evidence from those who raised the opinions.

    所有单位都应该对整改进行严格的检查，特别是要自下而上地发动群众性的检查
    """
    found, on = central.inspected.round, central.played.rotation.until
    visits = {claim.unit: Visit.of(claim.unit, on, found.findings[claim.unit]) for claim in found.claims}
    assert close_cycle(visits, visits.values()).inspected == UNITS
    assert all((visit.raiser_share or 0) > 0 for visit in visits.values())

    one = visits["u60"]
    deaf = replace(one, from_raisers=0)
    survey = replace(one, kind=VisitKind.SURVEY)
    for wrong, uninspected, unheard in ((None, ("u60",), ()), (survey, ("u60",), ()), (deaf, (), ("u60",))):
        others = [visit for visit in visits.values() if visit is not one] + ([wrong] if wrong else [])
        with pytest.raises(Refused) as still_open:
            close_cycle(visits, others)
        assert still_open.value.code == "cycle_open"
        assert still_open.value.data == {"uninspected": uninspected, "unheard": unheard}


def test_002_07_three_answers_by_a_mixed_team(central: Story) -> None:
    """002-07: a finding answers three questions, and its team has management and the raisers' side.

    应该检查是否真正改了？怎样改的？“小问题”是否解决了？要领导和群众结合进行检查
    """
    findings = [finding for some in central.inspected.round.findings.values() for finding in some]
    answered = [finding for finding in findings if finding.state is not State.UNRESOLVED]
    assert len(answered) > len(findings) * 0.9
    for finding in answered:
        assert None not in (finding.really_changed, finding.small_problem_solved)
        assert finding.how_changed
        assert {member.role for member in finding.team.members} >= {TeamRole.MANAGEMENT, TeamRole.RAISER_SIDE}

    one = answered[0]
    unanswered: dict[str, Any] = {"really_changed": None, "how_changed": "", "small_problem_solved": None}
    for name, nothing in unanswered.items():
        with pytest.raises(Refused, match=f"lacks {name}") as lacking:
            replace(one, **{name: nothing})
        assert lacking.value.code == "answers_missing"
    for role in (TeamRole.MANAGEMENT, TeamRole.RAISER_SIDE):
        with pytest.raises(Refused) as one_sided:
            Team(tuple(member for member in one.team.members if member.role is not role))
        assert one_sided.value.data["missing"] == (role,)
    with pytest.raises(Refused):
        Team((Member("m", TeamRole.MANAGEMENT), Member("hand-picked", TeamRole.RAISER_SIDE)))


def test_002_08_a_failed_check_is_no_longer_counted(central: Story) -> None:
    """002-08: a case counted as corrected that fails its check lowers the count by exactly one.

    要求做一件是一件，坚决反对虚假
    """
    found = central.inspected.round
    claim = found.claims[0]
    counted = Counted(claim.cases)
    left = fail_check(counted, claim.cases[7])
    assert len(left.cases) == len(counted.cases) - 1
    assert left.reopened == (claim.cases[7],)
    with pytest.raises(Refused) as twice:
        fail_check(left, claim.cases[7])
    assert twice.value.code == "not_counted"

    states = [CaseState(reported_fixed=True, inspection=Said.CONFIRMED)] * 10
    before, after = fixed_counts(states), fixed_counts([*states[:9], replace(states[9], inspection=Said.REFUTED)])
    for count in ("reported_fixed", "inspected_confirmed"):
        assert (before[count], after[count]) == (10, 9)
    assert after["refuted"] == 1

    findings, verdict = found.findings[claim.unit], central.inspected.verdicts[0]
    place = next(place for place, finding in enumerate(findings) if finding.state is State.FIXED)
    failed = replace(findings[place], really_changed=False, small_problem_solved=False)
    again = judge(claim, verdict.design, found.draw(claim), (*findings[:place], failed, *findings[place + 1 :]))
    assert again.found.count(True) == verdict.found.count(True) - 1
    assert again.at_least < verdict.at_least


def test_002_09_no_postings_before_correcting_is_under_way(central: Story) -> None:
    """002-09: a unit whose corrective action is not under way may not start postings, and is told why.

    否则腾不出手来就不要急于搞下放
    """
    gates = central.played.rotation.gates
    by_unit = {verdict.claim.unit: verdict for verdict in central.inspected.verdicts}
    for unit in ("u33", "u53"):
        with pytest.raises(Refused, match="may not start postings") as refused:
            gates.may_start_postings(by_unit[unit].verified)
        assert refused.value.code == "correction_not_under_way"
        assert f"{refused.value.data['missing']} fewer than the gate needs" in refused.value.message
    assert gates.may_start_postings(by_unit["u01"].verified) in (Status.UNDER_WAY, Status.COMPLETE)
    assert gates.may_start_postings(Verified("u", AS_OF, 50, 100)) is Status.UNDER_WAY
    with pytest.raises(Refused) as by_one:
        gates.may_start_postings(Verified("u", AS_OF, 49, 100))
    assert by_one.value.data["missing"] == 1
    with pytest.raises(Refused):
        gates.may_start_postings(Verified("nothing received", AS_OF, 0, 0))


def test_002_10_units_not_started_are_overdue_after_december(central: Story) -> None:
    """002-10: when 31 December has passed, every unit without postings is shown as overdue.

    其余单位至迟也都要在12月底以前进行这一工作
    """
    assert central.played.rotation.deadline == DEADLINE
    units = [claim.unit for claim in central.inspected.round.claims]
    started = {unit: DEADLINE if number < 35 else None for number, unit in enumerate(units)}
    progress = [Progress(unit, AS_OF, on) for unit, on in started.items()]
    assert overdue_units(progress, DEADLINE, DEADLINE) == ()
    late = overdue_units(progress, DEADLINE, date(1958, 1, 3))
    assert late == tuple(Overdue(unit, DEADLINE, 3) for unit in units[35:])
    all_started = [Progress(unit, AS_OF, DEADLINE) for unit in units]
    assert overdue_units(all_started, DEADLINE, date(1958, 1, 3)) == ()
    the_day_after = [Progress("u01", AS_OF, date(1958, 1, 1))]
    assert overdue_units(the_day_after, DEADLINE, date(1958, 1, 3)) == (Overdue("u01", DEADLINE, 1, date(1958, 1, 1)),)


def test_002_11_a_list_is_no_dumping(boxing: Story, edited: Edited, replay_of: ReplayOf, faults_of: Refusal) -> None:
    """002-11: a list of surplus staff only, or one to reduce headcount, is stopped as burden-dumping.

    他们把下放干部只看作是紧缩编制和处理编余人员的好机会；舍不得把需要锻炼的好干部放下去
    """
    surplus = ("problem/people.csv", ",no,no,", ",yes,no,")
    with pytest.raises(Refused, match="All 16 people on the list are surplus staff") as dumping:
        replay_of(edited("001_leaders", surplus))
    assert dumping.value.code == "burden_dumping"
    but_one = ("problem/people.csv", "first secretary,yes,no", "first secretary,no,no")
    assert len(replay_of(edited("001_leaders", surplus, but_one)).postings) == 16

    purposes = 'purposes = ["help_host", "learn", "collect_opinions"]'
    for word in ("reduce_headcount", "restructure"):
        folder = edited("001_leaders", ("problem/policy.toml", purposes, f'purposes = ["learn", "{word}"]'))
        assert "burden-dumping" in faults_of(read_policy, folder / "problem/policy.toml")
    policy = boxing.problem.policy
    with pytest.raises(Refused, match="must not serve restructuring"):
        check_list(policy.form, [*policy.purposes, Purpose.RESTRUCTURE], policy.evidence, boxing.problem.people)


def test_002_12_everything_is_settled_before_departure(boxing: Story, edited: Edited, faults_of: Refusal) -> None:
    """002-12: list, open discussion, and answers to each concern and hardship come before the departure, in any order.

    下放的干部要辩论，不下放的干部也要参加辩论；下放干部的名单公布以后；解决下放干部的实际困难和作好家属工作
    """
    leaves = {posting.person: posting.departed_on for posting in boxing.postings}
    first = {posting.person for posting in boxing.postings if posting.batch == 1}
    batches, concerns = "postings/batches.csv", "postings/concerns.csv"
    row = "1,1959-02-12,1959-02-05,1959-02-27"
    person = min(first)
    assert leaves[person] == date(1959, 3, 1)

    good = (
        (batches, row, "1,1959-02-05,1959-02-12,1959-02-27"),  # the order of list and discussion is free
        (batches, row, "1,1959-03-01,1959-03-01,1959-03-01"),
    )
    for change in good:
        again = boxing.replayed(edited("001_leaders", change) / "postings", person)[0]
        assert again.departed_on == leaves[person]
    bad = (
        ((batches, row, "1,,1959-02-05,1959-02-27"), "the list was not published"),
        ((batches, row, "1,1959-02-12,1959-03-02,1959-02-27"), "the discussion was not opened"),
        ((batches, row, "1,1959-02-12,,1959-02-27"), "the discussion was not opened"),
        ((batches, row, "1,1959-03-02,1959-02-05,1959-02-27"), "must be listed"),
    )
    for change, reason in bad:
        folder = edited("001_leaders", change)
        assert reason in faults_of(boxing.replayed, folder / "postings", person)

    settled = (
        ("b04", "c1,b04,question,1959-02-06", ",1959-02-09,answered", "the question c1"),
        ("b09", "c2,b09,hardship,1959-02-07", ",1959-02-20,resolved", "the hardship c2"),
        ("b13", "c3,b13,difficulty,1959-02-10", ",1959-02-18,resolved", "the difficulty c3"),
    )
    for who, raised, outcome, named in settled:
        assert boxing.replayed(edited("001_leaders") / "postings", who)[0].departed_on == leaves[who]
        unanswered = edited("001_leaders", (concerns, raised + outcome, f"{raised},,"))
        assert f"{named} raised on" in faults_of(boxing.replayed, unanswered / "postings", who)
    only_answered = edited("001_leaders", (concerns, "1959-02-20,resolved", "1959-02-20,answered"))
    assert "resolved or postponed for a hardship" in faults_of(boxing.replayed, only_answered / "postings", "b09")


def test_002_13_speeches_and_applause_select_nobody(edited: Edited, replay_of: ReplayOf) -> None:
    """002-13: a selection that rests on speeches, sign-up drives and acclamation alone is refused.

    满足于一次动员报告、然后来一个报名运动和敲锣打鼓、群众公议等简单化的作法
    """
    evidence = 'evidence = ["plan", "criteria", "discussion"]'

    def resting_on(*words: str) -> Path:
        listed = ", ".join(f'"{word}"' for word in words)
        return edited("001_leaders", ("problem/policy.toml", evidence, f"evidence = [{listed}]"))

    crude = (Evidence.SPEECH, Evidence.SIGNUP_DRIVE, Evidence.PUBLIC_ACCLAMATION)
    for words in ((), *((word,) for word in crude), crude):
        with pytest.raises(Refused, match="it needs a plan, published criteria or an open discussion") as refused:
            replay_of(resting_on(*words))
        assert refused.value.code == "crude_selection"
    for sound in (Evidence.PLAN, Evidence.CRITERIA, Evidence.DISCUSSION):
        assert len(replay_of(resting_on(*crude, sound)).postings) == 16


def test_002_g1_no_score_of_anybodys_thought(edited: Edited, faults_of: Refusal) -> None:
    """002-G1: there is no field for anybody's thought, attitude or political awareness, and no file may bring one.

    政治觉悟有了很大的提高
    """
    kept = {field.name for value in (Person, Finding, BatchRecord) for field in fields(value)}
    assert not kept & {"thought", "attitude", "political_awareness", "enthusiasm", "loyalty", "score", "appraisal"}
    for column in ("thought", "attitude", "political_awareness", "政治觉悟"):
        people = (("problem/people.csv", "skills,site", f"skills,{column}"),)
        folder = edited("001_leaders", *people)
        assert f"got {column}" in faults_of(read_problem, folder / "problem")
    problem = read_problem(edited("001_leaders") / "problem")
    scored = edited("001_leaders", ("postings/batches.csv", "briefing_on", "briefing_on,awareness_raised"))
    assert "awareness_raised" in faults_of(read_postings, scored / "postings", problem)


def test_002_g2_nobodys_words_in_discussion_are_kept(boxing: Story, edited: Edited, faults_of: Refusal) -> None:
    """002-G2: discussion is about the plan and its difficulties: who said what is kept nowhere, nor are conversions.

    报告他们思想转变的过程
    """
    assert {field.name for field in fields(BatchRecord)} == {
        *("batch", "list_published_on", "discussion_opened_on", "briefing_on"),
    }
    assert set(ConcernKind) == {"question", "difficulty", "hardship"}
    for name, old, new, told in (
        # the kind of a concern is private: a fault names the column and repeats nothing
        ("concerns.csv", "c1,b04,question", "c1,b04,conversion_story", "row 2, column kind"),
        ("concerns.csv", "outcome,sealed_ref", "outcome,said", "said"),
        ("concerns.csv", "outcome,sealed_ref", "outcome,detail", "detail"),
        ("batches.csv", "briefing_on", "speakers", "speakers"),
    ):
        folder = edited("001_leaders", (f"postings/{name}", old, new))
        assert told in faults_of(read_postings, folder / "postings", boxing.problem)
    debater = edited("001_leaders", ("problem/people.csv", "skills,site", "skills,said_in_discussion"))
    assert "got said_in_discussion" in faults_of(read_problem, debater / "problem")


def test_002_g3_raisers_are_sealed_and_their_postings_reviewed(
    boxing: Story, edited: Edited, faults_of: Refusal
) -> None:
    """002-G3: who raised an opinion is sealed; if a raiser is listed afterwards, somebody independent reviews it.

    消除顾虑，大胆鸣放
    """
    tree, name = boxing.problem.tree, "opinions/opinions.csv"
    for column in ("name", "phone", "姓名", "staff_id"):
        folder = edited("001_leaders", (name, "id,raiser,", f"id,{column},"))
        assert "Who raised an opinion is sealed elsewhere" in faults_of(read_opinions, folder / "opinions", tree)
    told = edited("001_leaders", (name, "o1053,r8564452ddb", "o1053,wang@boxing.example"))
    assert "an opaque token" in faults_of(read_opinions, told / "opinions", tree)
    anonymous = edited("001_leaders", (name, "o1053,r8564452ddb", "o1053,"))
    assert read_opinions(anonymous / "opinions", tree).opinions[0].raiser == ""

    # what only the sealed register can say: which token is on a list
    opinions = boxing.opinions.opinions
    raised = {opinion.raiser: opinion.raised_on for opinion in opinions}
    listed = [Listing(token, date(1959, 2, 12)) for token in ("r8564452ddb", "r4828a539b3", "nobody")]
    assert raised["r8564452ddb"] < date(1959, 2, 12) < raised["r4828a539b3"]
    due = to_review(opinions, listed)
    assert [(review.listing, review.opinions) for review in due] == [(listed[0], ("o1053",))]
    same_day = to_review(opinions, [Listing("r8564452ddb", raised["r8564452ddb"])])
    assert len(same_day) == 1
    assert "the token of a raiser" in faults_of(Listing, "", date(1959, 12, 1))


def test_002_g4_opinions_have_no_quota(edited: Edited, faults_of: Refusal, replay_of: ReplayOf) -> None:
    """002-G4: taking in opinions has no target number; no setting for one exists, and few are as welcome as many.

    有的鸣放不够还要补课
    """
    for key in ("opinion_quota", "opinions_target", "quota"):
        rotation = edited("001_leaders", ("rotation.toml", "quota_year = 1959", f"quota_year = 1959\n{key} = 100"))
        assert key in faults_of(read_rotation, rotation)
        policy = edited("001_leaders", ("problem/policy.toml", "everyone = true", f"everyone = true\n{key} = 100"))
        assert key in faults_of(read_policy, policy / "problem/policy.toml")
    none = edited("001_leaders")
    for table in ("opinions", "cases", "claims", "answers", "taskforces"):
        path = none / f"opinions/{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    for path in (none / "inspection").iterdir():
        path.unlink()
    silent = replay_of(none)
    assert silent.opinions.opinions == ()
    assert silent.refused == set()
    assert len(silent.postings) == 16
