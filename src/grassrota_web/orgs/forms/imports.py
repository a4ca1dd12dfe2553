"""Forms of imports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.files.preview import Apply
from grassrota_web.orgs.models import Rotation

MOST_BYTES = 64 << 20
SUFFIXES = (".xlsx", ".csv")


class UploadForm(forms.Form):
    """A list as a file; for openings, their rotation as well."""

    rotation = forms.ModelChoiceField(label=gettext_lazy("Rotation"), queryset=Rotation.objects.none())
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("XLSX or CSV, at most 64 MB; headers in English or Chinese."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def __init__(self, *args: Any, rotations: QuerySet[Rotation] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rotations is None:
            del self.fields["rotation"]
        else:
            self.fields["rotation"].queryset = rotations  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, if it can be one of a list."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Choose a file that ends in .xlsx or .csv."))
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 64 MB: split the list."))
        return file


class DecideForm(forms.Form):
    """What to do with a list that has faulty rows."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What to take"),
        choices=[
            (Apply.ALL_OR_NOTHING.value, gettext_lazy("all rows, or nothing")),
            (Apply.GOOD_ROWS.value, gettext_lazy("the good rows; the faulty ones are left out")),
        ],
        widget=forms.RadioSelect,
    )
