"""What the worker process does: deliver the outbox, make documents, seal the audit log."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.engine import writing
from civic.documents import note_pdf
from civic.files import store
from civic.hearings import actions, queries
from civic.kernel import audit
from civic.kernel.actor import VISITOR
from civic.kernel.context import Clock, Context
from civic.web import mail


@dataclass(frozen=True)
class Worker:
    """The work that is not done inside a request, one short transaction at a time."""

    app: Flask
    engine: Engine
    settings: Settings
    clock: Clock

    def once(self) -> int:
        """Do everything that is due and return how much that was."""
        return sum(self._in_transaction(job) for job in (self._deliver, self._make_notes, self._seal))

    def forever(self, *, pause: float = 1.0, stopping: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop, resting `pause` seconds whenever nothing was due."""
        while not stopping():
            try:
                done = self.once()
            except Exception:
                self.app.logger.exception("a job failed; it is tried again")
                done = 0
            if not done:
                time.sleep(pause)

    def _in_transaction(self, job: Callable[[Context], int]) -> int:
        with Session(writing(self.engine), expire_on_commit=False) as session:
            done = job(Context(VISITOR, self.clock(), session, self.clock))
            session.commit()
            return done

    def _deliver(self, context: Context) -> int:
        return mail.deliver(self.app, context.session, self.settings, context.now)

    def _seal(self, context: Context) -> int:
        return audit.seal(context.session)

    def _make_notes(self, context: Context) -> int:
        waiting = queries.without_note(context)
        for hearing in waiting:
            pdf = note_pdf(self.app, context, hearing)
            stored = store.keep(context, self.settings.data_dir / "files", pdf, media_type="application/pdf")
            actions.attach_note(context, hearing, stored)
        return len(waiting)
