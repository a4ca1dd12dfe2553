"""What the reference page shows is what happens: its calls are made, and answer as shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from tests.web.api.conftest import Program

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"
CALL = re.compile(r"```sh\n(curl [^\n]+)\n```\n\n```json\n([^\n]+)\n```")


def _asked(organiser: Program, command: str) -> Any:
    """The call of a ``curl`` command, made by the test client."""
    words = shlex.split(command.replace("$TOKEN", organiser.token).replace("$URL", ""))
    assert words[:2] == ["curl", "-s"]
    headers, body = {}, None
    for option, value in zip(words[3::2], words[4::2], strict=True):
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        else:
            assert option == "-d"
            body = value
    kind = headers.pop("Content-Type", "")
    return organiser.client.generic("POST" if body else "GET", words[2], body or "", kind, headers=headers)


def test_each_call_of_the_page_answers_as_shown(organiser: Program) -> None:
    """Three calls with curl, each with its answer; three dots stand for what is another each time."""
    calls = CALL.findall(PAGE.read_text("utf-8"))
    assert len(calls) == 3
    for command, shown in calls:
        answer = _asked(organiser, command).content.decode()
        pattern = ".*".join(re.escape(part) for part in shown.split("..."))
        assert re.fullmatch(pattern, answer), f"{command}\n{answer}"


def test_the_page_names_every_problem_of_the_edge() -> None:
    """Each code with which the edge itself turns something down is in the table."""
    edge = Path(__file__).parents[3] / "src" / "grassrota_web"
    sources = [*(edge / "access" / "api").glob("*.py"), edge / "config" / "api.py"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    codes = set(re.findall(r'(?:told|Problem)\(\s*\d{3}, "(\w+)"', text))
    page = PAGE.read_text("utf-8")
    assert {"bad_json", "not_found", "csrf"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in page] == []
