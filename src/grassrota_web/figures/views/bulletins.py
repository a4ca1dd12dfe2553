"""Pages of bulletins: those that were issued, one of them with its files, issuing one, and the template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.figures.definitions import DEFINITIONS
from grassrota.figures.issue.issued import Pictured
from grassrota.figures.issue.place import THERE_IS
from grassrota.figures.issue.seal import file_text
from grassrota.figures.words import Language
from grassrota.report.issued_page import issued_page, picture
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.figures.actions.bulletins import issue_bulletin, keep_template
from grassrota_web.figures.actions.subscriptions import subscribed
from grassrota_web.figures.bulletin_pdf import bulletin_pdf
from grassrota_web.figures.issue_forms import CorrectForm, IssueForm, TemplateForm
from grassrota_web.figures.models import Bulletin, BulletinSchedule, Reading
from grassrota_web.figures.queries.bulletins import looked_at, sealed
from grassrota_web.figures.template_in_force import template_of
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.asking import Crumb, ask, entered
from grassrota_web.orgs.views.exports import reader_language

SHOWN = 100
READS = (Right.READ_CASES, Right.READ_POSTINGS, Right.READ_OPENINGS)
COLUMNS = (
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("As of")},
    {"label": gettext_lazy("Published on")},
    {"label": gettext_lazy("Corrected")},
)


@page(*READS)
def bulletins(request: Request) -> HttpResponse:
    """Bulletins that were issued, of which one may read the figures, the latest first."""
    rows = visible(request.actor, Bulletin.objects.all()).select_related("unit").prefetch_related("corrected_by")
    lines = [
        [
            {"text": row.unit.name, "url": row.get_absolute_url()},
            {"text": date_format(row.as_of)},
            {"text": date_format(row.published_on)},
            {"text": _("by a later one") if row.corrected_by.all() else ""},
        ]
        for row in rows[:SHOWN]
    ]
    publishes = request.actor.holds(Right.PUBLISH)
    paths = request.actor.paths(Right.PUBLISH)
    tops = Q(parent=None) if EVERYWHERE in paths else Q(path__in=paths)
    own = list(visible(request.actor, Unit.objects.filter(tops)))
    said = {"rows": lines, "columns": COLUMNS, "publishes": publishes, "units": own}
    said["crumbs"] = crumbs()[:1]
    reached = visible(request.actor, BulletinSchedule.objects.all())
    mine = BulletinSchedule.objects.filter(account=request.actor.account)
    said["schedules"] = (reached | mine).filter(ended_on=None).select_related("unit").order_by("unit__name", "pk")
    said["ends"] = set(reached.values_list("pk", flat=True))
    return render(request, "figures/bulletins.html", said)


@page(*READS)
def bulletin(request: Request, key: UUID) -> HttpResponse:
    """One bulletin in the reader's language, what is not said in it, its files, and whether it still holds."""
    rows = visible(request.actor, Bulletin.objects.all()).select_related("unit")
    row = get_object_or_404(rows, pk=key)
    said = {"publishes": request.actor.may(Right.PUBLISH, row.unit.path), "crumbs": crumbs()}
    said |= {"page": "figures:bulletin", "file": "figures:bulletin_file"}
    return render(
        request,
        "figures/bulletin.html",
        shown(request.actor, row, visible(request.actor, Bulletin.objects.all())) | said,
    )


def shown(actor: Actor, row: Bulletin, seen: QuerySet[Bulletin]) -> dict[str, Any]:
    """What the page of a bulletin shows to somebody who may read those in ``seen``."""
    language, made = reader_language(), sealed(row)
    english = language is Language.ENGLISH
    return {
        "row": row,
        "issued": made.issued,
        "title": made.issued.title(language),
        "paragraphs": [
            (one, _chart(made.issued.pictured, language, number) if one.picture else None)
            for number, one in enumerate(made.issued.texts[language][1:])
        ],
        "refused": [(one.place, one.english if english else one.chinese) for one in made.issued.refused],
        "earlier": seen.filter(corrected_by=row).first(),
        "later": seen.filter(corrects=row),
        "subscribed": subscribed(actor, row.unit_id),
        "files": list(FILES.items()),
        "checks": looked_at(row),
        "digest": made.digest,
    }


def _chart(pictured: Pictured | None, language: Language, number: int) -> dict[str, Any] | None:
    """The picture of a paragraph, for ``components/svg_chart.html``; None if the bulletin states too little for one."""
    if pictured is None:
        return None
    drawn = picture(pictured, language, f"picture-{number}")
    return {
        "id": f"numbers-{number}",
        "title": drawn.heading,
        "summary": drawn.key,
        "svg": drawn.chart,
        "columns": [{"label": head, "numeric": place > 0} for place, head in enumerate(drawn.table.header)],
        "rows": [
            [{"text": name}, {"text": f"{count:,}", "numeric": True}, {"text": share, "numeric": True}]
            for name, count, share in drawn.table.rows
        ],
    }


