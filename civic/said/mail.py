"""Messages in the reader's language: made by the worker from the outbox, sent by SMTP or written to files."""

import hmac
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import idna
from flask import Flask, g, render_template, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.kernel import outbox
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.notifying import KINDS, Notified
from civic.kernel.refusal import Reason, Refusal
from civic.people.models import Person, PersonState
from civic.said.language import LANGUAGES, in_language

Send = Callable[[EmailMessage], None]
_NO_MAILBOX = re.compile(rb"5\.1\.(?:1|2|3|6|10)\b")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Reader:
    """Who reads a mail: somebody with an account, or an address without a name."""

    name: str
    email: str
    language: str


def sender(settings: Settings) -> Send:
    """Return how mails leave: by SMTP when it is set, else as files under the data directory."""
    if not settings.smtp_url:
        return lambda message: _to_file(settings.data_dir / "mail", message)
    return lambda message: _by_smtp(settings.smtp_url, message)


def deliver(app: Flask, engine: Engine, settings: Settings, now: datetime) -> int:
    """Send what is due and return how many; what fails is tried again later, up to a day apart, for a week.

    Each message is claimed and settled in short transactions of its own: a slow mail server keeps nobody waiting,
    and a crash sends at most one message again.
    """
    send, sent = sender(settings), 0
    for message, person in _claimed(engine, now):
        is_sent, is_hopeless = True, False
        reader = _reader(message, person)
        if reader is not None:
            try:
                send(compose(app, settings, message, reader, now))
                sent += 1
            except Exception as error:
                app.logger.exception("mail %s was not sent", message.id)
                is_sent, is_hopeless = False, _is_hopeless(error)
        with Session(engine) as session:
            outbox.settle(session, message.id, now, is_sent=is_sent, is_hopeless=is_hopeless)
            session.commit()
    return sent


def _is_hopeless(error: Exception) -> bool:
    """Return whether a server says that the reader's address is no mailbox (RFC 3463: 5.1.1 to 5.1.3, 5.1.6, 5.1.10).

    Another refusal may be our own relay's, and right tomorrow: it is tried for as long as any other failure.
    """
    refused = error.recipients.values() if isinstance(error, smtplib.SMTPRecipientsRefused) else ()
    return bool(refused) and all(code >= 500 and _NO_MAILBOX.match(said) for code, said in refused)


def _claimed(engine: Engine, now: datetime) -> list[tuple[outbox.OutboxMessage, Person | None]]:
    with Session(engine, expire_on_commit=False) as session:
        messages = outbox.claim(session, now)
        pairs = [
            (message, session.get(Person, message.to_person_id) if message.to_person_id else None)
            for message in messages
        ]
        session.commit()
    return pairs


def _reader(message: outbox.OutboxMessage, person: Person | None) -> Reader | None:
    """Return who a message goes to, or None when there is nobody to write to any more."""
    if message.to_person_id is None:
        return Reader("", message.to_address, message.language) if message.to_address else None
    if person is None or person.email is None or person.state is PersonState.CLOSED:
        return None
    return Reader(person.name, person.email, person.language)


def compose(
    app: Flask, settings: Settings, message: outbox.OutboxMessage, person: Reader, now: datetime
) -> EmailMessage:
    """Return the mail in the language its reader has chosen; the template's first line is the subject."""
    language = person.language if person.language in LANGUAGES else "da"
    is_stopped = bool(kinds_of(message)) and message.to_person_id is not None
    token = stop_token(settings, message) if is_stopped else ""

    def written() -> tuple[str, str, str]:
        address = url_for("notifications.stopping", token=token, _external=True) if is_stopped else ""
        foot = render_template("notifications/pace.txt", address=address) if is_stopped else ""
        return render_template(f"mail/{message.template}.txt", person=person, about=message.data), foot, address

    with app.test_request_context(base_url=settings.address):
        g.context = Context(VISITOR, now, Session())
        body, foot, address = in_language(language, written)
        del g.context
    subject, _, rest = body.strip().partition("\n")
    mail = EmailMessage()
    mail["Subject"] = subject.strip()
    mail["From"] = _written(settings.mail_from)
    mail["To"] = _written(person.email)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = _message_id(settings, message)
    if is_stopped:
        mail["List-Unsubscribe"] = f"<{address}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("\n\n".join(filter(None, (rest.strip(), foot.strip()))) + "\n")
    mail["Content-Language"] = language  # what is set before the content goes with it
    return mail


def _message_id(settings: Settings, message: outbox.OutboxMessage) -> str:
    """Return the one name a message has, however often it is sent, which nobody can guess from another's.

    A mail server that has it already, and the reader's, know it again (RFC 5322, 3.6.4).
    """
    told = f"{message.id} {message.created_at.isoformat()} {message.to_person_id} {message.template}"
    name = hmac.digest(f"message {settings.secret}".encode(), told.encode(), "sha256").hex()[:32]
    return f"<{name}@{_ascii(urlsplit(settings.address).hostname or 'localhost')}>"


def kinds_of(message: outbox.OutboxMessage) -> list[Notified]:
    """Return what kinds a mail tells, where its reader can have them at another pace; none of what must be read."""
    if message.template == "digest":
        told = {Notified(one["kind"]) for one in message.data["lines"]}
        return [kind for kind in Notified if kind in told]
    return [KINDS[message.template]] if message.template in KINDS else []


def stop_token(settings: Settings, message: outbox.OutboxMessage) -> str:
    """Return what a mail's link proves: whose mails of which kinds are to stop; nobody but Civic can make one."""
    kinds = [one.value for one in kinds_of(message)]
    return _signer(settings).dumps([message.to_person_id, *kinds])


def stopped(settings: Settings, token: str) -> tuple[int, list[Notified]]:
    """Return whose mails of which kinds a link stops, or Refusal(NOT_FOUND)."""
    try:
        person_id, *kinds = _signer(settings).loads(token)
        return int(person_id), [Notified(one) for one in kinds]
    except (BadData, ValueError, TypeError):
        raise Refusal(Reason.NOT_FOUND) from None


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret, salt="stop mails")


def _written(address: str) -> str:
    """Return an address, with a name before it or without, as every mail server takes it (RFC 5891)."""
    name, bare = parseaddr(address)
    local, at, domain = bare.rpartition("@")
    if not at or domain.isascii():
        return address
    return formataddr((name, f"{local}@{_ascii(domain)}"))


def _ascii(domain: str) -> str:
    """Return a domain in ASCII letters."""
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")


def _to_file(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(bytes(message))


def _by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    with _connected(parts.scheme, host, parts.port or 0, secure) as server:
        if parts.scheme == "smtp" and (parts.username or host not in LOOPBACK):
            server.starttls(context=secure)  # a server that cannot is refused: links that sign in go by it
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


@contextmanager
def _connected(scheme: str, host: str, port: int, secure: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    """Give a connection, and say goodbye: what a server answers to that changes nothing of what it took or refused."""
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=20, context=secure)
    else:
        server = smtplib.SMTP(host, port, timeout=20)
    try:
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()
