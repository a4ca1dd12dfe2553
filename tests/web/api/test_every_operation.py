"""What holds of every operation: it asks who one is, keeps to one's reach, and is told with examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from grassrota_web.access.api.shape import Given
from grassrota_web.access.matrix import verbs
from grassrota_web.access.rights import RIGHTS, Role
from grassrota_web.config.api import api
from grassrota_web.config.api_document import example_of, shapes_of
from tests.web.api.conftest import ProgramOf
from tests.web.api.things import SIDELESS, THINGS
from tests.web.conftest import SignedIn, World
from tests.web.leaks import traces

PAGES_ONLY = {
    "access.": "accounts, roles, sign-in and tokens are looked after by people: a token that could grant would grow",
    "figures.read_day": "the day's work reads the figures, and programs read what it wrote down",
    "figures.publish_day": "the same, and publishes what the rule lets everybody know",
    "figures.note_not_issued": "a schedule says itself what it could not issue",
    "figures.set_schedule": "what is signed by itself in somebody's name is asked for by that person",
    "figures.end_schedule": "the same",
    "figures.subscribe": "mail about bulletins is asked for by whoever gets it; programs read the feed",
    "figures.unsubscribe": "the same",
    "figures.keep_template": "what an office says is written by a person, who sees how it comes out",
    "figures.issue_bulletin": "what an office signs is read by a person before anybody gets it",
    "orgs.load_": "a whole roster is brought in by the command line, once; programs bring lists in as imports",
    "orgs.set_heads": "a part of bringing in a whole roster",
    "orgs.ask_for_export": "programs read lists page by page",
    "orgs.look_through": "sending a list looks it through, at once or by a job",
    "orgs.take_import": "the job of a decision takes the list",
    "orgs.undo_import": "the job of a decision puts back what was there",
    "rotas.load_": "the same for wishes and plans",
    "fieldwork.load_": "the same for what was done before this installation was there",
    "rotas.keep_plan": "the job of a solving keeps its own plan",
    "rotas.ask_what_if": "what is tried out is looked at by whoever plans; programs have the command line",
    "rotas.ask_for_fairness": "the same",
    "rotas.ask_to_replan": "the same",
    "postings.speak": "the discussion is without names; a program would keep a copy with a time",
    "postings.report_coercion": "a report of coercion is protected; a program would keep a copy with a time",
    "postings.read_coercion": "what is reported is read by the one person it is with, who gives a reason",
    "postings.take_up_coercion": "the same",
    "postings.answer_coercion": "the same",
    "postings.pass_on_coercion": "the same",
    "postings.see_to_matter": "what weighs on somebody is read and answered by a person, who gives a reason",
    "postings.raise_for": "what somebody told their officer is written down by that officer",
    "postings.make_own_feed": "a secret address is made where it is shown, once",
    "postings.make_batch_feed": "the same",
    "postings.end_feed": "the same",
    "intake.": "what leads to whoever raised an opinion is done on pages; a program would keep a copy with a time",
    "opinions.ask_": "what is asked of a raiser is written by somebody who has read the case",
    "opinions.settle_withdrawal": "whether somebody takes an opinion back freely is heard by a person",
    "opinions.decide_appeal": "an appeal is decided by a person who had no part in the case",
    "opinions.approve_text": "what everybody reads is written by a person who has read what was raised",
    "opinions.withdraw_text": "the same",
    "opinions.redact": "what would tell who raised an opinion is found by a person; the original leaves no page",
    "opinions.recheck": "a part of other changes, and of the day's work",
    "opinions.flag_closures": "a part of the day's work",
    "opinions.escalate": "a part of the day's work",
    "open311.": "programs that pass opinions on speak GeoReport v2, at addresses of its own",
    "inspections.": "what was drawn is seen by the one who goes there; a program would keep a copy with a time",
    "themes.find_anew": "long work over everything is asked for by a person, who sees how it goes",
    "themes.advertise_channel": "how people were told is written by whoever told them",
    "opinions.merge": "what belongs together is decided by somebody who reads both",
    "opinions.split": "the same",
    "opinions.adopt_suggestion": "the same",
    "opinions.note_cause": "the same",
    "opinions.file_under": "the same",
    "opinions.respond": "what leaders answer is written by people",
    "opinions.join": "who works on a case is named where it is read, so that nobody whom it concerns is",
    "opinions.let_go": "the same",
    "opinions.hand_over": "the same",
    "opinions.open_issue": "big problems are few, and worked on by named people",
    "opinions.link_cases": "the same",
    "opinions.name_force": "the same",
    "opinions.close_issue": "the same",
    "opinions.add_": "topics, rules and days are few, and kept by people",
    "opinions.rename_topic": "the same",
    "opinions.move_topic": "the same",
    "opinions.retire_topic": "the same",
    "opinions.merge_topics": "the same",
    "opinions.drop_rule": "the same",
    "opinions.set_day": "the same",
    "records.purge_some": "a part of a purge",
    "records.bring_in_rotation": "a whole rotation is brought in once, by a person or the command line",
    "records.read_rotation": "the same",
    "records.take_rotation": "the same",
    "records.read_own_records": "what is held about oneself is read by oneself, on a page",
    "records.subject_access": "what is held about somebody is given by a person who knows who asked",
}
"""Verbs without an operation, by how their names begin, with the reason."""


RECKONING = {"effect_of_moves"}
"""Operations that are no verb and only reckon, though they take a body."""


@dataclass(frozen=True)
class Told:
    """One operation, as the document tells it."""

    name: str
    method: str
    path: str
    said: dict[str, Any]
    rights: tuple[Any, ...]

    @property
    def collection(self) -> str:
        """The first part of the address."""
        return self.path.removeprefix("/api/v1/").partition("/")[0]

    def at(self, key: object) -> str:
        """The address of one thing, without the beginning that all share."""
        return re.sub(r"\{\w+\}", str(key), self.path.removeprefix("/api/v1/"))

    @property
    def body(self) -> Any:
        """The example of the body; None if it takes none."""
        content = self.said.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("example")


def _operations() -> Iterator[Told]:
    rights = {
        operation.operation_id: operation.view_func.rights  # type: ignore[attr-defined]
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        if operation.include_in_schema
    }
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, said in methods.items():
            yield Told(said["operationId"], method.upper(), path, said, rights[said["operationId"]])


OPERATIONS = sorted(_operations(), key=lambda one: one.name)
LISTS = [one for one in OPERATIONS if one.name.startswith("list_") and "{" not in one.path]
OF_THINGS = [one for one in OPERATIONS if "{" in one.path]


def test_no_two_operations_have_one_name() -> None:
    """So that a program's functions are called as the verbs are."""
    names = [one.name for one in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_verb_has_an_operation_or_a_reason() -> None:
    """What people can do on pages programs can do, but for what is listed with its reason."""
    named = {one.name for one in OPERATIONS}
    without = [verb.name for verb in verbs() if verb.name not in named]
    assert [name for name in without if not name.startswith(tuple(PAGES_ONLY))] == []
    assert [name for name in PAGES_ONLY if not any(verb.startswith(name) for verb in without)] == []


def test_every_write_is_a_verb() -> None:
    """Nothing is written past the journal: an operation that is no GET is a verb, or says that it only reckons."""
    known = {verb.name for verb in verbs()} | RECKONING
    others = [one.name for one in OPERATIONS if one.method != "GET" and one.name not in known]
    assert others == []


def test_nobody_is_answered_without_showing_who_they_are() -> None:
    """Each operation, with a body that is right: 401, as a problem."""
    client, answered = Client(), []
    for told in OPERATIONS:
        content: Any = {} if told.body is None else {"data": json.dumps(told.body), "content_type": "application/json"}
        answer: Any = client.generic(told.method, f"/api/v1/{told.at(1)}", **content)
        if (answer.status_code, answer["Content-Type"]) != (401, "application/problem+json"):
            answered.append(told.name)
    assert answered == []


def test_every_operation_is_told_with_words_and_examples() -> None:
    """A sentence, an example of the body, and an example of what comes out."""
    for told in OPERATIONS:
        assert told.said["summary"].endswith("."), told.name
        assert told.said["tags"], told.name
        asked = told.said.get("requestBody", {"content": {}})["content"]
        good = {int(status): said for status, said in told.said["responses"].items() if int(status) < 300}
        assert len(good) == 1, told.name
        answered = {} if 204 in good or told.name == "openapi" else next(iter(good.values()))["content"]
        assert all(one.get("example") is not None for one in (*asked.values(), *answered.values())), told.name


def test_every_example_is_one() -> None:
    """Each is what its shape takes, and nothing in it is left to a default."""
    for shape in {shape for _, shape in shapes_of(api)}:
        example = example_of(shape)
        told = TypeAdapter(shape).validate_python(example).model_dump(mode="json")
        assert example == told, shape.__name__
        if not issubclass(shape, Given):
            assert set(example) == set(told), shape.__name__


@pytest.mark.parametrize("role", sorted(Role))
def test_lists_tell_nothing_of_the_other_side(world: World, program: ProgramOf, role: Role) -> None:
    """Every list, asked by each role of the north: opened as its rights say, and without a word of the south."""
    for make in THINGS.values():
        make(world, "north")
        make(world, "south")
    asking = program(role, world.units["north"], person="n1")
    for told in LISTS:
        answer = asking("GET", told.at(""))
        admitted = not told.rights or bool(RIGHTS[role].intersection(told.rights))
        assert answer.status_code == (200 if admitted else 403), told.name
        assert traces(answer, world, "south", "s1", "s2", "s3", "Dykes of the south") == set(), told.name


def test_every_list_tells_something_to_somebody(world: World, program: ProgramOf) -> None:
    """So that the silence about the other side means something."""
    for make in THINGS.values():
        make(world, "north")
    asking = [program(role, world.units["north"], person="n1") for role in sorted(Role)]
    for told in LISTS:
        answers = [one("GET", told.at("")) for one in asking]
        assert any(answer.status_code == 200 and answer.json()["items"] for answer in answers), told.name


def test_things_of_the_other_side_are_not_there(world: World, program: ProgramOf) -> None:
    """Every operation on one thing: of the south it is 404 to the north, just as one that never was; or 403 without."""
    assert {told.collection for told in OF_THINGS} <= set(THINGS) | SIDELESS
    asking = {role: program(role, world.units["north"], person="n1") for role in sorted(Role)}
    things = {collection: make(world, "south") for collection, make in THINGS.items()}
    for told in OF_THINGS:
        if told.collection in SIDELESS:
            continue
        thing = things[told.collection]
        never = 2**40 if isinstance(thing, int) else "0" * 32
        admitting = {role: not told.rights or bool(RIGHTS[role].intersection(told.rights)) for role in sorted(Role)}
        refused = [role for role, admitted in admitting.items() if not admitted]
        for role, admitted in admitting.items():
            if role in refused[1:]:
                continue  # refused by the same line as the first
            ask = asking[role]
            answer = ask(told.method, told.at(thing), told.body)
            assert answer.status_code == (404 if admitted else 403), (role, told.name, answer.content)
            assert traces(answer, world, "south") == set(), (role, told.name)
            assert ask(told.method, told.at(never), told.body).content == answer.content, (role, told.name)


def test_the_document_and_its_page_are_for_those_who_are_known(world: World, signed_in: SignedIn) -> None:
    """Nobody reads either without a token or a sign-in; the page needs no script but those of every page."""
    assert Client().get("/api/v1/openapi.json").status_code == 401
    assert Client().get("/api/v1/").status_code == 302
    client = signed_in(world.account(Role.READER, world.units["north"]))
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    page = client.get("/api/v1/")
    assert page.status_code == 200
    text = page.content.decode()
    for told in OPERATIONS:
        assert f'id="{told.name}"' in text
    assert "<style" not in text
    assert " style=" not in text
    assert all(source.startswith("/static/") for source in re.findall(r'<script[^>]*src="([^"]*)"', text))
