"""The interface for programs: the operations of all rooms, with one way to ask, to page and to be refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.operation import PathView
from ninja.utils import replace_path_param_notation

from grassrota.errors import BadInput, Fault, GrassrotaError
from grassrota_web.access.api.body import Bodies
from grassrota_web.access.api.identity import Session, Token
from grassrota_web.access.api.problem import Problem, told, told_of
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.config.api_document import Document
from grassrota_web.fieldwork.api import costs, incidents, lodgings, pilots, stay
from grassrota_web.fieldwork.api import work as field_work
from grassrota_web.figures.api import figures
from grassrota_web.opinions.api import cases
from grassrota_web.orgs.api import imports, openings, people, rotations, units
from grassrota_web.postings.api import lists, own, swaps
from grassrota_web.records.api import journal, work
from grassrota_web.rotas.api import people as about_people
from grassrota_web.rotas.api import plans, policies, stages, why
from grassrota_web.themes.api import themes

ROOMS = (
    *(units.room, people.room, rotations.room, openings.room, imports.room),
    *(policies.room, plans.room, why.room, stages.room, about_people.room),
    *(
        lists.room,
        own.room,
        swaps.room,
        stay.room,
        field_work.room,
        lodgings.room,
        costs.room,
        incidents.room,
        pilots.room,
    ),
    *(cases.room, themes.room, figures.room, journal.room, work.room),
)


class Faulty(ValidationError):
    """Input that has not the shape it should have, with every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__([])
        self.faults = faults


class Interface(NinjaAPI):
    """The interface: its document is complete, and its faults are those of the rest of the application."""

    @cached_property
    def document(self) -> Document:
        """The OpenAPI document; it takes seconds to make, and never changes while the application runs."""
        return Document(self, "api/v1/")

    def get_openapi_schema(self, **given: Any) -> Document:
        """The document, under the name by which ninja asks for it."""
        return self.document

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Addresses of the operations; a method that there is not is refused like everything else."""
        found: list[URLResolver | URLPattern] = [
            path(
                replace_path_param_notation(address),
                _answering(view),
                name=view.operations[0].operation_id or "nothing",
            )
            for router in self._get_bound_routers()
            for address, view in router.path_operations.items()
        ]
        return found, "ninja", self.urls_namespace

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> Faulty:
        """What pydantic found, as faults."""
        faults = []
        for context in error_contexts:
            known: dict[Any, Any] = context.model.__ninja_flatten_map_reverse__
            named = getattr(context.model, "__read_from_single_attr__", "")
            for error in context.pydantic_validation_error.errors(include_url=False):
                place = [str(part) for part in known.get(error["loc"], error["loc"]) if part != named]
                faults.append(Fault(".".join(place), _expected(error["msg"]), str(error["input"])))
        return Faulty(faults)


def _answering(view: PathView) -> Callable[..., HttpResponseBase]:
    answer_of = view.get_view()

    @wraps(answer_of)
    def answering(request: HttpRequest, /, **given: Any) -> HttpResponseBase:
        answer: HttpResponseBase = answer_of(request, **given)
        if answer.status_code == 405:
            allowed = answer["Allow"]
            answer = told(405, "method", f"This address takes {allowed}.")
            answer["Allow"] = allowed
        return answer

    answering.operations = view.operations  # type: ignore[attr-defined]
    return answering


def _expected(message: str) -> str:
    """The words of pydantic, as what was expected."""
    words = message.removeprefix("Value error, ").removeprefix("Input should be ")
    return words[:1].lower() + words[1:]


api = Interface(
    title="Grassrota",
    version="1",
    description="What the pages of this installation show and do, for programs: the same rights, the same rows, "
    "the same verbs. A change is named like the verb that the journal records.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=[Token(), Session()],
    parser=Bodies(),
)
about = Room("This interface")


@about.reads("openapi.json", dict[str, Any])
def openapi(request: Asked) -> Any:
    """Tells this document, to those who may ask anything at all."""
    return api.document


elsewhere = Room("Elsewhere")


@elsewhere.api_operation(["GET", "POST", "PUT", "DELETE"], "{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str) -> None:
    """Nothing, at every other address."""
    raise Http404


nothing.rights = ()  # type: ignore[attr-defined]

for room in (*ROOMS, about, elsewhere):
    api.add_router("", room)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return told(error.status, error.code, error.detail, error.faults)


@api.exception_handler(GrassrotaError)
def _rule(request: HttpRequest, error: GrassrotaError) -> HttpResponse:
    return told_of(error)


@api.exception_handler(ValidationError)
def _faulty(request: HttpRequest, error: Faulty) -> HttpResponse:
    return told_of(BadInput(error.faults))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return told(401, "not_signed_in", "Send a token in the Authorization header: Bearer and the token.")


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):
        return _problem(request, error.__cause__)
    return told(error.status_code, "bad_request", error.message)


@api.exception_handler(MultiPartParserError)
def _unparted(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    return told(400, "bad_multipart", "The body is not the multipart/form-data that it is said to be.")


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return told(413, "too_large", "The body is larger than this installation takes. Send less at once.")


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return told(404, "not_found", "There is nothing at this address, or it is beyond your reach.")
