"""Lists page by page: each page goes on after the last row of the one before, however many came in meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field

from grassrota.errors import BadInput, Fault
from grassrota_web.access.api.shape import Asking, Shown

Out = TypeVar("Out", bound=Shown)
Row = TypeVar("Row", bound=Model)


class Listing(Asking):
    """Where a page of a list begins, and how long it is; the filters of a list are added to it."""

    after: Annotated[str, Field(max_length=2000)] = Field("", description="From `next` of the page before.")
    limit: int = Field(100, ge=1, le=500, description="Most rows of a page.")


class Listed(BaseModel, Generic[Out]):
    """One page of a list."""

    items: list[Out]
    next: str | None = Field(description="Address of the next page; null on the last one.")


def listed(
    request: HttpRequest,
    find: Listing,
    rows: QuerySet[Row],
    order: tuple[str, ...],
    show: Callable[[Row], Out],
) -> Listed[Out]:
    """One page of the rows.

    Args:
        request: Whose address the next page has, but for its ``after``.
        find: Where it begins.
        rows: All of them, narrowed by filters, with what ``show`` needs.
        order: Columns that are never null, the last of them unique, with ``-`` for the greatest first.
        show: What comes out of a row.
    """
    purpose = f"api {rows.model._meta.label} {' '.join(order)}"
    if find.after:
        rows = rows.filter(_beyond(order, _read(find.after, purpose, len(order))))
    found = list(rows.order_by(*order)[: find.limit + 1])
    page = found[: find.limit]
    following = None
    if len(found) > len(page):
        last = [_plain(getattr(page[-1], column.lstrip("-"))) for column in order]
        kept = [(name, value) for name, value in request.GET.items() if name != "after"]
        following = f"{request.path}?{urlencode([*kept, ('after', signing.dumps(last, salt=purpose))])}"
    return Listed(items=[show(row) for row in page], next=following)


def _beyond(order: Iterable[str], last: list[Any]) -> Q:
    """The rows after the one with these values."""
    beyond, equal = Q(), Q()
    for column, value in zip(order, last, strict=True):
        name = column.lstrip("-")
        beyond |= equal & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond


def _read(after: str, purpose: str, size: int) -> list[Any]:
    try:
        last = signing.loads(after, salt=purpose)
    except signing.BadSignature:
        raise BadInput([Fault("after", "what a page of this list gave as next", after)]) from None
    return list(last)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | datetime | UUID) else value
