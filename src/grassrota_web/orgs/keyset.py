"""Lists of any length, a page at a time: onwards from a row, never by counting rows that are not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet, UUIDField
from django.http import HttpRequest
from django.utils.formats import number_format

from grassrota_web.access.typed import typed

Row = TypeVar("Row", bound=Model)

PAGE = 50
"""Rows on a page."""

CAP = 1000
"""Rows are counted up to here."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; see ``components/pager.html``.

    Attributes:
        rows: In order.
        total: How many there are in all, as far as was counted, written for the reader.
        total_capped: True if there are at least that many.
        previous_url: Where the page before is; empty if there is none.
        next_url: Where the next page is; empty if there is none.
    """

    rows: list[Row]
    total: str
    total_capped: bool
    previous_url: str
    next_url: str

    @property
    def shown(self) -> int:
        """Rows on this page."""
        return len(self.rows)


def page_of(request: HttpRequest, rows: QuerySet[Row], by: str, size: int = PAGE) -> Page[Row]:
    """The page that the address asks for by ``after`` or ``before``, each the key of a row.

    Args:
        request: Whose address holds filters and place.
        rows: What the reader may see of what is asked for, in any order.
        by: The column to sort by; rows that share a value are sorted by key.
        size: Rows on a page.
    """
    back = "before" in request.GET
    beyond = _beyond(rows, by, request.GET.get("before" if back else "after", ""), back)
    given, back = beyond is not None, back and beyond is not None
    sign = "-" if back else ""
    found = list((rows if beyond is None else beyond).order_by(f"{sign}{by}", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    earlier, later = (more, given) if back else (given, more)
    count = rows.select_related(None).order_by()[: CAP + 1].count()
    return Page(
        found,
        number_format(min(count, CAP), force_grouping=True),
        count > CAP,
        _address(request, before=found[0].pk) if found and earlier else "",
        _address(request, after=found[-1].pk) if found and later else "",
    )


def counted(rows: QuerySet[Row]) -> str:
    """How many there are, in words for the reader, and no more than "1,000+"."""
    count = rows.select_related(None).order_by()[: CAP + 1].count()
    return number_format(min(count, CAP), force_grouping=True) + ("+" if count > CAP else "")


def _beyond(rows: QuerySet[Row], by: str, key: str, back: bool) -> QuerySet[Row] | None:
    """The rows after, or before, the one with this key; None if it is not among those that may be seen."""
    known = _key(rows, key)
    place = rows.filter(pk=known).values_list(by, flat=True).first() if known is not None else None
    if place is None:
        return None
    onwards, here = ("lte", "gte") if back else ("gte", "lte")
    # one range of the index, and the rows of the same value that were shown already taken out of it
    return rows.filter(**{f"{by}__{onwards}": place}).exclude(**{by: place, f"pk__{here}": known})


def _key(rows: QuerySet[Row], key: str) -> Any:
    """A key as it stands in an address, as the rows have it; None if they cannot have it."""
    column = rows.model._meta.pk
    if not isinstance(column, UUIDField):
        return typed(key)
    try:
        return column.to_python(key)
    except ValidationError:
        return None


def _address(request: HttpRequest, **place: object) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update({name: str(key) for name, key in place.items()})
    return f"?{query.urlencode()}"
