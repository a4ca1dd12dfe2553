"""What the page of a plan says, and what it never says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.report.lists import REASON_WORDS
from grassrota.report.page import write_page
from grassrota.report.plan_page import plan_page
from grassrota.rota.plan import Assignment, LeftOutReason, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.staff import NotAvailable, Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.report.conftest import Element

Read = Callable[[str], "Element"]
MakePlan = Callable[..., Plan]


def facts(page: Element) -> dict[str, str]:
    """Headlines by name."""
    return {fact.all("dt")[0].text: fact.all("dd")[0].text for fact in page.all("div") if fact.all("dt")}


def test_headlines_are_those_counted_by_hand(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """Five of ten go, half of all staff, in two batches, with no breach, and the certificate's own figures."""
    shown = facts(read(plan_page(problem, plan)))
    assert shown["People who go"] == "5 of 10"
    assert shown["Share of all staff"] == "50.0 %"
    assert shown["Batches"] == "2"
    assert shown["Breaches of rules"] == "0"
    assert shown["Cost of this plan"] == f"{plan.certificate.objective:,}"
    assert shown["Gap"] == "0.00 %"
    assert shown["Seed"] == "7"
    assert shown["Fingerprint of the problem"] == problem.sha256
    assert "more than 40.0 % was asked for" in read(plan_page(problem, plan)).text


