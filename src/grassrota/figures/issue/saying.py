"""What a place says of what is known, in both languages at once: qualified words, or why it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.issue import phrases
from grassrota.figures.issue.held import LEAST, folded, held_back
from grassrota.figures.issue.known import Both, Counted, Known, both
from grassrota.figures.issue.place import Kind, Place
from grassrota.figures.words import Language

EN, ZH = Language.ENGLISH, Language.CHINESE


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


def held_on(known: Known, day: date) -> frozenset[str]:
    """The figures of a day that are not stated because they are small, or give small ones away."""
    return held_back(known.of(day))


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
    day = place.day or known.as_of
    if place.figure in held_on(known, day):
        return _small(place.figure)
    many = phrases.amount(place.figure, known.count(place.figure, day))
    said = phrases.qualified(place.figure, day, known.published)
    return Said(
        both(f"{many[EN]} ({said[EN]})", f"{many[ZH]}（{said[ZH]}）"),
        (Counted(day, place.figure),),
    )


def _parts(place: Place, known: Known) -> Said | Unsaid:
    figure, day = place.figure, known.as_of
    if figure in held_on(known, day):
        return _small(figure)
    total = known.count(figure)
    if not total:
        return _count(place, known)
    found = {
        key.part: count
        for key, count in known.counts.items()
        if key.day == day and key.figure == figure and key.part.startswith(f"{place.dimension}:") and count
    }
    opinions = DEFINITIONS[figure].subject is Subject.OPINIONS
    shown = folded(found, total) if opinions else dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
    rest = total - sum(shown.values())
    named = [(known.names.get(part, part.partition(":")[2]), count) for part, count in shown.items()]
    lines = [*(f"{count:,} {name}" for name, count in named), *([f"others {rest:,}"] if rest else [])]
    # a word between, since a name may end with a digit
    zh = [*(f"{name}有{count:,}" for name, count in named), *([f"其余有{rest:,}"] if rest else [])]
    many, said = phrases.amount(figure, total), phrases.qualified(figure, day, known.published)
    if not shown:
        return Unsaid("small_cell", both(f"no part has {LEAST} or more", f"没有一项达到{LEAST}"))
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
    held = held_on(known, day)
    for figure in (part, whole):
        if figure in held:
            return _small(figure)
    count, total = known.count(part, day), known.count(whole, day)
    if _leaves_few(part, total - count):
        return _small(part)
    said, out_of = phrases.qualified(part, day, known.published), phrases.meaning(whole)
    rests = (Counted(day, part), Counted(day, whole))
    if not total:
        words = both(
            f"0 of 0, which is unknown and not nothing ({said[EN]}; of {out_of[EN]})",
            f"0之中的0，情况不明，不等于没有（{said[ZH]}；占{out_of[ZH]}）",
        )
        return Said(words, rests)
    if (part, whole) == ("confirmed", "reported_fixed"):
        return _confirmed(known, day, count, total, rests)
    return Said(
        both(
            f"{count:,} of {total:,}, {phrases.percent(count, total)} ({said[EN]}; of {out_of[EN]})",
            f"{total:,}之中的{count:,}，{phrases.percent(count, total)}（{said[ZH]}；占{out_of[ZH]}）",
        ),
        rests,
    )


def _confirmed(known: Known, day: date, low: int, total: int, rests: tuple[Counted, ...]) -> Said:
    """Between who confirmed and who has not said no."""
    refuted_held = "refuted" in held_on(known, day)
    refuted = known.count("refuted", day)
    high = total if refuted_held else total - refuted
    silent = total - low - refuted
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
    if refuted_held:
        why = both(": the others have not answered or say no", "：其余的没有答复或者说没有整改")
    if low == high:
        between, why = both(f"{low:,} of {total:,}, {first}", f"{total:,}之中的{low:,}，{first}"), both("", "")
    words = both(
        f"{between[EN]}{why[EN]} ({said[EN]}; of {out_of[EN]})", f"{between[ZH]}{why[ZH]}（{said[ZH]}；占{out_of[ZH]}）"
    )
    if refuted_held:
        return Said(words, rests, unsaid=(_small("refuted"),))
    return Said(words, (*rests, Counted(day, "refuted")))


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
    before, now = known.count(figure, since), known.count(figure)
    if figure in held_on(known, since) | held_on(known, known.as_of) or _leaves_few(figure, abs(now - before)):
        return _small(figure)
    first, many, start = phrases.day_words(since), phrases.amount(figure, now), phrases.amount(figure, before)
    said = phrases.qualified(figure, known.as_of, known.published)
    difference = f"{abs(now - before):,}"
    more = both(f"{difference} {'more' if now > before else 'fewer'}", f"{'多' if now > before else '少'}{difference}")
    if now == before:
        more = both("no more and no fewer", "不多不少")
    return Said(
        both(
            f"{many[EN]}, {more[EN]} than the {start[EN]} of {first[EN]} ({said[EN]})",
            f"{many[ZH]}，比{first[ZH]}的{start[ZH]}{more[ZH]}（{said[ZH]}）",
        ),
        (Counted(since, figure), Counted(known.as_of, figure)),
    )


def _complete(place: Place, known: Known) -> Said | Unsaid:
    coverage, words = known.coverage.get(place.figure), phrases.meaning(place.figure)
    if coverage is None or coverage.units is None:
        listed = both("the list of units below is open", "下属单位的名单没有列完")
        return Unsaid("open_list", both(f"{listed[EN]}: nothing is complete", f"{listed[ZH]}，不能说齐全"))
    have, all_units = coverage.reporting, coverage.units
    if not coverage.is_complete:
        small = place.figure in held_on(known, known.as_of)
        some, few = ("only some", "只有一部分") if small else (f"only {have:,}", f"只有{have:,}个")
        return Unsaid(
            "partial",
            both(
                f"{some} of the {all_units:,} units below have any {words[EN]}; whether the others have none or say "
                "nothing cannot be told",
                f"{all_units:,}个下属单位中{few}有{words[ZH]}，其余的是没有还是没报，无从判断",
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
    ends = [
        _ends(
            {one.figure: count for one, count in known.counts.items() if one.day == known.as_of and not one.part},
            part,
            whole,
        )
    ]
    ends += [_ends(counts, part, whole) for _, counts in sorted(known.beside.items())]
    small = both(
        f"a count of one of them is below {LEAST} or gives one away", f"其中有的数小于{LEAST}，或会泄露这样的数"
    )
    found = [end for end in ends if end is not None]
    if len(found) < len(ends):
        return Unsaid("small_cell", small)
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
    said = phrases.qualified(part, known.as_of, known.published)
    return Said(
        both(
            f"number {above + 1:,} of {len(found):,} units, whose intervals do not overlap ({said[EN]})",
            f"{len(found):,}个单位中的第{above + 1:,}位，各区间互不重叠（{said[ZH]}）",
        ),
        (Counted(known.as_of, part), Counted(known.as_of, whole)),
    )


def _ends(counts: Mapping[str, int], part: str, whole: str) -> tuple[float, float] | None:
    """The least and the greatest share; None if it may not be stated or is unknown."""
    held = held_back(counts)
    count, total = counts.get(part, 0), counts.get(whole, 0)
    if {part, whole} & held or not total or _leaves_few(part, total - count):
        return None
    high = count
    if (part, whole) == ("confirmed", "reported_fixed"):
        high = total - (0 if "refuted" in held else counts.get("refuted", 0))
    return count / total, high / total


def _picture(place: Place, known: Known) -> Said | Unsaid:
    """Reported beside confirmed, for which both must be sayable."""
    if known.as_of not in known.readings:
        return _not_read(known.as_of)
    held = held_on(known, known.as_of)
    for figure in ("raised", "reported_fixed", "confirmed"):
        if figure in held:
            return _small(figure)
    if not known.count("raised"):
        return Unsaid("nothing", both("no opinion was raised: there is nothing to draw", "没有意见，无从画起"))
    shown = ("raised", "reported_fixed", "confirmed", *(() if "refuted" in held else ("refuted",)))
    return Said(both("", ""), tuple(Counted(known.as_of, figure) for figure in shown))


def _not_read(day: date) -> Unsaid:
    words = phrases.day_words(day)
    return Unsaid("not_read", both(f"no reading of {words[EN]} is closed", f"{words[ZH]}没有已经结清的读数"))


def _small(figure: str) -> Unsaid:
    words = phrases.meaning(figure)
    return Unsaid(
        "small_cell",
        both(
            f"it is below {LEAST}, or a number below {LEAST} could be worked out with it ({words[EN]})",
            f"小于{LEAST}，或可由此算出小于{LEAST}的数（{words[ZH]}）",
        ),
    )


def _leaves_few(figure: str, difference: int) -> bool:
    return DEFINITIONS[figure].subject is Subject.OPINIONS and 0 < difference < LEAST


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
