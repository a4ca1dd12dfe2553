"""A process of an installation that is asked line by line, and lets workers go as processes of their own.

It is run as a program: loading everything once and forking is much quicker than starting each worker anew.
"""

from __future__ import annotations

import json
import os
import sys
import traceback


def main() -> None:
    """Answers each line with one line: a worker's process id, or what an expression gives."""
    from grassrota_web.config.commands.django_set_up import set_up

    set_up()
    from grassrota_web.config.commands import worker
    from tests.web.jobs import tasks_for_tests

    worker.GRACE = 0.2
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked == "worker":
            child = os.fork()
            if child == 0:
                _child(worker.worker)
            print(child, flush=True)
        else:
            child = os.fork()
            if child == 0:
                _child(lambda code=asked: print(json.dumps(eval(code, vars(tasks_for_tests))), flush=True))
            os.waitpid(child, 0)


def _child(does: object) -> None:
    try:
        does()  # type: ignore[operator]
    except BaseException:
        traceback.print_exc()
        print("null", flush=True)
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
