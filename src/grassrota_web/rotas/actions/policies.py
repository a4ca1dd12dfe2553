"""The policy: each save is a new version, and no version ever changes."""

from __future__ import annotations

from django.utils import timezone

from grassrota.posting.listing import check_list
from grassrota.rota.policy import Policy as PolicyValue
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.models import Policy


@verb("rotas.save_policy", Right.EDIT_POLICY)
def save_policy(act: Act, rotation: Rotation, policy: PolicyValue) -> Policy:
    """Saves a policy as the next version.

    Raises:
        Refused: ``burden_dumping`` or ``crude_selection``, before any list is made by it.
        BadInput: If no file could hold it.
    """
    act.at(rotation.home.path)
    check_list(policy.form, policy.purposes, policy.evidence, ())
    text = text_of(policy)
    act.lock(Rotation, pk=rotation.pk)
    last = Policy.objects.filter(rotation=rotation).first()
    if last and last.text == text:
        act.note("policy", rotation.code, place=rotation.home.path, after={"unchanged": last.number})
        return last
    number = last.number + 1 if last else 1
    saved = Policy.objects.create(rotation=rotation, number=number, text=text, made_on=timezone.localdate())
    before = {"version": last.number, "text": last.text} if last else None
    act.note("policy", rotation.code, place=rotation.home.path, before=before, after={"version": number, "text": text})
    return saved
