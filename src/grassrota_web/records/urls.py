"""Addresses of the room."""

from django.urls import path

from grassrota_web.records.arrival import views as arrival
from grassrota_web.records.journal import views as journal
from grassrota_web.records.person import views as person
from grassrota_web.records.retention import views as retention
from grassrota_web.records.work import views as work

app_name = "records"
urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("journal/head/", journal.head, name="head"),
    path("journal/export.jsonl", journal.export, name="export"),
    path("journal/<int:number>/", journal.entry, name="entry"),
    path("journal/<int:number>/undo/", journal.undo_entry, name="undo"),
    path("journal/of/<str:kind>/<path:subject>/", journal.history, name="history"),
    path("jobs/", work.jobs, name="jobs"),
    path("jobs/<uuid:job>/", work.job, name="job"),
    path("jobs/<uuid:job>/progress/", work.progress, name="progress"),
    path("jobs/<uuid:job>/stop/", work.stop, name="stop"),
    path("rotations/new/", arrival.arrive, name="arrive"),
    path("rotations/<uuid:key>/", arrival.arrival, name="arrival"),
    path("rotations/<uuid:key>/take/", arrival.take, name="take_arrival"),
    path("rotations/<uuid:key>/drop/", arrival.drop, name="drop_arrival"),
    path("retention/", retention.retention, name="retention"),
    path("own/", person.own, name="own"),
    path("subject-access/", person.subject, name="subject"),
]
