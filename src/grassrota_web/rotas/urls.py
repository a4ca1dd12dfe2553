"""Addresses of the room."""

from django.urls import path

from grassrota_web.rotas import views

app_name = "rotas"
urlpatterns = [
    path("", views.home, name="home"),
]
