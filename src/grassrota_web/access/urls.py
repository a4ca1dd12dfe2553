"""Addresses of the room."""

from django.urls import path

from grassrota_web.access.pages import public
from grassrota_web.access.views import directory, own, second_factor, sign_in

app_name = "access"
urlpatterns = [
    path("sign-in/", public(sign_in.SignIn.as_view()), name="sign_in"),
    path("sign-in/directory/", directory.out, name="directory"),
    path("sign-in/directory/back/", directory.back, name="directory_back"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("set-password/<uuid:account>/<str:token>/", sign_in.first_password, name="first_password"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/enrol/", second_factor.enrol_page, name="enrol"),
    path("second-factor/codes/", second_factor.backup_codes, name="backup_codes"),
    path("account/", own.own, name="own"),
    path("account/password/", own.password, name="password"),
    path("account/tokens/", own.tokens, name="tokens"),
    path("account/tokens/<uuid:token>/end/", own.end_token, name="end_token"),
]
