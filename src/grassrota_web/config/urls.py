"""Addresses of the application, room by room."""

from django.urls import include, path
from django.views.i18n import set_language

from grassrota_web.access.pages import public
from grassrota_web.config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language/", public(set_language), name="set_language"),
    path("units/", include("grassrota_web.orgs.urls")),
    path("rotations/", include("grassrota_web.rotas.urls")),
    path("postings/", include("grassrota_web.postings.urls")),
    path("field/", include("grassrota_web.fieldwork.urls")),
    path("records/", include("grassrota_web.records.urls")),
    path("", include("grassrota_web.access.urls")),
]
