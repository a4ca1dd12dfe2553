"""Pages that are made once: what a reader sees follows from rows, and none changes without the journal growing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from grassrota_web.access.pages import Request
from grassrota_web.journal.queries import tree_head

MOST = 256
"""Pages that each process keeps, those asked for last: some tens of megabytes at most."""

_kept: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


def kept(request: Request, make: Callable[[], SafeString]) -> SafeString:
    """A part of a page that is the same for this reader, address and language as long as nobody has written anything.

    Args:
        request: Who asks for what. Nothing else of it may be looked at: no session, no token of a form.
        make: Makes the part.
    """
    # the head comes first: what is written meanwhile is in the part and not in the head, under which nobody asks again
    key = (tree_head(), request.actor, request.get_full_path(), get_language(), timezone.localdate())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
