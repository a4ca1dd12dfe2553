"""Addresses of the room."""

from django.urls import path

from grassrota_web.open311 import views

app_name = "open311"
urlpatterns = [
    path("discovery.<str:form>", views.discovery, name="discovery"),
    path("v2/discovery.<str:form>", views.discovery, name="discovery_beside"),
    path("v2/services.<str:form>", views.services, name="services"),
    path("v2/services/<str:code>.<str:form>", views.definition, name="definition"),
    path("v2/requests.<str:form>", views.requests, name="requests"),
    path("v2/requests/<str:key>.<str:form>", views.one_request, name="request"),
    path("v2/tokens/<str:key>.<str:form>", views.token, name="token"),
    path("v2/servicerequestupdates.<str:form>", views.updates, name="updates"),
    path("v2/bulk.<str:form>", views.export, name="bulk"),
]
