"""What the worker process does: deliver the outbox, make documents, seal the audit log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.engine import writing
from civic.documents import note_pdf
from civic.files import store
from civic.hearings import actions, queries
from civic.kernel import audit, once
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
        """Do everything that is due and return how much that was; one job that fails stops no other."""
        done = 0
        for job in (self._deliver, self._make_notes, self._seal, self._forget):
            try:
                done += job()
            except Exception:
                self.app.logger.exception("a job failed; it is tried again")
        return done

    def forever(self, *, pause: float = 1.0, stopping: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop, resting `pause` seconds whenever nothing was due."""
        while not stopping():
            if not self.once():
                time.sleep(pause)

    @contextmanager
    def _transaction(self) -> Iterator[Context]:
        with Session(writing(self.engine), expire_on_commit=False) as session:
            yield Context(VISITOR, self.clock(), session, self.clock)
            session.commit()

    def _deliver(self) -> int:
        return mail.deliver(self.app, writing(self.engine), self.settings, self.clock())

    def _seal(self) -> int:
        with self._transaction() as context:
            return audit.seal(context.session)

    def _forget(self) -> int:
        with self._transaction() as context:
            return once.forget(context.session, context.now)

    def _make_notes(self) -> int:
        with Session(self.engine, expire_on_commit=False) as session:  # reads only: to set a page takes a while
            context = Context(VISITOR, self.clock(), session)
            made = [(hearing.id, note_pdf(self.app, context, hearing)) for hearing in queries.without_note(context)]
        for hearing_id, pdf in made:
            with self._transaction() as context:
                stored = store.keep(context, self.settings.data_dir / "files", pdf, media_type="application/pdf")
                actions.attach_note(context, queries.hearing(context, hearing_id), stored)
        return len(made)
