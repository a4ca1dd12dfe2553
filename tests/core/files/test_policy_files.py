from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.policy import read_policy
from grassrota.forms import LengthRule

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column"),
    [
        ('title = "Winter 1957"\n', "", 0, "title"),
        ('"Winter 1957"', "1957", 1, "title"),
        ('"Winter 1957"', '" "', 1, "title"),
        ("coverage_over = 0.85", "coverage_over = 1.2", 2, "coverage_over"),
        ("coverage_over = 0.85", "coverage_over = nan", 2, "coverage_over"),
        ("coverage_over = 0.85", "coverage_over = 1e999999999", 2, "coverage_over"),
        ("coverage_over = 0.85", "coverage_over = 1e99999999999999999999", 2, "coverage_over"),
        ("coverage_over = 0.85", 'coverage_over = "1/0"', 2, "coverage_over"),
        ("coverage_over = 0.85", "coverage_over = true", 2, "coverage_over"),
        ("coverage_over", "coverage_above", 2, "coverage_above"),
        ("coverage_over = 0.85", 'form = "turn41"', 2, "form"),
        ("coverage_over = 0.85", "everyone = 1", 2, "everyone"),
        ("coverage_over = 0.85", 'evidence = ["rumour"]', 2, "evidence"),
        ("coverage_over = 0.85", 'evidence = "plan"', 2, "evidence"),
        ("coverage_over = 0.85", 'directions = [["rural"], ["rural"]]', 2, "directions"),
        ("coverage_over = 0.85", 'directions = ["rural"]', 2, "directions"),
        ("coverage_over = 0.85", 'dumping_tolerance = "none"', 2, "dumping_tolerance"),
        ("coverage_over = 0.85", "purposes = []", 2, "purposes"),
        ("coverage_over = 0.85", "teams = 1", 2, "teams"),
        ('version = "1957"\n', "", 3, "scale.version"),
        ("valid_from = 1957-01-01", 'valid_from = "1957-01-01"', 5, "scale.valid_from"),
        ("valid_from = 1957-01-01", "valid_from = 1957-01-01T00:00:00", 5, "scale.valid_from"),
        ("rank = 2", "rank = 0", 12, "scale.grades[2].rank"),
        ('code = "chief"', 'code = "clerk"', 10, "scale.grades[2].titles"),
        ("depart_by = 1957-12-14", "depart_by = 1957-02-30", 15, "batches[1].depart_by"),
        ("depart_by = 1957-12-14", "depart_by = 1957-12-01", 15, "batches[1].depart_by"),
        ("depart_by = 1957-12-14", "depart_by = 3000-01-01", 15, "batches[1].depart_by"),
        ("days = 40", "days = 41", 16, "batches[1].days"),
        ("days = 40", "days = 0", 16, "batches[1].days"),
        ("depart_from = 1958-02-09", "depart_from = 1958-01-22", 18, "batches[2].depart_from"),
        ('exception = "spring sowing"\n', "", 20, "batches[2].days"),
        ("exception", "excuse", 21, "batches[2].excuse"),
        ('home_absence = "1/3"', "home_absence = -0.1", 23, "floors.home_absence"),
        ("[floors]", "[events]\nharvest = 1\n[floors]", 23, "events.harvest"),
        ("[floors]", '[teams]\ncover_level = "village"\n[floors]', 23, "teams.cover_level"),
        ("direction = 7", "direction = 10001", 25, "costs.direction"),
        ("direction = 7", "beauty = 7", 25, "costs.beauty"),
    ],
)
def test_one_fault(folder: Path, spoil: Spoil, places: Places, right: str, wrong: str, row: int, column: str) -> None:
    """One thing wrong in a policy is one fault, with the dotted path of its key and its line."""
    spoil(folder / "policy.toml", right, wrong)
    if "excuse" in wrong:
        spoil(folder / "policy.toml", "days = 30", "days = 40")
    assert places(lambda: read_policy(folder / "policy.toml")) == [("policy.toml", row, column)]


