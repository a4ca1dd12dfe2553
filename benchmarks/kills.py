"""Kills an import, a search, a publication and a synchronisation at random moments, and looks at what is left.

Each time a process of its own does the operation on a copy of a prepared store, and gets SIGKILL at a moment drawn
evenly from its whole length and a little more, by the clock of its own computing, so that a busy machine moves no
moment. Another process then opens the store: each part of the operation has to be there as a whole or not at all,
whatever somebody was told is done has to be there, and the journal has to verify. It does the operation again, twice
over, and has to end where an operation ends that nobody killed.

    .venv/bin/python -m benchmarks.kills                          # 200 each on SQLite in a temporary folder
    .venv/bin/python -m benchmarks.kills --store postgresql       # one of its own, or that of GRASSROTA_DATABASE_URL
    .venv/bin/python -m benchmarks.kills --times 5 --only publish --dry
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import signal
import statistics
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import described, today

if TYPE_CHECKING:
    from tests.web.interrupted import Found, Operation

RESULTS = Path(__file__).parent / "results"
BEYOND = 1.2
"""Some moments are drawn from after the end, so that the end itself is among them."""
MEASURED = 5
"""The length is the median of so many measurements; one more is made after every tenth kill."""
CHECKS = ("lost", "half there", "journal broken", "other end")


class Stores:
    """Stores that are copies of each other; every process chooses one before it opens it."""

    def __init__(self, folder: Path) -> None:
        from django.db import connections

        self.folder = folder
        self.chosen = connections.settings["default"]
        self.server = "sqlite" not in self.chosen["ENGINE"]
        self.first = self.chosen["NAME"]

    def use(self, name: str) -> None:
        """Opens this one from now on, in this process."""
        self.chosen["NAME"] = name if self.server else str(self.folder / name)

    def make(self, name: str, like: str = "") -> None:
        """A copy of another, or an empty one."""
        if self.server:
            self._ask(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        elif like:
            for ending in ("", "-wal", "-shm"):
                if (self.folder / f"{like}{ending}").exists():
                    shutil.copyfile(self.folder / f"{like}{ending}", self.folder / f"{name}{ending}")

    def drop(self, name: str) -> None:
        """Takes one away."""
        if self.server:
            self._ask(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            for path in self.folder.glob(f"{name}*"):
                path.unlink()

    def _ask(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(os.environ["GRASSROTA_DATABASE_URL"], autocommit=True) as connection:
            connection.execute(statement)


class Child:
    """A process that does something on a store, and tells values line by line; forked, as everything is loaded here."""

    def __init__(self, stores: Stores, name: str, does: Callable[[], Iterator[Any]]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            self._child(stores, name, does, writing)
        os.close(writing)
        self.told = os.fdopen(reading)

    @staticmethod
    def _child(stores: Stores, name: str, does: Callable[[], Iterator[Any]], writing: int) -> None:
        code = 1
        try:
            stores.use(name)
            for value in does():
                os.write(writing, (json.dumps(value) + "\n").encode())
            from django.db import connection

            connection.close()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def computed(self) -> float | None:
        """Seconds that it has computed so far; None once it has ended."""
        if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return None
        # the clock of another process's computing, as clock_getcpuclockid of Linux gives it
        return time.clock_gettime(~self.pid << 3 | 2)

    def kill(self, after: float) -> float:
        """Kills it when it has computed so many seconds more, if it has not ended by then; how many it has."""
        begun = now = self.computed() or 0.0
        while now - begun < after and (computed := self.computed()) is not None:
            now = computed
            time.sleep(0.0005)
        os.kill(self.pid, signal.SIGKILL)
        return now - begun

    def end(self) -> list[Any]:
        """Everything that it told, once it has ended."""
        told = [json.loads(line) for line in self.told if line.endswith("\n")]
        self.told.close()
        _pid, status = os.waitpid(self.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, -signal.SIGKILL):
            raise RuntimeError("a process of the benchmark failed: see above")
        return told


class Trial:
    """One operation, killed as often as one likes.

    Attributes:
        outcomes: How often it was found how.
        everything: What there is when it is done.
    """

    def __init__(self, stores: Stores, operation: Operation, name: str) -> None:
        self.stores, self.operation, self.template = stores, operation, f"template_{name}"
        self.copy = f"copy_{name}"
        self.outcomes: Counter[str] = Counter()
        self.everything: Found = []
        stores.make(self.template)
        Child(stores, self.template, self._prepare).end()
        (self.nothing, _holds), *_rest = Child(stores, self.template, self._look).end()
        self._lengths: list[float] = []
        for _ in range(MEASURED):
            self.measure()

    def kill(self, after: float) -> None:
        """Kills it so many seconds after its begin, and looks at what is left."""
        self.stores.make(self.copy, self.template)
        child = self._begun()
        child.kill(after)
        acknowledged = child.end()
        (found, holds), (ending, still_holds) = Child(self.stores, self.copy, self._after).end()
        whole = [group == then for group, then in zip(found, self.everything, strict=True)]
        none = [group == then for group, then in zip(found, self.nothing, strict=True)]
        self.outcomes["all" if all(whole) else "nothing" if all(none) else "some steps"] += 1
        self.outcomes["told"] += bool(acknowledged)
        self.outcomes["lost"] += not all(whole[step] for step in acknowledged)
        self.outcomes["half there"] += not all(one or other for one, other in zip(whole, none, strict=True))
        self.outcomes["journal broken"] += not (holds and still_holds)
        self.outcomes["other end"] += ending != self.everything
        self.stores.drop(self.copy)

    def measure(self) -> None:
        """Lets the operation come to its end, and keeps how long it computes and how it ends."""
        self.stores.make(self.copy, self.template)
        child = self._begun()
        self._lengths.append(child.kill(math.inf))
        child.end()
        ((self.everything, holds),) = Child(self.stores, self.copy, self._look).end()
        if not holds or any(group == before for group, before in zip(self.everything, self.nothing, strict=True)):
            raise RuntimeError(f"not done although nobody killed it: {self.everything}")
        self.stores.drop(self.copy)

    @property
    def length(self) -> float:
        """Seconds that it computes when nobody kills it: the median of the last measurements."""
        return statistics.median(self._lengths[-MEASURED:])

    def _begun(self) -> Child:
        child = Child(self.stores, self.copy, self.operation.do)
        assert child.told.readline() == "null\n"
        return child

    def _prepare(self) -> Iterator[Any]:
        from tests.web.interrupted import make_tables

        make_tables()
        self.operation.prepare()
        yield "prepared"

    def _after(self) -> Iterator[tuple[Found, bool]]:
        """What is left, and what there is once it was done again, twice over."""
        yield from self._look()
        for _time in range(2):
            list(self.operation.do())
        yield from self._look()

    def _look(self) -> Iterator[tuple[Found, bool]]:
        from django.db import connection

        from tests.web.interrupted import journal_holds

        sound = True
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                sound = cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        yield self.operation.found(), sound and journal_holds()


def measured(options: argparse.Namespace, stores: Stores, say: Callable[[str], None]) -> list[str]:
    """The lines of the table."""
    from tests.web.interrupted import OPERATIONS

    chance = random.Random(options.seed)
    lines = [
        f"| operation | seconds | killed | nothing there | some steps | all | told: done | {' | '.join(CHECKS)} |",
        f"|{'---|' * (7 + len(CHECKS))}",
    ]
    for name in options.only or OPERATIONS:
        trial = Trial(stores, OPERATIONS[name], name)
        until = time.monotonic() + options.minutes * 60 / len(options.only or OPERATIONS)
        times = 0
        while times < options.times and time.monotonic() < until:
            trial.kill(chance.uniform(0, BEYOND * trial.length))
            times += 1
            if times % 10 == 0:
                trial.measure()
        counts = [trial.outcomes[outcome] for outcome in ("nothing", "some steps", "all", "told", *CHECKS)]
        lines.append(f"| {name} | {trial.length:.2f} | {times} | {' | '.join(map(str, counts))} |")
        say(lines[-1])
    return lines


@contextmanager
def opened(kind: str) -> Iterator[Stores]:
    """Django on stores of their own, gone afterwards; no connection is open, so that processes can be forked."""
    with tempfile.TemporaryDirectory(prefix="grassrota-kills-") as folder:
        os.environ |= {"GRASSROTA_DATA": folder, "GRASSROTA_JOB_LEASE_SECONDS": "0.3"}
        if kind == "sqlite":
            os.environ.pop("GRASSROTA_DATABASE_URL", None)
        elif not os.environ.get("GRASSROTA_DATABASE_URL"):
            from tests.web.postgresql import running_server

            os.environ["GRASSROTA_DATABASE_URL"] = running_server()
        os.environ["DJANGO_SETTINGS_MODULE"] = "grassrota_web.config.settings"
        import django
        from django.conf import settings
        from django.test.client import ClientHandler
        from django.urls import get_resolver

        django.setup()
        settings.ALLOWED_HOSTS = ["*"]
        # read here, once, instead of by every process
        get_resolver().url_patterns  # noqa: B018
        ClientHandler().load_middleware()
        yield Stores(Path(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--times", type=int, default=200, help="how often each operation is killed")
    parser.add_argument("--only", action="append", help="an operation; all four if not given")
    parser.add_argument("--minutes", type=float, default=240.0, help="ends earlier after so long, shared evenly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry", action="store_true", help="print the table and write nothing")
    options = parser.parse_args()
    with opened(options.store) as stores:
        lines = measured(options, stores, lambda line: print(line, flush=True))
    head = [
        f"# Killed in the middle, on {'SQLite' if options.store == 'sqlite' else 'PostgreSQL'}",
        "",
        f"SIGKILL at moments drawn evenly (seed {options.seed}), {today()}. {described('django')}.",
        "`benchmarks/kills.py` makes it. The last four columns have to be 0: something lost of which somebody was told",
        "that it is done; something there in part; a journal or store that does not verify; and, after doing it again,",
        "twice over, another end than without a kill, such as something lost or doubled.",
        "",
    ]
    if not options.dry:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"kills-{options.store}.md"
        path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    main()
