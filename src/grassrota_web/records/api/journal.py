"""Operations on the journal: its head, what one may read of it, and the proof that a row is in it."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import AwareDatetime, Field

from grassrota import merkle
from grassrota_web.access.api.job import JobShown, job_shown
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Day, Given, Shown
from grassrota_web.access.rights import Right
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import TreeHead, tree_head
from grassrota_web.records import actions
from grassrota_web.records.journal.queries import Names, entries
from grassrota_web.records.journal.undo import undo as undo_entry

room = Room("Journal")

Number = Annotated[int, Field(ge=0, le=2**63 - 1, description="Place in the log, the first being 0.", examples=[41])]
Root = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_ROOT = "5f2b0c1d9a7e4f6388c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d"


class HeadShown(Shown):
    """So many entries with this root: write it down, and you can tell later whether anything was changed."""

    EXAMPLE: ClassVar = {"size": 42, "root": _ROOT}

    size: int
    root: str


class HeadGiven(Given):
    """A head noted earlier; nothing to compare with if it is left out."""

    EXAMPLE: ClassVar = {"size": 42, "root": _ROOT}

    size: Annotated[int, Field(ge=0, le=2**63 - 1, strict=True)] | None = None
    root: Root | None = None


class EntryShown(Shown):
    """One write: who did what to which thing, and what it was before and after."""

    EXAMPLE: ClassVar = {
        "number": 41,
        "verb": "orgs.change_unit",
        "who": "Li Wen",
        "kind": "unit",
        "subject": "health",
        "as_of": "1957-12-03",
        "recorded_at": "1957-12-03T10:00:00Z",
        "before": {"name": "Health office"},
        "after": {"name": "Health bureau"},
        "erased_on": None,
    }

    number: int
    verb: str
    who: str
    kind: str
    subject: str
    as_of: Day
    recorded_at: AwareDatetime
    before: Any
    after: Any
    erased_on: Day | None = Field(description="When what it says was erased, as its time had come.")


class ProofShown(Shown):
    """That an entry is in the log, by RFC 6962: the root follows from the leaf and the path."""

    EXAMPLE: ClassVar = {"number": 41, "size": 42, "root": _ROOT, "leaf": _ROOT, "path": [_ROOT]}

    number: int
    size: int
    root: str
    leaf: str = Field(description="Hash of the entry.")
    path: list[str] = Field(description="Hashes of siblings, from the leaf up.")


class EntriesListing(Listing):
    """Filters of the journal."""

    verb: Annotated[str, Field(max_length=80)] = ""
    kind: Annotated[str, Field(max_length=60)] = ""
    subject: Annotated[str, Field(max_length=120)] = ""


def _shown(row: Entry, names: Names) -> EntryShown:
    said = ("number", "verb", "kind", "subject", "as_of", "recorded_at", "before", "after", "erased_on")
    return EntryShown(who=names.of(row), **{name: getattr(row, name) for name in said})


@room.reads("journal", Listed[EntryShown], Right.READ_JOURNAL, Right.READ_OWN)
def list_entries(request: Asked, find: Query[EntriesListing]) -> Any:
    """Lists entries of places within reach and those about oneself, the newest first."""
    said = {name: value for name in ("verb", "kind", "subject") if (value := getattr(find, name))}
    rows = entries(request.actor).filter(**said)
    return listed(request, find, rows, ("-number",), lambda row: _shown(row, Names([row])))


@room.reads("journal/head", HeadShown, Right.VERIFY_JOURNAL)
def show_head(request: Asked) -> Any:
    """Shows the head of the log."""
    head = tree_head()
    return HeadShown(size=head.size, root=head.root)


@room.reads("journal/{number}", EntryShown, Right.READ_JOURNAL, Right.READ_OWN)
def show_entry(request: Asked, number: Number) -> Any:
    """Shows an entry."""
    row = get_object_or_404(entries(request.actor), number=number)
    return _shown(row, Names([row]))


@room.reads("journal/{number}/proof", ProofShown, Right.READ_JOURNAL, Right.READ_OWN)
def prove_entry(request: Asked, number: Number) -> Any:
    """Proves that an entry that one may read is in the log as it stands."""
    row = get_object_or_404(entries(request.actor), number=number)
    tree = merkle.Tree(bytes(leaf) for leaf in Entry.objects.order_by("number").values_list("leaf", flat=True))
    path = merkle.inclusion_proof(tree.node, number, len(tree))
    return ProofShown(
        number=number,
        size=len(tree),
        root=merkle.root(tree.peaks()).hex(),
        leaf=bytes(row.leaf).hex(),
        path=[sibling.hex() for sibling in path],
    )


@room.does(undo_entry, "journal/{number}/undo", None, status=204)
def undo(request: Asked, number: Number) -> Any:  # noqa: D103
    undo_entry(request.actor, get_object_or_404(entries(request.actor), number=number))


@room.does(actions.verify_journal, "journal/head/verify", JobShown, status=202, again=True)
def verify_journal(request: Asked, given: HeadGiven) -> Any:  # noqa: D103
    noted = None if given.size is None or given.root is None else TreeHead(given.size, given.root)
    return job_shown(actions.verify_journal(request.actor, noted))
