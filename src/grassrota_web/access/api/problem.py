"""What is refused, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import JsonResponse
from pydantic import BaseModel, ConfigDict, Field

from grassrota.errors import BadInput, Fault, GrassrotaError

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that the edge itself turns down, before any rule of the field is asked."""

    def __init__(self, status: int, code: str, detail: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.faults = status, code, detail, tuple(faults)


class FaultShown(BaseModel):
    """One thing wrong with some input."""

    column: str = Field(description="Name of the field, with dots for nested ones; empty if the whole is meant.")
    expected: str = Field(description="What would have been right.")
    got: str = Field(description="What was there instead.")
    fix: str = Field(description="What to do about it; empty if `expected` says so already.")
    row: int = Field(description="Row of an uploaded list, the header being row 1; 0 if none is meant.")


class ProblemShown(BaseModel):
    """Why a request was turned down."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:grassrota:problem:bad_input",
                    "title": "Unprocessable Content",
                    "status": 422,
                    "code": "bad_input",
                    "detail": "column low: expected 0 or more, got -1",
                    "faults": [{"column": "low", "expected": "0 or more", "got": "-1", "fix": "", "row": 0}],
                }
            ]
        }
    )

    NAME: ClassVar = "Problem"

    type: str = Field(description="The code as a URN.")
    title: str = Field(description="The status in words.")
    status: int
    code: str = Field(description="A stable word that programs can compare.")
    detail: str = Field(description="One sentence or more for people: what is wrong, and what to do.")
    faults: list[FaultShown] = Field(description="Every fault of the input at once; empty for other problems.")


def told(status: int, code: str, detail: str, faults: Iterable[Fault] = ()) -> JsonResponse:
    """The answer that tells a problem."""
    body: dict[str, Any] = {
        "type": f"urn:grassrota:problem:{code}",
        "title": "Unprocessable Content" if status == 422 else HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "faults": [
            {
                "column": fault.column,
                "expected": fault.expected,
                "got": fault.got[:200],
                "fix": fault.fix,
                "row": fault.row,
            }
            for fault in faults
        ],
    }
    answer = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def told_of(error: GrassrotaError) -> JsonResponse:
    """The answer to what the core or a verb raised."""
    if isinstance(error, BadInput):
        return told(422, error.code, error.message, error.faults)
    return told(403 if error.code == "not_permitted" else 409, error.code, error.message)
