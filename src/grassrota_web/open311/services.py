"""Topics as services, and what may be said with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from grassrota.errors import Refused
from grassrota.opinions.topics import Topic, TopicTree
from grassrota_web.intake.models import ReadAs
from grassrota_web.opinions import trees

OTHER = "other"
"""Code of the service for what no topic fits."""
OTHER_NAME = pgettext_lazy("topic", "Something else")

_YES = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that may be said with an opinion under any topic.

    Attributes:
        code: As it is sent.
        asks: What is asked.
        datatype: As GeoReport calls it.
        values: What may be answered, with its words; empty for words of one's own.
        hint: What else is to be known; empty if nothing is.
    """

    code: str
    asks: str | Promise
    datatype: str = "text"
    values: Mapping[str, str | Promise] | None = None
    hint: str | Promise = ""


ATTRIBUTES = (
    Attribute(
        "addressed",
        gettext_lazy("Which office should answer?"),
        "string",
        hint=gettext_lazy("Only if you know. It never goes to an office that it concerns."),
    ),
    Attribute(
        "units",
        gettext_lazy("Which offices does it concern?"),
        hint=gettext_lazy(
            "One on each line. These offices, all below them and whoever heads them never get to see it. "
            "Leave this empty if nobody is to blame."
        ),
    ),
    Attribute(
        "named",
        gettext_lazy("Which people does it concern?"),
        hint=gettext_lazy("One name on each line, with their office above. They never get to see it."),
    ),
    Attribute("inspection", gettext_lazy("It concerns the inspection office itself"), "singlevaluelist", _YES),
    Attribute(
        "read_as",
        gettext_lazy("What may those read who handle it?"),
        "singlevaluelist",
        {
            ReadAs.REDACTED: gettext_lazy(
                "a copy in which whatever points to me is blacked out; this takes some days more"
            ),
            ReadAs.ORIGINAL: gettext_lazy("my words as they are"),
        },
    ),
    Attribute("suggestion", gettext_lazy("How could it be put right?")),
    Attribute("credit", gettext_lazy("Whom to thank for the suggestion"), "string"),
    Attribute("may_visit", gettext_lazy("I may be visited about it"), "singlevaluelist", _YES),
)
"""None has to be said; a copy that is blacked out is made unless the raiser says otherwise."""


def services() -> list[dict[str, Any]]:
    """Every topic in use, and one for what fits none."""
    tree = trees.all_topics()
    found = [_service(topic.id, topic.name, _group(tree, topic), topic.former_names) for topic in _in_use(tree)]
    name = str(OTHER_NAME)
    return [*found, _service(OTHER, name, name, ())]


def definition(code: str) -> dict[str, Any]:
    """What may be said with an opinion of a service.

    Raises:
        Refused: ``unknown`` if there is no such service.
    """
    require(code)
    return {"service_code": code, "attributes": [_said(one, place) for place, one in enumerate(ATTRIBUTES, start=1)]}


def require(code: str) -> None:
    """Refuses the code of no service, or of one that is out of use.

    Raises:
        Refused: ``unknown``.
    """
    if code != OTHER and code not in {topic.id for topic in _in_use(trees.all_topics())}:
        raise Refused("unknown", "There is no such service; services.json has them all.")


def _in_use(tree: TopicTree) -> Sequence[Topic]:
    """Topics in use, each behind the one above it."""

    def below(parent: str) -> list[Topic]:
        return [one for topic in tree.children(parent) for one in (topic, *below(topic.id))]

    return below("")


def _group(tree: TopicTree, topic: Topic) -> str:
    """The name of the topic at the top."""
    return tree.line(topic.id)[-1].name


def _service(code: str, name: str, group: str, keywords: Sequence[str]) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "description": name if group == name else f"{group} / {name}",
        "metadata": True,
        "type": "batch",
        "keywords": ", ".join(keywords) or None,
        "group": group,
    }


def _said(one: Attribute, place: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "variable": True,
        "code": one.code,
        "datatype": one.datatype,
        "required": False,
        "datatype_description": None,
        "order": place,
        "description": f"{one.asks} {one.hint}".strip(),
    }
    if one.values:
        said["values"] = [{"key": str(key), "name": str(name)} for key, name in one.values.items()]
    return said
