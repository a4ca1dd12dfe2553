"""All rows that figures count, as a snapshot has them: streamed past the objects, under keys that lead back nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import Any, cast
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from grassrota.figures.recount.tables import DAY, TABLES
from grassrota.files.snapshot import Columns, Snapshot, write_snapshot
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.figures import convert
from grassrota_web.intake.models import Answer
from grassrota_web.journal.models import Head
from grassrota_web.opinions.convert import SAID, STEPS
from grassrota_web.opinions.models import Case, Fact, FactKind, Raised, Topic, Withdrawal
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import HostAnswer, Opening, Person, Unit
from grassrota_web.postings.models import Posting
from grassrota_web.rotas.models import SHOWN_TO_UNITS, Assignment, Plan

AT_ONCE = 50_000
"""Rows held in memory at a time, and rows of a group of Parquet."""
AFTER_ANSWERS = 1 << 20
"""That an opinion was taken back is its raiser's last word of that day."""
WHOLE = {"merged_into": None, "dissolved_on": None}
"""Cases that are part of no other and were not taken apart."""
COUNTED = (*STEPS.values(), *convert.REPLIES, FactKind.CLAIMED, FactKind.REOPENED, FactKind.ASKED)
"""Kinds of facts by which figures go."""

Formed = Callable[[Sequence[Any]], Sequence[Any]]
"""Makes the cells of a column from those of the store."""


def take(folder: Path, today: date, secret: bytes = b"") -> Snapshot:
    """Writes a snapshot of this moment into an empty folder; others write on meanwhile.

    Args:
        folder: Where to.
        today: The day.
        secret: 16 to 64 bytes from which keys of rows are made; drawn anew and forgotten if not given, so that no two
            snapshots share a key, and none of them is one of the store.
    """
    keys = _Keys(secret or token_bytes(32))
    with _one_moment():
        head = Head.objects.first()
        at = (head.size, bytes(head.root).hex()) if head else (0, "")
        return write_snapshot(folder, today, at, _tables(keys))


def people(secret: bytes) -> Mapping[int, tuple[str, str]]:
    """Id and home unit of everybody by the key that a snapshot under this secret has for them."""
    keys = _Keys(secret).few("person")
    rows = Person.objects.order_by("pk").values_list("pk", "code", "unit__code").iterator(AT_ONCE)
    return {keys([row])[0]: (code, unit) for row, code, unit in rows}


def _tables(keys: _Keys) -> Mapping[str, Iterable[Columns]]:
    tree = unit_tree(Unit.objects.all())
    above = (
        (unit.id, other) for unit in tree.units for other in (unit.id, *(one.id for one in tree.ancestors(unit.id)))
    )
    entries = FieldEntry.objects.filter(replaced=False).exclude(day=None)
    shown = Plan.objects.filter(state__in=SHOWN_TO_UNITS)
    lines = Assignment.objects.filter(plan__in=shown)
    person, opening, plan = (keys.few(name) for name in ("person", "opening", "plan"))
    case, opinion = keys.many("case"), keys.many("opinion")
    # of a step to the outside reviewer there is no unit, and nothing must not be passed over as unknown
    codes: dict[int | None, str] = dict(Unit.objects.values_list("pk", "code"))
    code = _named(codes)
    return {
        "units": _some((unit.id, unit.level.value) for unit in tree.units),
        "above": _some(above),
        "staff": _rows("staff", Person.objects.all(), "pk unit_id grade turns_served left_on", pk=person, unit_id=code),
        "field_days": _rows("field_days", entries, "person_id day", person_id=person),
        "postings": _rows(
            "postings",
            Posting.objects.all(),
            "person_id opening_id home_unit_id opening__place_id rotation__code form person__grade"
            " opening__sector first_day last_day listed_on departed_on arrived_on returned_on released_on",
            person_id=person,
            opening_id=opening,
            home_unit_id=code,
            opening__place_id=code,
        ),
        "openings": _some((*opening([key]), *rest) for key, *rest in _openings()),
        "plans": _rows("plans", shown, "pk rotation__code number made_on", pk=plan),
        "plan_lines": _rows(
            "plan_lines",
            lines,
            "plan_id person__unit_id person__grade opening__sector",
            plan_id=plan,
            person__unit_id=code,
        ),
        "opinions": _opinions(opinion, case, code),
        "facts": _rows(
            "facts",
            Fact.objects.filter(kind__in=COUNTED, **{f"case__{name}": value for name, value in WHOLE.items()}),
            "case_id number on kind reason unit_id",
            case_id=case,
            unit_id=_named(codes | {None: ""}),
        ),
        "answers": _answers(opinion),
    }


