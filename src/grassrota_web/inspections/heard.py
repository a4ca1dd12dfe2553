"""What the raiser of a case said through the receipt: read from their own ledger, and never written by anybody else."""

from __future__ import annotations

from uuid import UUID

from grassrota.opinions.entries import Answer as Said
from grassrota_web.inspections.wholes import wholes_of
from grassrota_web.intake.models import Answer
from grassrota_web.intake.models import Said as Kept
from grassrota_web.opinions.convert import SAID
from grassrota_web.opinions.models import Fact, FactKind, Raised

_WORDS = {Said.FIXED: "fixed", Said.PARTLY: "partly fixed", Said.NOT_FIXED: "not fixed"}


def answers(case: UUID) -> list[Answer]:
    """What the raiser of a case said of the correction since its unit last claimed it, the oldest first."""
    claimed = (
        Fact.objects.filter(case__in=[case, wholes_of({case})[case]], kind=FactKind.CLAIMED)
        .order_by("-on", "-number")
        .first()
    )
    opinions = Raised.objects.filter(case=case).values("opinion")
    rows = Answer.objects.filter(opinion__in=opinions, said__in=SAID)
    return list((rows.filter(day__gte=claimed.on) if claimed else rows.none()).order_by("day", "number"))


def said_through_receipt(case: UUID) -> list[str]:
    """The same as pieces of evidence, in words of their own: what a raiser wrote stays in the ledger."""
    return [f"through the receipt, {row.day}: {_WORDS[SAID[Kept(row.said)]]}" for row in answers(case)]
