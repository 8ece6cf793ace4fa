"""The addresses of signing in, and of the account."""

from django.urls import path

from tutor.api import account_views as account
from tutor.api import auth_views as auth
from tutor.api import security_views as security

urlpatterns = [
    path("auth/guests/", auth.Guests.as_view()),
    path("auth/accounts/", auth.Accounts.as_view()),
    path("auth/tokens/", auth.Sessions.as_view()),
    path("auth/refresh/", auth.Refreshed.as_view()),
    path("auth/sign-out/", auth.SignOut.as_view()),
    path("auth/password-resets/", auth.PasswordResets.as_view()),
    path("auth/password-reset/", auth.PasswordReset.as_view()),
    path("account/", account.Account.as_view()),
    path("account/delete/", account.AccountEnd.as_view()),
    path("account/password/", account.Password.as_view()),
    path("account/confirmation/", account.Confirmation.as_view()),
    path("account/addresses/", security.Addresses.as_view()),
    path("account/addresses/primary/", security.PrimaryAddress.as_view()),
    path("account/addresses/remove/", security.AddressEnd.as_view()),
    path("account/second-factor/", security.SecondFactor.as_view()),
    path("account/second-factor/set-up/", security.SecondFactorSetUp.as_view()),
    path("account/second-factor/turn-off/", security.SecondFactorEnd.as_view()),
    path("account/recovery-codes/", security.Codes.as_view()),
    path("account/recovery-codes/renew/", security.NewCodes.as_view()),
    path("account/devices/", account.Devices.as_view()),
    path("account/devices/<uuid:device>/", account.OneDevice.as_view()),
    path("accounts/<str:username>/devices/", account.DevicesOfAnother.as_view()),
]
