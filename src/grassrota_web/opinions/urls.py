"""Addresses of the room."""

from django.urls import path

from grassrota_web.opinions.views import cases, lists, steps

app_name = "opinions"
urlpatterns = [
    path("", lists.home, name="home"),
    path("unrouted/", lists.unrouted, name="unrouted"),
    path("late/", lists.late, name="late"),
    path("<uuid:key>/", cases.case, name="case"),
    path("<uuid:key>/<slug:name>/", steps.step, name="step"),
]
