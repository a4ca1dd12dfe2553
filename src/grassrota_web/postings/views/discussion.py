"""The discussion of a draft list, and the public questions and answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Rotation
from grassrota_web.orgs.views.asking import ask as ask_on_a_page
from grassrota_web.postings.actions.discussion import speak
from grassrota_web.postings.actions.questions import answer_question, ask, mark_same
from grassrota_web.postings.forms import AnswerForm, PostForm, QuestionForm
from grassrota_web.postings.models import Post, Question
from grassrota_web.postings.queries import public_questions
from grassrota_web.postings.views.reach import crumbs, the_list, to_list


@page(Right.DISCUSS)
def discussion(request: Request, record: int) -> HttpResponse:
    """What those going and those staying say about a draft list, and the place to say something."""
    row = the_list(request, record)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, speak, request.actor, row, said["text"], named=said["named"])
        if not form.errors:
            return redirect("postings:discussion", row.pk)
    posts = visible(request.actor, Post.objects.filter(record=row)).order_by("-day", "id")[:500]
    context = {"record": row, "posts": posts, "form": form, "crumbs": crumbs(to_list(row))}
    return render(request, "postings/discussion.html", context, status=422 if form.errors else 200)


@page(Right.READ_POSTINGS, Right.DISCUSS)
def questions(request: Request, rotation: int) -> HttpResponse:
    """What was asked twice or more, with the answer and its day; and the place to ask."""
    row = get_object_or_404(visible(request.actor, Rotation.objects.select_related("home")), pk=rotation)
    asks = request.actor.holds(Right.DISCUSS)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, ask, request.actor, row, form.cleaned_data["text"])
        if not form.errors:
            messages.success(request, _("Your question was kept without your name."))
            return redirect("postings:questions", row.pk)
    answers = request.actor.may(Right.ANSWER, row.home.path)
    context = {
        "rotation": row,
        "entries": public_questions(row, timezone.localdate()),
        "form": form if asks else None,
        "kept": visible(request.actor, Question.objects.filter(rotation=row)) if answers else (),
        "crumbs": crumbs(),
    }
    return render(request, "postings/questions.html", context, status=422 if form.errors else 200)


@page(Right.ANSWER)
def answer(request: Request, question: uuid.UUID) -> HttpResponse:
    """Answers a question for everybody, or says which one asks the same."""
    rows = visible(request.actor, Question.objects.select_related("rotation__home", "same_as"))
    row = get_object_or_404(rows, pk=question)
    if not request.actor.may(Right.ANSWER, row.rotation.home.path):
        raise Http404
    others = [(str(one.pk), one.text) for one in rows.filter(rotation=row.rotation).exclude(pk=row.pk)]
    given: dict[str, Any] = {"answer": row.answer, "same_as": str(row.same_as_id or "")}
    form = AnswerForm(request.POST or None, others=others, initial=given)
    if request.method == "POST" and form.is_valid():
        same, text = form.cleaned_data["same_as"], form.cleaned_data["answer"].strip()
        if same and same != given["same_as"]:
            attempt(form, mark_same, request.actor, row, rows.get(pk=same))
        if text and text != row.answer:
            attempt(form, answer_question, request.actor, row, text, timezone.localdate())
        if not form.errors:
            return redirect("postings:questions", row.rotation_id)
    back = reverse("postings:questions", args=[row.rotation_id])
    way = crumbs((back, _("Questions and answers")))
    return ask_on_a_page(request, form, title=row.text, word=_("Keep"), back=back, crumbs=way)
