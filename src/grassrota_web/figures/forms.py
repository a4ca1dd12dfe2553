"""Forms of the room."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.errors import BadInput, Fault
from grassrota.figures.statements import StatementSet
from grassrota.figures.wording import DEFAULT_ABOUT_POINTS
from grassrota.files.statement_table import statements_of
from grassrota.files.statements import read_statements
from grassrota.files.tables import pasted, read_table

MOST_STATEMENTS = 1000
MOST_QUESTIONS = 50
MOST_BYTES = 1 << 20
MOST_UNPACKED = 32 << 20
SUFFIXES = (".xlsx", ".csv", ".toml")


class BulletinForm(forms.Form):
    """What a bulletin says: pasted as a table, or as a file."""

    table = forms.CharField(
        label=gettext_lazy("The figures as a table"),
        help_text=gettext_lazy(
            "Pasted from a spreadsheet or typed, with tabs or commas between, the header first: kind, what, of, value. "
            "Write each figure in the words it was printed in."
        ),
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        strip=False,
        max_length=MOST_BYTES // 4,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("XLSX or CSV with the same columns, or TOML; at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        required=False,
    )
    about = forms.IntegerField(
        label=gettext_lazy("How far “about 80 %” reaches to either side, in points"),
        help_text=gettext_lazy("Nobody says it, so it is assumed. A TOML file says its own."),
        min_value=0,
        max_value=50,
        initial=int(DEFAULT_ABOUT_POINTS),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """The file, if it can be a bulletin."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if Path(file.name or "").suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Choose a file that ends in .xlsx, .csv or .toml."))
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB: send its tables one by one."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of both ways."""
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given["file"]) == bool(given["table"].strip()):
            self.add_error("table", _("Paste a table or choose a file: one of both."))
        return given

    def statements(self) -> StatementSet:
        """What was given, read; a file leaves the disk before this returns.

        Raises:
            BadInput: With every fault, each with row and column.
        """
        about = Fraction(self.cleaned_data["about"])
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            name = _("Pasted")
            return _within(statements_of(pasted(self.cleaned_data["table"], name), name, name, about))
        path = Path(file.name or "").name
        with TemporaryDirectory() as folder:
            kept = Path(folder) / path
            kept.write_bytes(file.read())
            if kept.suffix.lower() == ".toml":
                return _within(read_statements(kept))
            _unpackable(kept)
            return _within(statements_of(read_table(kept), kept.stem, path, about))


def _within(given: StatementSet) -> StatementSet:
    """The statements, if they are few enough to be judged while one waits."""
    fix = "Send its tables one by one: what shares nothing cannot clash."
    for values, most, expected in (
        (given.statements, MOST_STATEMENTS, f"at most {MOST_STATEMENTS:,} statements"),
        (given.asks, MOST_QUESTIONS, f"at most {MOST_QUESTIONS:,} questions"),
    ):
        if len(values) > most:
            raise BadInput([Fault("", expected, f"{len(values):,}", fix)])
    return given


def _unpackable(path: Path) -> None:
    """Refuses a workbook that is small until it is unpacked; what is no workbook, its reader refuses."""
    if path.suffix.lower() != ".xlsx":
        return
    try:
        with ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (BadZipFile, OSError, NotImplementedError):
        return
    if unpacked > MOST_UNPACKED:
        expected = f"a workbook of at most {MOST_UNPACKED:,} bytes unpacked"
        raise BadInput([Fault("", expected, f"{unpacked:,}", file=path.name)])