def _openings() -> Iterator[tuple[Any, ...]]:
    for row in Opening.objects.select_related("place").order_by("pk").iterator(AT_ONCE):
        agreed = row.answered_on if row.answer == HostAnswer.CONSENTED else None
        yield row.pk, row.place.code, convert.room_of(row.low, row.batches), agreed, row.withdrawn_on


def _opinions(opinion: Formed, case: Formed, code: Formed) -> Iterator[Columns]:
    """Opinions with the case as which they count: that into which theirs was merged, if it was."""
    topic = _named(dict(Topic.objects.values_list("pk", "code")))
    alone = Raised.objects.filter(**{f"case__{name}": value for name, value in WHOLE.items()})
    columns = "pk case_id case__opened_on case__owner_id case__topic_id merged"
    formed = {"pk": opinion, "case_id": case, "case__owner_id": code, "case__topic_id": topic}
    yield from _rows("opinions", alone.annotate(merged=Value(0)), columns, **formed)
    whole = _wholes()
    tops = Case.objects.in_bulk(set(whole.values()))
    for part in Raised.objects.filter(case__in=whole).select_related("case").order_by("pk"):
        top = tops[whole[part.case_id]]
        keys = (opinion([part.pk]), case([top.pk]), [part.case.opened_on], code([top.owner_id]), topic([top.topic_id]))
        yield [*keys, [True]]


def _wholes() -> Mapping[UUID, UUID]:
    """Of each case that is part of another the one at the top, if that was not taken apart again."""
    into = dict(Case.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    dissolved = set(Case.objects.exclude(dissolved_on=None).values_list("pk", flat=True))
    found = {}
    for part, top in into.items():
        while top in into:
            top = into[top]
        if top not in dissolved and part not in dissolved:
            found[part] = top
    return found


def _answers(opinion: Formed) -> Iterator[Columns]:
    yield from _rows("answers", Answer.objects.filter(said__in=SAID), "opinion_id number day said", opinion_id=opinion)
    taken_back = Withdrawal.objects.filter(confirmed=True).exclude(settled_on=None)
    last = taken_back.annotate(number=F("pk") + AFTER_ANSWERS, said=Value("withdrawn"))
    yield from _rows("answers", last, "raised_id number settled_on said", raised_id=opinion)


def _rows(table: str, rows: QuerySet[Any], columns: str, **formed: Formed) -> Iterator[Columns]:
    """Rows as the store gives them, column by column, some of which are formed."""
    names = columns.split()
    kinds = dict(zip(names, TABLES[table].values(), strict=True))
    # days as texts: SQLite's would be made into objects one by one
    asked = [Cast(name, TextField()) if kind == DAY else F(name) for name, kind in kinds.items()]
    statement, values = rows.order_by().values_list(*asked).query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while some := cursor.fetchmany(AT_ONCE):
            found = zip(names, zip(*some, strict=True), strict=True)
            yield [formed[name](cells) if name in formed else cells for name, cells in found]


def _some(rows: Iterable[Sequence[Any]]) -> Iterator[Columns]:
    found = list(rows)
    if found:
        yield list(zip(*found, strict=True))


def _named(names: Mapping[Any, str]) -> Formed:
    """Keys as the codes that they stand for, which is sooner done here than by the store row by row."""
    return lambda cells: [names.get(cell) for cell in cells]


class _Keys:
    """Keys of rows: 64 bits of a keyed hash of the sort of row and its key in the store."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def many(self, sort: str) -> Formed:
        """For rows of which there may be millions: none is kept."""

        def formed(cells: Sequence[Any]) -> Sequence[Any]:
            sure = blake2b(digest_size=8, key=self.secret, person=sort.encode())
            digests = []
            for cell in cells:
                hashed = sure.copy()
                # one store gives the digits, the other an object
                hashed.update((cell if type(cell) is str else cell.hex).encode())
                digests.append(hashed.digest())
            return cast(Sequence[Any], np.frombuffer(b"".join(digests), "<i8"))

        return formed

    def few(self, sort: str) -> Formed:
        """For rows that are named again and again by others: each is hashed once."""
        known: dict[int, int] = {}

        def formed(cells: Sequence[Any]) -> Sequence[Any]:
            for cell in set(cells) - known.keys():
                digest = blake2b(str(cell).encode(), digest_size=8, key=self.secret, person=sort.encode()).digest()
                known[cell] = int.from_bytes(digest, "little", signed=True)
            return [known[cell] for cell in cells]

        return formed


def _one_moment() -> AbstractContextManager[None]:
    """All reading within is of one moment; within a transaction it is that one's."""
    return nullcontext() if connection.in_atomic_block else _transaction()


@contextmanager
def _transaction() -> Iterator[None]:
    """One that only reads, and keeps nobody from writing."""
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
