"""Opinions by who answers for them and where they stand: the rules of ``Route`` and ``Case``, said of tables of facts.

The place of a fact in its case's record is its ``number``; days go up with it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis

from grassrota.figures.recount.family import by
from grassrota.figures.recount.tables import Tables
from grassrota.opinions.ages import bands
from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import Answer, ClosingReason, ReplyKind
from grassrota.opinions.route import StepKind

if TYPE_CHECKING:
    import ibis.expr.types as ir

STEPS = tuple(kind.value for kind in StepKind)
GIVES = (StepKind.ACCEPTED.value, StepKind.ASSIGNED.value, StepKind.LEFT_CHAIN.value)
REPLIES = tuple(kind.value for kind in ReplyKind)
CLAIMED, REOPENED, ASKED = "claimed", "reopened", "asked"


def opinions(tables: Tables, day: date) -> ir.Table:
    """All there is to say of opinions, at the unit that answers for them."""
    rows = tables["opinions"]
    known = rows.filter(by(rows.opened_on, day))
    known = known.left_join(_cases(tables, day), "case").left_join(_answers(tables, day), "opinion")
    known = known.mutate(organ=_organ(known), state=_state(known), age=_age(known, day))
    known = known.mutate(unasked=(known.state == CaseState.CLAIMED.value) & ~known.asked.fill_null(False))
    known = known.filter(known.organ.notnull() & (known.organ != ""))
    fixed = (CaseState.CLAIMED.value, CaseState.CONFIRMED.value, CaseState.REFUTED.value)
    return known.group_by(unit=known.organ, topic=known.topic, age=known.age).aggregate(
        raised=known.count(),
        acknowledged=known.told.fill_null(False).sum(),
        open=(known.state == CaseState.OPEN.value).sum(),
        reported_fixed=known.state.isin(fixed).sum(),
        confirmed=(known.state == CaseState.CONFIRMED.value).sum(),
        refuted=(known.state == CaseState.REFUTED.value).sum(),
        unasked=known.unasked.sum(),
        otherwise_closed=(known.state == CaseState.OTHERWISE_CLOSED.value).sum(),
    )


def _cases(tables: Tables, day: date) -> ir.Table:
    """Of each case with facts what they say by the end of a day; its first step, whenever it was."""
    rows = tables["facts"]
    now = by(rows.day, day)
    steps, gives = rows.kind.isin(STEPS), rows.kind.isin(GIVES) & now
    claimed = (rows.kind == CLAIMED) & now
    asked = rows.number.max(where=(rows.kind == ASKED) & now)
    each = rows.group_by("case").aggregate(
        sent_to=rows.unit.argmin(rows.number, where=steps),
        sent_on=rows.day.min(where=steps),
        given_to=rows.unit.argmax(rows.number, where=gives),
        told=(rows.kind.isin(REPLIES) & now).any(),
        claim=rows.number.max(where=claimed),
        reason=rows.reason.argmax(rows.number, where=claimed),
        claimed_on=rows.day.max(where=claimed),
        reopened_on=rows.day.max(where=(rows.kind == REOPENED) & now),
        last_asked=asked,
    )
    return each.mutate(
        asked=each.last_asked.fill_null(0) > each.claim.fill_null(0),
        under_way=by(each.sent_on, day),
        # what was opened again before the last claim, or on its day, is closed by it
        reopened_on=ibis.cases((each.reopened_on > each.claimed_on, each.reopened_on)),
    )


def _answers(tables: Tables, day: date) -> ir.Table:
    """The last word of each raiser by the end of a day; of one day the last number."""
    rows = tables["answers"]
    known = rows.filter(by(rows.day, day))
    order = ibis.window(group_by="opinion", order_by=[known.day.desc(), known.number.desc()])
    last = known.mutate(place=ibis.row_number().over(order))
    return last.filter(last.place == 0).select("opinion", answer=last.said, answered_on=last.day)


def _organ(row: ir.Table) -> ir.StringValue:
    """Code of the unit that answers; empty for the outside reviewer and for nobody.

    Without any step it is the owner's. A merged case begins later than its parts: before that it counts where it began.
    """
    began = ibis.cases((row.under_way | row.merged, row.sent_to))
    return ibis.cases((row.sent_on.isnull(), row.owner), else_=ibis.coalesce(row.given_to, began))


def _age(row: ir.Table, day: date) -> ir.StringValue:
    """The days from which the class of ages begins, as cells call it."""
    ends = [(row.opened_on > day - timedelta(days=high), str(low)) for low, high in bands() if high]
    return ibis.cases(*ends, else_=str(bands()[-1][0]))


def _state(row: ir.Table) -> ir.StringValue:
    """Where an opinion stands: the first of these that holds, in the order of ``Case``."""
    fixed = row.reason == ClosingReason.FIXED.value
    heard = fixed & (row.answered_on >= row.claimed_on)
    agreed = row.reopened_on.isnull() | (row.answered_on > row.reopened_on)
    return ibis.cases(
        (row.answer == Answer.WITHDRAWN.value, CaseState.OTHERWISE_CLOSED.value),
        (row.claim.isnull() | (row.reason == ClosingReason.NOT_OURS.value), CaseState.OPEN.value),
        (heard & (row.answer != Answer.FIXED.value), CaseState.REFUTED.value),
        (heard & agreed, CaseState.CONFIRMED.value),
        (row.reopened_on.notnull(), CaseState.OPEN.value),
        (fixed, CaseState.CLAIMED.value),
        else_=CaseState.OTHERWISE_CLOSED.value,
    )
