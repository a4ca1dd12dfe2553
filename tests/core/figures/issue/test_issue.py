"""Bulletins: what is said with its qualifications, what is not, and whether a file is what was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from grassrota.cli.program import app
from grassrota.errors import BadInput, Refused
from grassrota.figures.definitions import DEFINITIONS
from grassrota.figures.figure import Coverage
from grassrota.figures.issue.held import folded
from grassrota.figures.issue.issued import Issued, TreeHead
from grassrota.figures.issue.known import Counted, Known, ReadingNote, both
from grassrota.figures.issue.making import make
from grassrota.figures.issue.phrases import CHINESE
from grassrota.figures.issue.seal import Sealed, file_text, read_sealed, seal, to_json
from grassrota.figures.issue.template import DEFAULT, read_template
from grassrota.figures.release.shown import Release, Releases
from grassrota.figures.words import Language
from grassrota.report.issued_page import issued_page

AUGUST, OCTOBER = date(1957, 8, 31), date(1957, 10, 4)
EARLIER = date(1957, 7, 31)
HEAD = TreeHead(12, "ab" * 32)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
OPINIONS = {"raised": 60, "reported_fixed": 40, "acknowledged": 50}
ANSWERS = {"confirmed": 12, "refuted": 9, "unasked": 7}
PEOPLE = {"listed": 40_000, "departed": 29_909}


def note(day: date) -> ReadingNote:
    """A reading of a day, made on the next."""
    return ReadingNote(day, date.fromordinal(day.toordinal() + 1), "cd" * 32, day.day)


def _one(day: date, total: int) -> tuple[Release, ...]:
    return (Release(day, total, total),)


def shown(units: Mapping[str, Mapping[str, int]], day: date) -> Mapping[str, Releases]:
    """What was published of opinions as of a day, by unit and figure; of the county 31 were raised a month before."""
    by_figure = {
        figure: {unit: _one(day, found[figure]) for unit, found in units.items() if figure in found}
        for figure in (*OPINIONS, *ANSWERS)
    }
    raised = by_figure["raised"]
    if "k1" in raised:
        raised["k1"] = _one(EARLIER, 31) + raised["k1"]
    return {figure: Releases(grows=False, by_unit=by_unit) for figure, by_unit in by_figure.items()}


def known(
    published: Mapping[str, int] | None = None,
    parts: Mapping[str, int] | None = None,
    beside: Mapping[str, Mapping[str, int]] | None = None,
    people: Mapping[str, int] = PEOPLE,
    **more: object,
) -> Known:
    """What is known of a county as of 31 August, and what was published of it and of the counties beside it."""
    here = {Counted(AUGUST, figure): count for figure, count in people.items()}
    here |= {Counted(AUGUST, *name.split(" ", 1)): count for name, count in (parts or {}).items()}
    readings = {day: note(day) for day in (EARLIER, AUGUST)}
    releases = shown({"k1": OPINIONS | ANSWERS if published is None else published, **(beside or {})}, AUGUST)
    found = Known("k1", "Long County", AUGUST, OCTOBER, readings, here, releases, beside=beside)
    return replace(found, **more)  # type: ignore[arg-type]


def issued(text: str, of: Known | None = None) -> Issued:
    """A bulletin that says one thing in either language."""
    template = read_template(f"# {{unit}}\n\n{text}")
    return make("b1", dict.fromkeys(Language, template), of or known(), HEAD)


def said(text: str, of: Known | None = None) -> tuple[str, str]:
    """The sentence in English and in Chinese."""
    texts = issued(text + " {listed}", of).texts
    ends = ("40,000 people (", "40,000人（")
    return tuple(texts[one][1].words.partition(end)[0].strip() for one, end in zip(Language, ends, strict=True))  # type: ignore[return-value]


def refusal(text: str, of: Known | None = None) -> str:
    """The code with which a place is refused; the rest of the bulletin comes out."""
    made = issued(f"{text}\n\n{{listed}}", of)
    assert 40_000 in [one.count for one in made.numbers if one.figure == "listed"]
    assert "[not said: " in made.texts[Language.ENGLISH][1].words
    return ", ".join(one.code for one in made.refused)


def test_parts_are_said_with_their_day_its_age_and_what_is_in_none_of_them() -> None:
    """By hand: 29,909 on 31 August, 34 days before 4 October, of whom 328 and 2,353, so that 27,228 are others."""
    parts = {"departed grade:division": 328, "departed grade:section": 2_353}
    names = {"grade:division": "division heads", "grade:section": both("section heads", "科级")}
    english, chinese = said("{departed by grade}", known(parts=parts, names=names))
    assert english == (
        "29,909 people, of whom 2,353 section heads, 328 division heads, others 27,228 "
        "(people who departed; departed; as of 31 August 1957, 34 days old)"
    )
    assert chinese.startswith("29,909人，其中科级有2,353、division heads有328、其余有27,228（已出发的人员；已出发；")


def test_confirmed_is_an_interval_as_wide_as_the_silence() -> None:
    """12 say yes and 9 say no of 40: 19 are silent, so that 12 to 31 may be fixed."""
    english, chinese = said("{confirmed of reported_fixed}")
    assert english.startswith(
        "between 12 and 31 of 40, 30 % to 77.5 %: 19 raisers have not answered (opinions that their"
    )
    assert "40之中的12至31，30 %至77.5 %：19位提意见人没有答复" in chinese
    assert "as of 31 August 1957, 34 days old" in english
    few = known(OPINIONS | {"confirmed": 12})
    assert said("{confirmed of reported_fixed}", few)[0].startswith("between 12 and 40 of 40")
    made = issued("{confirmed of reported_fixed}", few)
    assert [one.code for one in made.refused] == ["not_stated"]
    assert "refuted" not in [one.figure for one in made.numbers]


def test_what_was_published_of_an_earlier_day_is_said_with_that_day() -> None:
    """By hand: nothing may be told of August; the 31 that were published of July are said as of July, and again."""
    july = known({}, releases=shown({"k1": OPINIONS}, date(1957, 9, 1)))
    made = issued("{raised}", july)
    assert [(one.figure, one.day, one.count) for one in made.numbers] == [("raised", EARLIER, 31)]
    assert "as of 31 July 1957, 65 days old" in made.texts[Language.ENGLISH][1].words
    assert [one.day for one in made.readings] == [EARLIER]
    assert refusal("{change raised since last}", replace(july, last=EARLIER)) == "nothing_newer"
    assert refusal("{reported_fixed of raised}", july) == "not_stated"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{open}", "not_published"),
        ("{raised by topic}", "not_published"),
        ("{unasked of reported_fixed}", "not_stated"),
    ],
)
def test_of_opinions_nothing_is_said_but_what_is_published(text: str, code: str) -> None:
    """Neither figures nor tables of them that could be held beside published ones."""
    parts = {"raised topic:water": 30, "open": 12, "unasked": 7}
    assert refusal(text, known(OPINIONS, parts)) == code


def test_few_people_are_not_said() -> None:
    """By hand: 3 went; 3 of one grade are among the others, together with as many as make five."""
    assert refusal("{departed}", known(people=PEOPLE | {"departed": 3})) == "small_cell"
    assert refusal("{departed of listed}", known(people=PEOPLE | {"departed": 3})) == "small_cell"
    parts = {"departed grade:a": 10, "departed grade:b": 7, "departed grade:c": 3}
    words, _chinese = said("{departed by grade}", known(parts=parts, people=PEOPLE | {"departed": 20}))
    assert words.startswith("20 people, of whom 10 a, others 10 (")


def test_nothing_of_nothing_is_unknown() -> None:
    """0 of 0 is no share, neither none nor all."""
    words, _chinese = said("{covered of townships}")
    assert words.startswith("0 of 0, which is unknown and not nothing")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{raised on 1957-08-30}", "not_read"),
        ("{confirmed on 1957-07-31 of raised}", "unlike_days"),
        ("{change raised since last}", "no_baseline"),
        ("{change raised since 1957-06-30}", "no_baseline"),
        ("{rank confirmed of reported_fixed}", "nothing_beside"),
        ("{complete raised}", "open_list"),
    ],
)
def test_what_the_data_do_not_support_is_refused_and_the_rest_comes_out(text: str, code: str) -> None:
    """Each by its own code, beside a figure that is stated."""
    assert refusal(text) == code


def test_ranks_ties_completeness_and_changes() -> None:
    """By hand: 12 to 31 of 40 overlaps 20 of 40, and neither 35 of 40 nor 6 of 40 with 34 against it."""
    above, below = OPINIONS | {"confirmed": 35, "refuted": 5}, OPINIONS | {"confirmed": 6, "refuted": 34}
    between = OPINIONS | {"confirmed": 20, "refuted": 20}
    rank = "{rank confirmed of reported_fixed}"
    assert said(rank, known(beside={"a": above, "b": below}))[0].startswith("number 2 of 3 units")
    assert refusal(rank, known(beside={"a": above, "c": between})) == "overlap"
    assert refusal(rank, known(beside={"a": above, "d": {"raised": 9}})) == "not_stated"
    unlike = known(beside={"a": above}).releases
    later = {
        figure: replace(found, by_unit={**found.by_unit, "a": _one(EARLIER, above[figure])})
        for figure, found in unlike.items()
        if figure in above
    }
    assert refusal(rank, known(beside={"a": above}, releases={**unlike, **later})) == "unlike_days"
    assert refusal("{complete raised}", known(coverage={"raised": Coverage(3, 4)})) == "partial"
    assert said("{complete raised}", known(coverage={"raised": Coverage(4, 4)}))[0].startswith("All 4 units below")
    assert "29 more than the 31 opinions of 31 July 1957" in said("{change raised since last}", known(last=EARLIER))[0]


def test_parts_are_folded_until_the_others_are_not_few() -> None:
    """By hand: of 20 the 3 of c go with 2 of nobody's; of 18 the 6 of b go along, or 3 would be left."""
    assert folded({"a": 9, "b": 6, "c": 3}, 20) == {"a": 9, "b": 6}
    assert folded({"a": 9, "b": 6, "c": 3}, 18) == {"a": 9}