def test_all_faults_at_once(folder: Path, spoil: Spoil, places: Places) -> None:
    """What is wrong in a part hides neither another part, nor a date that does not exist, nor batches that overlap."""
    path = folder / "policy.toml"
    spoil(path, "rank = 2", 'rank = "two"')
    spoil(path, "valid_from = 1957-01-01", "valid_from = 1957-13-01")
    spoil(path, "depart_from = 1958-02-09", "depart_from = 1958-01-22")
    spoil(path, "direction = 7", "direction = 7.5")
    assert places(lambda: read_policy(path)) == [
        ("policy.toml", 5, "scale.valid_from"),
        ("policy.toml", 12, "scale.grades[2].rank"),
        ("policy.toml", 18, "batches[2].depart_from"),
        ("policy.toml", 25, "costs.direction"),
    ]


@pytest.mark.parametrize("word", ["reduce_headcount", "restructure"])
def test_burden_dumping(folder: Path, spoil: Spoil, word: str) -> None:
    """A rotation that is to shed staff is refused, and the fault calls it burden-dumping."""
    spoil(folder / "policy.toml", "coverage_over", f'purposes = ["learn", "{word}"]\ncoverage_over')
    with pytest.raises(BadInput, match="burden-dumping") as caught:
        read_policy(folder / "policy.toml")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(2, "purposes")]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("title = \n", 1),
        ("a = 1\na = 2\n", 2),
        ("a = " + "[" * 5000, 0),
        ("a = " + "1" * 5000, 0),
        ("a = 'x\n", 0),
        ('a = "x\n', 1),
    ],
)
def test_not_toml(tmp_path: Path, text: str, row: int) -> None:
    """What is no TOML is refused with its line, if there is one to tell."""
    (tmp_path / "policy.toml").write_text(text)
    with pytest.raises(BadInput) as caught:
        read_policy(tmp_path / "policy.toml")
    assert [fault.row for fault in caught.value.faults] == [row]


def test_a_form_of_its_own(folder: Path, spoil: Spoil) -> None:
    """A policy may define a form, recurrence included."""
    form = """[form]
id = "market_day"
name = "Market days"
length = "single_days"
role = "field_work"
purposes = ["help_host", "learn", "collect_opinions"]
[form.recurrence]
rule = "FREQ=WEEKLY;BYDAY=MO"
except_on = [1957-12-16]
[floors]"""
    spoil(folder / "policy.toml", "[floors]", form)
    found = read_policy(folder / "policy.toml").form
    assert (found.id, found.length) == ("market_day", LengthRule.SINGLE_DAYS)
    assert found.recurrence is not None
    assert [str(day) for day in found.recurrence.except_on] == ["1957-12-16"]


def test_faults_of_a_form(folder: Path, spoil: Spoil, places: Places) -> None:
    """Each wrong key of a form is named, a rule that is no RFC 5545 rule included."""
    form = '[form]\nid = "x"\nlength = "single"\nrole = "field_work"\npurposes = ["learn"]\n'
    form += '[form.recurrence]\nrule = "every Thursday"\n[floors]'
    spoil(folder / "policy.toml", "[floors]", form)
    assert places(lambda: read_policy(folder / "policy.toml")) == [
        ("policy.toml", 22, "form.name"),
        ("policy.toml", 24, "form.length"),
        ("policy.toml", 28, "form.recurrence.rule"),
    ]


def test_no_dumping_check(folder: Path, spoil: Spoil) -> None:
    """The word any switches the dumping tolerance off, and a share is exact however it is written."""
    spoil(folder / "policy.toml", "coverage_over", 'dumping_tolerance = "any"\ncoverage_over')
    assert read_policy(folder / "policy.toml").dumping_tolerance is None
    spoil(folder / "policy.toml", '"any"', "1e-1")
    assert read_policy(folder / "policy.toml").dumping_tolerance == Fraction(1, 10)
