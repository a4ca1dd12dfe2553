"""Made-up opinions of which it is known which are copies and which tell of the same grievance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from grassrota.errors import Faults
from grassrota.opinions.themes.text import Text
from grassrota.synth.grievances import GRIEVANCES, Grievance
from grassrota.synth.names import FAMILY, name

FIRST_DAY = date(2026, 1, 1)
EXACT, NEAR = 0.03, 0.05
"""Shares of opinions that repeat an earlier one, to the letter or with another name and a word more."""
REMEMBERED = 200
"""A copy repeats one of the latest so many originals."""

COUNTIES = (
    "清河",
    "安平",
    "临川",
    "武乡",
    "永和",
    "大宁",
    "古县",
    "隆化",
    "怀仁",
    "应县",
    "山阴",
    "交城",
    "岚县",
    "兴县",
    "方山",
    "中阳",
)
TOWNS = (
    "城关",
    "河底",
    "石门",
    "柳林",
    "南沟",
    "东坪",
    "上庄",
    "下川",
    "白马",
    "杏花",
    "双池",
    "段村",
    "西岭",
    "北关",
    "桃园",
    "青山",
)
OPENINGS = (
    "领导您好",
    "各位领导好",
    "尊敬的领导",
    "您好",
    "我要反映一件事",
    "想请你们帮帮忙",
    "这件事憋在心里很久了",
    "实在没有办法了才来说",
)
SINCE = (
    "已经半年多了",
    "从去年秋天开始就是这样",
    "三年了一直没有解决",
    "前后反映过四五次",
    "最近两个月越来越严重",
    "从开春到现在",
)
TRIED = (
    "去村里问过，说要等上面的安排",
    "镇上的人来看过一回，就再也没有消息",
    "打过热线，回复说已经转办",
    "找过包片的干部，他说自己也做不了主",
    "写过一次材料，石沉大海",
    "书记换了两任，都说研究研究",
    "上次的答复说已经解决，其实什么也没有变",
)
ASKED = (
    "请派人到现场看一看",
    "希望能给一个明确的期限",
    "恳请早点解决",
    "请告诉我们到底归谁管",
    "盼望给老百姓一个说法",
    "希望解决以后来问一问我们满意不满意",
    "请不要再转回给村里",
)
NAMES = tuple(name(np.random.default_rng(number)) for number in range(400))
ADDED = ("特此反映", "谢谢", "拜托了", "急盼回复", "大家都是这个意思")


@dataclass(frozen=True, slots=True)
class MadeOpinion:
    """An opinion, with what is known about it because it was made up.

    Attributes:
        text: Its words, place and day.
        grievance: Key of the grievance it tells of.
        copy_of: Id of the opinion it repeats; empty if it repeats none.
        exact: True if it repeats it to the letter.
    """

    text: Text
    grievance: str
    copy_of: str = ""
    exact: bool = False


def opinions(count: int, seed: int, days: int = 240) -> Iterator[MadeOpinion]:
    """Made-up opinions in the order of their days, of about 170 characters each.

    Args:
        count: How many, 0 or more.
        seed: The same seed gives the same opinions.
        days: Over how many days they come in, 1 or more.

    Raises:
        BadInput: If a number is out of range.
    """
    faults = Faults()
    faults.unless(count >= 0, "count", "0 or more", count)
    faults.unless(days >= 1, "days", "1 or more", days)
    faults.raise_if_any()
    return _opinions(count, seed, days)


def _opinions(count: int, seed: int, days: int) -> Iterator[MadeOpinion]:
    random = np.random.default_rng(seed)
    dice = _Dice(random)
    weights = 1 / np.arange(2, len(GRIEVANCES) + 2)
    often = random.choice(len(GRIEVANCES), size=count, p=weights / weights.sum()).tolist()
    kind = random.random(count).tolist()
    latest: list[MadeOpinion] = []
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * days // count)
        known_as = f"{dice.number:016x}"
        if latest and kind[number] < EXACT + NEAR:
            yield _repeated(dice, latest[dice.below(len(latest))], known_as, day, kind[number] < EXACT)
            continue
        made = _original(dice, GRIEVANCES[often[number]], known_as, day)
        if len(latest) < REMEMBERED:
            latest.append(made)
        else:
            latest[dice.below(REMEMBERED)] = made
        yield made


class _Dice:
    """Numbers drawn in large lots: one draw at a time would take most of the time."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self._lot: list[int] = []

    @property
    def number(self) -> int:
        """The next of 2 ** 63 numbers."""
        if not self._lot:
            self._lot = self.random.integers(2**63, size=4096, dtype=np.int64).tolist()
        return self._lot.pop()

    def below(self, end: int) -> int:
        """A number from 0 to one below ``end``."""
        return self.number % end

    def one(self, choices: tuple[str, ...]) -> str:
        """One of the choices."""
        return choices[self.number % len(choices)]

    def two(self, choices: tuple[str, ...]) -> tuple[str, str]:
        """Two different choices."""
        first = self.below(len(choices))
        return choices[first], choices[(first + 1 + self.below(len(choices) - 1)) % len(choices)]


def _original(dice: _Dice, grievance: Grievance, known_as: str, day: date) -> MadeOpinion:
    county, town = dice.one(COUNTIES), dice.one(TOWNS)
    seen, also = dice.two(grievance.details)
    told = (
        f"{dice.one(OPENINGS)}，我是{county}县{town}镇{dice.one(FAMILY)}家庄的村民{dice.one(NAMES)}。{dice.one(grievance.problems)}，"
        f"{dice.one(SINCE)}。{seen}，{also}，{dice.one(grievance.effects)}。{dice.one(TRIED)}，{dice.one(TRIED)}。"
        f"我们这里一共{dice.below(180) + 3}户人家，{dice.below(12) + 1}月{dice.below(28) + 1}日又出了同样的事。"
        f"{dice.one(ASKED)}，{dice.one(ASKED)}。"
    )
    return MadeOpinion(Text(known_as, told, f"{county}-{town}", day), grievance.key)


def _repeated(dice: _Dice, known: MadeOpinion, known_as: str, day: date, exact: bool) -> MadeOpinion:
    words = known.text.words
    if not exact:
        before, _, after = words.partition("的村民")
        words = f"{before}的村民{dice.one(NAMES)}{after[after.index('。') :]}{dice.one(ADDED)}。"
    return MadeOpinion(Text(known_as, words, known.text.place, day), known.grievance, known.text.id, exact)
