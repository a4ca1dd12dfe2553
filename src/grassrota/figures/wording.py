"""From the qualified wording of a report, Chinese or English, to the interval it states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import BadInput, Fault
from grassrota.figures.interval import WHOLE_RANGE, Interval, rounded
from grassrota.figures.numerals import Amount, amount

DEFAULT_ABOUT_POINTS = Fraction(5)


class Mark(StrEnum):
    """How a number was qualified."""

    EXACT = "exact"
    ROUNDED = "rounded"
    ODD = "odd"
    ABOUT = "about"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Wording:
    """A qualified number, as it was said and as it is understood.

    Attributes:
        text: What was said.
        interval: What it states; shares are fractions of 1.
        mark: How it was qualified.
        is_share: True for a percentage or a fraction of a whole.
        assumed: True if the width is our assumption, as for "about".
    """

    text: str
    interval: Interval
    mark: Mark
    is_share: bool = False
    assumed: bool = False


def exactly(value: int | Fraction) -> Wording:
    """The wording of a plain exact count."""
    return Wording(str(value), Interval.exactly(value), Mark.EXACT)


@dataclass(frozen=True, slots=True)
class _Widths:
    """How far "about" reaches to either side: of a count (None for half its last step), and of a share in points."""

    half_width: Fraction | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class _Read:
    """One numeral inside a wording."""

    text: str
    amount: Amount
    is_share: bool
    is_percent: bool
    widths: _Widths

    def wording(self, interval: Interval, mark: Mark, assumed: bool = False) -> Wording:
        if self.is_share:
            within = interval.meet(WHOLE_RANGE)
            if within is None:
                raise BadInput([Fault("wording", "a share between 0 and 1", self.text)])
            interval = within
        return Wording(self.text, interval, mark, self.is_share, assumed)


_MOST = Interval(Fraction(1, 2), Fraction(1), lower_open=True)
_MOST_SAID = (
    "most", "the majority", "more than half", "over half",
    "大部分", "大多数", "多数", "过半", "半数以上", "一半以上",
)  # fmt: skip
_FRACTIONS = {
    "half": Fraction(1, 2), "one half": Fraction(1, 2), "一半": Fraction(1, 2), "半数": Fraction(1, 2),
    "one third": Fraction(1, 3), "a third": Fraction(1, 3), "two thirds": Fraction(2, 3),
    "one quarter": Fraction(1, 4), "a quarter": Fraction(1, 4), "three quarters": Fraction(3, 4),
}  # fmt: skip
_DOZEN = Interval(Fraction(11), Fraction(20), upper_open=True)
_LONGEST = 100  # characters of a wording; no report says a number in more
_MEASURES = "名人个條条元位件"
_TO = re.compile(r"(.+?)(?: to |至|到)(.+)")
_AND = re.compile(r"(.+?)(?: and |,(?=\D))(.+)")
_SEVERAL = re.compile(r"([一二两三四五六七八九]?十)几([万亿]?)")
_ODD = re.compile(r"(.+?)(?:[多余]([万亿]?)(%?)|-odd( ?%)?)")


def parse(text: str, *, half_width: Fraction | None = None, about_points: Fraction = DEFAULT_ABOUT_POINTS) -> Wording:
    """Reads a qualified number.

    Args:
        text: Such as "3,200-odd", "三千二百多人", "62.1 %", "半数以上", "about 80 %" or "at least 90 and under 100".
        half_width: How far "about" reaches to either side of a count; None for half the step of its last significant
            digit (5,000 for 140,000).
        about_points: How far "about" reaches to either side of a share, in percentage points; 0 for a point value.

    Raises:
        BadInput: If the wording is not understood; the fault shows what would be.
    """
    widths = _Widths(half_width, about_points)
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split()).replace(" %", "%")
    if plain in _MOST_SAID:
        return Wording(text, _MOST, Mark.BOUND, is_share=True)
    if plain.rstrip(_MEASURES) in ("十几", "a dozen-odd"):
        return Wording(text, _DOZEN, Mark.ODD)
    wording = None
    if len(plain) <= _LONGEST:
        wording = _two_ended(text, plain, widths) or _one_ended(text, plain, widths)
    if wording is None:
        expected = "a qualified number such as 3,200-odd, 三千二百多, about 80 %, 62.1 %, more than half or 321"
        raise BadInput(
            [Fault("wording", expected, repr(text[:_LONGEST]), "Write 3,200 for 三千二: it may also be read as 3,002.")]
        )
    return wording


def _two_ended(text: str, plain: str, widths: _Widths) -> Wording | None:
    """Reads "100 to 110", or two bounds that hold together."""
    to, both = _TO.fullmatch(plain), _AND.fullmatch(plain)
    if to and "rounded" not in plain and "舍" not in plain:
        ends = [_read(text, to[side].strip(), widths) for side in (1, 2)]
        if ends[0] and ends[1] and ends[0].is_share == ends[1].is_share:
            if ends[0].amount.value > ends[1].amount.value:
                raise BadInput([Fault("wording", "the smaller end first", repr(text))])
            return ends[0].wording(Interval(ends[0].amount.value, ends[1].amount.value), Mark.BOUND)
    if both:
        lower, upper = (_one_ended(text, both[side].strip(), widths) for side in (1, 2))
        if lower and upper and lower.is_share == upper.is_share and lower.mark == upper.mark == Mark.BOUND:
            met = lower.interval.meet(upper.interval)
            if met is None:
                raise BadInput([Fault("wording", "two bounds that leave something between them", repr(text))])
            return Wording(text, met, Mark.BOUND, lower.is_share)
    return None


def _one_ended(text: str, plain: str, widths: _Widths) -> Wording | None:
    """One numeral with at most one qualifier."""
    for pattern, make in _QUALIFIERS:
        match = pattern.fullmatch(plain)
        read = match and _read(text, match["number"].strip(), widths)
        if read:
            return make(read)
    return _rounded(text, plain, widths) or _odd(text, plain, widths)


def _read(text: str, numeral: str, widths: _Widths) -> _Read | None:
    """A bare numeral, percentage or fraction."""
    if numeral in _FRACTIONS:
        return _share(text, _FRACTIONS[numeral], widths)
    parts = re.fullmatch(r"(\d+)/(\d+)(%?)", numeral)
    if parts and int(parts[2]):
        return _share(text, Fraction(int(parts[1]), int(parts[2]) * (100 if parts[3] else 1)), widths)
    body, percent = numeral.removesuffix("%"), numeral.endswith("%")
    below, among, above = numeral.partition("分之")
    if among and below == "百":
        body, percent = above, True
    elif among:
        whole, part = amount(below), amount(above)
        return _share(text, part.value / whole.value, widths) if whole and part and whole.value else None
    number = amount(body if percent else body.rstrip(_MEASURES).strip())
    if number is None:
        return None
    return _Read(text, number.times(Fraction(1, 100)) if percent else number, percent, percent, widths)


def _share(text: str, value: Fraction, widths: _Widths) -> _Read:
    return _Read(text, Amount(value, value, value), True, False, widths)


def _exact(read: _Read) -> Wording:
    return read.wording(Interval.exactly(read.amount.value), Mark.EXACT)


def _plain(read: _Read) -> Wording:
    """A bare count is exact; a bare percentage was rounded to its last written digit."""
    if not read.is_percent:
        return _exact(read)
    return read.wording(rounded(read.amount.value, read.amount.printed), Mark.ROUNDED)


def _about(read: _Read) -> Wording:
    width = read.widths.points / 100 if read.is_share else read.widths.half_width
    width = read.amount.significant / 2 if width is None else width
    value = read.amount.value
    return read.wording(Interval(max(value - width, Fraction(0)), value + width), Mark.ABOUT, assumed=True)


def _at_least(read: _Read) -> Wording:
    return read.wording(Interval(read.amount.value, None), Mark.BOUND)


def _over(read: _Read) -> Wording:
    return read.wording(Interval(read.amount.value, None, lower_open=True), Mark.BOUND)


def _at_most(read: _Read) -> Wording:
    return read.wording(Interval(Fraction(0), read.amount.value), Mark.BOUND)


def _under(read: _Read) -> Wording:
    if not read.amount.value:
        raise BadInput([Fault("wording", "a number above 0 after 'under'", repr(read.text))])
    return read.wording(Interval.half_open(0, read.amount.value), Mark.BOUND)


_N = "(?P<number>.+?)"
_QUALIFIERS: tuple[tuple[re.Pattern[str], Callable[[_Read], Wording]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?:exactly |正好|恰好){_N}", _exact),
        (rf"(?:about |around |roughly |some |大约|大概|约){_N}(?:左右|上下)?", _about),
        (rf"{_N}(?:左右|上下)", _about),
        (rf"(?:at least |no fewer than |至少|不少于){_N}", _at_least),
        (rf"{_N}(?: or more|以上)", _at_least),
        (rf"(?:at most |up to |至多|不超过){_N}", _at_most),
        (rf"{_N}以下", _at_most),
        (rf"(?:over |more than |above |超过|多于){_N}", _over),
        (rf"(?:under |less than |fewer than |below |不到|不足){_N}", _under),
        (_N, _plain),
    )
)
_ROUNDED = re.compile(r"(.+?)(?: ?\(?rounded to (.+?)\)?|\(?四舍五入到(.+?)\)?)")


def _rounded(text: str, plain: str, widths: _Widths) -> Wording | None:
    """Reads "1,040,000 rounded to 10,000" and 一百零四万（四舍五入到一万）."""
    match = _ROUNDED.fullmatch(plain)
    read = match and _read(text, match[1].strip(), widths)
    step = match and _read(text, (match[2] or match[3]).strip(), widths)
    if not read or not step or read.is_share != step.is_share or not step.amount.value:
        return None
    if read.amount.value % step.amount.value:
        raise BadInput([Fault("wording", f"a multiple of the rounding step {step.amount.value}", repr(text))])
    return read.wording(rounded(read.amount.value, step.amount.value), Mark.ROUNDED)


def _odd(text: str, plain: str, widths: _Widths) -> Wording | None:
    """A number and something: up to the next step of its last significant digit, or to the next large unit."""
    plain = plain.rstrip(_MEASURES)
    several = _SEVERAL.fullmatch(plain)
    match = _ODD.fullmatch(f"{several[1]}多{several[2]}" if several else plain)
    if not match:
        return None
    percent = "%" if match[3] or match[4] else ""
    read = _read(text, match[1].strip() + (match[2] or "") + percent, widths)
    if not read or not read.amount.value:
        return None
    value, step = read.amount.value, read.amount.significant
    # "ten-odd" is 11 to 19: ten itself has a name of its own
    return read.wording(
        _DOZEN if value == 10 and not read.is_share else Interval.half_open(value, value + step), Mark.ODD
    )
