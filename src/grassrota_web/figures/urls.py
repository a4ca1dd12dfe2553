"""Addresses of the room."""

from django.urls import path

from grassrota_web.figures.views import (
    bulletins,
    consistency,
    dashboard,
    divided,
    feed,
    parts,
    public,
    schedules,
    subscriptions,
    taking_along,
)

app_name = "figures"
urlpatterns = [
    path("", dashboard.home, name="home"),
    path("units/<int:key>/", dashboard.unit, name="unit"),
    path("units/<int:key>/rising/", parts.rising, name="rising"),
    path("units/<int:key>/divided/", divided.divided, name="divided"),
    path("units/<int:key>/gates/", parts.gates, name="gates"),
    path("units/<int:key>/floors/", parts.floors, name="floors"),
    path("units/<int:key>/figures.<str:suffix>", taking_along.take, name="take"),
    path("consistency/", consistency.consistency, name="consistency"),
    path("consistency/template.xlsx", consistency.template, name="consistency_template"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/issue/", bulletins.issue, name="issue"),
    path("bulletins/template/<int:unit>/", bulletins.template, name="template"),
    path("bulletins/schedules/<int:unit>/", schedules.begin, name="schedule"),
    path("bulletins/schedules/<int:key>/end/", schedules.end, name="end_schedule"),
    path("bulletins/<uuid:key>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<uuid:key>/correct/", bulletins.correct, name="correct"),
    path("bulletins/<uuid:key>/<str:name>", bulletins.bulletin_file, name="bulletin_file"),
    path("public/", public.figures, name="public"),
    path("public/units/<int:key>/", public.figures, name="public_unit"),
    path("public/<str:name>/published.<str:suffix>", public.take, name="public_take"),
    path("bulletins/mail/<int:unit>/", subscriptions.change, name="subscribe"),
    path("public/mail/<str:link>/", subscriptions.stop, name="unsubscribe"),
    path("public/bulletins.atom", feed.feed, name="public_feed"),
    path("public/units/<int:key>/bulletins.atom", feed.feed, name="public_unit_feed"),
    path("public/bulletins/<uuid:key>/", public.bulletin, name="public_bulletin"),
    path("public/bulletins/<uuid:key>/<str:name>", public.bulletin_file, name="public_bulletin_file"),
]
