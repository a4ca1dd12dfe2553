"""Small folders that are right in every file, written by hand; the tests spoil them one way each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.problem import read_problem
from grassrota.rota.problem import RotaProblem

PROBLEM = {
    "units.csv": """id,name,level,kind,parent,open_list,headed_by,east_km,north_km
county,Boxing,county,organ,,,,,
hq,County office,district,organ,county,no,p1;p2,,
c1,First commune,township,place,county,yes,,3,-4
c2,Second commune,township,place,county,,,,
""",
    "people.csv": """id,name,unit,grade,tenure_years,field_years,last_returned,surplus,skills,site
p1,Wang,hq,chief,12,3,1957-03-31,no,wells;maps,c1
p2,李,hq,clerk,1,,,yes,,
p3,Zhao,hq,clerk,,,,,,
p4,Qian,hq,clerk,,,,,,
""",
    "openings.csv": """id,place,sector,role,low,high,batches,length,needs,grades
o1,c1,rural,field_work,1,2,,,wells,
o2,c2,upland,field_work,0,1,2,1,,clerk;chief
""",
    "preferences.csv": "person,place,rank\np2,c2,1\n",
    "couples.csv": "first,second\np1,p2\n",
    "groups.csv": "id,members,headcount\ng1,p3;p2,3\n",
    "absences.csv": "person,kind,reason,batches,sealed_ref\np3,not_available,,1,\np4,exempt,health,,x7\n",
    "pins.csv": "person,opening,batch,stays\np3,o2,2,\np2,,,yes\n",
    "policy.toml": """title = "Winter 1957"
coverage_over = 0.85
[scale]
version = "1957"
valid_from = 1957-01-01
[[scale.grades]]
code = "clerk"
rank = 1
titles = ["办事员"]
[[scale.grades]]
code = "chief"
rank = 2
[[batches]]
depart_from = 1957-12-09
depart_by = 1957-12-14
days = 40
[[batches]]
depart_from = 1958-02-09
depart_by = 1958-02-14
days = 30
exception = "spring sowing"
[floors]
home_absence = "1/3"
[costs]
direction = 7
""",
}
POSTINGS = {
    "batches.csv": "batch,list_published_on,discussion_opened_on,briefing_on\n1,1957-12-02,1957-12-01,1957-12-08\n",
    "concerns.csv": """id,person,kind,raised_on,answered_on,outcome,sealed_ref
k1,p1,difficulty,1957-12-03,1957-12-05,answered,x9
""",
    "steps.csv": """person,step,on
p1,listed,1957-12-02
p1,departed,1957-12-09
p1,arrived,1957-12-10
p1,returned,1958-01-18
p1,closed,1958-01-20
""",
    "reports.csv": """person,task,filed_on,place,text,finding,verdict,owner,due_on
p1,plan_test,1958-01-19,First commune,The ditch plan holds.,,holds,hq,1958-02-01
p1,findings,1958-01-19,First commune,A broken pump.,problem,,hq,1958-02-01
p1,opinions,1958-01-19,First commune,Two opinions were handed over.,,,,
""",
    "field_days.csv": "person,day,kind,place\np1,1957-12-12,labour,First commune\n",
    "signups.csv": "person\np2\np3\n",
}
OPINIONS = {
    "opinions.csv": """id,raiser,raised_on,place,addressed,topic,text,channel,by_proxy,on_leadership
n1,t1-5d02c7,1957-12-12,c1,hq,water,The pump is broken.,field,yes,no
n2,,1957-12-13,c1,hq,,"Too many meetings, too few tools.",paper,,
n3,t3_91be60,1957-12-13,c2,hq,water,No well.,web,,
""",
    "cases.csv": """id,opinions,owner,opened_on,posted_handlers,local_handlers,investigated_on,on_leadership
a,n1;n3,hq,1957-12-14,p1,local1,1957-12-15,
b,n2,hq,1957-12-14,,,,yes
""",
    "claims.csv": "case,on,reason,action\na,1957-12-20,fixed,A new pump.\n",
    "answers.csv": "case,opinion,on,answer\na,n3,1957-12-28,not_fixed\na,n1,1957-12-27,fixed\n",
    "taskforces.csv": "problem,owner,cases,members,named_on\nWater,hq,a;b,local1,1957-12-08\n",
}


def _written(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A problem folder without a fault."""
    return _written(tmp_path / "problem", PROBLEM)


@pytest.fixture
def problem(folder: Path) -> RotaProblem:
    """What is in it."""
    return read_problem(folder)


@pytest.fixture
def postings_folder(tmp_path: Path) -> Path:
    """A postings folder of the problem, without a fault."""
    return _written(tmp_path / "postings", POSTINGS)


@pytest.fixture
def opinions_folder(tmp_path: Path) -> Path:
    """An opinions folder of the problem's units, without a fault."""
    return _written(tmp_path / "opinions", OPINIONS)


Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]


@pytest.fixture
def spoil() -> Spoil:
    """Replaces a piece of a file, once."""

    def change(path: Path, right: str, wrong: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8", newline="")

    return change


@pytest.fixture
def places() -> Places:
    """Where the faults of a reading are: file, row and column of each, in order."""

    def found(read: Callable[[], object]) -> list[tuple[str, int, str]]:
        with pytest.raises(BadInput) as caught:
            read()
        return sorted((fault.file, fault.row, fault.column) for fault in caught.value.faults)

    return found
