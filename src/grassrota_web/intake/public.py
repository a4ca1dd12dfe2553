"""What pages have that anybody may open to raise an opinion or to ask after one.

They set no cookie but that of the language, are kept in no cache, tell no other site where somebody came from, and
write no upload to the disk. Their forms carry no token against forgery, which would need a cookie that tells visitors
apart: there is no session whose power could be borrowed. Who has another's browser send such a form files what that
other could file anyway, and sees no answer; what a receipt opens needs its code in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from grassrota_web.access.pages import public
from grassrota_web.intake.cleaning import LARGEST, MOST

Given = ParamSpec("Given")

WHOLE = LARGEST * MOST + (1 << 20)
"""Bytes of a request; a longer one is not read."""


class InMemory(FileUploadHandler):
    """Keeps uploads in memory, without their names; what is too large is cut off behind the first byte too many."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins a file."""
        super().new_file(*args, **kwargs)
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keeps a part of it."""
        if start > LARGEST:
            raise SkipFile
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file."""
        self._content.seek(0)
        return InMemoryUploadedFile(self._content, self.field_name, "paper", "", file_size, None)


def open_to_all(
    function: Callable[Concatenate[HttpRequest, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """Makes a view such a page."""

    @public
    @csrf_exempt
    @wraps(function)
    def view(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > WHOLE:
            return HttpResponse(status=413)
        request.upload_handlers = [InMemory(request)]
        answer = function(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return view


def as_file(document: Any, name: str) -> HttpResponse:
    """A document to be kept as a file, shown by no browser."""
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
