"""The tables of the roster: units, people, absences and couples."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault, Faults
from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import a_set, day, identifier, one_of, several, text, whole, yes_or_no
from grassrota.org import Level, Unit, UnitKind
from grassrota.staff import Couple, Exemption, ExemptionReason, NotAvailable, Person

BATCH_NUMBERS = a_set(whole(1, 10_000))

UNITS = (
    Column("id", identifier, chinese="编号", aliases=("单位编号", "unit id"), example="hq",
           about=("stable and unique", "固定不变，不得重复")),
    Column("name", text, chinese="名称", aliases=("单位名称",), example="县水利局",
           about=("what people call it", "通用名称")),
    Column("level", one_of(Level, "中央 省/省级 专区/地区/市 县/县级 区 乡/公社/镇 点/基层点"),
           chinese="层级", aliases=("级别",),
           example="district", about=("lower than that of the unit above", "须低于上级单位的层级")),
    Column("kind", one_of(UnitKind, "机关 事业单位/事业 企业 商业/商店 地方/基层"),
           chinese="类别", aliases=("单位类别",),
           example="organ", about=("what the unit is", "单位的性质")),
    Column("parent", identifier, required=False, chinese="上级单位", aliases=("上级", "上级单位编号"),
           example="county",
           about=("id of the unit above; empty at the top", "上级单位的编号；最高一级留空")),
    Column("open_list", yes_or_no, required=False, default=False, chinese="下属未列全", example="no",
           about=("yes if units below it are not all listed", "下属单位没有全部列出时填“是”")),
    Column("headed_by", several(identifier), required=False, default=(), chinese="负责人", aliases=("负责人编号",),
           example="p1;p2", about=("ids of the people who head it", "负责人的编号")),
    Column("east_km", whole(-50_000, 50_000), required=False, default=None, chinese="东向公里", example="3",
           about=("kilometres east of any fixed point", "距某一固定点以东的公里数")),
    Column("north_km", whole(-50_000, 50_000), required=False, default=None, chinese="北向公里", example="-4",
           about=("kilometres north of the same point", "距同一固定点以北的公里数")),
)  # fmt: skip

PEOPLE = (
    Column("id", identifier, chinese="编号", aliases=("人员编号", "工号", "staff id"), example="0017",
           about=("stable and unique", "固定不变，不得重复")),
    Column("name", text, chinese="姓名", example="王小明", about=("as published on the list", "公布名单上的姓名")),
    Column("unit", identifier, chinese="单位", aliases=("单位编号", "所在单位", "home unit"), example="hq",
           about=("id of the home unit", "所在单位的编号")),
    Column("grade", text, chinese="职务级别", aliases=("职级", "级别", "职务"), example="chief",
           about=("a code of the grade scale", "职务级别表中的代码")),
    Column("tenure_years", whole(0, 70), required=False, default=0, chinese="本单位工龄", aliases=("工龄",),
           example="12",
           about=("whole years in the home unit", "在本单位工作的整年数")),
    Column("field_years", whole(0, 70), required=False, default=0, chinese="基层年数", aliases=("基层工作年数",),
           example="3", about=("years of earlier field work", "以往在基层工作的年数")),
    Column("turns_served", whole(0), required=False, default=0, chinese="已轮次数", aliases=("已下放次数",),
           example="1",
           about=("postings finished so far", "已经完成的轮换次数")),
    Column("last_returned", day, required=False, default=None, chinese="上次返回日期", aliases=("上次返回",),
           example="1957-03-31", about=("when the last posting ended", "上次轮换结束的日期")),
    Column("previous_post", text, required=False, chinese="原任职务", aliases=("前任职务",), example="",
           about=("the post held before the present one", "现职以前的职务")),
    Column("home_post", text, required=False, chinese="保留职务", aliases=("现任职务",), example="科长",
           about=("the post kept open during a posting", "轮换期间保留的职务")),
    Column("surplus", yes_or_no, required=False, default=False, chinese="编余", aliases=("编余人员",), example="no",
           about=("above the unit's authorised headcount", "超出单位编制")),
    Column("key_staff", yes_or_no, required=False, default=False, chinese="骨干", aliases=("骨干人员",),
           example="yes",
           about=("among those the unit least wants to lose", "单位最不愿抽调的人员")),
    Column("skills", a_set(text), required=False, default=frozenset(), chinese="技能", aliases=("专长",),
           example="wells;maps", about=("what a host may ask for", "接收单位可能需要的技能")),
    Column("site", identifier, required=False, chinese="家庭所在地", aliases=("家庭所在地编号",), example="c1",
           about=("id of the unit where the family lives", "家庭所在单位（地方）的编号")),
)  # fmt: skip


class AbsenceKind(StrEnum):
    """What a row of the absences says."""

    EXEMPT = "exempt"
    NOT_AVAILABLE = "not_available"


ABSENCES = (
    Column("person", identifier, chinese="人员编号", aliases=("编号", "人员"), example="p4",
           about=("id of the person", "人员的编号")),
    Column("kind", one_of(AbsenceKind, "免派 本轮不派"), private=True, chinese="种类", aliases=("类别",),
           example="exempt",
           about=("exempt, or not available this round", "免派，或本轮不派")),
    Column("reason", one_of(ExemptionReason, "年老/年龄 健康/有病"), required=False, default=None, private=True,
           chinese="原因", aliases=("免派原因",), example="age",
           about=("the class only, for exempt and nothing else", "只填类别，仅免派时填写")),
    Column("batches", BATCH_NUMBERS, required=False, default=frozenset(), chinese="批次", aliases=("批",), example="",
           about=("for not available: the batches; empty for the whole round", "本轮不派所涉批次；全轮不派则留空")),
    Column("sealed_ref", identifier, required=False, private=True, chinese="密封件号", example="x7",
           about=("for exempt: where the detail is sealed", "免派详情的密封件编号")),
)  # fmt: skip

_SEALED = "Detail is sealed elsewhere: give a class (age or health) as reason, and at most sealed_ref."
DETAIL = dict.fromkeys(
    (
        *("detail", "details", "diagnosis", "illness", "disease", "medical", "condition", "note", "notes", "remark"),
        *("remarks", "comment", "comments", "hardship", "consent", "explanation", "description"),
        *("详情", "诊断", "病情", "疾病", "备注", "说明", "困难"),
    ),
    _SEALED,
)
"""Columns that the absences never have, with the reason."""

COUPLES = (
    Column("first", identifier, chinese="一方编号", aliases=("一方",), example="p1",
           about=("id of one of the two", "夫妻一方的编号")),
    Column("second", identifier, chinese="另一方编号", aliases=("另一方",), example="p2",
           about=("id of the other", "另一方的编号")),
)  # fmt: skip


def scan_units(folder: Path) -> Rows[Unit]:
    """The units, with the faults of their rows."""
    return scan_named(folder, "units", UNITS, unit_of)


def scan_people(folder: Path) -> Rows[Person]:
    """The people, with the faults of their rows."""
    return scan_named(folder, "people", PEOPLE, Person)


def scan_absences(folder: Path) -> Rows[Exemption | NotAvailable]:
    """Exemptions and people not available, in the order of the file."""
    return scan_named(folder, "absences", ABSENCES, absence_of, DETAIL, optional=True)


def scan_couples(folder: Path) -> Rows[Couple]:
    """The couples, with the faults of their rows."""
    return scan_named(folder, "couples", COUPLES, Couple, optional=True)


def unit_cells(unit: Unit) -> Mapping[str, object]:
    """A unit by column."""
    east, north = unit.position or (None, None)
    cells = {column.name: getattr(unit, column.name, None) for column in UNITS}
    return {**cells, "east_km": east, "north_km": north}


def absence_cells(entry: Exemption | NotAvailable) -> Mapping[str, object]:
    """An absence by column."""
    if isinstance(entry, Exemption):
        return {
            "person": entry.person,
            "kind": AbsenceKind.EXEMPT,
            "reason": entry.reason,
            "batches": frozenset(),
            "sealed_ref": entry.sealed_ref,
        }
    return {
        "person": entry.person,
        "kind": AbsenceKind.NOT_AVAILABLE,
        "reason": None,
        "batches": entry.batches,
        "sealed_ref": "",
    }


def unit_of(east_km: int | None, north_km: int | None, **fields: Any) -> Unit:
    """A unit from its row."""
    if (east_km is None) != (north_km is None):
        missing = "east_km" if east_km is None else "north_km"
        raise BadInput([Fault(missing, "both east_km and north_km, or neither", "nothing")])
    return Unit(**fields, position=None if east_km is None or north_km is None else (east_km, north_km))


def absence_of(
    person: str, kind: AbsenceKind, reason: ExemptionReason | None, batches: frozenset[int], sealed_ref: str
) -> Exemption | NotAvailable:
    """An exemption or an absence from its row."""
    # the words give the rule whatever the row says, so that they do not tell what its private cells say
    exempt = kind == AbsenceKind.EXEMPT
    faults = Faults()
    classes = f"one of {', '.join(ExemptionReason)}"
    faults.unless(exempt == bool(reason), "reason", f"{classes} if the kind is exempt, and nothing else", reason or "")
    faults.unless(exempt or not sealed_ref, "sealed_ref", "nothing unless the kind is exempt", sealed_ref)
    whole_round = "nothing unless the kind is not_available: an exemption is for the whole round"
    faults.unless(not exempt or not batches, "batches", whole_round, _numbers(batches))
    faults.raise_if_any()
    return Exemption(person, reason, sealed_ref) if reason else NotAvailable(person, batches)


def _numbers(batches: frozenset[int]) -> str:
    return ", ".join(str(number) for number in sorted(batches))
