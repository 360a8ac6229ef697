"""Messages in the reader's language: made by the worker from the outbox, sent by SMTP or written to files."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask, g, render_template
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.kernel import outbox
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.people.models import Person, PersonState
from civic.web.language import LANGUAGES, in_language

Send = Callable[[EmailMessage], None]


def sender(settings: Settings) -> Send:
    """Return how mails leave: by SMTP when it is set, else as files under the data directory."""
    if not settings.smtp_url:
        return lambda message: _to_file(settings.data_dir / "mail", message)
    return lambda message: _by_smtp(settings.smtp_url, message)


def deliver(app: Flask, session: Session, settings: Settings, now: datetime) -> int:
    """Send what is due and return how many; what fails is tried again later, up to a day apart."""
    send, sent = sender(settings), 0
    for message in outbox.due(session, now):
        person = session.get(Person, message.to_person_id)
        message.attempts += 1
        if person is None or person.email is None or person.state is PersonState.CLOSED:
            message.sent_at, message.data = now, {}
            continue
        try:
            send(compose(app, settings, message, person, now))
        except (OSError, smtplib.SMTPException):
            app.logger.exception("mail %s was not sent", message.id)
            message.not_before = now + min(timedelta(minutes=2**message.attempts), timedelta(days=1))
            continue
        message.sent_at, message.data = now, {}
        sent += 1
    return sent


def compose(
    app: Flask, settings: Settings, message: outbox.OutboxMessage, person: Person, now: datetime
) -> EmailMessage:
    """Return the mail in the language its reader has chosen; the template's first line is the subject."""
    language = person.language if person.language in LANGUAGES else "da"
    with app.test_request_context(base_url=settings.address):
        g.context = Context(VISITOR, now, Session())
        body = in_language(
            language,
            lambda: render_template(f"mail/{message.template}.txt", person=person, about=message.data),
        )
        del g.context
    subject, _, rest = body.strip().partition("\n")
    mail = EmailMessage()
    mail["Subject"] = subject.strip()
    mail["From"] = settings.mail_from
    mail["To"] = person.email or ""
    mail["Message-ID"] = make_msgid(domain="civic.invalid")
    mail["Content-Language"] = language
    mail.set_content(rest.strip() + "\n")
    return mail


def _to_file(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(bytes(message))


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=20) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
