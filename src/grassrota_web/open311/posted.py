"""What a program posted, as a filing and contact details; what is not named here is not read.

``device_id`` is among what is not read: it tells which telephone somebody holds. Of latitude and longitude nothing
stays but the place in whose cell they fall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import QueryDict

from grassrota.errors import BadInput, Fault, Faults
from grassrota_web.intake.boxed import Boxed
from grassrota_web.intake.convert import unit_called
from grassrota_web.intake.entries import LONGEST as LONGEST_OF
from grassrota_web.intake.entries import Filing
from grassrota_web.intake.forms.raising import named_in
from grassrota_web.intake.models import ReadAs
from grassrota_web.open311.grid import place_at, read_grid
from grassrota_web.open311.services import ATTRIBUTES, OTHER, require
from grassrota_web.orgs.models import Unit

LONGEST = 4000
"""Characters of a description, as GeoReport has it."""
PERSONAL = ("first_name", "last_name", "email", "phone", "account_id")
"""What tells who somebody is: sealed to the inspection office as contact details."""
WRITTEN_AS = {"words": "description", "place_words": "address_string", "suggestion": "attribute[suggestion]"}
"""Fields as the program knows them."""

_CODE = re.compile(r"attribute\[([^\]]*)\](?:\[\])?")


@dataclass(frozen=True, slots=True)
class Posted:
    """What is raised, and how its raiser can be reached: in plain words, empty for not at all."""

    filing: Filing
    contact: str = field(repr=False)


def read_posted(given: QueryDict, language: str) -> Posted:
    """Reads what a program posted.

    Args:
        given: The form.
        language: Of the words.

    Raises:
        BadInput: With every fault.
        Refused: ``unknown`` for the code of no service.
    """
    said = {name: given.get(name, "").strip() for name in given}
    faults = Faults()
    for name in (name for name in given if any("\0" in text for text in given.getlist(name))):
        faults.add(name, "a text", "a character that is none")
    faults.raise_if_any()
    code = said.get("service_code", "")
    faults.unless(bool(code), "service_code", "a code of services.json", "nothing")
    if code:
        require(code)
    words = said.get("description", "")
    faults.unless(0 < len(words) <= LONGEST, "description", f"a text of at most {LONGEST} characters", len(words))
    fix = "A link tells whoever holds it that somebody looked, and when. Add pictures by hand on the page /raise/."
    faults.unless(not said.get("media_url"), "media_url", "nothing", "a link", fix)
    place, place_words = _place(said, faults)
    attributes = _attributes(given, faults)
    organ = _organ(attributes.get("addressed", ""), faults)
    faults.raise_if_any()
    try:
        filing = _filing(code, words, place, place_words, language, attributes)
        return Posted(replace(filing, addressed=organ), _contact(said))
    except BadInput as error:
        placed = (Fault(WRITTEN_AS.get(one.column, one.column), one.expected, one.got, one.fix) for one in error.faults)
        raise BadInput(placed) from None


def _filing(
    code: str, words: str, place: Unit | None, place_words: str, language: str, attributes: Mapping[str, str]
) -> Filing:
    units, unclear = _units(attributes.get("units", ""))
    named, inspection = named_in(attributes.get("named", "")), attributes.get("inspection") == "yes"
    if named and not units and not unclear and not inspection:
        raise BadInput([Fault("attribute[units]", "the unit in which those named work", "nothing")])
    return Filing(
        words=words,
        place_words=place_words,
        place=place.pk if place else None,
        language=language,
        units=units,
        named=named,
        inspection=inspection,
        unclear=unclear,
        topic="" if code == OTHER else code,
        read_as=ReadAs(attributes.get("read_as", ReadAs.REDACTED)),
        may_visit=attributes.get("may_visit") == "yes",
        suggestion=attributes.get("suggestion", ""),
        credit=attributes.get("credit", ""),
    )


def _units(text: str) -> tuple[tuple[int, ...], bool]:
    """Keys of the units named by code or name, and whether some line names none."""
    found = [_unit(line) for line in named_in(text)]
    return tuple(sorted({unit.pk for unit in found if unit})), None in found


def _organ(text: str, faults: Faults) -> int | None:
    """Key of the office that should answer, by code or name: one that is not known would be lost without a word."""
    found = _unit(text) if text else None
    faults.unless(not text or found is not None, "attribute[addressed]", "the id or name of a unit", text)
    return found.pk if found else None


def _unit(text: str) -> Unit | None:
    return Unit.objects.filter(code=text).first() or unit_called(text)


def _contact(said: Mapping[str, str]) -> str:
    """Contact details as the inspection office reads them."""
    lines = [f"{name}: {said[name]}" for name in PERSONAL if said.get(name)]
    return Boxed("\n".join(lines)).text()


def _attributes(given: QueryDict, faults: Faults) -> dict[str, str]:
    """What is said beyond the fixed fields, by code; several values are lines."""
    known = {one.code: one for one in ATTRIBUTES}
    said = dict(_said(given))
    for code, text in said.items():
        name, values = f"attribute[{code}]", known[code].values if code in known else None
        faults.unless(code in known, name, f"one of {', '.join(known)}", code)
        faults.unless(values is None or text in values, name, f"one of {', '.join(map(str, values or ()))}", text)
    return said


def _said(given: QueryDict) -> Iterator[tuple[str, str]]:
    for name in given:
        match = _CODE.fullmatch(name)
        text = "\n".join(part.strip() for part in given.getlist(name)).strip()
        if match and text:
            yield match[1], text


def _place(said: Mapping[str, str], faults: Faults) -> tuple[Unit | None, str]:
    """The place of the problem, and what it is called: by its code, by words, or by the cell of a point."""
    code, words = said.get("address_id", ""), said.get("address_string", "")
    if code:
        unit = Unit.objects.filter(code=code).first()
        faults.unless(unit is not None, "address_id", "the id of a unit", code)
        return unit, words or (unit.name if unit else "")
    at = _point(said, faults)
    unit = (unit_called(words) if words else None) or at
    pointed = any(said.get(name) for name in ("lat", "long"))
    fix = "Send lat and long, address_string, or address_id with the id of a unit."
    faults.unless(bool(words or pointed), "address_id", "where it is", "nothing", fix)
    faults.unless(len(words) <= LONGEST_OF["place_words"], "address_string", "a shorter text", len(words))
    return unit, words or (unit.name if unit else "")


def _point(said: Mapping[str, str], faults: Faults) -> Unit | None:
    """The place in whose cell a point falls; an address that comes with it may stand alone."""
    given = [said.get(name, "") for name in ("lat", "long")]
    if not any(given):
        return None
    try:
        lat, long = (float(text) for text in given)
        right = abs(lat) <= 90 and abs(long) <= 180
    except ValueError:
        right = False
    if not right:
        faults.add("lat", "degrees north and east, both", " ".join(given))
        return None
    grid = read_grid(settings.OPEN311_ORIGIN)
    found = place_at(grid, lat, long) if grid else None
    fix = "Send address_id with the id of a unit, or address_string."
    faults.unless(
        found is not None or bool(said.get("address_string")), "lat", "a point near a known place", "another", fix
    )
    return found