FILES = {
    "zh.html": gettext_lazy("Page in Chinese"),
    "en.html": gettext_lazy("Page in English"),
    "zh.pdf": gettext_lazy("For paper, in Chinese (PDF)"),
    "en.pdf": gettext_lazy("For paper, in English (PDF)"),
    "signed.json": gettext_lazy("What was signed (JSON)"),
}


@page(*READS)
def bulletin_file(request: Request, key: UUID, name: str) -> HttpResponse:
    """A file of a bulletin, the same whenever it is made."""
    return as_file(get_object_or_404(visible(request.actor, Bulletin.objects.select_related("unit")), pk=key), name)


def as_file(row: Bulletin, name: str) -> HttpResponse:
    """One of ``FILES`` of a bulletin."""
    if name not in FILES:
        raise Http404
    language, _dot, kind = name.partition(".")
    made = sealed(row)
    if kind == "json":
        answer = HttpResponse(file_text(made), content_type="application/json")
    elif kind == "html":
        answer = HttpResponse(issued_page(made, Language(language)))
    else:
        answer = HttpResponse(bulletin_pdf(made, Language(language)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bulletin-{row.as_of}-{str(row.pk)[:8]}-{name}"'
    return answer


@page(Right.PUBLISH)
def issue(request: Request) -> HttpResponse:
    """A bulletin is made, signed and shown."""
    last = Reading.last_closed()
    begun = {"unit": request.GET.get("unit", ""), "day": last and last.day}
    form = found_by(request.actor, IssueForm(entered(request), initial=begun))
    return _issue(request, form, None, _("Issue a bulletin"))


@page(Right.PUBLISH)
def correct(request: Request, key: UUID) -> HttpResponse:
    """A bulletin that corrects an earlier one, which stays as it is and names the later one."""
    row = get_object_or_404(visible(request.actor, Bulletin.objects.select_related("unit")), pk=key)
    begun = {"unit": row.unit.code, "day": row.as_of, "public": row.public}
    form = found_by(request.actor, CorrectForm(entered(request), initial=begun))
    return _issue(request, form, row, _("Correct a bulletin"))


@page(Right.PUBLISH)
def template(request: Request, unit: int) -> HttpResponse:
    """What bulletins of a unit say: the version that counts, to be changed."""
    row = get_object_or_404(visible(request.actor, Unit.objects.all()), pk=unit)
    texts, _version = template_of(row)
    initial = {"english": texts[Language.ENGLISH], "chinese": texts[Language.CHINESE]}
    form = TemplateForm(entered(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        attempt(form, keep_template, request.actor, row, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The next bulletin of this unit is made from it."))
            return redirect("figures:bulletins")
    lead = format_html(
        "{} <code>{}</code>",
        _(
            "A title after #, headings after ##, paragraphs with empty lines between. Numbers are put in by places "
            "between braces, and never written by hand. There is:"
        ),
        f"{THERE_IS}; FIGURE, PART, WHOLE: {', '.join(DEFINITIONS)}",
    )
    title, back = _("Template of bulletins of %(unit)s") % {"unit": row.name}, reverse("figures:bulletins")
    return ask(request, form, title=title, word=_("Keep it"), back=back, crumbs=crumbs(), lead=lead)


def _issue(request: Request, form: IssueForm, earlier: Bulletin | None, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = visible(request.actor, Unit.objects.all()).filter(code=given["unit"]).first()
        if unit is None:
            form.add_error("unit", _("There is no such unit within your reach."))
        else:
            key, why = (earlier.pk if earlier else None), given.get("why", "")
            public = given["public"]
            row = attempt(form, issue_bulletin, request.actor, unit, given["day"], key, why, public=public)
            if row is not None:
                messages.success(request, _("It is signed and issued, and cannot be changed any more."))
                return redirect(row.get_absolute_url())
    lead = _(
        "It is made from the template of the unit and the figures as they were read on that day. What the data do not "
        "support is not said, and listed with the reason."
    )
    back = earlier.get_absolute_url() if earlier else reverse("figures:bulletins")
    return ask(request, form, title=title, word=_("Sign and issue"), back=back, crumbs=crumbs(), lead=lead)


def crumbs() -> list[Crumb]:
    """The way up from a page of bulletins."""
    figures = {"url": reverse("figures:home"), "label": _("Figures")}
    return [figures, {"url": reverse("figures:bulletins"), "label": _("Bulletins")}]
