"""Addresses of the room."""

from django.urls import path

from grassrota_web.inspections.views import cycles, gates, methods, office, published, steps, verdicts, visits, watch

app_name = "inspections"
urlpatterns = [
    path("", office.home, name="home"),
    path("keys/", steps.bind_office, name="bind"),
    path("plan/", steps.plan_round, name="plan"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/begin/", cycles.begin_cycle, name="begin_cycle"),
    path("cycles/<int:key>/", cycles.cycle, name="cycle"),
    path("surveys/add/", cycles.add_survey, name="survey"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<uuid:key>/", methods.offer, name="offer_method"),
    path("methods/<int:key>/withdraw/", methods.take_back, name="withdraw_method"),
    path("gates/", gates.gates, name="gates"),
    path("watch/", watch.watch, name="watch"),
    path("visits/", visits.worklist, name="visits"),
    path("visits/sync/", visits.take_sync, name="sync"),
    path("visits/<uuid:key>/", visits.visit, name="visit"),
    path("visits/<uuid:key>/arrive/", visits.arrived, name="arrive"),
    path("visits/<uuid:key>/aside/", visits.aside, name="aside"),
    path("claims/<uuid:key>/", verdicts.claim, name="claim"),
    path("claims/<uuid:key>/conclude/", verdicts.conclude_claim, name="conclude"),
    path("published/", published.rounds_published, name="publications"),
    path("published/<uuid:key>/", published.round_published, name="published"),
    path("published/<uuid:key>/round.zip", published.draw_published, name="published_draw"),
    path("<uuid:key>/", office.round_page, name="round"),
    path("<uuid:key>/teams/", steps.add_member, name="member"),
    path("<uuid:key>/freeze/", steps.freeze_lists, name="freeze"),
    path("<uuid:key>/draw/", steps.draw_samples, name="draw"),
    path("<uuid:key>/send/", steps.send_others, name="send"),
    path("<uuid:key>/end/", steps.end_round, name="end"),
]
