"""What a place says of what is known, in both languages at once: qualified words, or why it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.issue import phrases
from grassrota.figures.issue.held import LEAST, folded, is_small
from grassrota.figures.issue.known import Both, Counted, Known, Stated, both
from grassrota.figures.issue.place import Kind, Place
from grassrota.figures.release.share import Share, share
from grassrota.figures.release.together import OPINIONS
from grassrota.figures.words import Language

EN, ZH = Language.ENGLISH, Language.CHINESE
PUBLISHED = frozenset(part.figure for part in OPINIONS)
"""The figures of opinions that are published; no other is ever stated."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something that the data do not support, by a code and in words."""

    code: str
    why: Both


@dataclass(frozen=True, slots=True)
class Said:
    """What is said.

    Attributes:
        words: The words.
        rests_on: The counts that are in them.
        parts: Disjoint counts with what is in none of them, and their total; empty if there are none.
        unsaid: What beyond it is not.
    """

    words: Both
    rests_on: tuple[Counted, ...] = ()
    parts: tuple[Counted, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def say(place: Place, known: Known) -> Said | Unsaid:
    """What a place says; a picture says nothing by itself."""
    for day in (place.day or known.as_of, place.whole_day or known.as_of):
        if place.figure in DEFINITIONS and day not in known.readings:
            return _not_read(day)
    return _SAYING[place.kind](place, known)


def _named(place: Place, known: Known) -> Said:
    return Said(
        {
            "unit": both(known.name, known.name),
            "day": phrases.day_words(known.as_of),
            "age": phrases.age_words(known.as_of, known.published),
            "published": phrases.day_words(known.published),
        }[place.figure]
    )


def _count(place: Place, known: Known) -> Said | Unsaid:
    found = known.stated(place.figure, place.day)
    if found is None:
        return _not_stated(place.figure)
    many = phrases.amount(place.figure, found.many)
    said = phrases.qualified(place.figure, found.day, known.published)
    return Said(
        both(f"{many[EN]} ({said[EN]})", f"{many[ZH]}（{said[ZH]}）"),
        (Counted(found.day, place.figure),),
    )


def _parts(place: Place, known: Known) -> Said | Unsaid:
    figure, day = place.figure, known.as_of
    if _of_opinions(figure):
        why = both(
            "opinions are published by unit: the difference of two tables could tell on somebody",
            "意见只按单位公布：两张表的差数可能暴露某一个人",
        )
        return Unsaid("not_published", why)
    stated = known.stated(figure)
    if stated is None:
        return _not_stated(figure)
    total = stated.many
    if not total:
        return _count(place, known)
    found = {
        key.part: count
        for key, count in known.counts.items()
        if key.day == day and key.figure == figure and key.part.startswith(f"{place.dimension}:") and count
    }
    shown = folded(found, total)
    if not shown:
        return Unsaid("small_cell", both(f"no part has {LEAST} or more", f"没有一项达到{LEAST}"))
    rest = total - sum(shown.values())
    lines = [f"{count:,} {known.called(part, EN)}" for part, count in shown.items()]
    lines += [f"others {rest:,}"] if rest else []
    # a word between, since a name may end with a digit
    zh = [f"{known.called(part, ZH)}有{count:,}" for part, count in shown.items()]
    zh += [f"其余有{rest:,}"] if rest else []
    many, said = phrases.amount(figure, total), phrases.qualified(figure, day, known.published)
    of_these = "of whom" if DEFINITIONS[figure].subject is Subject.PEOPLE else "of which"
    words = both(
        f"{many[EN]}, {of_these} {', '.join(lines)} ({said[EN]})", f"{many[ZH]}，其中{'、'.join(zh)}（{said[ZH]}）"
    )
    counted = tuple(Counted(day, figure, part) for part in shown)
    return Said(words, (Counted(day, figure), *counted), counted)


def _share(place: Place, known: Known) -> Said | Unsaid:
    part, whole, day = place.figure, place.whole, place.day or known.as_of
    other = place.whole_day or known.as_of
    if day != other:
        one, two = phrases.day_words(day), phrases.day_words(other)
        return Unsaid(
            "unlike_days",
            both(
                f"a share of unlike days: {part} as of {one[EN]}, {whole} as of {two[EN]}",
                f"分子截至{one[ZH]}，分母截至{two[ZH]}，日期不同不能相除",
            ),
        )
    found = _share_of(known, part, whole, day)
    if isinstance(found, Unsaid):
        return found
    said, out_of = phrases.qualified(part, found.day, known.published), phrases.meaning(whole)
    rests = (Counted(found.day, part), Counted(found.day, whole))
    if not found.whole:
        words = both(
            f"0 of 0, which is unknown and not nothing ({said[EN]}; of {out_of[EN]})",
            f"0之中的0，情况不明，不等于没有（{said[ZH]}；占{out_of[ZH]}）",
        )
        return Said(words, rests)
    if (part, whole) == ("confirmed", "reported_fixed"):
        return _confirmed(known, found, rests)
    percent = phrases.percent(found.part, found.whole)
    return Said(
        both(
            f"{found.part:,} of {found.whole:,}, {percent} ({said[EN]}; of {out_of[EN]})",
            f"{found.whole:,}之中的{found.part:,}，{percent}（{said[ZH]}；占{out_of[ZH]}）",
        ),
        rests,
    )


def _share_of(known: Known, part: str, whole: str, day: date) -> Share | Unsaid:
    """Both as of one day: of opinions, the last one up to the day as of which both were published."""
    if _of_opinions(part):
        return share(known.released(part), known.released(whole), known.unit, day) or _not_stated(part)
    for figure in (part, whole):
        if known.stated(figure, day) is None:
            return _not_stated(figure)
    return Share(known.count(part, day), known.count(whole, day), day)


def _confirmed(known: Known, found: Share, rests: tuple[Counted, ...]) -> Said:
    """Between who confirmed and who has not said no."""
    low, total, day = found.part, found.whole, found.day
    refuted = _refuted(known, day)
    high = total if refuted is None else total - refuted
    silent = high - low
    said, out_of = phrases.qualified("confirmed", day, known.published), phrases.meaning("reported_fixed")
    first, last = phrases.percent(low, total), phrases.percent(high, total)
    between = both(
        f"between {low:,} and {high:,} of {total:,}, {first} to {last}",
        f"{total:,}之中的{low:,}至{high:,}，{first}至{last}",
    )
    why = both(
        f": {silent:,} {'raiser has' if silent == 1 else 'raisers have'} not answered",
        f"：{silent:,}位提意见人没有答复",
    )
    if refuted is None:
        why = both(": the others have not answered or say no", "：其余的没有答复或者说没有整改")
    if low == high:
        between, why = both(f"{low:,} of {total:,}, {first}", f"{total:,}之中的{low:,}，{first}"), both("", "")
    words = both(
        f"{between[EN]}{why[EN]} ({said[EN]}; of {out_of[EN]})", f"{between[ZH]}{why[ZH]}（{said[ZH]}；占{out_of[ZH]}）"
    )
    if refuted is None:
        return Said(words, rests, unsaid=(_not_stated("refuted"),))
    return Said(words, (*rests, Counted(day, "refuted")))


def _refuted(known: Known, day: date, unit: str = "") -> int | None:
    """How many raisers say no, if it was published as of just this day."""
    shown = known.released("refuted").shown(unit or known.unit, day)
    return shown.total if shown and shown.day == day else None


def _change(place: Place, known: Known) -> Said | Unsaid:
    since, figure = place.since or known.last, place.figure
    if since is None:
        return Unsaid("no_baseline", both("there is no earlier bulletin to start from", "没有上一期公报可作起点"))
    if since not in known.readings or since >= known.as_of:
        day = phrases.day_words(since)
        return Unsaid(
            "no_baseline",
            both(f"there is no closed reading of {day[EN]} before it to start from", f"{day[ZH]}没有可作起点的读数"),
        )
    before, now = known.stated(figure, since), known.stated(figure)
    if before is None or now is None:
        return _not_stated(figure)
    if before.day == now.day:
        day = phrases.day_words(now.day)
        return Unsaid(
            "nothing_newer",
            both(f"nothing newer than that of {day[EN]} is published", f"{day[ZH]}以后没有公布更新的数字"),
        )
    return _changed(figure, before, now, known.published)


def _changed(figure: str, before: Stated, now: Stated, published: date) -> Said:
    first, many = phrases.day_words(before.day), phrases.amount(figure, now.many)
    start, said = phrases.amount(figure, before.many), phrases.qualified(figure, now.day, published)
    grew, difference = now.many > before.many, f"{abs(now.many - before.many):,}"
    more = both(f"{difference} {'more' if grew else 'fewer'}", f"{'多' if grew else '少'}{difference}")
    if now.many == before.many:
        more = both("no more and no fewer", "不多不少")
    return Said(
        both(
            f"{many[EN]}, {more[EN]} than the {start[EN]} of {first[EN]} ({said[EN]})",
            f"{many[ZH]}，比{first[ZH]}的{start[ZH]}{more[ZH]}（{said[ZH]}）",
        ),
        (Counted(before.day, figure), Counted(now.day, figure)),
    )


def _complete(place: Place, known: Known) -> Said | Unsaid:
    coverage, words = known.coverage.get(place.figure), phrases.meaning(place.figure)
    if coverage is None or coverage.units is None:
        listed = both("the list of units below is open", "下属单位的名单没有列完")
        return Unsaid("open_list", both(f"{listed[EN]}: nothing is complete", f"{listed[ZH]}，不能说齐全"))
    have, all_units = coverage.reporting, coverage.units
    if not coverage.is_complete:
        few = both("have none or say nothing", "没有还是没报")
        if _of_opinions(place.figure):
            few = both("have none or few, or are kept back to protect others,", "没有、很少，还是为保护他人而不公布")
        return Unsaid(
            "partial",
            both(
                f"only {have:,} of the {all_units:,} units below state any {words[EN]}; whether the others {few[EN]} "
                "cannot be told",
                f"{all_units:,}个下属单位中只有{have:,}个有{words[ZH]}，其余的是{few[ZH]}，无从判断",
            ),
        )
    return Said(
        both(
            f"All {have:,} units below have some {words[EN]}",
            f"{have:,}个下属单位都有{words[ZH]}",
        )
    )


def _rank(place: Place, known: Known) -> Said | Unsaid:
    part, whole = place.figure, place.whole
    if not known.beside:
        reason = both("there are no units beside it whose figures may be read", "没有可以读取其数字的同级单位")
        return Unsaid("nothing_beside", reason)
    units = (known.unit, *sorted(known.beside))
    ends = [end for unit in units if (end := _ends(known, part, whole, unit)) is not None]
    if len(ends) < len(units):
        words = both("a count of one of them is not stated", "其中有的数不予发表")
        return Unsaid("not_stated" if _of_opinions(part) else "small_cell", words)
    if len({end.day for end in ends}) > 1:
        words = both("what is published of them is as of unlike days", "各单位公布的数字日期不同")
        return Unsaid("unlike_days", words)
    found = [(end.low, end.high) for end in ends]
    (low, high), others = found[0], found[1:]
    above = sum(1 for other in others if other[0] > high)
    below = sum(1 for other in others if other[1] < low)
    if above + below < len(others):
        tied = len(others) - above - below
        return Unsaid(
            "overlap",
            both(
                f"the interval overlaps with those of {tied:,} of the {len(others):,} units beside it: a tie",
                f"与{len(others):,}个同级单位中的{tied:,}个区间重叠，分不出先后",
            ),
        )
    day = ends[0].day
    said = phrases.qualified(part, day, known.published)
    return Said(
        both(
            f"number {above + 1:,} of {len(found):,} units, whose intervals do not overlap ({said[EN]})",
            f"{len(found):,}个单位中的第{above + 1:,}位，各区间互不重叠（{said[ZH]}）",
        ),
        (Counted(day, part), Counted(day, whole)),
    )


class _Ends(NamedTuple):
    """The least and the greatest share, and the day as of which."""

    low: float
    high: float
    day: date


def _ends(known: Known, part: str, whole: str, unit: str) -> _Ends | None:
    """Between which shares a unit stands; None if that may not be stated or is unknown."""
    if not _of_opinions(part):
        here = known.beside[unit] if known.beside and unit in known.beside else _here(known)
        count, total = here.get(part, 0), here.get(whole, 0)
        bad = is_small(count) or is_small(total) or not total
        return None if bad else _Ends(count / total, count / total, known.as_of)
    found = share(known.released(part), known.released(whole), unit, known.as_of)
    if found is None:
        return None
    high = found.part
    if (part, whole) == ("confirmed", "reported_fixed"):
        high = found.whole - (_refuted(known, found.day, unit) or 0)
    return _Ends(found.part / found.whole, high / found.whole, found.day)


def _here(known: Known) -> Mapping[str, int]:
    return {key.figure: count for key, count in known.counts.items() if key.day == known.as_of and not key.part}


def _picture(place: Place, known: Known) -> Said | Unsaid:
    """Reported beside confirmed, as of the last day on which both are published."""
    if known.as_of not in known.readings:
        return _not_read(known.as_of)
    found = _share_of(known, "confirmed", "reported_fixed", known.as_of)
    if isinstance(found, Unsaid):
        return found
    there = _refuted(known, found.day) is not None
    shown = ("raised", "reported_fixed", "confirmed", *(("refuted",) if there else ()))
    return Said(both("", ""), tuple(Counted(found.day, figure) for figure in shown))


def _not_read(day: date) -> Unsaid:
    words = phrases.day_words(day)
    return Unsaid("not_read", both(f"no reading of {words[EN]} is closed", f"{words[ZH]}没有已经结清的读数"))


def _of_opinions(figure: str) -> bool:
    return DEFINITIONS[figure].subject is Subject.OPINIONS


def _not_stated(figure: str) -> Unsaid:
    words = phrases.meaning(figure)
    code, why = "small_cell", both(f"it is below {LEAST}", f"小于{LEAST}")
    if figure in PUBLISHED:
        code = "not_stated"
        why = both(
            f"nothing is published of it: it is below {LEAST}, or a number below {LEAST} could be worked out with it",
            f"没有公布：小于{LEAST}，或可由此算出小于{LEAST}的数",
        )
    elif _of_opinions(figure):
        code = "not_published"
        why = both(
            "it is not published by itself: its change could tell on somebody", "不单独公布：其变动可能暴露某一个人"
        )
    return Unsaid(code, both(f"{why[EN]} ({words[EN]})", f"{why[ZH]}（{words[ZH]}）"))


_SAYING: Mapping[Kind, Callable[[Place, Known], Said | Unsaid]] = {
    Kind.NAMED: _named,
    Kind.PICTURE: _picture,
    Kind.COUNT: _count,
    Kind.PARTS: _parts,
    Kind.SHARE: _share,
    Kind.CHANGE: _change,
    Kind.COMPLETE: _complete,
    Kind.RANK: _rank,
}
