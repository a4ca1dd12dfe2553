from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.opinions import read_opinions
from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.opinion import Channel, Opinion
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Person

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]


def test_every_table(opinions_folder: Path, problem: RotaProblem) -> None:
    """Opinions become cases, each with both ledgers in the order of days: one "not fixed" refutes the claim."""
    found = read_opinions(opinions_folder, problem.tree, problem.person)
    assert found.opinions[0] == Opinion(
        "n1", "t1-5d02c7", date(1957, 12, 12), "c1", "hq", "water", "The pump is broken.", Channel.FIELD, by_proxy=True
    )
    assert [opinion.raiser for opinion in found.opinions] == ["t1-5d02c7", "", "t3_91be60"]
    case = found.cases[0]
    assert case.opinions == ("n1", "n3")
    assert case.claims == (UnitClaim(date(1957, 12, 20), ClosingReason.FIXED, "A new pump."),)
    assert case.answers == (
        RaiserAnswer(date(1957, 12, 27), "n1", Answer.FIXED),
        RaiserAnswer(date(1957, 12, 28), "n3", Answer.NOT_FIXED),
    )
    assert case.state == CaseState.REFUTED
    assert found.cases[1].on_leadership
    assert [force.cases for force in found.task_forces] == [("a", "b")]


def test_words_are_kept(opinions_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """An opinion's words are kept as they are, with blanks, quotes and line breaks of any kind."""
    spoil(opinions_folder / "opinions.csv", "No well.", '"  No ""well"";\r\n  nobody\tlistens. "')
    assert read_opinions(opinions_folder, problem.tree).opinions[2].text == '  No "well";\r\n  nobody\tlistens. '


def test_opinions_alone(opinions_folder: Path, problem: RotaProblem) -> None:
    """Opinions without any case yet are a folder, too."""
    for name in ("cases", "claims", "answers", "taskforces"):
        (opinions_folder / f"{name}.csv").unlink()
    found = read_opinions(opinions_folder, problem.tree)
    assert (len(found.opinions), found.cases, found.task_forces) == (3, (), ())


@pytest.mark.parametrize(
    "name", ["name", "Phone", "E-Mail", "home address", "id_number", "WeChat", "contact", "姓名", "电话", "collector"]
)
def test_no_contact_details(opinions_folder: Path, problem: RotaProblem, spoil: Spoil, name: str) -> None:
    """A column that could tell who raised an opinion is refused with the reason, however it is written."""
    spoil(opinions_folder / "opinions.csv", "on_leadership", name)
    with pytest.raises(BadInput, match="Who raised an opinion is sealed elsewhere") as caught:
        read_opinions(opinions_folder, problem.tree)
    assert (caught.value.faults[0].row, caught.value.faults[0].column) == (1, name)


@pytest.mark.parametrize("word", ["li@example.org", "13800138000", "+8613800138000", "11010519491231002X"])
def test_no_contact_in_the_token(
    opinions_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places, word: str
) -> None:
    """An e-mail address, a telephone or an identity number does not pass for a raiser's token."""
    spoil(opinions_folder / "opinions.csv", "n1,t1-5d02c7", f"n1,{word}")
    assert ("opinions.csv", 2, "raiser") in places(lambda: read_opinions(opinions_folder, problem.tree))


@pytest.mark.parametrize("word", ["t1", "r5d02c7", "王小明的代号一二", "wang.xiao.ming", "王r5d02c7f9", "r5d02c7f9²"])
def test_the_token_is_opaque(
    opinions_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places, word: str
) -> None:
    """A token is at least 8 ASCII letters, digits, hyphens and underscores: too short or of other marks it tells."""
    spoil(opinions_folder / "opinions.csv", "n1,t1-5d02c7", f"n1,{word}")
    assert ("opinions.csv", 2, "raiser") in places(lambda: read_opinions(opinions_folder, problem.tree))


@pytest.mark.parametrize("word", ["cadre-0001", "CADRE_0001", "Wang-Xiaoming", "wang_xiao_ming"])
def test_nobody_in_people_is_a_token(opinions_folder: Path, problem: RotaProblem, spoil: Spoil, word: str) -> None:
    """An id or a name of people.csv is no token, however it is written, and the fault does not repeat it."""
    spoil(opinions_folder / "opinions.csv", "n1,t1-5d02c7", f"n1,{word}")
    people = {**problem.person, "cadre-0001": Person("cadre-0001", "王小明 Wang Xiaoming", "hq", "clerk")}
    with pytest.raises(BadInput, match="not the id or the name of somebody in people") as caught:
        read_opinions(opinions_folder, problem.tree, people)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(2, "raiser")]
    assert word not in str(caught.value)


