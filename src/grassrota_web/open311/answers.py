"""Answers as GeoReport has them: one value, as JSON or as XML, and errors in the same two forms.

The one is made of the other by the convention of the specification: a list stands in an element of its own name, and
each of its values in one named in the singular. In XML what there is not is left out; in JSON it is null.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse

from grassrota.errors import BadInput, GrassrotaError, Refused
from grassrota_web.access.spoken import spoken, spoken_fault
from grassrota_web.intake.public import open_to_all

TYPES = {"json": "application/json", "xml": "text/xml"}
STATUSES = {"bad_key": 403, "unknown": 404, "method": 405, "budget_spent": 429}
"""How refusals are answered; others with 400."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def georeport(
    several: str, one: str = "", methods: tuple[str, ...] = ("GET",), charset: str = "; charset=utf-8"
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """Makes a function that gives a value an address that answers with it, in the form that its end asks for.

    Args:
        several: Name of the root.
        one: Name of each value of a list.
        methods: That are taken.
        charset: What follows the type of the answer.
    """

    def wrap(function: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @open_to_all
        @wraps(function)
        def view(request: HttpRequest, /, form: str, **given: str) -> HttpResponse:
            if form not in TYPES:
                return told(Refused("unknown", "Ask for .json or .xml."), "json")
            try:
                if request.method not in (*methods, "HEAD"):
                    raise Refused("method", f"This address takes {' or '.join(methods)}.")
                value = function(request, **given)
            except (BadInput, Refused) as error:
                return told(error, form)
            return _answer(rendered(value, form, several, one), form, charset=charset)

        return view

    return wrap


def rendered(value: Any, form: str, several: str, one: str = "") -> bytes:
    """A value as JSON or as XML."""
    if form == "json":
        return json.dumps(value, ensure_ascii=False).encode()
    root = ElementTree.Element(several)
    _fill(root, value, one)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def element(value: Mapping[str, Any], name: str) -> bytes:
    """One value as an element, for answers that are written in parts."""
    found = ElementTree.Element(name)
    _fill(found, value)
    written: bytes = ElementTree.tostring(found, encoding="utf-8")
    return written


def _fill(parent: ElementTree.Element, value: Any, one: str = "") -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if part is not None:
                _fill(ElementTree.SubElement(parent, name), part, name.removesuffix("s"))
    elif isinstance(value, list):
        for part in value:
            _fill(ElementTree.SubElement(parent, one), part)
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        parent.text = _NOT_IN_XML.sub("", text)


def told(error: GrassrotaError, form: str) -> HttpResponse:
    """What is wrong, every fault of it, with the status as the code of each."""
    status = STATUSES.get(error.code, 400)
    lines: Iterable[str] = [spoken(error.message)]
    if isinstance(error, BadInput):
        lines = [spoken_fault(fault, placed=True) for fault in error.faults]
    errors = [{"code": status, "description": line} for line in lines]
    return _answer(rendered(errors, form, "errors", "error"), form, status)


def _answer(body: bytes, form: str, status: int = 200, charset: str = "; charset=utf-8") -> HttpResponse:
    answer = HttpResponse(body, content_type=TYPES[form] + charset, status=status)
    # everybody may read this, whatever page of whatever site asks for it
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
