"""Addresses of the room."""

from django.urls import path

from grassrota_web.postings import views

app_name = "postings"
urlpatterns = [
    path("", views.home, name="home"),
]
