"""The table of groups: who goes together or not at all."""

from __future__ import annotations

from pathlib import Path

from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import identifier, several, whole
from grassrota.staff import Group

GROUPS = (
    Column("id", identifier, chinese="编号", aliases=("组别编号", "group id"), example="li",
           about=("stable and unique", "固定不变，不得重复")),
    Column("members", several(identifier), chinese="成员", aliases=("成员编号",), example="p6;p7",
           about=("ids of the people, each in one group only", "成员的编号，每人只在一组")),
    Column("headcount", whole(1, 10_000), required=False, default=None, chinese="席位", aliases=("人数", "席位数"),
           example="5",
           about=("seats that all of them take, with those who come along; empty if nobody does",
                  "全组所占席位，含随行家属；无人随行则留空")),
)  # fmt: skip


def scan_groups(folder: Path) -> Rows[Group]:
    """The groups, with the faults of their rows."""
    return scan_named(folder, "groups", GROUPS, group_of, optional=True)


def group_of(members: tuple[str, ...], headcount: int | None, **named: str) -> Group:
    """A group from its row."""
    return Group(**named, members=members, headcount=len(members) if headcount is None else headcount)