def test_faults_of_a_template_name_the_line_and_what_there_is() -> None:
    """Unknown names, shares of what something is no part of, braces and numbers by hand: all at once."""
    text = (
        "# {unit}\n\n{rised}\n\n{arrived of raised}\n\nSolved: 97 %\n\n{raised\n\n{open by grade}\n\n已解决百分之九十"
    )
    with pytest.raises(BadInput) as bad:
        read_template(text)
    found = {fault.row: fault for fault in bad.value.faults}
    assert sorted(found) == [3, 5, 7, 9, 11, 13]
    assert "raised" in found[3].expected
    assert found[5].expected == "arrived of departed, arrived of listed"
    assert found[7].got == "9"
    assert found[11].expected == "open by topic, open by age"
    with pytest.raises(BadInput, match="one title"):
        read_template("no title")


def test_a_bulletin_that_contradicts_itself_is_not_made() -> None:
    """More confirmed than reported, as a ledger that was tampered with says; and nothing at all is no bulletin."""
    with pytest.raises(Refused) as refused:
        issued("{raised} {reported_fixed}", known({"raised": 60, "reported_fixed": 70}))
    assert refused.value.code == "contradicts"
    with pytest.raises(Refused) as nothing:
        issued("{raised on 1957-08-30}")
    assert nothing.value.code == "nothing_to_say"


