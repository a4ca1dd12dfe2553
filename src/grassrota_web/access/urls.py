"""Addresses of the room."""

from django.urls import path

from grassrota_web.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("accounts/", views.accounts, name="accounts"),
]
