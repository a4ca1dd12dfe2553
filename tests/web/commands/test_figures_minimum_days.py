"""Who reaches a yearly number of days in the field, from a file and from the store, from the command line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from tests.extras import needs
from tests.web.installation import Installation

needs("duckdb", "ibis", "pyarrow")

LAST_YEAR = timezone.localdate().year - 1
FIELD = "person,day\np1,1957-12-09\np1,1957-12-10\np1,1957-12-10\np2,1957-12-29\np2,1956-12-29\n"
STAFF = "person,unit\np1,mill\np2,mill\np3,yard\n"
STORED = f"""
from datetime import date
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.orgs.models import Person, Unit
unit = Unit.objects.create(code='mill', name='mill', level='county', kind='organ', path='/1/')
for code, days in (('p1', (1, 2, 2)), ('p2', (1, 2, 3)), ('p3', ())):
    person = Person.objects.create(code=code, name=code, unit=unit, grade='clerk')
    for number, day in enumerate(days):
        FieldEntry.objects.create(
            person=person, key=f'{{number:032}}', digest='', day=date({LAST_YEAR}, 12, day), kind='labour', place='x'
        )
"""


def test_a_table_is_judged_person_by_person_and_unit_by_unit(set_up: Installation, tmp_path: Path) -> None:
    """By hand, two days asked for as of 30 December, with a day left: two done, one done and one to go, none done."""
    field, staff, out = tmp_path / "field.csv", tmp_path / "staff.csv", tmp_path / "out"
    field.write_text(FIELD, encoding="utf-8")
    staff.write_text(STAFF, encoding="utf-8")
    call = ("figures", "minimum-days", field, "--days", "2", "--staff", staff, "--as-of", "1957-12-30", "-o", out)
    found = set_up(*call)
    assert (found.code, found.out) == (
        0,
        "As of 1957-12-30, 2 days asked for, 3 people: met 1, on course 0, short 1, out of reach 1.\n",
    ), found.err
    assert (out / "verdicts.csv").read_text("utf-8").splitlines() == [
        "person,unit,verdict,done,planned,days,missing",
        "p1,mill,met,2,0,2,0",
        "p2,mill,short,1,0,2,1",
        "p3,yard,out_of_reach,0,0,2,2",
    ]
    assert (out / "by_unit.csv").read_text("utf-8").splitlines() == [
        "unit,met,on_course,short,out_of_reach",
        "mill,1,0,1,0",
        "yard,0,0,0,1",
    ]
    dry = set_up("figures", "minimum-days", field, "--days", "2", "-o", tmp_path / "no", "--dry-run", "--json")
    assert (dry.code, dry.data["as_of"], dry.data["people"]) == (0, "1957-12-29", 2)
    assert dry.data["verdicts"] == {"met": 1, "on_course": 0, "short": 1, "out_of_reach": 0}
    assert not (tmp_path / "no").exists()


def test_the_store_is_judged_under_the_ids_of_people(set_up: Installation, tmp_path: Path) -> None:
    """By hand, three days asked for as of 30 December of last year: a day counts once, and one day is left."""
    set_up.python(STORED)
    as_of = date(LAST_YEAR, 12, 30).isoformat()
    found = set_up("figures", "minimum-days", "--days", "3", "--as-of", as_of, "-o", tmp_path / "out")
    assert found.code == 0, found.err
    assert (tmp_path / "out" / "verdicts.csv").read_text("utf-8").splitlines()[1:] == [
        "p1,mill,short,2,0,3,1",
        "p2,mill,met,3,0,3,0",
        "p3,mill,out_of_reach,0,0,3,3",
    ]


def test_what_cannot_be_judged_is_bad_input(set_up: Installation, tmp_path: Path) -> None:
    """A cell by file, row and column; no rows and no day; a day to come; a staff for the store; a folder in use."""
    field, empty, out = tmp_path / "field.csv", tmp_path / "empty.csv", tmp_path / "out"
    field.write_text("person,day\np1,never\n", encoding="utf-8")
    empty.write_text("person,day\n", encoding="utf-8")
    call = ("figures", "minimum-days", "--days", "2", "-o", out, "--json")
    wrong = set_up(*call, field).data["faults"]
    assert [(one["file"], one["row"], one["column"], one["got"]) for one in wrong] == [("field.csv", 2, "day", "never")]
    assert set_up(*call, empty).data["faults"][0]["got"] == "a table without rows"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert set_up(*call, "--as-of", tomorrow).data["faults"][0]["column"] == "--as-of"
    assert set_up(*call, "--staff", field).data["faults"][0]["column"] == "--staff"
    assert not out.exists()
    assert set_up("figures", "minimum-days", field, "--days", "2", "-o", tmp_path).code == 2
