"""Report 003, People's Daily, 4 October 1957, page 3: Zhejiang's 29,909 postings, and Wenzhou's leading posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.figures.bulletin import Use, bulletin
from grassrota.figures.consistency import check as check_statements
from grassrota.figures.flag import Flag
from grassrota.figures.rollup import OTHERS, bands, members_by_band
from grassrota.figures.statements import Count, Parts, Share, StatementSet
from grassrota.figures.wording import parse
from grassrota.figures.words import figure_words
from grassrota.files.opinions import read_opinions
from grassrota.files.register import read_register
from grassrota.files.reported import read_reported
from grassrota.files.statements import read_statements
from grassrota.forms import Role
from grassrota.opinions.case import CaseState, answer, withdraw
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer
from grassrota.opinions.ledger import ledger
from grassrota.opinions.silence import Silence, fallen_silent
from grassrota.org import Level, Sector, UnitTree
from grassrota.posting.register import Registered, count_register
from grassrota.rota.check import check

if TYPE_CHECKING:
    from tests.story.conftest import Edited, Refusal, Story

    Rows = tuple[UnitTree, tuple[Registered, ...]]

POSTED = 29_909
DISTRICTS, TOWNSHIPS = 72, 767
NINGYI, LIN = "township-001", "w0001"
REPORT = "figures/report.toml"


@pytest.fixture
def rows(zhejiang: Story, edited: Edited) -> Rows:
    """The register row by row."""
    return read_register(edited("003_register") / "register", zhejiang.problem.policy.scale)


def _sums_to(total: int, parts: Iterable[int]) -> bool:
    """Whether a printed total and the counts of its parts can all be true."""
    counts = [Count(f"part {number}", f"part {number}", parse(str(part))) for number, part in enumerate(parts)]
    whole = Count("total", "total", parse(str(total)))
    names = tuple(count.quantity for count in counts)
    return check_statements(
        StatementSet("the total", "the register", (whole, *counts, Parts("parts", "total", names)))
    ).possible


def _staffed(story: Story, level: Level) -> dict[str, str]:
    """Grade of the one posted to each place of a level, by place."""
    found = {}
    for posting in story.postings:
        place = story.problem.tree[story.problem.opening[posting.opening].place]
        if place.level is level:
            assert place.id not in found
            found[place.id] = story.problem.person[posting.person].grade
    return found


def _refused_if_vacant(story: Story, place: str) -> None:
    """The check of the plan names the place if nobody goes there, and the person if a clerk does."""
    opening = f"post-{place}"
    entry = next(entry for entry in story.plan.assignments if entry.opening == opening)
    vacant = tuple(other for other in story.plan.assignments if other is not entry)
    words = [violation.words for violation in check(story.problem, replace(story.plan, assignments=vacant))]
    assert f"{opening}, batch 1: 0 people instead of 1 to 1" in words
    people = tuple(
        replace(person, grade="staff") if person.id == entry.person else person for person in story.problem.people
    )
    clerk = check(replace(story.problem, people=people), story.plan)
    assert f"{entry.person} has grade staff, {opening} takes others" in {violation.words for violation in clerk}


def test_003_01_every_township_has_its_secretary(zhejiang: Story) -> None:
    """003-01: each of Wenzhou's 767 townships has a general-branch secretary of county or district grade, none vacant.

    七百六十七个乡，都配备了县级和区级干部担任区委书记和乡总支书记
    """
    staffed = _staffed(zhejiang, Level.TOWNSHIP)
    assert len(staffed) == TOWNSHIPS
    assert set(staffed) == {unit.id for unit in zhejiang.problem.tree.units if unit.level is Level.TOWNSHIP}
    assert set(staffed.values()) <= {"county", "district"}
    assert check(zhejiang.problem, zhejiang.plan) == ()
    _refused_if_vacant(zhejiang, "township-767")


def test_003_02_every_district_has_its_secretary(zhejiang: Story) -> None:
    """003-02: each of Wenzhou's 72 districts has a party secretary of county or district grade.

    温州专区的七十二个区
    """
    staffed = _staffed(zhejiang, Level.DISTRICT)
    assert len(staffed) == DISTRICTS
    assert set(staffed) == {unit.id for unit in zhejiang.problem.tree.units if unit.level is Level.DISTRICT}
    assert set(staffed.values()) <= {"county", "district"}
    _refused_if_vacant(zhejiang, "district-72")


def test_003_03_three_levels_make_the_total(zhejiang: Story, rows: Rows, edited: Edited) -> None:
    """003-03: province, prefecture and county add up to 29,909, and there is no other level.

    浙江省的省、专区和县三级机关；二万九千九百零九名
    """
    levels = zhejiang.register.by_level
    assert set(levels) == {Level.PROVINCE, Level.PREFECTURE, Level.COUNTY}
    assert _sums_to(POSTED, levels.values())
    assert zhejiang.register.people == POSTED
    told = read_statements(edited("003_register") / "figures/rows.toml").statements
    ways = (levels, zhejiang.register.by_role, zhejiang.register.by_sector)
    printed = sorted(int(one.value.interval.lower) for one in told if isinstance(one, Count))
    assert printed == sorted([POSTED, *(count for way in ways for count in way.values())])

    tree, entries = rows
    one_fewer = count_register(entries[1:], tree)
    assert not _sums_to(POSTED, one_fewer.by_level.values())
    other = "county-organs-01,县1机关 Organs of county 1,county"
    fourth = edited("003_register", ("register/units.csv", other, other.removesuffix("county") + "district"))
    other_tree, same_entries = read_register(fourth / "register", zhejiang.problem.policy.scale)
    counted = count_register(same_entries, other_tree)
    assert Level.DISTRICT in counted.by_level
    assert not _sums_to(POSTED, (counted.by_level[level] for level in levels))


def test_003_04_bands_and_the_others(zhejiang: Story, edited: Edited) -> None:
    """003-04: 328 and 2,353 are 2,681, and the other 27,228 are shown as others.

    三百二十八名；二千三百五十三名
    """
    found = bands(POSTED, {"division chiefs": 328, "section chiefs": 2353})
    assert found[OTHERS] == 27_228
    assert POSTED - found[OTHERS] == 2_681
    with pytest.raises(Refused) as too_many:
        bands(POSTED, {"division chiefs": 328, "section chiefs": 29_582})
    assert too_many.value.code == "parts_exceed_total"

    by_grade = zhejiang.register.by_grade
    assert (by_grade["division_chief"], by_grade["section_chief"], by_grade["staff"]) == (328, 2353, 27_228)
    assert "others: 27,228; what is claimed follows" in zhejiang.bulletin
    for printed, possible, follows in (("三百二十九", True, [False]), ("二万九千九百零九", False, [])):
        folder = edited("003_register", (REPORT, '"三百二十八"', f'"{printed}"'))
        answer = check_statements(read_statements(folder / REPORT))
        assert answer.possible is possible
        assert [bound.follows for bound in answer.bounds if bound.ask == "others"] == follows


def test_003_05_nobody_is_in_two_bands(zhejiang: Story, rows: Rows, edited: Edited, faults_of: Refusal) -> None:
    """003-05: every registered person is in one grade band, 29,909 in all.

    处长和地委、市委机关部长以上干部三百二十八名，省、专区级机关科长、县委部长级干部二千三百五十三名
    """
    pairs = [(entry.person, entry.grade) for entry in rows[1]]
    counts = members_by_band(pairs)
    assert counts == {"division_chief": 328, "section_chief": 2353, "staff": 27_228}
    assert sum(counts.values()) == POSTED
    chief = next(person for person, grade in pairs if grade == "division_chief")
    assert f"one band for {chief}" in faults_of(members_by_band, [*pairs, (chief, "section_chief")])
    assert members_by_band([*pairs, (chief, "division_chief")]) == counts
    again = "z00001,province-organs,staff,field_work,rural\n"
    folder = edited("003_register", ("register/register.csv", again, again + again.replace("staff", "section_chief")))
    assert "z00001" in faults_of(read_register, folder / "register", zhejiang.problem.policy.scale)


def test_003_06_the_total_is_34_days_old(zhejiang: Story, edited: Edited, faults_of: Refusal) -> None:
    """003-06: in a bulletin of 4 October the total reads "as of 1957-08-31 (34 days old)".

    截至8月底止
    """
    figure = zhejiang.figure("press_posted")
    assert figure.as_of == date(1957, 8, 31)
    assert zhejiang.played.bulletin.published == date(1957, 10, 4)
    line = next(line for line in zhejiang.bulletin if line.startswith(figure.label))
    assert "29,909 people, exact; reported; as of 1957-08-31 (34 days old)" in line
    assert "(35 days old)" in figure_words(figure, date(1957, 10, 5))
    for old, new in (("1957-08-31", "1957-10-05"), ("as_of = 1957-08-31\n", "")):
        folder = edited("003_register", ("reported.toml", old, new))
        if new:
            claims = read_reported(folder / "reported.toml")
            later = bulletin("October", date(1957, 10, 4), claims)
            assert (figure.label, "not_yet") in {(line.label, line.code) for line in later.refused}
        else:
            assert "as_of" in faults_of(read_reported, folder / "reported.toml")


def test_003_07_most_do_field_work_and_some_lead(zhejiang: Story, rows: Rows) -> None:
    """003-07: of all postings some are leading posts, the vast majority is field work, and there is nothing else.

    有一部分人担任了下层或基层领导工作；绝大部分人参加基层具体工作
    """

    def majority_is(work: int) -> bool:
        statements = (
            Count("posted", "posted", parse(str(POSTED))),
            Count("rows", "field work", parse(str(work))),
            Share("the vast majority", ("field work",), "posted", parse("more than half")),
        )
        return check_statements(StatementSet("roles", "the register", statements)).possible

    roles = zhejiang.register.by_role
    leading, working = roles[Role.FIELD_WORK_AND_LEADERSHIP], roles[Role.FIELD_WORK]
    assert leading > 0
    assert leading + working == POSTED == sum(roles.values())
    assert majority_is(working)
    assert not majority_is(leading)
    tree, entries = rows
    other = replace(entries[0], role=Role.INSPECTION)
    spoilt = count_register((other, *entries[1:]), tree).by_role
    assert spoilt[Role.FIELD_WORK_AND_LEADERSHIP] + spoilt[Role.FIELD_WORK] != POSTED


def test_003_09_three_sectors_occur(zhejiang: Story, rows: Rows, edited: Edited, faults_of: Refusal) -> None:
    """003-09: people are posted to villages, to factories, and to culture, education and health.

    农村、工厂、文教卫生等下层和基层单位
    """
    wanted = {Sector.RURAL, Sector.PLANT, Sector.CULTURE_EDUCATION_HEALTH}
    assert wanted <= set(zhejiang.register.by_sector)
    assert sum(zhejiang.register.by_sector.values()) == POSTED
    tree, entries = rows
    villages = count_register((entry for entry in entries if entry.sector is Sector.RURAL), tree)
    assert wanted - set(villages.by_sector) == {Sector.PLANT, Sector.CULTURE_EDUCATION_HEALTH}
    folder = edited(
        "003_register",
        (
            "register/register.csv",
            "z00004,province-organs,section_chief,field_work,plant",
            "z00004,province-organs,section_chief,field_work,office",
        ),
    )
    assert "column sector" in faults_of(read_register, folder / "register", zhejiang.problem.policy.scale)


def test_003_10_posted_and_local_people_handle_a_case(zhejiang: Story, edited: Edited, faults_of: Refusal) -> None:
    """003-10: an old problem is handled by the posted person and a local cadre, and looked into before the fix.

    便和原来的干部一起深入调查研究，一面进行解决
    """
    posting = next(posting for posting in zhejiang.postings if posting.person == LIN)
    assert zhejiang.problem.opening[posting.opening].place == NINGYI
    assert posting.arrived_on is not None
    place = {opinion.id: opinion.place for opinion in zhejiang.opinions.opinions}
    cases = [case for case in zhejiang.opinions.cases if {place[opinion] for opinion in case.opinions} == {NINGYI}]
    assert any(case.opened_on < posting.arrived_on for case in cases)
    for case in cases:
        assert LIN in case.posted_handlers
        assert case.local_handlers
        assert posting.arrived_on <= (case.investigated_on or date.min) <= (case.fixed_on or date.max)

    row = "case-01,o4ceb,county-01,1956-11-03,w0001,ningyi-cadre-1,1957-08-25"
    folders = {
        "somebody of the place": row.replace("ningyi-cadre-1", ""),
        "a day not later than the fix claimed on 1957-09-14": row.replace("1957-08-25", "1957-09-15"),
        "investigated_on": row.replace("1957-08-25", ""),
        "ids of people in people, got a-stranger": row.replace(LIN, "a-stranger"),
    }
    for fault, wrong in folders.items():
        folder = edited("003_register", ("opinions/cases.csv", row, wrong))
        found = faults_of(read_opinions, folder / "opinions", zhejiang.problem.tree, zhejiang.problem.person)
        assert fault in found
    same_day = edited("003_register", ("opinions/cases.csv", row, row.replace("1957-08-25", "1957-09-14")))
    assert len(read_opinions(same_day / "opinions", zhejiang.problem.tree).cases) == len(zhejiang.opinions.cases)


def test_003_11_no_baseline_no_improvement(zhejiang: Story, edited: Edited) -> None:
    """003-11: asked for the rise to "over 90 %", the bulletin says that no baseline is given, and shows the level.

    劳动出勤率也提高到90％以上
    """
    label = "Attendance at work in Ningyi township, as printed"
    refusals = [line for line in zhejiang.played.bulletin.refused if line.label == label]
    assert [(line.code, line.reason) for line in refusals] == [
        ("no_baseline", "no baseline given: only the level is shown")
    ]
    level = next(line for line in zhejiang.bulletin if line.startswith(f"{label}: "))
    assert "90 %" in level
    assert "approximate; reported" in level
    assert Flag.NO_BASELINE in next(line.flags for line in zhejiang.played.bulletin.lines if line.figure.label == label)
    assert "no_baseline" in level
    assert zhejiang.played.answers[0].flags == (Flag.NO_BASELINE,)

    claim = next(
        claim for claim in read_reported(edited("003_register") / "reported.toml") if claim.figure.label == label
    )
    published = date(1957, 10, 4)
    assert claim.use is Use.IMPROVEMENT
    assert bulletin("Level", published, [replace(claim, use=Use.LEVEL)]).refused == ()
    with_baseline = replace(claim, figure=replace(claim.figure, flags=()))
    assert bulletin("Improvement", published, [with_baseline]).refused == ()
    told = edited(
        "003_register",
        (REPORT, 'level = "90％以上"', 'level = "90％以上"\ngrowth = "12.5 %"\ndays = 30\nbase_days = 30'),
    )
    assert check_statements(read_statements(told / REPORT)).flags == ()


def test_003_g1_silence_is_no_success(zhejiang: Story) -> None:
    """003-G1: a place whose complaints stop is put on the inspection list, and its silence confirms nothing.

    社员不但不闹粮食问题
    """
    opinions = zhejiang.opinions.opinions
    # 60 days to 30 September: four opinions, after one; 60 days to 15 November: none, after four
    assert fallen_silent(opinions, date(1957, 9, 30), days=60) == ()
    assert fallen_silent(opinions, date(1957, 11, 15), days=60) == (Silence(NINGYI, 4, 0),)
    again = [replace(opinion, id=f"{opinion.id}-2", raised_on=date(1957, 11, 1)) for opinion in opinions[:3]]
    assert fallen_silent([*opinions, *again[:2]], date(1957, 11, 15), days=60) == (Silence(NINGYI, 4, 2),)
    assert fallen_silent([*opinions, *again], date(1957, 11, 15), days=60) == ()
    assert fallen_silent(opinions, date(1957, 11, 15), days=60, least=5) == ()
    assert fallen_silent([*opinions, *again[:1]], date(1957, 11, 15), days=60, fall=Fraction(1)) == ()

    now, later = (ledger(zhejiang.opinions.cases, day) for day in (date(1957, 10, 4), date(1958, 10, 4)))
    assert now.unanswered > 0
    assert (later.unanswered, later.confirmed) == (now.unanswered, now.confirmed)


def test_003_g2_only_the_raiser_withdraws(zhejiang: Story, edited: Edited, faults_of: Refusal) -> None:
    """003-G2: a request counts as withdrawn only when the person confirmed it to somebody independent.

    原来要求退社的社员不但不退社了
    """
    case = next(case for case in zhejiang.opinions.cases if case.state is CaseState.OPEN)
    opinion, day = case.opinions[0], date(1957, 10, 1)
    with pytest.raises(Refused, match="told nobody independent"):
        withdraw(case, opinion, day, confirmed_by_raiser=False)
    with pytest.raises(Refused, match="told nobody independent") as unconfirmed:
        answer(case, RaiserAnswer(day, opinion, Answer.WITHDRAWN))
    assert unconfirmed.value.code == "unconfirmed_withdrawal"
    assert case.state is CaseState.OPEN
    assert withdraw(case, opinion, day, confirmed_by_raiser=True).state is CaseState.OTHERWISE_CLOSED

    assert "withdrawn" not in set(ClosingReason)
    row = "case-01,1957-09-14,fixed,"
    folder = edited("003_register", ("opinions/claims.csv", row, row.replace("fixed", "withdrawn")))
    assert "column reason" in faults_of(read_opinions, folder / "opinions", zhejiang.problem.tree)
    answers = edited("003_register", ("opinions/answers.csv", "on,answer\n", "on,answer,confirmed\n")) / "opinions"
    last = f"{case.id},{opinion},{day},withdrawn,"
    lines = (answers / "answers.csv").read_text(encoding="utf-8").replace(",fixed\n", ",fixed,\n")
    for word, counts in (("yes", True), ("no", False), ("", False)):
        (answers / "answers.csv").write_text(f"{lines}{last}{word}\n", encoding="utf-8")
        if counts:
            read = {read.id: read.state for read in read_opinions(answers, zhejiang.problem.tree).cases}
            assert read[case.id] is CaseState.OTHERWISE_CLOSED
        else:
            assert "column confirmed" in faults_of(read_opinions, answers, zhejiang.problem.tree)
    counted = Counter(case.state for case in zhejiang.opinions.cases)
    assert counted[CaseState.OTHERWISE_CLOSED] == 0
