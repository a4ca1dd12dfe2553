"""The labelling task: people say whether two opinions tell of one grievance."""

from __future__ import annotations

from django.http import Http404

from grassrota.opinions.themes.answer import Answer
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.themes.models import Pair


@verb("themes.judge", Right.READ_CASES, private=True)
def judge(act: Act, key: int, answer: Answer) -> Pair:
    """Says whether two opinions tell of one grievance; asked again, the last answer stands."""
    act.anywhere()
    if not visible(act.actor, Pair.objects.filter(pk=key)).exists():
        raise Http404  # to whoever may not read both there is no such pair
    row = act.lock(Pair, pk=key)
    before, row.answer = row.answer, answer.value
    row.save(update_fields=["answer"])
    act.note("pair", key, before={"answer": before}, after={"answer": row.answer})
    return row
