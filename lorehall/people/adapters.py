"""Where allauth asks us: who may sign up, how an account is made, what a mail is, how secrets are kept."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lorehall.kernel import facts
from lorehall.people import letters, rules
from lorehall.people.facts import Joined
from lorehall.people.models import Person

log = structlog.get_logger(__name__)

# A visitor who came by an invitation has this in the session; communities puts it there.
INVITATION = "invitation"


def name_of(person: Person) -> str:
    """How allauth speaks of somebody."""
    return person.name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by our rules, and every word is ours."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link has been used, or has run out."),
        "too_many_login_attempts": _("This was tried too often. Wait some minutes, then try again."),
        "rate_limited": _("This was tried too often. Wait some minutes, then try again."),
        "same_as_current": _("This is what it is now."),
        "duplicate_email": _("This is your address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open" or INVITATION in request.session

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:  # noqa: ARG002
        data = form.cleaned_data
        return rules.register(data["name"], data["email"], data.get("password1"))

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Somebody proved that an address is theirs. Whoever took it before without proof has to go."""
        person_id = email_address.user_id
        first = not EmailAddress.objects.filter(user_id=person_id, verified=True).exists()
        rules.free_address(email_address.email, keep=person_id)
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed and first:
            facts.record(Joined(person_id=person_id))
        return confirmed

    @transaction.atomic
    def set_password(self, user: Person, password: str) -> None:
        """A new password ends every other session: whoever knew the old one is out."""
        user.set_password(password)
        user.save(update_fields=["password"])
        rules.end_other_sessions(user.pk, keep=self.request.session.session_key if self.request else None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of an account is a letter of ours, sent by a job, be the address known or not."""
        letters.send(template_prefix, email, {name: _at_home(name, value) for name, value in context.items()})

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        log.warning("sign-in failed", address=self.get_client_ip(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("people:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        signed_in = self.request.user.is_authenticated
        return reverse("people:account") if signed_in else super().get_email_verification_redirect_url(email_address)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes; secrets are encrypted with the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That was not right. Try once more."),
        "unverified_email": _("Confirm the new address first, or keep the old one; then come back."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - allauth's name
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey") if not count else gettext("Passkey %(number)d") % {"number": count + 1}


def _at_home(name: str, value: Any) -> Any:
    """An address in a letter leads to the installation, whatever host and port the request was sent to."""
    if not name.endswith("_url") or not isinstance(value, str):
        return value
    return settings.URL + urlunsplit(("", "", *urlsplit(value)[2:]))


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"lorehall.people.second-factors:{secret}".encode()).digest()))
