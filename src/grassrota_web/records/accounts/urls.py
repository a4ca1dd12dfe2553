"""Addresses of the account pages."""

from django.urls import path

from grassrota_web.records.accounts import roles, views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new/", views.new, name="new"),
    path("<uuid:account>/", views.account, name="account"),
    path("<uuid:account>/name/", views.name, name="name"),
    path("<uuid:account>/person/", views.person, name="person"),
    path("<uuid:account>/password-link/", views.password_link, name="password_link"),
    path("<uuid:account>/second-factor/", views.second_factor, name="second_factor"),
    path("<uuid:account>/close/", views.close, name="close"),
    path("<uuid:account>/reopen/", views.reopen, name="reopen"),
    path("<uuid:account>/grant/", roles.give, name="give"),
    path("roles/<int:grant>/confirm/", roles.confirm, name="confirm"),
    path("roles/<int:grant>/end/", roles.end, name="end"),
]
