"""Pages of a clerk: an opinion written down for somebody, and lists that were collected elsewhere.

A clerk sees nothing afterwards; who wrote an opinion down is not kept with it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grassrota.opinions.opinion import Channel
from grassrota.opinions.receipts.documents import Document
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken_fault
from grassrota_web.intake import listing
from grassrota_web.intake.actions.filing import office_key, take_list, take_opinion
from grassrota_web.intake.forms.clerk import ListForm, TakingForm
from grassrota_web.intake.forms.raising import ConfidingForm, OpinionForm
from grassrota_web.intake.views.raising import confided, shown
from grassrota_web.orgs.views.exports import TYPES, reader_language


@page(Right.TAKE_OPINIONS)
def take(request: Request) -> HttpResponse:
    """Writes an opinion down for somebody; the receipt is theirs."""
    given = filled_in(request)
    opinion, taking = OpinionForm(given), TakingForm(given)
    confiding = ConfidingForm(given, request.FILES or None, sealing=office_key() is not None)
    if given is not None and all([opinion.is_valid(), taking.is_valid(), confiding.is_valid()]):
        receipt = draw_receipt()
        promise = attempt(taking, _taken, request, receipt, opinion, taking, confiding.cleaned_data)
        if promise:
            return shown(request, receipt, promise, "base.html")
    wrong = [form for form in (taking, opinion, confiding) if form.errors]
    context = {"forms": (taking, opinion, confiding), "wrong": wrong, "form": wrong[0] if wrong else taking}
    return render(request, "intake/take.html", context, status=422 if wrong else 200)


@page(Right.TAKE_OPINIONS)
def take_many(request: Request) -> HttpResponse:
    """Looks through a list and says what is wrong, row by row; filed when asked, each row gets a receipt."""
    form = ListForm(filled_in(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": listing.COLUMNS}
    if request.method == "POST" and form.is_valid():
        content, suffix = form.cleaned_data["file"]
        listed = listing.read(content, suffix, get_language() or "en")
        answer = attempt(form, STEPS.get(request.POST.get("step", ""), _looked), request, form, listed)
        if answer:
            return answer
        context |= {"good": len(listed.filings), "faults": [spoken_fault(one, placed=True) for one in listed.faults]}
    return render(request, "intake/list.html", context, status=422 if form.errors else 200)


def _looked(request: Request, form: ListForm, listed: listing.Listed) -> HttpResponse | None:
    """Nothing but what the page says."""
    return None


def _filed(request: Request, form: ListForm, listed: listing.Listed) -> HttpResponse | None:
    """The receipts of all rows; a list with a fault in any row is not filed."""
    if listed.faults or not listed.filings:
        return None
    pairs = [(draw_receipt(), filing) for filing in listed.filings]
    take_list(request.actor, pairs)
    return _receipts(pairs)


def _returned(request: Request, form: ListForm, listed: listing.Listed) -> HttpResponse | None:
    """The same list with what is wrong beside each row."""
    if not listed.faults:
        return None
    content, suffix = form.cleaned_data["file"]
    book = listing.returned(content, suffix, listed.faults, reader_language())
    return _download(book, TYPES["xlsx"], "opinions-faults.xlsx")


STEPS: Mapping[str, Callable[[Request, ListForm, listing.Listed], HttpResponse | None]] = {
    "file": _filed,
    "return": _returned,
}
"""What is done with a list, but for looking through it."""


@page(Right.TAKE_OPINIONS)
def template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    return _download(listing.template(reader_language()), TYPES["xlsx"], "opinions.xlsx")


def _taken(
    request: Request, receipt: Receipt, opinion: OpinionForm, taking: TakingForm, given: dict[str, Any]
) -> Document:
    channel = Channel(taking.cleaned_data["channel"])
    filing = opinion.filing(get_language() or "en", channel, by_proxy=True)
    return take_opinion(
        request.actor, receipt, replace(filing, may_visit=given.get("may_visit", False)), confided(given)
    )


def _receipts(pairs: list[Any]) -> HttpResponse:
    lines = [[_("Row"), _("Receipt code")]]
    return _csv(
        [*lines, *([str(row), str(receipt)] for row, (receipt, _filing) in enumerate(pairs, 2))], "receipts.csv"
    )


def _csv(lines: list[list[str]], name: str) -> HttpResponse:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return _download(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", name)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
