"""Addresses of the room."""

from django.urls import path

from grassrota_web.records import views

app_name = "records"
urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("jobs/", views.jobs, name="jobs"),
]
