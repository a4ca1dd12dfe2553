"""The page on which bulletins are checked: what is pasted is judged and forgotten, faults are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grassrota.files.tables import read_lines
from grassrota_web.access.rights import Role
from grassrota_web.figures.examples import EXAMPLES
from grassrota_web.figures.forms import MOST_STATEMENTS
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn, World

WEEK = "种类\t事项\t总体\t数值\n\t回访\t\t25\n\t满意\t回访\t90 %\n"


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    """Somebody with hardly a right: everybody who has signed in may check a bulletin."""
    return signed_in(world.account(Role.CLERK, world.units["north"]))


def url() -> str:
    return reverse("figures:consistency")


def test_a_pasted_week_is_judged_in_both_languages_and_kept_nowhere(clerk: Client) -> None:
    """90 % of 25 hides a denominator of 10; no journal row is written, and a stranger is asked to sign in."""
    before = Entry.objects.count()
    page = clerk.post(url(), {"table": WEEK, "about": 5}).content.decode()
    assert "the smallest number that can is 10" in page
    assert "Cannot all be true" in page
    clerk.post(reverse("set_language"), {"language": "zh-hans"})
    page = clerk.post(url(), {"table": WEEK, "about": 5}).content.decode()
    assert "能得出它的最小总数是10" in page
    assert "不可能都成立" in page
    assert Entry.objects.count() == before
    assert Client().get(url()).status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_example_is_judged_with_its_picture_and_can_be_sent_again(clerk: Client, language: str) -> None:
    """An example fills the form in; sent back, it is judged with the same words. Clashes and bounds are drawn."""
    clerk.post(reverse("set_language"), {"language": language})
    drawn = set()
    for name in EXAMPLES:
        shown = clerk.get(url(), {"example": name})
        assert shown.status_code == 200
        table = shown.context["form"].initial["table"]
        again = clerk.post(url(), {"table": table, "about": 5})
        first, second = shown.context["judged"], again.context["judged"]
        assert [one["value"].words for one in first["findings"]] == [one["value"].words for one in second["findings"]]
        assert first["possible"] is second["possible"]
        drawn |= {key for key in ("against", "unsaid") if first[key] and "<svg" in shown.content.decode()}
    assert drawn == {"against", "unsaid"}
    assert clerk.get(url(), {"example": "../secret"}).status_code == 404


def test_the_tail_of_report_002_is_bounded_as_by_hand(clerk: Client) -> None:
    """With five points under (62.15 - 37.5 - 15) x 6 = 57.9 %, without under (62.15 - 40 - 50/3) x 6 = 32.9 %."""
    shown = clerk.get(url(), {"example": "report-002"})
    assert "under 57.9 %" in shown.content.decode()
    table = shown.context["form"].initial["table"]
    assert "under 32.9 %" in clerk.post(url(), {"table": table, "about": 0}).content.decode()


@pytest.mark.parametrize(
    ("example", "told"),
    [
        # 3,200-odd is 3,200 to 3,299 and 1,500-odd 1,500 to 1,599: 3,200 - 1,599 and 3,299 - 1,500 are left
        ("report-000", ("1,601 to 1,799", "45.47 % to 49.97 %", "13 December 1957, page 4")),
        ("report-001", ("Growth over periods of unequal length",)),
        ("communes", ("75 %", "8 February 1959, page 2")),
        ("report-003", ("27,228", "839", "what is claimed follows")),
        ("register", ("62.31 %", "10 %", "23409")),
    ],
)
def test_what_the_reports_say_is_there_to_try(clerk: Client, example: str, told: tuple[str, ...]) -> None:
    """The figures of each report as it printed them, as intervals where it says "odd", beside where it stands."""
    page = clerk.get(url(), {"example": example}).content.decode()
    assert [words for words in told if words not in page] == []


def test_faults_of_a_table_come_all_at_once_with_row_and_column(clerk: Client) -> None:
    """A share that lost its sign and an unknown kind are both told, in the reader's language, with what to do."""
    clerk.post(reverse("set_language"), {"language": "zh-hans"})
    answer = clerk.post(url(), {"table": "kind,what,of,value\nrumour,a,,1\nshare,a,b,0.621\n", "about": 5})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "表格有 2 处不对" in page
    assert "百分号可能被电子表格去掉了" in page
    assert "expected" not in page
    assert "rumour" in page
    assert "或求" in page
    assert "nothing" not in page


def test_files_are_read_and_too_much_is_refused(clerk: Client, tmp_path: Path) -> None:
    """CSV and TOML give the same answer as pasting; other files, both ways at once and long bulletins are refused."""
    as_csv = SimpleUploadedFile("week.csv", WEEK.replace("\t", ",").encode())
    assert "hidden" in clerk.post(url(), {"file": as_csv, "about": 5}).content.decode()
    as_toml = SimpleUploadedFile("week.toml", EXAMPLES["daying"][1].read_bytes())
    assert "59.29 %" in clerk.post(url(), {"file": as_toml, "about": 5}).content.decode()
    for wrong in ({"file": SimpleUploadedFile("week.doc", b"x")}, {}, {"table": WEEK, "file": as_csv}):
        assert clerk.post(url(), {**wrong, "about": 5}).status_code == 422
    broken = SimpleUploadedFile("week.xlsx", b"no workbook")
    assert "an XLSX workbook" in clerk.post(url(), {"file": broken, "about": 5}).content.decode()
    rows = "\n".join(f"q{row},{row}" for row in range(MOST_STATEMENTS + 1))
    answer = clerk.post(url(), {"table": f"what,value\n{rows}", "about": 5})
    assert answer.status_code == 422
    assert "at most 1,000 statements" in answer.content.decode()


def test_the_workbook_to_fill_in_comes_in_the_language_of_the_reader(clerk: Client, tmp_path: Path) -> None:
    """Its header is in Chinese for who reads Chinese."""
    clerk.post(reverse("set_language"), {"language": "zh-hans"})
    answer = clerk.get(reverse("figures:consistency_template"))
    (tmp_path / "t.xlsx").write_bytes(b"".join(answer))
    assert read_lines(tmp_path / "t.xlsx")[0][:4] == ["种类", "事项", "总体", "数值"]
