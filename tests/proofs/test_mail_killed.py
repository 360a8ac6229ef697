"""A worker that is killed while it mails sends again only what the mail server may have taken, under the same name.

Real workers and a real mail server, which kills the one that speaks to it: before it has kept the mail, or after it has
and before its yes is heard. Short here, forty kills on each database by `make prove`.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from civic.config import HERE
from civic.db.engine import make_engine, writing
from civic.kernel.context import utc_now
from civic.kernel.outbox import OutboxMessage
from civic.people.models import Person
from tests.bench.serving import SECRET, filled
from tests.mailbox import Mailbox, free_port

KILLS = 40 if os.environ.get("CIVIC_PROVE") else 4
MAILS = 30
ABOUT = {"proposal_id": 3, "title": "En bænk", "receipt": "ABCDEFGH23"}


class Killing(Mailbox):
    """A mail server that kills the worker at the third mail of each life, before or after it has kept it."""

    def __init__(self):
        super().__init__()
        self.worker, self.lives, self.taken = None, 0, 0

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        is_last = self.lives < KILLS and self.taken == 3
        if is_last and self.lives % 2:
            os.kill(self.worker.pid, signal.SIGKILL)
            return "451 never heard"
        answer = await super().handle_DATA(server, session, envelope)
        if is_last:
            os.kill(self.worker.pid, signal.SIGKILL)
        return answer


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_only_what_the_server_took_and_nobody_noted_is_sent_again(kind, request, tmp_path):
    base = filled(tmp_path, kind, 0, request.getfixturevalue("postgresql") if kind == "postgresql" else "")
    engine = writing(make_engine(base.url))
    many = MAILS + 2 * KILLS
    with Session(engine) as session:
        person_id, now = session.scalar(select(Person.id).where(Person.email.is_not(None)).limit(1)), utc_now()
        told = {"template": "proposal_accepted", "to_person_id": person_id, "data": ABOUT}
        session.add_all(OutboxMessage(**told, created_at=now, not_before=now) for _one in range(many))
        session.commit()
    box = Killing()
    box.port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    environ = {**os.environ, "CIVIC_DEMO": "1", "CIVIC_SECRET": SECRET, "CIVIC_DATABASE_URL": base.url}
    environ |= {"CIVIC_DATA_DIR": str(base.folder), "CIVIC_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}
    try:
        for life in range(KILLS + 1):
            box.lives, box.taken = life, 0
            box.worker = subprocess.Popen([sys.executable, "-m", "civic.cli", "worker", "mail"], cwd=HERE, env=environ)
            if life < KILLS:
                assert box.worker.wait(120) == -signal.SIGKILL
                _ten_minutes_pass(engine)
        _until_all_are_sent(engine, box.worker)
    finally:
        box.worker.kill()
        server.stop()
    times = Counter(one["Message-ID"] for one in box.received)
    assert len(times) == many, "each mail came"
    again = [name for name, many_times in times.items() if many_times > 1]
    assert max(times.values()) <= 2
    assert len(again) == (KILLS + 1) // 2, "those the server had kept when the worker was killed, and no other"


def _ten_minutes_pass(engine):
    """Let what a dead worker had claimed be tried again."""
    with Session(engine) as session:
        waiting = OutboxMessage.sent_at.is_(None)
        session.execute(update(OutboxMessage).where(waiting).values(not_before=utc_now() - timedelta(minutes=1)))
        session.commit()


def _until_all_are_sent(engine, worker):
    for _try in range(600):
        with Session(engine) as session:
            if not session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.sent_at.is_(None))):
                return
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(0.2)
