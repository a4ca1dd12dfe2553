"""Addresses of the room."""

from django.urls import path

from grassrota_web.opinions.views import ages, cases, found, issues, lists, second_look, steps, texts, together, topics

app_name = "opinions"
urlpatterns = [
    path("", lists.home, name="home"),
    path("export.<str:kind>", found.export, name="export"),
    path("unrouted/", lists.unrouted, name="unrouted"),
    path("late/", lists.late, name="late"),
    path("search/", found.search, name="search"),
    path("figures/", found.figures, name="figures"),
    path("ages/", ages.ages, name="ages"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<uuid:opinion>/", texts.text, name="text"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<str:code>/<slug:name>/", topics.edit_topic, name="edit_topic"),
    path("rules/", topics.rules, name="rules"),
    path("rules/<int:key>/drop/", topics.drop_rule, name="drop_rule"),
    path("calendar/", topics.calendar, name="calendar"),
    path("appeals/", second_look.appeals, name="appeals"),
    path("appeals/<int:key>/", second_look.decide, name="decide"),
    path("withdrawals/", second_look.withdrawals, name="withdrawals"),
    path("redact/", second_look.unredacted, name="unredacted"),
    path("redact/<uuid:opinion>/", second_look.redact, name="redact"),
    path("flags/", second_look.flags, name="flags"),
    path("leaving/", second_look.leaving, name="leaving"),
    path("problems/", issues.issues, name="issues"),
    path("problems/new/", issues.open_issue, name="open_issue"),
    path("problems/<uuid:key>/", issues.issue, name="issue"),
    path("problems/<uuid:key>/<slug:name>/", issues.issue_step, name="issue_step"),
    path("<uuid:key>/", cases.case, name="case"),
    path("<uuid:key>/attachments/<uuid:attachment>/", cases.attachment, name="attachment"),
    path("<uuid:key>/merge/", together.together_with, name="merge"),
    path("<uuid:key>/<slug:name>/", steps.step, name="step"),
]
