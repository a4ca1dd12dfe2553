"""The tables of what is wanted: openings at hosts, and the preferences of people."""

from __future__ import annotations

from pathlib import Path

from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import a_set, identifier, one_of, text, whole
from grassrota.files.roster import BATCH_NUMBERS
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting.opening import Opening
from grassrota.rota.problem import Preference

SECTORS = one_of(Sector, "农村/乡村 山区 工厂/厂矿 文教卫生 其他")
ROLES = one_of(Role, "基层工作/劳动 基层工作兼领导 生产工作/生产 检查")

OPENINGS = (
    Column("id", identifier, chinese="编号", aliases=("岗位编号",), example="o1",
           about=("stable and unique", "固定不变，不得重复")),
    Column("place", identifier, chinese="地点", aliases=("接收单位", "接收单位编号"), example="c1",
           about=("id of the host unit", "接收单位的编号")),
    Column("sector", SECTORS, chinese="地点类型", aliases=("类型",), example="rural",
           about=("what people do there", "当地的工作类型")),
    Column("role", ROLES, chinese="任务", aliases=("工作",), example="field_work",
           about=("what the posted person does", "下放人员担任的工作")),
    Column("low", whole(0), chinese="最少人数", aliases=("最少",), example="1",
           about=("least headcount in each batch", "每批最少人数")),
    Column("high", whole(1), chinese="最多人数", aliases=("最多",), example="2",
           about=("greatest headcount in each batch", "每批最多人数")),
    Column("batches", BATCH_NUMBERS, required=False, default=frozenset(), chinese="批次", aliases=("批",),
           example="1;2",
           about=("in which one may start; empty for all", "可以开始的批次；各批均可则留空")),
    Column("length", whole(1), required=False, default=1, chinese="连续批数", example="1",
           about=("consecutive batches one stays", "连续停留的批数")),
    Column("needs", a_set(text), required=False, default=frozenset(), chinese="必备技能", example="wells",
           about=("skills that are required", "必须具备的技能")),
    Column("prefers", a_set(text), required=False, default=frozenset(), chinese="优先技能", example="maps",
           about=("skills that are welcome", "有则更好的技能")),
    Column("hardship", whole(0, 3), required=False, default=0, chinese="艰苦程度", example="3",
           about=("0 (easy) to 3 (hard)", "0（较好）至 3（艰苦）")),
    Column("grades", a_set(text), required=False, default=frozenset(), chinese="可派级别", example="clerk;chief",
           about=("codes that may be sent; empty for any", "可以派出的级别代码；不限则留空")),
)  # fmt: skip

PREFERENCES = (
    Column("person", identifier, chinese="人员编号", aliases=("编号", "人员"), example="p2",
           about=("id of the person", "人员的编号")),
    Column("place", identifier, chinese="地点", aliases=("接收单位", "地点编号"), example="c1",
           about=("id of the unit they would go to", "愿去单位的编号")),
    Column("rank", whole(1), chinese="顺序", aliases=("志愿顺序",), example="1",
           about=("1 is liked best", "1 为首选")),
)  # fmt: skip


def scan_openings(folder: Path) -> Rows[Opening]:
    """The openings, with the faults of their rows."""
    return scan_named(folder, "openings", OPENINGS, Opening)


def scan_preferences(folder: Path) -> Rows[Preference]:
    """The preferences, with the faults of their rows."""
    return scan_named(folder, "preferences", PREFERENCES, Preference, optional=True)
