"""Addresses of the application, room by room."""

from django.urls import include, path

from grassrota_web.access.views import sign_in
from grassrota_web.config import api, api_reference, health, start, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", health.health, name="health"),
    path("search/", views.search, name="search"),
    path("start/", start.start, name="start"),
    path("language/", sign_in.language, name="set_language"),
    path("units/", include("grassrota_web.orgs.urls")),
    path("rotations/", include("grassrota_web.rotas.urls")),
    path("postings/", include("grassrota_web.postings.urls")),
    path("field/", include("grassrota_web.fieldwork.urls")),
    path("", include("grassrota_web.intake.urls")),
    path("cases/", include("grassrota_web.opinions.urls")),
    path("open311/", include("grassrota_web.open311.urls")),
    path("themes/", include("grassrota_web.themes.urls")),
    path("inspections/", include("grassrota_web.inspections.urls")),
    path("figures/", include("grassrota_web.figures.urls")),
    path("accounts/", include("grassrota_web.records.accounts.urls")),
    path("records/", include("grassrota_web.records.urls")),
    path("api/v1/", api_reference.reference, name="api_reference"),
    path("api/v1/", api.api.urls),
    path("", include("grassrota_web.access.urls")),
]
