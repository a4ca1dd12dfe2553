"""The reference of the interface for programs, as a page that needs no script and nothing from the network."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from grassrota_web.access.pages import Request, page
from grassrota_web.config.api import api

Described = dict[str, Any]


@page()
def reference(request: Request) -> HttpResponse:
    """Every operation, from the same document that programs read."""
    document = api.document
    schemas = document["components"]["schemas"]
    headings: dict[str, list[Described]] = {}
    for path, operations in document["paths"].items():
        for method, said in operations.items():
            headings.setdefault(said["tags"][0], []).append(_described(method, path, said, schemas))
    return render(request, "config/api.html", {"headings": headings, "document": document["info"]})


def _described(method: str, path: str, said: Described, schemas: Described) -> Described:
    """What the page tells of one operation."""
    asked: Described = next(iter(said.get("requestBody", {}).get("content", {}).values()), {})
    status, given = next((status, told) for status, told in said["responses"].items() if int(status) < 300)
    answer: Described = next(iter(given.get("content", {}).values()), {})
    return {
        "name": said["operationId"],
        "method": method.upper(),
        "path": path,
        "words": said["summary"],
        "more": said.get("description", ""),
        "parameters": [
            _field(one["name"], one["schema"], one.get("required", False), one) for one in said["parameters"]
        ],
        "fields": _fields(asked.get("schema", {}), schemas),
        "asked": _pretty(asked.get("example")),
        "status": status,
        "answered": _pretty(answer.get("example")),
    }


def _fields(schema: Described, schemas: Described) -> list[Described]:
    whole = schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    required = whole.get("required", [])
    return [_field(name, part, name in required, part) for name, part in whole.get("properties", {}).items()]


def _field(name: str, schema: Described, required: bool, said: Described) -> Described:
    return {"name": name, "kind": _kind(schema), "required": required, "words": said.get("description", "")}


def _kind(schema: Described) -> str:
    """What may stand there, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")


def _pretty(example: Any) -> str:
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)
