"""What a batch cost: the ledger, its totals, and both as a file."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.files.columns import Column
from grassrota.files.parse import day, identifier, one_of, text
from grassrota.posting.cost import CostKind, Money, Payer, totals
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.fieldwork import convert, queries, words
from grassrota_web.fieldwork.actions import costs
from grassrota_web.fieldwork.models import CostEntry
from grassrota_web.fieldwork.views.tables import as_file
from grassrota_web.orgs.models import Rotation

COLUMNS = (
    Column("person", identifier, chinese="人员编号"),
    Column("name", text, chinese="姓名"),
    Column("unit", text, chinese="单位"),
    Column("place", text, chinese="地点"),
    Column("kind", one_of(CostKind), chinese="类别"),
    Column("amount", text, chinese="金额"),
    Column("currency", text, chinese="币种"),
    Column("payer", one_of(Payer), chinese="付款方"),
    Column("paid_on", day, chinese="付款日期"),
    Column("reverses", text, required=False, chinese="冲销"),
)


@page(Right.READ_POSTINGS, Right.READ_HOSTED)
def ledger(request: Request, rotation: int, number: int) -> HttpResponse:
    """The ledger of a batch, as far as one sees it."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    rows = list(queries.ledger(request.actor, call, number))
    if not rows and not queries.postings(request.actor).filter(rotation=call, batch=number).exists():
        raise Http404("no such batch")
    taken_back = {row.reverses_id for row in rows}
    context = {
        "rotation": call,
        "number": number,
        "totals": _totals(rows),
        "total_columns": [{"label": _("What for")}, {"label": _("Who paid")}, {"label": _("Total"), "numeric": True}],
        "lines": [
            {
                "row": row,
                "kind": words.COSTS[CostKind(row.kind)],
                "payer": words.PAYERS[Payer(row.payer)],
                "amount": shown(Money(row.amount, row.currency)),
                "open": row.reverses_id is None
                and row.pk not in taken_back
                and request.actor.may(Right.STEP_POSTING, row.posting.home_unit.path),
            }
            for row in rows
        ],
        "exports": request.actor.holds(Right.EXPORT),
        "crumbs": [
            {"url": reverse("fieldwork:home"), "label": _("In the field")},
            {
                "url": reverse("fieldwork:batch", args=(call.pk, number)),
                "label": _("Batch %(number)d") % {"number": number},
            },
        ],
    }
    return render(request, "fieldwork/costs.html", context)


@page(Right.EXPORT)
def export(request: Request, rotation: int, number: int, kind: str) -> HttpResponse:
    """The ledger of a batch as CSV or XLSX, of those units for which one may export."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    ways = (At(Right.EXPORT, "posting__home_unit__path"), At(Right.EXPORT, "posting__opening__place__path"))
    rows = reached(request.actor, queries.ledger(request.actor, call, number), ways)
    about = f"{call.title}, {number}"
    return as_file(request, f"costs-{number}", kind, COLUMNS, map(_cells, rows), about)


@page(Right.STEP_POSTING)
@require_POST
def reverse_line(request: Request, key: uuid.UUID) -> HttpResponse:
    """Takes a line back."""
    row = get_object_or_404(visible(request.actor, CostEntry.objects.select_related("posting")), pk=key)
    costs.reverse_cost(request.actor, row.pk)
    return redirect("fieldwork:costs", row.posting.rotation_id, row.posting.batch)


def shown(money: Money) -> str:
    """An amount for people: two places after the point, and the currency."""
    sign, minor = ("-" if money.minor < 0 else ""), abs(money.minor)
    return f"{sign}{minor // 100:,}.{minor % 100:02d} {money.currency}"


def _totals(rows: list[CostEntry]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": words.COSTS[kind]},
            {"text": words.PAYERS[payer]},
            {"text": ", ".join(map(shown, amounts)), "numeric": True},
        ]
        for (kind, payer), amounts in totals(map(convert.cost_entry, rows)).items()
    ]


def _cells(row: CostEntry) -> Mapping[str, object]:
    away = row.posting
    return {
        "person": away.person.code,
        "name": away.person.name,
        "unit": away.home_unit.name,
        "place": away.opening.place.name,
        "kind": CostKind(row.kind),
        "amount": f"{'-' if row.amount < 0 else ''}{abs(row.amount) // 100}.{abs(row.amount) % 100:02d}",
        "currency": row.currency,
        "payer": Payer(row.payer),
        "paid_on": row.paid_on,
        "reverses": row.reverses.paid_on.isoformat() if row.reverses else "",
    }
