"""Addresses of the room."""

from django.urls import path

from grassrota_web.rotas.views import (
    calls,
    exports,
    lifecycle,
    mine,
    moves,
    plans,
    policies,
    restructuring,
    rotations,
    solving,
    stages,
)

app_name = "rotas"
urlpatterns = [
    path("", rotations.home, name="home"),
    path("open/", calls.open_call, name="open"),
    path("<int:pk>/close/", calls.close_call, name="close"),
    path("restructuring/", restructuring.restructuring, name="restructuring"),
    path("restructuring/file/", restructuring.file, name="restructure"),
    path("<int:pk>/", rotations.rotation, name="rotation"),
    path("<int:pk>/policy/", policies.edit, name="policy"),
    path("<int:pk>/policy/check/", policies.check, name="policy_check"),
    path("<int:pk>/policy/<int:number>/", policies.version, name="policy_version"),
    path("<int:pk>/stages/", stages.stages, name="stages"),
    path("<int:pk>/stages/units/", stages.unit_stage, name="unit_stage"),
    path("<int:pk>/stages/<int:number>/", stages.edit_stage, name="stage"),
    path("<int:pk>/stages/<int:number>/close/", stages.close, name="close_stage"),
    path("<int:pk>/steps/<slug:step>/", stages.step, name="process_step"),
    path("<int:pk>/verified/", stages.verified, name="verified"),
    path("<int:pk>/cases/", stages.cases, name="cases"),
    path("<int:pk>/mine/", mine.mine, name="mine"),
    path("<int:pk>/pins/", moves.pins, name="pins"),
    path("<int:pk>/pins/<int:pin>/remove/", moves.remove_pin, name="remove_pin"),
    path("<int:pk>/solve/", solving.ask, name="ask"),
    path("<int:pk>/solve/<uuid:key>/", solving.watch, name="solving"),
    path("<int:pk>/solve/<uuid:key>/stop/", solving.stop, name="stop"),
    path("<int:pk>/compare/", moves.compare, name="compare"),
    path("<int:pk>/plans/<int:number>/", plans.plan, name="plan"),
    path("<int:pk>/plans/<int:number>/openings/", plans.openings, name="openings"),
    path("<int:pk>/plans/<int:number>/openings/<str:opening>/", plans.opening, name="opening"),
    path("<int:pk>/plans/<int:number>/openings/<str:opening>/<int:batch>/lead/", moves.lead, name="lead"),
    path("<int:pk>/plans/<int:number>/places/", plans.places, name="places"),
    path("<int:pk>/plans/<int:number>/units/<str:unit>/", plans.unit, name="unit"),
    path("<int:pk>/plans/<int:number>/people/<str:person>/", plans.person, name="person"),
    path("<int:pk>/plans/<int:number>/move/", moves.change, name="move"),
    path("<int:pk>/plans/<int:number>/export/<str:name>", exports.export, name="export"),
    path("<int:pk>/plans/<int:number>/<slug:step>/", lifecycle.step, name="step"),
]
