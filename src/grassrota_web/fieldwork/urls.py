"""Addresses of the room."""

from django.urls import path

from grassrota_web.fieldwork import views

app_name = "fieldwork"
urlpatterns = [
    path("", views.home, name="home"),
]
