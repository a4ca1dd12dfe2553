"""What parts of figures are called: the values of each dimension in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.figures.definitions import Dimension
from grassrota.forms import STANDARD_FORMS
from grassrota.opinions.ages import bands
from grassrota_web.access.spoken import spoken
from grassrota_web.opinions.models import Topic
from grassrota_web.opinions.picture import band_name
from grassrota_web.orgs.models import Rotation
from grassrota_web.orgs.reach import grade_titles
from grassrota_web.orgs.words import SECTORS

DIMENSIONS: Mapping[Dimension, str | Promise] = {
    Dimension.FORM: _("Form"),
    Dimension.GRADE: _("Grade"),
    Dimension.SECTOR: _("Sector"),
    Dimension.TOPIC: _("Topic"),
    Dimension.ROTATION: _("Rotation"),
    Dimension.AGE: _("Age"),
}


def names(by: Dimension) -> Mapping[str, str]:
    """The values of a dimension by what they are called; what is not in it is called as it is written."""
    match by:
        case Dimension.FORM:
            return {code: spoken(form.name) for code, form in STANDARD_FORMS.items()}
        case Dimension.GRADE:
            return grade_titles()
        case Dimension.SECTOR:
            return {str(sector): str(word) for sector, word in SECTORS.items()}
        case Dimension.TOPIC:
            return dict(Topic.objects.values_list("code", "name"))
        case Dimension.ROTATION:
            return dict(Rotation.objects.values_list("code", "title"))
        case Dimension.AGE:
            return {str(low): band_name(low, high) for low, high in bands()}
