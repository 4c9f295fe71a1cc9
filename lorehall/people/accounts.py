"""Signing up and in: the settings of django-allauth, derived from the installation's own."""

from __future__ import annotations

from typing import Any

# Limits hold across processes, because their memory is a table (people.RateWindow).
RATE_LIMITS = {
    "signup": "20/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/60s/key",
}


def settings(*, secure: bool) -> dict[str, Any]:
    """Everything that allauth and Django's auth read. `secure`: people come by https."""
    return {
        **_django(),
        **_account(secure=secure),
        **_second_factors(secure=secure),
    }


def _django() -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation."
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validation}MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {
                "NAME": f"{validation}UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("name", "email", "handle")},
            },
            {"NAME": f"{validation}CommonPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "PASSWORD_RESET_TIMEOUT": 60 * 60 * 24,
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "people_rate_window",
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            }
        },
    }


def _account(*, secure: bool) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "lorehall.people.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_FORMS": {
            "signup": "lorehall.people.forms.SignUp",
            "change_password": "lorehall.people.forms.ChangePassword",
            "set_password": "lorehall.people.forms.SetPassword",
            "reset_password_from_key": "lorehall.people.forms.NewPassword",
        },
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_PREVENT_ENUMERATION": "strict",
        "ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_RATE_LIMITS": RATE_LIMITS,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
        "ACCOUNT_USER_DISPLAY": "lorehall.people.adapters.name_of",
    }


def _second_factors(*, secure: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "lorehall.people.adapters.SecondFactors",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_PASSKEY_SIGNUP_ENABLED": False,
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_TOTP_ISSUER": "Lorehall",
        "MFA_FORMS": {
            "add_webauthn": "lorehall.people.forms.AddPasskey",
            "login_webauthn": "lorehall.people.forms.SignInByPasskey",
            "authenticate_webauthn": "lorehall.people.forms.AnswerByPasskey",
            "reauthenticate_webauthn": "lorehall.people.forms.ProveByPasskey",
        },
        # Browsers allow http for localhost only, and the library refuses http altogether.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not secure,
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }
