from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from grassrota.errors import BadInput, Fault
from grassrota.files.counts import read_counts
from grassrota.files.opinions import read_opinions
from grassrota.files.plan import read_plan, write_plan
from grassrota.files.postings import read_postings
from grassrota.files.problem import read_problem
from grassrota.files.register import read_register
from grassrota.files.replay import replay
from grassrota.files.reported import read_reported
from grassrota.files.tables import read_table
from grassrota.files.visits import read_visits
from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason, Plan, postings
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Grade, GradeScale

ODD = (
    *(b"", b",", b'"', b"\n", b"\r", b";", b"\0", b"\xff", b"\xb9\xfe", b"-1", b"0", b"1e9", b"9" * 30, b"nan", b"inf"),
    *(b"1957-02-30", b"9999-12-31", b"0001-01-01", b"2999-12-31", b"yes", b"true", b"[", b"]", b"[[", b"=", b"#", b"'"),
    *("王".encode(), "\u2028".encode(), b"p1", b"hq", b"county", b"null", b"{", b"}", b"1/0", b'"1/3"', b"restructure"),
)


@st.composite
def _mutations(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Up to three pieces of a file cut out and replaced by something odd or by another piece of it."""
    changes = draw(
        st.lists(
            st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(ODD) | st.binary(max_size=4)),
            min_size=1,
            max_size=3,
        )
    )

    def mutated(content: bytes) -> bytes:
        for where, length, piece in changes:
            start = int(where * len(content))
            content = content[:start] + piece + content[start + length :]
        return content

    return mutated


def _survives(original: Path, name: str, change: Callable[[bytes], bytes], read: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "copy"
        shutil.copytree(original, folder)
        (folder / name).write_bytes(change((folder / name).read_bytes()))
        error = BadInput([Fault("", "no fault", "", file=name)])
        try:
            read(folder)
        except BadInput as found:
            error = found
    assert error.faults
    assert all(fault.file and fault.expected and fault.row >= 0 for fault in error.faults)


_fuzz = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_changes = _mutations() | st.binary(max_size=60).map(lambda content: lambda _: content)


@pytest.mark.parametrize("name", ["units", "people", "openings", "preferences", "couples", "absences"])
@_fuzz
@given(change=_changes)
def test_problem_tables(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in a table of a problem, reading gives a problem or faults that name their file."""
    _survives(folder, f"{name}.csv", change, read_problem)


@settings(_fuzz, max_examples=120)
@given(change=_changes)
def test_policy(folder: Path, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in a policy, reading gives a problem or faults that name their file."""
    _survives(folder, "policy.toml", change, read_problem)


@pytest.mark.parametrize("name", ["postings.csv", "left_out.csv", "prices.csv", "certificate.json"])
@_fuzz
@given(change=_changes)
def test_plan(tmp_path: Path, problem: RotaProblem, name: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in a plan folder, reading gives a plan that can be dated, or faults that name their file."""
    plan = Plan(
        (Assignment("p3", "o2", 2), Assignment("p1", "o1", 1)),
        (LeftOut("p2", LeftOutReason.NOT_NEEDED),),
        Certificate(210, 200.0, 0, 7, problem.sha256, 0.25, (Price("headcount", ("o1",), 1, -1.25),)),
    )
    write_plan(plan, problem, tmp_path / "plan")
    _survives(tmp_path / "plan", name, change, lambda folder: postings(problem, read_plan(folder, problem)))


@pytest.mark.parametrize("name", ["batches", "concerns", "steps", "reports", "field_days", "signups"])
@_fuzz
@given(change=_changes)
def test_postings(postings_folder: Path, problem: RotaProblem, name: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in a postings folder, reading and replaying it gives postings or faults that name their file."""
    certificate = Certificate(0, 0.0, 0, 0, problem.sha256, 0.0)
    planned = postings(problem, Plan((Assignment("p1", "o1", 1),), (), certificate))
    _survives(postings_folder, f"{name}.csv", change, lambda folder: replay(planned, read_postings(folder, problem)))


@pytest.mark.parametrize("name", ["opinions", "cases", "claims", "answers", "taskforces"])
@_fuzz
@given(change=_changes)
def test_opinions(opinions_folder: Path, problem: RotaProblem, name: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in an opinions folder, reading gives cases or faults that name their file."""
    _survives(opinions_folder, f"{name}.csv", change, lambda folder: read_opinions(folder, problem.tree))


SCALE = GradeScale("1957", date(1957, 1, 1), (Grade("clerk", 1, ("办事员",)), Grade("chief", 2)))
OTHERS = {
    "counts.csv": "unit,opinions,reported_fixed,really_fixed,silent\nu1,100,80,0.97,1/50\nu2,7,0,,\n",
    "visits.csv": """unit,on,kind,evidence,from_raisers,representative,sampling_rule
f1,1957-11-05,survey,2,1,yes,by lot
f1,1957-11-20,inspection,4,2,no,
""",
    "units.csv": "id,name,level,kind,parent\nz,Zhejiang,province,organ,\n\nj,Jiashan,county,organ,z\n",
    "register.csv": "person,unit,grade,role,sector\nr1,j,clerk,field_work,rural\nr2,z,办事员,inspection,plant\n",
    "reported.toml": """[[figure]]
id = "raised"
label = "Opinions raised"
wording = "3,200-odd"
out_of = "一百零四万（四舍五入到一万）"
unit = "opinion"
scope = "Shandong"
scope_kind = "province"
as_of = 1959-02-05
status = "reported"
source = "a paper"
counted_by = "the province"
flags = ["no_baseline"]
use = "praise"
coverage = { reporting = 3, units = 4 }
[[figure]]
id = "welcome"
label = "Farmers who were content"
wording = "62.1 %"
unit = "person"
scope = "Boxing"
scope_kind = "county"
as_of = 1959-02-05
status = "reported"
source = "a paper"
counted_by = "a reporter"
""",
}
READ: dict[str, Callable[[Path], object]] = {
    "counts.csv": lambda folder: read_counts(folder / "counts.csv"),
    "visits.csv": lambda folder: read_visits(folder / "visits.csv"),
    "units.csv": lambda folder: read_register(folder, SCALE),
    "register.csv": lambda folder: read_register(folder, SCALE),
    "reported.toml": lambda folder: read_reported(folder / "reported.toml"),
}


@pytest.mark.parametrize("name", READ)
@settings(_fuzz, max_examples=60)
@given(change=_changes)
def test_other_files_of_a_rotation(tmp_path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever stands in counts, visits, a register or reported figures: a value, or faults that name their file."""
    folder = tmp_path / "others"
    if not folder.exists():
        folder.mkdir()
        for file, text in OTHERS.items():
            (folder / file).write_text(text, encoding="utf-8")
        READ[name](folder)
    _survives(folder, name, change, READ[name])


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
@settings(_fuzz, max_examples=100)
@given(change=_changes)
def test_binary_formats(tmp_path: Path, suffix: str, change: Callable[[bytes], bytes]) -> None:
    """Whatever bytes a workbook or a Parquet file has, reading gives a table or faults, and never ends the process."""
    folder = tmp_path / "tables"
    path = folder / f"people.{suffix}"
    if not folder.exists():
        folder.mkdir()
        lines = list(csv.reader(io.StringIO("id,name\np1,Wang\np2,Li\n")))
        if suffix == "xlsx":
            with xlsxwriter.Workbook(str(path)) as book:
                sheet = book.add_worksheet()
                for row, line in enumerate(lines):
                    sheet.write_row(row, 0, line)
        else:
            parquet.write_table(pa.table({"id": ["p1", "p2"], "name": ["Wang", "Li"]}), path)
    _survives(folder, path.name, change, lambda found: read_table(found / path.name))


@settings(_fuzz, max_examples=60)
@given(change=_mutations(), reference=st.sampled_from(["B2", "ZZZZZ91", "XFD1048576", "A0", "99999999999", "b2", ""]))
def test_sheet_of_a_workbook(tmp_path: Path, change: Callable[[bytes], bytes], reference: str) -> None:
    """Whatever a sheet inside a sound workbook says, a cell past every end included, reading it ends in an answer."""
    path = tmp_path / "sound.xlsx"
    if not path.exists():
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet().write_row(0, 0, ["id", 2, True])
    folder = tmp_path / "parts"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path) as sound, zipfile.ZipFile(folder / "t.xlsx", "w") as spoilt:
        for name in sound.namelist():
            content = sound.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = change(content.replace(b"C1", reference.encode()))
            spoilt.writestr(name, content)
    _survives(folder, "t.xlsx", lambda content: content, lambda found: read_table(found / "t.xlsx"))
