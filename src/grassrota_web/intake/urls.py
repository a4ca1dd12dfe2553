"""Addresses of the room: those that anybody may open, and those of clerks and inspectors."""

from django.urls import path

from grassrota_web.intake.views import clerk, field, log, office, raising, receipt, similar

app_name = "intake"
urlpatterns = [
    path("raise/", raising.raise_opinion, name="raise"),
    path("raise/language/", raising.language, name="language"),
    path("raise/elsewhere/", raising.other_ways, name="elsewhere"),
    path("raise/similar/", similar.similar_texts, name="similar"),
    path("raise/field/", field.pass_on, name="field"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/log/", log.log_page, name="log"),
    path("receipt/log/heads.json", log.heads, name="heads"),
    path("receipt/log/consistency.json", log.consistency, name="consistency"),
    path("receipt/log/leaves.json", log.leaves, name="leaves"),
    path("intake/take/", clerk.take, name="take"),
    path("intake/list/", clerk.take_many, name="list"),
    path("intake/list/template.xlsx", clerk.template, name="template"),
    path("intake/office/", office.office, name="office"),
    path("intake/office/keys/<uuid:key>/confirm/", office.confirm, name="confirm_key"),
    path("intake/office/unsealings/<uuid:key>/", office.unseal, name="unseal"),
]