def test_ids_alone(opinions_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """Where only the ids of people are known, these are still no tokens."""
    spoil(opinions_folder / "opinions.csv", "n1,t1-5d02c7", "n1,cadre-0001")
    with pytest.raises(BadInput, match="column raiser"):
        read_opinions(opinions_folder, problem.tree, ["cadre-0001", "p1"])
    assert len(read_opinions(opinions_folder, problem.tree).opinions) == 3


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("opinions.csv", "c2,hq", "c9,hq", ("opinions.csv", 4, "place")),
        ("opinions.csv", "c2,hq", "c2,bureau", ("opinions.csv", 4, "addressed")),
        ("opinions.csv", "No well.", " ", ("opinions.csv", 4, "text")),
        ("opinions.csv", "\nn2,", "\nn1,", ("opinions.csv", 3, "id")),
        ("opinions.csv", "field", "telegraph", ("opinions.csv", 2, "channel")),
        ("cases.csv", "b,n2", "b,n1", ("cases.csv", 3, "opinions")),
        ("cases.csv", "b,n2", "b,n2;n8", ("cases.csv", 3, "opinions")),
        ("cases.csv", "b,n2", "b,n2;n2", ("cases.csv", 3, "opinions")),
        ("cases.csv", "b,n2", "a,n2", ("cases.csv", 3, "id")),
        ("cases.csv", "b,n2,hq", "b,n2,bureau", ("cases.csv", 3, "owner")),
        ("cases.csv", ",p1,", ",p9,", ("cases.csv", 2, "posted_handlers")),
        ("cases.csv", "1957-12-15", "1957-12-21", ("cases.csv", 2, "investigated_on")),
        ("cases.csv", "local_handlers", "phone", ("cases.csv", 1, "phone")),
        ("claims.csv", "a,1957", "z,1957", ("claims.csv", 2, "case")),
        ("claims.csv", "1957-12-20", "1957-12-13", ("claims.csv", 2, "on")),
        ("claims.csv", "A new pump.", "", ("claims.csv", 2, "action")),
        ("claims.csv", "fixed", "improved", ("claims.csv", 2, "reason")),
        ("answers.csv", "a,n3", "z,n3", ("answers.csv", 2, "case")),
        ("answers.csv", "a,n3", "a,n2", ("answers.csv", 2, "opinion")),
        ("answers.csv", "1957-12-28", "1957-12-01", ("answers.csv", 2, "on")),
        (
            "answers.csv",
            "n1,1957-12-27,fixed\n",
            "n1,1957-12-27,fixed\na,n1,1957-12-27,partly\n",
            ("answers.csv", 4, "on"),
        ),
        ("taskforces.csv", "a;b", "a;z", ("taskforces.csv", 2, "cases")),
        ("taskforces.csv", "a;b", "a", ("taskforces.csv", 2, "cases")),
        ("taskforces.csv", "hq", "bureau", ("taskforces.csv", 2, "owner")),
    ],
)
def test_one_fault(
    opinions_folder: Path,
    problem: RotaProblem,
    spoil: Spoil,
    places: Places,
    file: str,
    right: str,
    wrong: str,
    place: tuple[str, int, str],
) -> None:
    """What is wrong in a table, or between the tables, is named in the row and column where it stands."""
    spoil(opinions_folder / file, right, wrong)
    assert place in places(lambda: read_opinions(opinions_folder, problem.tree, problem.person))


def test_a_broken_table_raises_no_false_alarm(
    opinions_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places
) -> None:
    """With broken opinions no case is said to name unknown ones, and with broken cases no claim or task force."""
    spoil(opinions_folder / "opinions.csv", "field", "telegraph")
    spoil(opinions_folder / "cases.csv", "1957-12-15", "soon")
    assert places(lambda: read_opinions(opinions_folder, problem.tree)) == [
        ("cases.csv", 2, "investigated_on"),
        ("opinions.csv", 2, "channel"),
    ]


def test_no_opinions(tmp_path: Path, problem: RotaProblem, places: Places) -> None:
    """A folder without opinions, and no folder at all, are named."""
    assert places(lambda: read_opinions(tmp_path, problem.tree)) == [("opinions.csv", 0, "")]
    assert places(lambda: read_opinions(tmp_path / "x", problem.tree)) == [(str(tmp_path / "x"), 0, "")]


def test_a_duplicate_names_the_case_that_goes_on(opinions_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """Case b is closed as a duplicate of case a; without the column a claim is a duplicate of nothing."""
    spoil(opinions_folder / "claims.csv", "reason,action\n", "reason,action,duplicate_of\n")
    spoil(opinions_folder / "claims.csv", "A new pump.\n", "A new pump.,\nb,1957-12-20,duplicate,,a\n")
    first, second = read_opinions(opinions_folder, problem.tree).cases
    assert first.claims == (UnitClaim(date(1957, 12, 20), ClosingReason.FIXED, "A new pump."),)
    assert second.claims == (UnitClaim(date(1957, 12, 20), ClosingReason.DUPLICATE, duplicate_of="a"),)
    assert second.state == CaseState.OTHERWISE_CLOSED


@pytest.mark.parametrize(
    ("row", "file", "column"),
    [
        ("b,1957-12-20,duplicate,,", "claims.csv", "duplicate_of"),  # of which one?
        ("b,1957-12-20,duplicate,,z", "claims.csv", "duplicate_of"),  # there is none
        ("b,1957-12-20,duplicate,,a b", "claims.csv", "duplicate_of"),  # is no id
        ("b,1957-12-20,cannot,,a", "claims.csv", "duplicate_of"),  # is none
        ("b,1957-12-20,duplicate,,b", "cases.csv", "claims"),  # of itself
    ],
)
def test_duplicates_of_nothing(
    opinions_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places, row: str, file: str, column: str
) -> None:
    """A duplicate names another case that is there, and nothing else names one."""
    spoil(opinions_folder / "claims.csv", "reason,action\n", "reason,action,duplicate_of\n")
    spoil(opinions_folder / "claims.csv", "A new pump.\n", f"A new pump.,\n{row}\n")
    assert (file, 3, column) in places(lambda: read_opinions(opinions_folder, problem.tree))
