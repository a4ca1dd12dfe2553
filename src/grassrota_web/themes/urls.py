"""Addresses of the room."""

from django.urls import path

from grassrota_web.themes.views import judging, quiet, themes

app_name = "themes"
urlpatterns = [
    path("", themes.home, name="home"),
    path("find/", themes.find, name="find"),
    path("pairs/", judging.pair, name="pairs"),
    path("quiet/", quiet.places, name="quiet"),
    path("quiet/<int:key>/", quiet.advertise, name="advertise"),
    path("<uuid:key>/", themes.theme, name="theme"),
    path("<uuid:key>/problem/", themes.problem, name="problem"),
]
