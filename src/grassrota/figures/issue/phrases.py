"""The words of a bulletin's figures in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.figure import Status
from grassrota.figures.issue.known import Both, both
from grassrota.figures.words import Language, nearest

CHINESE: Mapping[str, str] = {
    "staff": "在册工作人员",
    "turns": "在册人员已服务的轮次",
    "planned": "各单位看到的最近计划中的人员",
    "listed": "列入已公布名单且未撤下的人员",
    "departed": "已出发的人员",
    "arrived": "已登记到达的人员",
    "returned": "已返回的人员",
    "away": "已出发尚未返回的人员",
    "field_days": "本人记下的下基层天数",
    "room": "接收单位同意接收的人数（至少）",
    "vacant": "其中尚无人列入名单的名额",
    "present": "已出发到当地尚未返回的人员",
    "townships": "乡镇",
    "covered": "已有人出发前往的乡镇",
    "raised": "由单位负责答复的意见",
    "acknowledged": "已告知提意见人的意见",
    "open": "单位尚未作出说法的意见",
    "reported_fixed": "单位说已整改的意见",
    "confirmed": "提意见人说已整改的意见",
    "refuted": "单位说已整改而提意见人说没有的意见",
    "unasked": "单位说已整改、提意见人没有答复又无人去问的意见",
    "otherwise_closed": "未整改而结案或撤回的意见",
}
"""What each figure counts."""

STATUS: Mapping[Status, str] = {
    Status.PLANNED: "计划",
    Status.LISTED: "在册",
    Status.DEPARTED: "已出发",
    Status.REPORTED: "据报",
    Status.CONFIRMED: "提意见人核实",
    Status.REFUTED: "提意见人否定",
    Status.UNKNOWN: "情况不明",
}

SUBJECT: Mapping[Subject, Both] = {
    Subject.PEOPLE: both("people", "人"),
    Subject.DAYS: both("days", "天"),
    Subject.ROOM: both("places for people", "个名额"),
    Subject.PLACES: both("townships", "个乡镇"),
    Subject.OPINIONS: both("opinions", "条意见"),
}


def meaning(figure: str) -> Both:
    """What a figure counts."""
    return both(DEFINITIONS[figure].words, CHINESE[figure])


def day_words(day: date) -> Both:
    """A day as people write it."""
    return both(f"{day.day} {day:%B %Y}", f"{day.year}年{day.month}月{day.day}日")


def age_words(day: date, published: date) -> Both:
    """How old something of a day is."""
    days = (published - day).days
    return both(f"{days:,} {'day' if days == 1 else 'days'} old", f"{days:,}天前的数字")


def amount(figure: str, count: int) -> Both:
    """A count with what one of them is."""
    one, many = SUBJECT[DEFINITIONS[figure].subject][Language.ENGLISH], f"{count:,}"
    single = {"people": "person", "places for people": "place for people"}.get(one, one.removesuffix("s"))
    return both(
        f"{many} {single if count == 1 else one}", f"{many}{SUBJECT[DEFINITIONS[figure].subject][Language.CHINESE]}"
    )


def qualified(figure: str, day: date, published: date) -> Both:
    """What travels with a number: what it counts, in whose words, as of when, and how old that is."""
    words, when, age = meaning(figure), day_words(day), age_words(day, published)
    status = DEFINITIONS[figure].status
    return both(
        f"{words[Language.ENGLISH]}; {status}; as of {when[Language.ENGLISH]}, {age[Language.ENGLISH]}",
        f"{words[Language.CHINESE]}；{STATUS[status]}；截至{when[Language.CHINESE]}，{age[Language.CHINESE]}",
    )


def percent(part: int, whole: int) -> str:
    """A share for a sentence; ``whole`` is above 0."""
    return nearest(Fraction(part, whole), share=True)
