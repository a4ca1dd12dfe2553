"""``reported.toml``: figures that somebody else published, in their own wording."""

from __future__ import annotations

from pathlib import Path

from grassrota.errors import BadInput
from grassrota.figures.bulletin import Claim, Use
from grassrota.figures.figure import Coverage, Figure, Scope, Status, stated_percent
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.wording import Wording, parse
from grassrota.files.kinds import day, listing, one_of, string, whole
from grassrota.files.toml import Section, read_toml

WORDS = ("id", "label", "unit", "scope", "scope_kind", "source", "counted_by")
LEDGERS_SAY = (Status.CONFIRMED, Status.REFUTED)
"""Only a ledger or a verdict of ours may say so; whoever prints it reports it."""
FLAGS = {"no_baseline": Flag.NO_BASELINE, "unquantified": Flag.UNQUANTIFIED}


def read_reported(path: Path) -> tuple[Claim, ...]:
    """Reads the figures, each with what was to be said with it.

    Raises:
        BadInput: With every fault of the file.
    """
    top = read_toml(path)
    sections = top.sections("figure")
    claims = tuple(_claim(section) for section in sections)
    seen: set[str] = set()
    for section, claim in zip(sections, claims, strict=True):
        if claim is not None and claim.figure.id in seen:
            section.fault("id", "each figure once", claim.figure.id)
        seen |= {claim.figure.id} if claim is not None else set()
    top.finish()
    top.raise_if_any()
    return tuple(claim for claim in claims if claim is not None)


def _claim(section: Section) -> Claim | None:
    words = {name: section.take(name, string) for name in WORDS}
    as_of, status = section.take("as_of", day), section.take("status", one_of(Status))
    if status in LEDGERS_SAY:
        expected = ", ".join(other for other in Status if other not in LEDGERS_SAY)
        fix = "A printed figure is reported, whatever it says of itself: ledgers and verdicts alone confirm and refute."
        section.fault("status", f"one of {expected}", status, fix)
    numerator, denominator, of_percent = _amount(section)
    optional = {name: section.maybe(name, string) or "" for name in ("part_of", "form", "evidence")}
    flags = section.maybe("flags", listing(string)) or ()
    use, shown_as = section.maybe("use", one_of(Use)), section.maybe("shown_as", one_of(Status))
    coverage = _coverage(section)
    section.finish()
    strange = [flag for flag in flags if flag not in FLAGS]
    if strange:
        section.fault("flags", f"some of {', '.join(FLAGS)}", ", ".join(strange))
    if None in words.values() or as_of is None or status is None or status in LEDGERS_SAY or strange:
        return None
    return section.made(
        lambda: Claim(
            Figure(
                str(words["id"]),
                str(words["label"]),
                numerator,
                denominator,
                str(words["unit"]),
                Scope(str(words["scope"]), str(words["scope_kind"])),
                as_of,
                status,
                str(words["source"]),
                str(words["counted_by"]),
                part_of=optional["part_of"],
                form=optional["form"],
                coverage=coverage,
                flags=(*(FLAGS[flag] for flag in flags), *of_percent),
            ),
            optional["evidence"],
            use or Use.LEVEL,
            shown_as,
        )
    )


def _amount(section: Section) -> tuple[Interval | None, Interval | None, tuple[Flag, ...]]:
    """Numerator, denominator and flags; a share printed without its counts is so many of each hundred."""
    said, of = _wording(section, "wording"), _wording(section, "out_of")
    if said is not None and said.is_share and of is None:
        numerator, denominator, flag = stated_percent(said.interval)
        return numerator, denominator, (flag,)
    return said.interval if said else None, of.interval if of else None, ()


def _wording(section: Section, key: str) -> Wording | None:
    text = section.maybe(key, string)
    try:
        return parse(text) if text else None
    except BadInput as error:
        for fault in error.faults:
            section.fault(key, fault.expected, fault.got, fault.fix)
        return None


def _coverage(figure: Section) -> Coverage | None:
    if "coverage" not in figure.values:
        return None
    section = figure.section("coverage")
    reporting, units = section.take("reporting", whole(0)), section.maybe("units", whole(0))
    section.finish()
    return None if reporting is None else figure.made(lambda: Coverage(reporting, units))
