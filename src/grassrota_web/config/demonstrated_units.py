"""Report 002 in the demonstration: ten opinions in each of its units, some of them said to be fixed.

The report counts 1.04 million opinions; here every unit has ten, so that one can read them. All of their words are made
up. How many are said to be fixed and how many are: the shares of ``inspection/counts.csv`` in whole opinions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from grassrota.files.counts import UnitCount
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.receipts.commitment import draw_salt
from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota_web.access.actor import Actor
from grassrota_web.access.receipts import digest_of
from grassrota_web.intake import trays
from grassrota_web.intake.actions.days_work import pass_on
from grassrota_web.intake.entries import Filed, Filing, Spoken
from grassrota_web.intake.models import Receipt, Said
from grassrota_web.opinions.actions.closing import claim, investigate
from grassrota_web.opinions.actions.replies import acknowledge
from grassrota_web.orgs.models import Rotation, Unit

COUNTED = "002_sixty_units"
"""The rotation of the report."""
DAYS_AGO = 40
"""When the first was raised; one more each day."""


@dataclass(frozen=True)
class Grievance:
    """What is wrong, what its unit says it did, and what an inspection sees there."""

    wrong: str
    done: str
    seen: str


GRIEVANCES = (
    Grievance(
        "食堂只开一个窗口，排到跟前菜已经凉了。", "食堂加开一个窗口，分两批开饭。", "两个窗口都在卖饭，菜是热的。"
    ),
    Grievance("一件小事要盖九个章，公文在各科转来转去。", "这类公文改由两科会签。", "近三份公文上都只有两个章。"),
    Grievance("浴室每周只开一天，家属洗不上澡。", "浴室改为每周开三天。", "门口贴着新的开放时间，当天开着。"),
    Grievance("基层来信两个月没有人回。", "来信一律登记，十天以内答复。", "登记簿上最近的信都注明了答复日期。"),
    Grievance("宿舍屋顶漏雨，床要搬到走廊里。", "屋顶换了瓦，墙重新刷过。", "屋里干燥，新瓦看得清楚。"),
    Grievance("出差回来报销要等一个月。", "报销改为每周办两次。", "四张单据都在三天以内付清。"),
    Grievance("一周有四个晚上开会，没有时间读书。", "晚上的会减到每周一次。", "会议登记簿上本月每周一次。"),
    Grievance(
        "旧桌椅堆在仓库里，办公室又买新的。", "旧桌椅清点修好，发还各科。", "仓库已经腾空，各科用的是修好的桌椅。"
    ),
    Grievance(
        "托儿所名额太少，双职工没有办法。",
        "托儿所增收十名，收托时间延长一小时。",
        "名册上多了十名，晚上七点还有人看护。",
    ),
    Grievance("办公楼后面的路没有灯，夜里摔过人。", "路边装了四盏灯。", "四盏灯都亮。"),
)
"""One for each opinion of a unit; those that stand first are said to be fixed."""
EACH = len(GRIEVANCES)
SILENT = 4
"""Of so many raisers of what was fixed one does not answer."""
UNCHANGED = "没有变，还是老样子。"


@dataclass(frozen=True)
class Told:
    """One opinion, and what is true of it.

    Attributes:
        grievance: What it is about.
        receipt: Keyed hash of its receipt.
        claimed: True if its unit says that it is fixed.
        fixed: True if it is.
        silent: True if its raiser does not say.
    """

    grievance: Grievance
    receipt: str
    claimed: bool
    fixed: bool
    silent: bool


def units() -> QuerySet[Unit]:
    """The units of the report; none if it was not loaded."""
    return Unit.objects.filter(parent__in=Rotation.objects.filter(code=COUNTED).values("home"))


def raise_in_units(today: date) -> int:
    """Files ten opinions at each unit before today, to be appended with the day's work; how many there are."""
    found = units()
    for unit in found:
        for number, grievance in enumerate(GRIEVANCES):
            receipt = draw_receipt()
            filing = Filing(grievance.wrong, unit.name, unit.pk, addressed=unit.pk)
            day = today - timedelta(days=DAYS_AGO - number)
            trays.put(trays.tray_of(receipt), Filed(digest_of(receipt), day, draw_salt(), filing))
    return EACH * len(found)


def told_of(unit: Unit, count: UnitCount) -> Mapping[UUID, Told]:
    """The opinions of a unit by their cases, and what is true of each: as the report counts, in whole opinions."""
    claimed = round(EACH * count.reported_fixed / count.opinions)
    fixed = round(claimed * count.really_fixed)
    silent = range(SILENT - 1, fixed, SILENT)
    rows = Receipt.objects.filter(opinion__raised__case__owner=unit)
    of = {words: (case, digest) for words, case, digest in rows.values_list(*_COLUMNS)}
    found = {}
    for number, grievance in enumerate(GRIEVANCES):
        case, digest = of[grievance.wrong]
        found[case] = Told(grievance, digest, number < claimed, number < fixed, number in silent)
    return found


_COLUMNS = ("opinion__words", "opinion__raised__case", "digest")


def correct(actor: Actor, cases: Mapping[UUID, Told], today: date) -> None:
    """Says for the units what they fixed, which asks raisers; of the others all but the last are acknowledged."""
    for key, one in cases.items():
        if one.claimed:
            investigate(actor, key, "去看过，情况属实。")
            claim(actor, key, ClosingReason.FIXED, one.grievance.done, today, ("经办科室的记录一份",))
        elif one.grievance is not GRIEVANCES[-1]:
            acknowledge(actor, key)


def answer(cases: Mapping[UUID, Told], today: date) -> None:
    """Passes on what raisers say of what is said to be fixed: at once, where the day's work would do it tomorrow."""
    pass_on(
        [
            Spoken(one.receipt, today, Said.FIXED if one.fixed else Said.NOT_FIXED, "" if one.fixed else UNCHANGED)
            for one in cases.values()
            if one.claimed and not one.silent
        ]
    )
