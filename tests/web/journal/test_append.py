"""The journal grows by one row a write, and tells when a row was changed, put in or taken out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, models, transaction

from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry, Head
from grassrota_web.journal.queries import TreeHead, tree_head, verify


def written(count: int) -> None:
    for number in range(count):
        append(verb="test.write", actor="me", kind="thing", subject=str(number), after={"value": number}, place="/1/")


def test_a_log_that_nobody_touched_verifies() -> None:
    """After seven writes the rows give the stored head, and a head noted after four is still a prefix."""
    written(4)
    noted = tree_head()
    written(3)
    found = verify(noted)
    assert found.holds
    assert (found.stored.size, noted.size) == (7, 4)


def changed(**fields: object) -> Callable[[], object]:
    return lambda: models.QuerySet(Entry).filter(number=2).update(**fields)


def deleted() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE number = 2")


@pytest.mark.parametrize(
    "tamper",
    [
        changed(after={"value": 99}),
        changed(actor="somebody else"),
        changed(as_of=date(1950, 1, 1)),
        changed(place="/2/"),
        changed(salt=b"another salt"),
        changed(content_hash=b"0" * 32),
        changed(leaf=b"0" * 32),
        changed(erased_on=date(2020, 1, 1)),
        deleted,
        lambda: Head.objects.update(size=4),
    ],
)
def test_one_changed_row_is_found(tamper: Callable[[], object]) -> None:
    """A changed value, actor, day, place, salt or hash, a row taken out, and a shortened head all fail to verify."""
    written(5)
    tamper()
    assert not verify().holds


def test_a_log_rewritten_from_its_beginning_is_found_by_whoever_noted_a_head() -> None:
    """Rewriting rows and head together is consistent in itself, and fails against the head noted before."""
    written(3)
    noted = tree_head()
    models.QuerySet(Entry).all()._raw_delete("default")
    Head.objects.all().delete()
    written(4)
    assert verify().holds
    assert not verify(noted).holds


def test_a_head_larger_than_the_log_is_no_prefix() -> None:
    """Somebody who noted five entries is told when there are three."""
    written(3)
    assert not verify(TreeHead(5, "00" * 32)).holds


def test_a_write_that_fails_leaves_no_row() -> None:
    """What is undone is undone with its row in the journal, and the next write takes its number."""
    written(1)

    @transaction.atomic
    def undone() -> None:
        written(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    written(1)
    assert verify().holds
    assert tree_head().size == 2


def test_an_entry_is_never_deleted() -> None:
    """The row itself refuses."""
    written(1)
    with pytest.raises(TypeError, match="never deleted"):
        Entry.objects.get().delete()