def test_everyone_is_named_once(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """Each person is once on the list with place, batch and dates, or once among those who stay."""
    page = read(plan_page(problem, plan))
    lists = [t for t in page.all("table") if t.all("caption")[0].text.startswith("People of")]
    rows = [[cell.text for cell in row.all("th", "td")] for t in lists for row in t.all("tbody")[0].all("tr")]
    assert Counter(row[1] for row in rows) == Counter({person.id: 1 for person in problem.people})
    by_id = {row[1]: row for row in rows}
    assert by_id["a2"] == ["王海", "a2", "Ningyi", "2", "1958-01-20", "1958-02-28"]
    assert by_id["a4"] == ["张强", "a4", "not needed"]
    # two departures a day from the first to the last day of the window: the fourth of four leaves on the 10th
    assert by_id["b2"][3:] == ["1", "1957-12-10", "1958-01-18"]


def test_batches_by_home_unit(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """Two of finance start in batch 1 and one in batch 2; two of forestry start in batch 1."""
    page = read(plan_page(problem, plan))
    matrix = page.named("People who start, by home unit and batch")
    assert matrix == {"Finance & <Accounts>": ["2", "1", "3", "6"], "Forestry": ["2", "0", "2", "4"]}
    assert page.named("Batches with their dates")["1"] == ["1957-12-09", "1957-12-10", "40", "1958-01-18", "4"]


def test_coverage_shows_room_people_and_what_is_vacant(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """The rural opening has three people in two batches for 2 to 4; the upland one stays vacant and is listed."""
    page = read(plan_page(problem, plan))
    sectors = page.named("Openings filled, by sector")
    assert sectors["Villages and farms"] == ["1", "2", "2", "4", "3", "0"]
    assert sectors["Uplands and forests"] == ["1", "1", "0", "1", "0", "1"]
    assert page.named("Vacant openings") == {"宁益乡": ["o3", "Uplands and forests", "2", "0 to 1"]}
    assert page.named("Places covered in each batch") == {
        "1": ["2", "2", "100.0 %"],
        "2": ["2", "1", "50.0 %"],
    }


def test_absence_is_shown_against_its_limit(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """Half of a unit may be away: finance has 2 of 3 away at most, forestry 2 of 2."""
    page = read(plan_page(problem, plan))
    away = page.named("Most people away at once, by home unit")
    assert away["Finance & <Accounts>"] == ["6", "2", "batch 1", "3", "33.3 %"]
    assert away["Forestry"] == ["4", "2", "batch 1", "2", "50.0 %"]
    assert "Of 2 groups of one grade in one unit, 1 are at their limit in some batch and none above it." in page.text


def test_turns_are_counted_before_and_after(read: Read, problem: RotaProblem, plan: Plan) -> None:
    """One person had served before; afterwards five have served none, four once, and that one twice."""
    turns = read(plan_page(problem, plan)).named("Turns served, before and after this plan")
    assert turns == {"0 turns": ["9", "5"], "1 turn": ["1", "4"], "2 turns": ["0", "1"]}


def test_the_list_is_shown_beside_the_pool(read: Read, larger: RotaProblem, make_plan: MakePlan) -> None:
    """Of five listed one is surplus and one key staff; of the 22 who could go one each as well: 4.5 %."""
    mix = read(plan_page(larger, make_plan(larger))).named("Who is on the list beside who could have been")
    assert mix["Above authorised headcount"] == ["1", "20.0 %", "1", "4.5 %"]
    assert mix["Key staff (counted above too)"] == ["1", "20.0 %", "1", "4.5 %"]


def test_small_numbers_do_not_tell_who_is_surplus(
    read: Read, problem: RotaProblem, plan: Plan, larger: RotaProblem, make_plan: MakePlan
) -> None:
    """With three of the pool left off the list no mix is shown, nor for a unit with one to four listed."""
    assert "the mix would tell about single people" in read(plan_page(problem, plan)).text
    text = read(plan_page(larger, make_plan(larger))).text
    assert "Units with 1 to 4 people on the list, or left off it, show no detail" in text
    assert "The list beside the pool, by home unit" not in text


def test_one_small_unit_cannot_be_had_by_subtraction(read: Read, larger: RotaProblem, make_plan: MakePlan) -> None:
    """If only one unit is small the next smallest is hidden with it, since the sums are published."""
    extra = tuple(Person(f"d{number:02}", "", "hq", "clerk") for number in range(30))
    wide = replace(larger, people=(*larger.people, *extra))
    going = ["a1", *(f"c{number:02}" for number in range(6)), *(f"d{number:02}" for number in range(6))]
    plan = make_plan(wide, tuple(Assignment(who, "o1", 1) for who in going))
    mix = read(plan_page(wide, plan)).named("The list beside the pool, by home unit")
    assert mix["Headquarters"] == ["6", "30", "0", "0", "0", "0"]
    assert mix["Finance & <Accounts>"] == ["1", "4"] + ["not shown"] * 4
    assert mix["Forestry"] == ["6", "18"] + ["not shown"] * 4


def test_why_somebody_is_not_available_is_nowhere(
    read: Read, problem: RotaProblem, plan: Plan, make_plan: MakePlan
) -> None:
    """Exempt and unavailable people show as "not available" alike; a batch somebody cannot go in shows nowhere."""
    html = plan_page(problem, plan)
    stay = read(html).named("People of Finance & <Accounts> (a) who stay")
    assert stay["刘军"][1] == stay["陈平"][1] == "not available"
    forestry = read(html).named("People of Forestry (b) who stay")
    assert forestry["周涛"][1] == forestry["黄波"][1] == "not needed"
    plain = re.sub(r"culture, education, health", "", read(html).text.lower())
    for word in ("exempt", "health", r"age\b", "consent", "hardship", "sealed"):
        assert not re.search(rf"\b{word}", plain)
    # the same people with other reasons give the same page, but for the fingerprint
    swapped = replace(problem, exemptions=(), not_available=(*problem.not_available, NotAvailable("a5")))
    other = plan_page(swapped, make_plan(swapped))
    assert other.replace(swapped.sha256, problem.sha256) == html


def test_a_broken_rule_is_told_without_naming_anyone(problem: RotaProblem, make_plan: MakePlan, read: Read) -> None:
    """A plan that sends somebody in a batch in which they are not available is marked, by rule and number only."""
    sent = (Assignment("b4", "o1", 2), *(Assignment(who, "o1", 1) for who in ("a1", "a2", "b1", "b2")))
    page = read(plan_page(problem, make_plan(problem, sent)))
    warning = next(p for p in page.all("p") if p.attributes.get("class") == "warns")
    assert warning.text.startswith("This is no valid plan.")
    assert "availability (1)" in warning.text
    assert "b4" not in warning.text


def test_a_plan_of_another_problem_is_refused(problem: RotaProblem, plan: Plan) -> None:
    """A plan that names somebody unknown is refused by name, not drawn in part."""
    strange = replace(plan, assignments=(*plan.assignments, Assignment("ghost", "o1", 1)))
    with pytest.raises(Refused, match="ghost") as refused:
        plan_page(problem, strange)
    assert refused.value.code == "plan_of_another_problem"


def test_names_are_escaped_and_marked_as_chinese(problem: RotaProblem, plan: Plan) -> None:
    """Markup in a name stays text; Chinese names carry their language."""
    html = plan_page(problem, plan)
    assert "<b>" not in html
    assert "&lt;b&gt;林荣发&lt;/b&gt; &amp; son" in html
    assert '<th scope="row" lang="zh">王海</th>' in html
    assert "<h1>Turns of 1957 &lt;first&gt;</h1>" in html


def test_a_plan_without_assignments_has_a_page(read: Read, problem: RotaProblem, make_plan: MakePlan) -> None:
    """Nobody goes: every section is there and says so."""
    page = read(plan_page(problem, make_plan(problem, ())))
    assert facts(page)["People who go"] == "0 of 10"
    for words in ("Nobody goes.", "There are no teams.", "Nobody is on the list."):
        assert words in page.text


def test_a_programme_of_one_batch_has_a_page(read: Read, problem: RotaProblem, make_plan: MakePlan) -> None:
    """One batch gives one bar and one column."""
    policy = replace(problem.policy, batches=problem.policy.batches[:1])
    single = replace(problem, policy=policy, openings=problem.openings[:2], not_available=problem.not_available[:1])
    page = read(plan_page(single, make_plan(single, (Assignment("a1", "o1", 1),))))
    assert page.named("People who start, by home unit and batch")["Forestry"] == ["0", "0", "4"]


def test_places_covered_by_somebody_senior_are_counted(read: Read, problem: RotaProblem, make_plan: MakePlan) -> None:
    """With a rule of cover, two townships are to be covered; in batch 2 only one has somebody of rank 1 or more."""
    asked = replace(problem, policy=replace(problem.policy, cover_rank=1))
    page = read(plan_page(asked, make_plan(asked)))
    assert page.named("Places covered in each batch")["2"] == ["2", "1", "50.0 %", "2", "1"]
    assert "It breaks these rules: cover (1)." in page.text


def test_people_who_stay_longer_are_mentioned(read: Read, problem: RotaProblem, make_plan: MakePlan) -> None:
    """An opening of two batches keeps its people away in both, and the calendar says so."""
    longer = (replace(problem.openings[0], length=2, low=0), *problem.openings[1:])
    excused = replace(problem.policy, exceptions={1: "the road was closed until the second batch came"})
    long = replace(problem, openings=longer, policy=excused)
    page = read(plan_page(long, make_plan(long, (Assignment("a1", "o1", 1),))))
    assert "Staying for more than one batch, and returning with a later one: 1." in page.text
    assert page.named("Places covered in each batch")["2"][:2] == ["2", "1"]


def test_many_units_are_folded_and_the_nearest_to_their_limit_drawn(
    read: Read, problem: RotaProblem, make_plan: MakePlan
) -> None:
    """Of 32 units the 20 nearest to their limit are drawn, the table has them all, and the matrix is folded away."""
    top, homes = (
        problem.tree.units[0],
        [Unit(f"h{n:02}", f"Home {n}", Level.COUNTY, UnitKind.ORGAN, "hq") for n in range(32)],
    )
    people = tuple(Person(f"p{n:02}", f"person {n}", home.id, "clerk") for n, home in enumerate(homes))
    wide = RotaProblem(UnitTree((top, *homes, *problem.tree.units[3:])), people, problem.openings, problem.policy)
    page = read(plan_page(wide, make_plan(wide, (Assignment("p31", "o1", 1), Assignment("p00", "o1", 2)))))
    chart = next(svg for svg in page.all("svg") if svg.all("title")[0].attributes["id"] == "absence-units-title")
    labels = [text.text for text in chart.all("text") if text.attributes["class"] == "label"]
    assert len(labels) == 20
    assert labels[:2] == ["Home 0", "Home 31"]
    assert len(page.named("Most people away at once, by home unit")) == 32
    folded = next(fold for fold in page.all("details") if fold.all("summary")[0].text == "All 32 home units by batch")
    assert len(folded.all("tbody")[0].all("tr")) == 32


def test_an_empty_roster_has_a_page(read: Read, problem: RotaProblem, make_plan: MakePlan) -> None:
    """Without people, openings and units nothing is divided by nothing: the share is unknown."""
    empty = replace(problem, people=(), openings=(), exemptions=(), not_available=())
    assert facts(read(plan_page(empty, make_plan(empty, ()))))["Share of all staff"] == "unknown"


def test_the_same_plan_gives_the_same_bytes(problem: RotaProblem, plan: Plan) -> None:
    """No clock is read: a day appears only if one is given."""
    assert plan_page(problem, plan) == plan_page(problem, plan)
    assert "Page made on 1 December 1957" in plan_page(problem, plan, date(1957, 12, 1))


def test_a_page_is_written_whole(tmp_path: Path, problem: RotaProblem, plan: Plan) -> None:
    """The file holds the page in UTF-8, and nothing is left beside it."""
    write_page(tmp_path / "report.html", plan_page(problem, plan))
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == plan_page(problem, plan)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_reasons_are_those_of_the_published_list() -> None:
    """There are three published reasons, and the page has words for exactly these."""
    assert set(REASON_WORDS) == set(LeftOutReason)
