"""A mail server that keeps what it takes, refuses some, and says goodbye as it likes."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import default

from aiosmtpd.controller import Controller


class Mailbox:
    """A real SMTP server that keeps what it receives."""

    def __init__(self):
        self.received = []
        self.goodbye = "221 bye"

    async def handle_QUIT(self, server, session, envelope):
        return self.goodbye

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 nobody is called that here"
        if address.startswith("denied@"):
            return "554 5.7.1 relay access denied"
        if address.startswith("later@"):
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 kept"


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served() -> Iterator[Mailbox]:
    """Give a mail server on a port of its own."""
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()
