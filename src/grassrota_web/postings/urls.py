"""Addresses of the room."""

from django.urls import path

from grassrota_web.postings.views import (
    batches,
    calendars,
    coercion,
    discussion,
    escorts,
    home,
    letters,
    lists,
    own,
    worklist,
)

app_name = "postings"
urlpatterns = [
    path("", home.home, name="home"),
    path("arrivals/", home.arrivals, name="arrivals"),
    path("plans/<int:plan>/open/", lists.open_plan, name="open"),
    path("plans/<int:plan>/publish/", lists.publish_plan, name="publish"),
    path("lists/<int:record>/", lists.the_list, name="list"),
    path("lists/<int:record>/export/<str:suffix>/", lists.export, name="export"),
    path("lists/<int:record>/discussion/", discussion.discussion, name="discussion"),
    path("lists/<int:record>/readiness/", batches.readiness, name="readiness"),
    path("lists/<int:record>/briefing/", batches.briefing, name="briefing"),
    path("lists/<int:record>/escort/", escorts.escort, name="escort"),
    path("lists/<int:record>/letters/", letters.letters, name="letters"),
    path("lists/<int:record>/letters.zip", letters.bundle, name="bundle"),
    path("lists/<int:record>/calendar/", calendars.of_batch, name="batch_calendar"),
    path("questions/<int:rotation>/", discussion.questions, name="questions"),
    path("questions/<uuid:question>/answer/", discussion.answer, name="answer"),
    path("own/<int:rotation>/", own.own, name="own"),
    path("own/<int:rotation>/raise/", own.worry, name="worry"),
    path("own/<int:rotation>/request/", own.request, name="request"),
    path("own/<int:rotation>/<uuid:matter>/", own.matter, name="matter"),
    path("own/letter/<int:posting>/", letters.own, name="letter"),
    path("own/calendar/", calendars.own, name="calendar"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/export/<str:suffix>/", worklist.export, name="worklist_export"),
    path("worklist/raise/<int:rotation>/", worklist.write_down, name="write_down"),
    path("worklist/<uuid:matter>/", worklist.see_to, name="see_to"),
    path("coercion/", coercion.report, name="coercion"),
    path("coercion/state/", coercion.state, name="coercion_state"),
    path("coercion/reports/", coercion.reports, name="reports"),
    path("coercion/reports/<uuid:report>/", coercion.see_to, name="coercion_report"),
    path("calendar/<str:secret>.ics", calendars.feed, name="feed"),
]
