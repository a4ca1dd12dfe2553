"""The OpenAPI document: with every answer that an operation may give, and an example of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import BaseModel

from grassrota_web.access.api.paging import Listed
from grassrota_web.access.api.problem import MEDIA_TYPE, ProblemShown

PROBLEMS = {
    400: "The body cannot be read.",
    401: "Nobody is signed in, and there is no token in force.",
    403: "Not permitted here to this account, or by this token.",
    404: "Nothing is there, or it is beyond reach.",
    409: "A rule says no; `code` says which.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "The input cannot be used; `faults` tells every fault.",
}
"""Answers that turn a request down. What only writes may give is in ``OF_WRITES``."""

OF_WRITES = frozenset({400, 409, 413, 415})


class Document(OpenAPISchema):
    """The document of an interface.

    Args:
        api: The interface.
        prefix: Where it is mounted.
    """

    def __init__(self, api: NinjaAPI, prefix: str) -> None:
        super().__init__(api, prefix)
        schema = ProblemShown.model_json_schema(ref_template="#/components/schemas/{model}")
        self.schemas |= schema.pop("$defs", {}) | {"Problem": schema}
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told = {f"Problem{status}": {"description": words, "content": content} for status, words in PROBLEMS.items()}
        self["components"]["responses"] = told

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """One operation, with its problems and examples."""
        details: dict[str, Any] = super().operation_details(operation)
        writes = operation.methods != ["GET"]
        for status in PROBLEMS:
            if writes or status not in OF_WRITES:
                details["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}
        for part, shape in _shapes(operation):
            said = details["requestBody"] if part is None else details["responses"][part]
            for content in said["content"].values():
                content["example"] = example_of(shape)
        for kind, content in details.get("requestBody", {"content": {}})["content"].items():
            if kind == "multipart/form-data":
                content["example"] = {"file": "id,name,unit,grade\np-104,Chen Aiguo,health,section_chief\n"}
        return details


def example_of(shape: type[BaseModel]) -> Any:
    """An example of a shape, as it goes over the wire."""
    if issubclass(shape, Listed):
        (item,) = shape.__pydantic_generic_metadata__["args"]
        return {"items": [example_of(item)], "next": None}
    example: dict[str, Any] = getattr(shape, "EXAMPLE", {})
    return shape(**example).model_dump(mode="json") if hasattr(shape, "version") else example


def shapes_of(api: NinjaAPI) -> Iterator[tuple[int | None, type[BaseModel]]]:
    """The shapes of all operations."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                if operation.include_in_schema:
                    yield from _shapes(operation)


def _shapes(operation: Operation) -> Iterator[tuple[int | None, type[BaseModel]]]:
    """The shapes of what an operation takes (None) and gives (by status)."""
    for model in operation.models:
        if model.__ninja_param_source__ == "body":
            for field in model.model_fields.values():
                assert isinstance(field.annotation, type)
                yield None, field.annotation
    for status, answer in operation.response_models.items():
        shape = answer and answer.model_fields["response"].annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            yield status, shape
