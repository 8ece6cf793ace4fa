"""Mails that can be stopped from within: each carries a link, and for mail programs a header (RFC 2369, RFC 8058), that ends its
kind without signing in. The link is encrypted and signed: nobody can guess one, and it tells nothing of whom it is for.
"""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import suppress
from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from tutor.messages import Undelivered


class About(StrEnum):
    """The kinds of mail, as far as one may want to stop one and keep another."""

    DAILY = "daily"
    WEEKLY = "weekly"
    PATHS = "paths"


def path_for(learner_id: int, about: About) -> str:
    """Where mails of a kind to a learner are stopped or put off, on this site."""
    token = _locks().encrypt(json.dumps([learner_id, about]).encode()).decode().rstrip("=")
    return reverse("mails", args=[token])


def read_link(token: str) -> tuple[int, About] | None:
    """Whom a link is for and what it is about; None for one that we have not made."""
    with suppress(InvalidToken, ValueError):
        learner_id, about = json.loads(_locks().decrypt(token.encode() + b"=" * (-len(token) % 4)))
        return learner_id, About(about)
    return None


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"loci.mails:{key}".encode()).digest())) for key in keys])


def compose(
    template: str, *, to: str, learner_id: int, about: About, subject: str, context: dict[str, object]
) -> EmailMultiAlternatives:
    """A mail from `tutor/mail/<template>.txt` and .html, both of which get `link` and `site` besides their context."""
    link = settings.SITE_URL + path_for(learner_id, about)
    given = {**context, "link": link, "site": settings.SITE_URL, "subject": subject}
    headers = {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    text = render_to_string(f"tutor/mail/{template}.txt", given).strip() + "\n"
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    mail.attach_alternative(render_to_string(f"tutor/mail/{template}.html", given), "text/html")
    return mail


class Connection:
    """One connection to the mail server for a number of mails. A server that was not reached is not asked again for the rest."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._away: Undelivered | None = None

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, mail: EmailMultiAlternatives) -> Undelivered | None:
        """Why it was not taken, if it was not."""
        self._away = self._away or self._open()
        return self._away or self._send(mail)

    def _open(self) -> Undelivered | None:
        try:
            self._connection.open()  # does nothing where it is open already
        except (OSError, SMTPException):
            return Undelivered("The mail server was not reached.", temporary=True, silent=True)
        return None

    def _send(self, mail: EmailMultiAlternatives) -> Undelivered | None:
        mail.connection = self._connection
        try:
            mail.send()
        except SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            return Undelivered(f"The mail server refused the address ({code}).", temporary=code < 500)
        except SMTPResponseException as refused:
            return Undelivered(f"The mail server refused it ({refused.smtp_code}).", temporary=400 <= refused.smtp_code < 500)
        except (OSError, SMTPException):
            # What the server had taken before it broke off may arrive, so it is not sent again.
            self._close()
            return Undelivered("The mail server broke off.")
        except ValueError:
            return Undelivered("It is no address for mail.")
        return None

    def _close(self) -> None:
        with suppress(OSError, SMTPException):
            self._connection.close()
