"""The fixed words of a bulletin's page in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grassrota.figures.figure import Status
from grassrota.figures.flag import Flag
from grassrota.figures.words import Language
from grassrota.inspection.design import Outcome


@dataclass(frozen=True)
class Phrases:
    """Everything a bulletin's page says besides its figures, in one language."""

    kicker: str
    published: str
    contents: str
    as_table: str
    footer: str
    colon: str
    comma: str
    # reported beside confirmed
    beside: str
    beside_lead: str
    by_opinion: str
    by_opinion_key: str
    states: tuple[str, str, str, str, str, str]
    of_raised: str
    state: str
    opinions: str
    share: str
    raisers_bounds: str
    verified: str
    verified_key: str
    verified_units: tuple[str, str, str, str, str]
    reported: str
    nobody_asked: str
    reopened: str
    # figures
    figures: str
    no_figures: str
    shares_drawn: str
    counts_drawn: str
    units: Mapping[str, str]
    drawn_key: str
    figure: str
    value: str
    lower: str
    upper: str
    exact: str
    approximate: str
    evidence: str
    source: str
    scope: str
    form: str
    part_of: str
    # verdicts, checks, refusals
    verdicts: str
    outcomes: Mapping[Outcome, str]
    checks: str
    possible: str
    impossible: str
    bounds: str
    bounds_key: str
    question: str
    follows: Mapping[bool | None, str]
    assumed: str
    refused: str
    refused_columns: tuple[str, str, str]
    nothing_refused: str
    assumptions: str
    unknown: str
    no_end: str
    status: Mapping[Status, str]
    flags: Mapping[Flag, str]


ENGLISH = Phrases(
    kicker="Bulletin",
    published="Published on {}",
    contents="Contents",
    as_table="The same figures as a table",
    footer="Made by Grassrota. This page is one file and loads nothing.",
    colon=": ",
    comma=", ",
    beside="Reported beside confirmed",
    beside_lead=(
        "What a unit says is fixed is one thing; what those who raised it say, and what an inspection finds, are "
        "others. They are shown side by side and never added up."
    ),
    by_opinion="What is said about the {} opinions raised",
    by_opinion_key=(
        "Each bar is a share of all opinions raised. What is reported fixed contains the confirmed, the refuted and "
        "the not yet answered."
    ),
    states=(
        "Reported fixed by the units",
        "Confirmed by those who raised them",
        "Refuted by those who raised them",
        "Reported, the raiser has not answered",
        "Closed for another reason, no fix",
        "Open",
    ),
    of_raised="{} · {}",
    state="Who says what",
    opinions="Opinions",
    share="Share of those raised",
    raisers_bounds=(
        "By the answers of those who raised them, between {} and {} of the opinions reported fixed are truly fixed: "
        "the first if all still to answer say no, the second if all say yes."
    ),
    verified="What inspections verify, beside what was reported",
    verified_key="Interval: share of the opinions received that is truly fixed. Mark: share the unit reported.",
    verified_units=("Unit", "Reported", "Verified, at least", "Verified, at most", "Opinions received"),
    reported="reported {}",
    nobody_asked="No answer of a raiser and no inspection is shown here: each figure is no surer than its status says.",
    reopened="As of {}. {} of the opinions stood again at least once after they had been closed.",
    figures="The figures",
    no_figures="No figure is published.",
    shares_drawn="Shares",
    counts_drawn="Counts: {}",
    units={"person": "people", "opinion": "opinions", "unit": "units", "post": "posts", "case": "cases"},
    drawn_key="A filled end belongs to the interval, a ring does not; an arrow means that no end was stated.",
    figure="Figure",
    value="In words",
    lower="Lower end",
    upper="Upper end",
    exact="= exact",
    approximate="≈ approximate",
    evidence="Evidence",
    source="Source",
    scope="Covers",
    form="Form of posting",
    part_of="Part of",
    verdicts="Verdicts of inspections",
    outcomes={
        Outcome.CONFIRMED: "confirmed",
        Outcome.REFUTED: "refuted",
        Outcome.INCONCLUSIVE: "inconclusive",
    },
    checks="Checks, with the arithmetic",
    possible="These statements can all be true together.",
    impossible="These statements cannot all be true.",
    bounds="What follows about what was left unsaid: {}",
    bounds_key="Every value that the statements allow.",
    question="Question",
    follows={None: "", True: "; what is claimed follows", False: "; what is claimed does not follow"},
    assumed="Assumed: {}",
    refused="What is not said, and why",
    refused_columns=("Figure", "Why, as a code", "Why, in words"),
    nothing_refused="Nothing was refused.",
    assumptions="What was assumed",
    unknown="unknown",
    no_end="no end",
    status={status: str(status) for status in Status},
    flags={
        Flag.UNQUANTIFIED: "A result without a number; it cannot feed an indicator.",
        Flag.NO_BASELINE: "A change is claimed, but what it started from is not said.",
        Flag.NO_DENOMINATOR: "Printed as a percentage; of how many is not said.",
        Flag.ASSUMED_WIDTH: "How wide “about” is was assumed by us, not said by the speaker.",
        Flag.AS_PLANNED: "Some of these steps were taken as planned; no file records them.",
        Flag.MADE_UP: "The findings behind it were made up, to show how they are counted.",
        Flag.UNCHECKED: "A share as it was reported; nobody has checked it.",
        Flag.PARTIAL: "Not every unit reported, or the list of units is open.",
        Flag.UNEQUAL_PERIODS: "Growth between periods of different length.",
        Flag.UNKNOWN_PERIOD: "Growth over a period whose length is not said.",
        Flag.CLASH: "The statements cannot all be true.",
        Flag.GRANULARITY: "No whole number out of so many gives this percentage.",
        Flag.PARTS_AND_TOTAL: "The parts do not add up to the stated total.",
        Flag.PERCENT_SUM: "Percentages of one whole do not add up to 100.",
        Flag.OTHER_TOTAL: "The percentages fit another total than the stated one.",
        Flag.STATUS_WORDS: "One share, two different words for where it stands.",
    },
)

