"""The page of a sealed bulletin: its words, the picture, what is not said, the evidence, and the seal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grassrota.figures.definitions import DEFINITIONS
from grassrota.figures.issue.issued import Issued, Pictured
from grassrota.figures.issue.phrases import STATUS, day_words, meaning
from grassrota.figures.issue.seal import Sealed, in_page
from grassrota.figures.words import Language
from grassrota.report.charts import Bar, Tone, bars
from grassrota.report.page import Block, Exhibit, Folded, Items, Page, Prose, Section, Table, percent, render
from grassrota.report.phrases import PHRASES

SHOWN = {"reported_fixed": (0, Tone.HATCHED), "confirmed": (1, Tone.SOLID), "refuted": (2, Tone.CROSSED)}
"""Bars of the picture: their place among the phrases, and how they are filled."""

WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "intro": "In short",
        "refused": "Asked for, and not said",
        "place": "Place of the template",
        "evidence": "Evidence of each number",
        "number": "Number",
        "counts": "What it counts",
        "status": "In whose words",
        "unit": "Unit",
        "day": "As of",
        "counted": "Counted by",
        "by": "the day's reading of {}",
        "entry": "Journal entry",
        "readings": "Readings that the numbers rest on",
        "digest": "Hash of the reading",
        "verdicts": "Verdicts of inspections of this unit",
        "none": "No verdict of an inspection of this unit was given by that day.",
        "verdict": "{}, verdict of {}",
        "seal": "Seal",
        "sealed": "Every number above, with its unit and day, was signed when it was published.",
        "hash": "Hash of what is signed: {}",
        "signature": "Signature: {}",
        "key": "Key that it names: {}. Compare it with the one that the office published elsewhere.",
        "head": "Head of the journal: {} entries, root {}",
        "check": "grassrota figures verify-bulletin FILE --key KEY tells whether anything was changed.",
        "corrects": "This bulletin corrects bulletin {}: {}",
        "id": "Bulletin {}, published on {}",
    },
    Language.CHINESE: {
        "intro": "概要",
        "refused": "要求发表而不予发表的",
        "place": "模板中的位置",
        "evidence": "各项数字的依据",
        "number": "数字",
        "counts": "统计的是什么",
        "status": "谁的说法",
        "unit": "单位",
        "day": "截至",
        "counted": "统计者",
        "by": "{}的每日读数",
        "entry": "日志条目",
        "readings": "数字所依据的读数",
        "digest": "读数的哈希",
        "verdicts": "对本单位的检查结论",
        "none": "截至该日没有对本单位的检查结论。",
        "verdict": "{}，{}作出结论",
        "seal": "签名",
        "sealed": "以上每项数字连同单位和日期，发布时均已签名。",
        "hash": "签名内容的哈希：{}",
        "signature": "签名：{}",
        "key": "所称公钥：{}。请与发布单位在别处公布的公钥核对。",
        "head": "日志树头：{}条，根 {}",
        "check": "用 grassrota figures verify-bulletin FILE --key KEY 可知是否有任何改动。",
        "corrects": "本公报更正公报{}：{}",
        "id": "公报 {}，{}发布",
    },
}


def page_of(sealed: Sealed, language: Language) -> Page:
    """Everything on the page of a sealed bulletin."""
    issued, said, phrases = sealed.issued, WORDS[language], PHRASES[language]
    lines = [said["id"].format(issued.id, day_words(issued.published)[language])]
    if issued.corrects:
        lines.append(said["corrects"].format(issued.corrects.bulletin, issued.corrects.why))
    return Page(
        language.value,
        phrases.kicker,
        issued.title(language),
        tuple(lines),
        (*_sections(issued, language), *_behind(issued, language), _seal(sealed, said)),
        phrases.footer,
        phrases.contents,
        phrases.as_table,
        in_page(sealed),
    )


def issued_page(sealed: Sealed, language: Language) -> str:
    """A sealed bulletin as one HTML file that loads nothing and holds what was signed."""
    return render(page_of(sealed, language))


def page_is_true(text: str, sealed: Sealed) -> bool:
    """Whether a page says what was signed, to the last sign."""
    return text in (issued_page(sealed, language) for language in Language)


def _sections(issued: Issued, language: Language) -> Iterator[Section]:
    """The words, by their headings."""
    heading, blocks, number = WORDS[language]["intro"], list[Block](), 0
    for paragraph in issued.texts[language][1:]:
        if paragraph.level:
            if blocks:
                yield Section(f"said-{number}", heading, tuple(blocks))
            heading, blocks, number = paragraph.words, [], number + 1
        elif paragraph.picture and issued.pictured:
            blocks.append(picture(issued.pictured, language, f"picture-{number}-{len(blocks)}"))
        else:
            blocks.append(Prose(paragraph.words))
    if blocks:
        yield Section(f"said-{number}", heading, tuple(blocks))


def picture(pictured: Pictured, language: Language, chart: str) -> Exhibit:
    """What units report beside what raisers confirm, out of all that was raised.

    Args:
        pictured: What it draws.
        language: Of its words.
        chart: An id, unique on the page.
    """
    phrases, raised = PHRASES[language], pictured.raised
    rows = tuple(
        (phrases.states[SHOWN[name][0]], count, percent(count, raised)) for name, count in pictured.counts.items()
    )
    drawn = [
        Bar(label, phrases.of_raised.format(f"{count:,}", share), count, room=raised, tone=SHOWN[name][1])
        for name, (label, count, share) in zip(pictured.counts, rows, strict=True)
    ]
    heading = phrases.by_opinion.format(f"{raised:,}")
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    table = Table(heading, (phrases.state, phrases.opinions, phrases.share), rows)
    return Exhibit(heading, bars(chart, heading, words, drawn), day_words(pictured.day)[language], table)


def _behind(issued: Issued, language: Language) -> Iterator[Section]:
    """What is not said, and what every number rests on."""
    said, phrases, english = WORDS[language], PHRASES[language], language is Language.ENGLISH
    refused = tuple((one.place, one.code, one.english if english else one.chinese) for one in issued.refused)
    header: tuple[str, ...] = (said["place"], *phrases.refused_columns[1:])
    shown: Block = Table(said["refused"], header, refused, wraps=True) if refused else Prose(phrases.nothing_refused)
    yield Section("refused", said["refused"], (shown,))
    notes = {note.day: note for note in issued.readings}
    rows = tuple(
        (
            " · ".join(filter(None, (one.figure, one.called))),
            one.count,
            meaning(one.figure)[language],
            DEFINITIONS[one.figure].status.value if english else STATUS[DEFINITIONS[one.figure].status],
            f"{issued.name} ({issued.unit})",
            one.day.isoformat(),
            said["by"].format(notes[one.day].read_on.isoformat()),
        )
        for one in issued.numbers
    )
    columns = tuple(said[name] for name in ("number", "counts", "status", "unit", "day", "counted"))
    header = (phrases.figure, *columns)
    digests = tuple((note.day.isoformat(), f"{note.entry}", note.digest) for note in issued.readings)
    readings = Table(said["readings"], (said["day"], said["entry"], said["digest"]), digests)
    yield Section("evidence", said["evidence"], (Table(said["evidence"], header, rows, wraps=True), readings))
    verdicts = tuple(
        Folded(
            said["verdict"].format(one.claim, day_words(one.given_on)[language]),
            (Items(one.english if english else one.chinese),),
            is_open=True,
        )
        for one in issued.verdicts
    )
    yield Section("verdicts", said["verdicts"], verdicts or (Prose(said["none"]),))


def _seal(sealed: Sealed, said: Mapping[str, str]) -> Section:
    head = sealed.issued.head
    lines = (
        said["hash"].format(sealed.digest),
        said["signature"].format(sealed.signature),
        said["key"].format(sealed.key),
        said["head"].format(f"{head.size:,}", head.root),
        said["check"],
    )
    return Section("seal", said["seal"], (Prose(said["sealed"]), Items(lines)))
