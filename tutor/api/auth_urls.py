"""The addresses of signing in, and of the account."""

from django.urls import include, path

from tutor.api import account_views as account
from tutor.api import auth_views as auth
from tutor.api import security_views as security

signing_in = [
    path("guests/", auth.Guests.as_view()),
    path("accounts/", auth.Accounts.as_view()),
    path("tokens/", auth.Sessions.as_view()),
    path("refresh/", auth.Refreshed.as_view()),
    path("sign-out/", auth.SignOut.as_view()),
    path("password-resets/", auth.PasswordResets.as_view()),
    path("password-reset/", auth.PasswordReset.as_view()),
]

own = [
    path("", account.Account.as_view()),
    path("delete/", account.AccountEnd.as_view()),
    path("password/", account.Password.as_view()),
    path("confirmation/", account.Confirmation.as_view()),
    path("addresses/", security.Addresses.as_view()),
    path("addresses/primary/", security.PrimaryAddress.as_view()),
    path("addresses/remove/", security.AddressEnd.as_view()),
    path("second-factor/", security.SecondFactor.as_view()),
    path("second-factor/set-up/", security.SecondFactorSetUp.as_view()),
    path("second-factor/turn-off/", security.SecondFactorEnd.as_view()),
    path("recovery-codes/", security.Codes.as_view()),
    path("recovery-codes/renew/", security.NewCodes.as_view()),
    path("devices/", account.Devices.as_view()),
    path("devices/<uuid:device>/", account.OneDevice.as_view()),
]

# Addresses are tried one after another, and a beginning that is not there is tried once for all that have it.
urlpatterns = [
    path("auth/", include(signing_in)),
    path("account/", include(own)),
    path("accounts/<str:username>/devices/", account.DevicesOfAnother.as_view()),
]
