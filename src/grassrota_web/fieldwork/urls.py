"""Addresses of the room."""

from django.urls import path

from grassrota_web.fieldwork.views import attendance as days
from grassrota_web.fieldwork.views import (
    batches,
    costs,
    findings,
    helping,
    home,
    hosts,
    incidents,
    log,
    pilots,
    postings,
    steps,
)

app_name = "fieldwork"
urlpatterns = [
    path("", home.home, name="home"),
    path("rotations/<int:rotation>/batches/<int:number>/", batches.batch, name="batch"),
    path("rotations/<int:rotation>/batches/<int:number>/counts/", batches.counts, name="counts"),
    path("rotations/<int:rotation>/batches/<int:number>/costs/", costs.ledger, name="costs"),
    path("rotations/<int:rotation>/batches/<int:number>/costs.<str:kind>", costs.export, name="export_costs"),
    path("costs/<uuid:key>/reverse/", costs.reverse_line, name="reverse_cost"),
    path("rotations/<int:rotation>/recalls/", incidents.recalls, name="recalls"),
    path("rotations/<int:rotation>/incidents/new/", incidents.report, name="report_incident"),
    path("rotations/<int:rotation>/recalls/new/", incidents.order, name="order_recall"),
    path("recalls/<int:key>/lift/", incidents.lift, name="lift_recall"),
    path("incidents/<uuid:key>/close/", incidents.close, name="close_incident"),
    path("rotations/<int:rotation>/days/", days.attendance, name="attendance"),
    path("rotations/<int:rotation>/days.<str:kind>", days.export, name="export_days"),
    path("rotations/<int:rotation>/help/", helping.help_given, name="help"),
    path("rotations/<int:rotation>/help.<str:kind>", helping.export, name="export_help"),
    path("rotations/<int:rotation>/pilots/", pilots.pilots, name="pilots"),
    path("rotations/<int:rotation>/pilots/new/", pilots.open_site, name="open_pilot"),
    path("pilots/<int:key>/results/", pilots.results, name="pilot_results"),
    path("practices/<int:key>/adopt/", pilots.take_over, name="adopt"),
    path("postings/<int:key>/", postings.posting, name="posting"),
    path("postings/<int:key>/<slug:name>/", steps.step, name="step"),
    path("tasks/<uuid:key>/<str:way>/", postings.move_task, name="move_task"),
    path("handovers/<int:key>/take-on/", postings.take_on, name="take_on"),
    path("lodgings/<uuid:key>/grievance/", hosts.grievance, name="grievance"),
    path("grievances/<uuid:key>/answer/", hosts.answer, name="answer"),
    path("grievances/<uuid:key>/settle/", hosts.settle, name="settle"),
    path("cycles/", findings.cycles, name="cycles"),
    path("cycles/<int:key>/", findings.cycle, name="cycle"),
    path("log/", log.log, name="log"),
    path("log/offline/", log.offline, name="offline"),
    path("log/worker.js", log.worker, name="worker"),
    path("log/miss/", log.miss, name="miss"),
    path("log/<int:key>/strike/", log.strike, name="strike"),
    path("sync/", log.take_sync, name="sync"),
]
