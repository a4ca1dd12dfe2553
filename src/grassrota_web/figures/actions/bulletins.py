"""Verbs of bulletins: keeping a template, and issuing one."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.figures.issue.issued import Correction, TreeHead, document
from grassrota.figures.issue.making import make
from grassrota.figures.issue.place import Place
from grassrota.figures.issue.seal import seal
from grassrota.figures.issue.template import Template, read_template
from grassrota.figures.words import Language
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.figures.known import known
from grassrota_web.figures.models import ASKED, Bulletin, BulletinSchedule, BulletinTemplate, Reading, Subscription
from grassrota_web.figures.template_in_force import template_of
from grassrota_web.intake.log import public_key, sign
from grassrota_web.jobs.actions import ask
from grassrota_web.journal.queries import tree_head
from grassrota_web.orgs.models import Unit


@verb("figures.keep_template", Right.PUBLISH)
def keep_template(act: Act, unit: Unit, english: str, chinese: str) -> BulletinTemplate:
    """Keeps a new version of what bulletins of a unit, and of those below it, say.

    Raises:
        BadInput: With every fault by language and line.
    """
    act.at(unit.path)
    _read({Language.ENGLISH: english, Language.CHINESE: chinese})
    act.lock(Unit, pk=unit.pk)
    last = BulletinTemplate.objects.filter(unit=unit).order_by("-number").first()
    number = last.number + 1 if last else 1
    texts = {"english": english, "chinese": chinese}
    made = BulletinTemplate.objects.create(unit=unit, number=number, made_on=timezone.localdate(), **texts)
    act.note("template", made.pk, place=unit.path, after={"unit": unit.code, "number": number, **texts})
    return made


@verb("figures.issue_bulletin", Right.PUBLISH)
def issue_bulletin(
    act: Act,
    unit: Unit,
    day: date,
    corrects: UUID | None = None,
    why: str = "",
    *,
    public: bool = False,
    schedule: BulletinSchedule | None = None,
) -> Bulletin:
    """Makes and signs a bulletin of a unit as of a day; what the data do not support is not said, and listed.

    Args:
        act: Who issues it; they may read every figure in it.
        unit: Of which.
        day: Which was read and is closed.
        corrects: An earlier bulletin of the unit that this one corrects.
        why: What was wrong with it.
        public: Whether everybody may read it, without an account as well.
        schedule: By which it is issued, under the rights of who set it; there is one of each period.

    Raises:
        Refused: ``issued`` if there is one of this period of the schedule, ``not_closed`` if the day was not read to
            its end, ``nothing_to_say``, ``contradicts``, ``reading_changed``, ``publication_changed``.
        BadInput: If it corrects another unit's bulletin, or does not say why.
    """
    act.at(unit.path)
    texts, version = template_of(unit)
    templates = _read(texts)
    places = tuple(dict.fromkeys(place for one in templates.values() for _, place in one.places))
    rights = _rights(places)
    for right in rights:
        act.at(unit.path, right)
    correction = _correction(unit, corrects, why)
    # waits for whoever issues one of the same unit, and sees it
    act.lock(Unit, pk=unit.pk)
    if schedule and Bulletin.objects.filter(schedule=schedule, as_of=day).exists():
        raise Refused("issued", f"The bulletin as of {day} was issued by this schedule already.", day=day)
    found = known(act.actor, unit, day, places)
    if day not in found.readings:
        last = Reading.last_closed()
        message = f"The figures of {day} were not read to the end of the day."
        if last:
            message = f"The figures of {day} were not read to the end of the day; the last that were are of {last.day}."
        raise Refused("not_closed", message, day=day)
    head, key = tree_head(), uuid4()
    issued = make(str(key), templates, found, TreeHead(head.size, head.root), correction)
    made = seal(issued, sign, public_key())
    row = Bulletin.objects.create(
        pk=key,
        unit=unit,
        as_of=day,
        published_on=issued.published,
        asks=rights[0].value,
        public=public,
        schedule=schedule,
        content=document(issued),
        key=made.key,
        signature=made.signature,
        corrects_id=corrects,
    )
    after = {"digest": made.digest, "day": day.isoformat(), "refused": len(issued.refused), "public": public}
    after |= {"template": f"{version.unit.code} {version.number}" if version else ""}
    after |= {"schedule": schedule.pk} if schedule else {}
    if settings.MAIL_FROM and Subscription.objects.filter(unit=unit).exists():
        who = {"asked_by": act.actor.account, "path": unit.path}
        ask("figures.issue_bulletin", _("Word of a bulletin"), **who, bulletin=str(key))
    act.note("bulletin", key, place=unit.path, after=after | ({"corrects": str(corrects)} if corrects else {}))
    return row


def _read(texts: dict[Language, str]) -> dict[Language, Template]:
    """Templates in both languages, or all faults of both."""
    read, faults = {}, list[Fault]()
    for language, name in ((Language.ENGLISH, "english"), (Language.CHINESE, "chinese")):
        try:
            read[language] = read_template(texts[language])
        except BadInput as error:
            faults += [Fault(name, one.expected, one.got, one.fix, row=one.row) for one in error.faults]
    if faults:
        raise BadInput(faults)
    return read


def _rights(places: tuple[Place, ...]) -> tuple[Right, ...]:
    """The rights that show everything that is asked for, the rarest first: whoever holds it holds the others too."""
    rights = {ASKED[subject] for place in places for subject in place.subjects}
    return tuple(right for right in (Right.READ_CASES, Right.READ_POSTINGS, Right.READ_OPENINGS) if right in rights)


def _correction(unit: Unit, corrects: UUID | None, why: str) -> Correction | None:
    if corrects is None:
        return None
    earlier = Bulletin.objects.filter(pk=corrects, unit=unit).first()
    if earlier is None:
        raise BadInput([Fault("corrects", "a bulletin of the same unit", str(corrects))])
    if not why.strip():
        raise BadInput([Fault("why", "what was wrong with the earlier one", "nothing")])
    return Correction(str(earlier.pk), why.strip())