def sealed() -> Sealed:
    """The default bulletin, signed."""
    templates = {language: read_template(text) for language, text in DEFAULT.items()}
    return seal(make("b1", templates, known(), HEAD), KEY.sign, PUBLIC)


def test_every_figure_has_its_chinese() -> None:
    """The words of a bulletin are there for every definition."""
    assert CHINESE.keys() == DEFINITIONS.keys()


def test_whoever_has_the_file_and_the_key_finds_out_what_was_changed(tmp_path: Path) -> None:
    """The page and the JSON hold; a figure changed inside, a word of the page, or another key do not."""
    file, made = tmp_path / "bulletin", sealed()
    page = issued_page(made, Language.CHINESE)
    assert read_sealed(page) == read_sealed(file_text(made)) == made
    assert issued_page(read_sealed(page), Language.CHINESE) == page

    def answer(text: str, key: str = PUBLIC) -> int:
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["figures", "verify-bulletin", str(file), "--key", key]).exit_code

    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw().hex()
    assert [answer(page), answer(file_text(made)), answer(page, other), answer(page, "zz")] == [0, 0, 1, 1]
    changed = to_json(made)
    changed["bulletin"]["numbers"][0]["count"] += 1
    assert answer(json.dumps(changed)) == 1
    assert "12至31" in page
    assert answer(page.replace("12至31", "12至41", 1)) == 1
    assert [answer("{}"), answer("{" * 5000), answer("[]")] == [2, 2, 2]
