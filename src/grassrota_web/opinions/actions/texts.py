"""Verbs by which a reviewer makes public what an opinion is about, in other words, and takes it away again."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.models import Opinion, PublicText
from grassrota_web.opinions.publishable import LONGEST, candidate
from grassrota_web.opinions.telling import in_language_of


@verb("opinions.approve_text", Right.PUBLISH_TEXTS)
def approve_text(act: Act, opinion: UUID, words: str) -> PublicText:
    """Makes public what an opinion is about, in other words, so that others find it and say "me too".

    Its raiser, who agreed to it when filing, is told in which words. The journal keeps none of them: what is taken away
    is to be gone.

    Raises:
        BadInput: Without words, or with too many.
        Refused: ``not_publishable`` unless its raiser agreed and it concerns nobody; ``as_raised`` if the words are the
            raiser's own.
    """
    row = Opinion.objects.select_for_update(of=("self",)).select_related("place").filter(pk=opinion).first()
    act.at(row.place.path if row and row.place else EVERYWHERE)
    found = candidate(act.actor, opinion)
    if row is None or found is None:
        raise Refused("not_publishable", "Its raiser did not agree that it is made public, or it concerns somebody.")
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise BadInput([Fault("words", f"a text of at most {LONGEST} characters", str(len(text)))])
    if _letters(row.words) in _letters(text) or _letters(found.words) in _letters(text):
        raise Refused("as_raised", "Say it in other words: these are the raiser's own, by which they could be known.")
    said = {"words": text, "language": row.language, "approved_on": timezone.localdate(), "withdrawn_on": None}
    public, _made = PublicText.objects.update_or_create(opinion=row, defaults=said)
    with in_language_of(row):
        lead = _("As you agreed, everybody may read now what you raised, in these words:")
        last = _("If you do not want that any more, you can take it away here.")
        tell({row.pk: f"{lead}\n{text}\n{last}"})
    act.note("public text", public.pk, place=row.place.path if row.place else "", after={"public": True})
    return public


@verb("opinions.withdraw_text", Right.PUBLISH_TEXTS)
def withdraw_text(act: Act, text: UUID) -> None:
    """Takes a text away from what everybody may read."""
    row = act.lock(PublicText, pk=text)
    place = row.opinion.place.path if row.opinion.place else ""
    act.at(place or EVERYWHERE)
    row.withdrawn_on = timezone.localdate()
    row.save(update_fields=["withdrawn_on"])
    act.note("public text", row.pk, place=place, before={"public": True}, after={"public": False})


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
