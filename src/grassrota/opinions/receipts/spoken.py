"""How a receipt code is read aloud, so that it is not misheard on a bad line."""

from __future__ import annotations

from collections.abc import Mapping

from grassrota.opinions.receipts.receipt import SYMBOLS, Receipt

ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("Alfa", "Charlie", "Echo", "Foxtrot", "Hotel", "Kilo", "Mike", "Papa", "Romeo", "Tango", "Whiskey"),
    *("X-ray", "Yankee"),
)
"""Letters by the alphabet of radio operators (ITU)."""
CHINESE = (
    *("零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"),
    *("A 阿姨", "C 茶叶", "E 鹅", "F 飞机", "H 花生", "K 开门", "M 毛巾", "P 苹果", "R 日光", "T 天空", "W 娃娃"),
    *("X 西瓜", "Y 月亮"),
)
"""幺 for one, as with telephone numbers, since 一 is heard as 七; letters with a word whose pinyin begins with them."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": dict(zip(SYMBOLS, ENGLISH, strict=True)),
    "zh": dict(zip(SYMBOLS, CHINESE, strict=True)),
}


def spoken(receipt: Receipt, language: str = "en") -> tuple[str, ...]:
    """The words to say, one text for each group; pause between them.

    Args:
        receipt: The receipt.
        language: A language tag such as ``zh-hans``; English unless it is Chinese.
    """
    words = WORDS.get(language.lower().partition("-")[0], WORDS["en"])
    between = "，" if words is WORDS["zh"] else ", "
    return tuple(between.join(words[sign] for sign in group) for group in receipt.groups)