CHINESE = Phrases(
    kicker="公报",
    published="{}发布",
    contents="目录",
    as_table="以表格列出同样的数字",
    footer="由 Grassrota 生成。本页为单个文件，不从网络加载任何内容。",
    colon="：",
    comma="，",
    beside="据报与核实对照",
    beside_lead="单位说整改了是一回事，提意见的人怎么说、检查查到什么，又是一回事。几项并列，决不相加。",
    by_opinion="关于所提{}条意见，各方怎么说",
    by_opinion_key="各条均以全部所提意见为底。“单位据报已整改”包含已核实、已否定和尚未答复的。",
    states=(
        "单位据报已整改", "提意见人核实已整改", "提意见人否定已整改", "据报已整改，提意见人尚未答复",
        "因其他原因结案，并非整改", "未办结",
    ),
    of_raised="{} · {}",
    state="谁怎么说",
    opinions="意见（条）",
    share="占所提意见",
    raisers_bounds="按提意见人的答复，据报已整改的意见中真正整改的在{}到{}之间：前者假定尚未答复的全部否定，后者假定全部肯定。",
    verified="检查核实与单位所报对照",
    verified_key="区间：所收意见中真正整改的比例。竖线：单位所报比例。",
    verified_units=("单位", "所报", "核实下限", "核实上限", "所收意见（条）"),
    reported="所报{}",
    nobody_asked="此处没有提意见人的答复，也没有检查结果：各项数字的可信程度以所标情况为限。",
    reopened="截至{}。其中{}条结案后至少重新提出一次。",
    figures="各项数字",
    no_figures="没有发布数字。",
    shares_drawn="比例",
    counts_drawn="数量：{}",
    units={
        "person": "人", "opinion": "意见", "case": "件", "unit": "单位", "commune": "公社", "post": "职位",
        "factory": "工厂", "yuan": "元", "day": "天",
    },
    drawn_key="实心端点属于区间，空心端点不属于；箭头表示没有说明上限。",
    figure="数字",
    value="文字表述",
    lower="下限",
    upper="上限",
    exact="= 确数",
    approximate="≈ 约数",
    evidence="依据",
    source="出处",
    scope="范围",
    form="下放形式",
    part_of="属于",
    verdicts="检查结论",
    outcomes={Outcome.CONFIRMED: "属实", Outcome.REFUTED: "未通过核查", Outcome.INCONCLUSIVE: "尚无定论"},
    checks="核对与算式",
    possible="这些说法可以同时成立。",
    impossible="这些说法不能同时成立。",
    bounds="由此可知未说明的部分：{}",
    bounds_key="这些说法所容许的全部数值。",
    question="问题",
    follows={None: "", True: "；所称成立", False: "；所称不能由此推出"},
    assumed="假定：{}",
    refused="不予发表的内容和理由",
    refused_columns=("数字", "理由代码", "理由"),
    nothing_refused="没有不予发表的内容。",
    assumptions="作了哪些假定",
    unknown="不明",
    no_end="无上限",
    status={
        Status.PLANNED: "计划", Status.LISTED: "已列名单", Status.DEPARTED: "已出发", Status.REPORTED: "据报",
        Status.CONFIRMED: "已核实", Status.REFUTED: "已否定", Status.UNKNOWN: "情况不明",
    },
    flags={
        Flag.UNQUANTIFIED: "只有结果，没有数字，不能用作指标。",
        Flag.NO_BASELINE: "只说有变化，没说原来是多少。",
        Flag.NO_DENOMINATOR: "只有百分比，没说总数是多少。",
        Flag.ASSUMED_WIDTH: "“约”有多宽是我们假定的，原话没有说。",
        Flag.AS_PLANNED: "其中部分步骤按计划推定，没有文件记录。",
        Flag.MADE_UP: "所依据的检查结果是虚构的，只为演示统计方法。",
        Flag.UNCHECKED: "这是自报的比例，尚未经过核查。",
        Flag.PARTIAL: "并非所有单位都已上报，或单位名单不完整。",
        Flag.UNEQUAL_PERIODS: "增长所比的两个时期长短不同。",
        Flag.UNKNOWN_PERIOD: "增长所跨时期的长短没有说明。",
        Flag.CLASH: "这些说法不能同时成立。",
        Flag.GRANULARITY: "在这样的总数中，没有一个整数能得出这个百分比。",
        Flag.PARTS_AND_TOTAL: "各部分之和与所说总数不符。",
        Flag.PERCENT_SUM: "同一总体的各百分比相加不是一百。",
        Flag.OTHER_TOTAL: "各百分比对应的是另一个总数。",
        Flag.STATUS_WORDS: "同一个比例，对进展用了两种说法。",
    },
)  # fmt: skip

PHRASES: Mapping[Language, Phrases] = {Language.ENGLISH: ENGLISH, Language.CHINESE: CHINESE}
