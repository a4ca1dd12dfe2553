"""Chinese and Western numerals as exact numbers, with the place of their last significant digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4}
_WESTERN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MIXED = re.compile(rf"({_WESTERN.pattern})([万亿]?)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written.

    Attributes:
        value: The number itself.
        printed: The step of its last written digit: 1 for 1,040,000 and 1/10 for 62.1.
        significant: The step of its last digit that is not 0: 10,000 for 1,040,000 and 1/10 for 62.1.
    """

    value: Fraction
    printed: Fraction
    significant: Fraction

    def times(self, factor: Fraction) -> Amount:
        """The same amount in another unit: 62.1 per hundred is 0.621."""
        return Amount(self.value * factor, self.printed * factor, self.significant * factor)


def amount(text: str) -> Amount | None:
    """Reads 1,040,000 or 104万 or 一百零四万 or 六十二点一; None if it is no numeral.

    A colloquial 三千二 (3,200 or 3,002?) is refused as ambiguous.
    """
    mixed = _MIXED.fullmatch(text)
    if mixed:
        return _from_digits(mixed[1].replace(",", "")).times(Fraction(_LARGE.get(mixed[2], 1)))
    before, point, after = text.partition("点")
    value = _chinese(before)
    if value is None or (point and not after) or any(char not in _DIGITS for char in after):
        return None
    decimals = "".join(str(_DIGITS[char]) for char in after)
    return _from_digits(f"{value}.{decimals}" if point else str(value))


def _from_digits(digits: str) -> Amount:
    whole, _, decimals = digits.partition(".")
    printed = Fraction(1, 10 ** len(decimals))
    written = (whole + decimals).lstrip("0")
    zeros = len(written) - len(written.rstrip("0"))
    return Amount(Fraction(digits), printed, printed * 10**zeros)


def _chinese(text: str, after_large: bool = False) -> int | None:
    """A whole Chinese numeral; ``after_large`` if 万 or 亿 went before it."""
    for char, size in _LARGE.items():
        head, found, tail = text.rpartition(char)
        if found:
            high = _chinese(head, after_large)
            low = _chinese(tail, after_large=True) if tail else 0
            if not high or low is None or low >= size or (char == "万" and high >= size):
                return None
            return high * size + low
    return _section(text, after_large) if text else None


def _section(text: str, after_large: bool) -> int | None:
    """One section of up to four places, such as 二千三百五十三 or 零四."""
    value, digit, zero, last_unit = 0, 0, False, 10**4 if after_large else 10
    has_unit = after_large
    for char in text:
        if char in _SMALL:
            unit = _SMALL[char]
            if (has_unit and unit >= last_unit) or (not digit and not (unit == 10 and not has_unit)):
                return None
            value, digit, zero, last_unit, has_unit = value + (digit or 1) * unit, 0, False, unit, True
        elif char not in _DIGITS or digit or (zero and not _DIGITS[char]):
            return None
        elif _DIGITS[char]:
            digit = _DIGITS[char]
        else:
            zero = True
    ambiguous = digit and has_unit and last_unit > 10 and not zero
    dangling = zero and not digit and text not in ("零", "〇")
    return None if ambiguous or dangling else value + digit
