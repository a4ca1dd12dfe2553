"""Addresses of the room."""

from django.urls import path

from grassrota_web.orgs import views

app_name = "orgs"
urlpatterns = [
    path("", views.home, name="home"),
]
