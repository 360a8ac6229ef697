"""What the workers do: one delivers the outbox, reminds and seals the audit log; one reads and makes documents."""

import enum
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.base import ZONE
from civic.db.engine import clear, writing
from civic.decisions import carrying, transcripts
from civic.decisions import queries as decided
from civic.documents import intake, making, site
from civic.documents.scanning import ScannerError
from civic.draws import actions as draws
from civic.draws import apart
from civic.draws import queries as draw_queries
from civic.draws.models import MOST_TRIES
from civic.files import renditions, sheets, store, sweeping, uploads
from civic.files.reading import HandedIn, Queue
from civic.hearings import actions as hearings
from civic.hearings.queries import to_remind
from civic.kernel import attempts, audit, ledger, notifying, once, outbox
from civic.kernel.actor import VISITOR
from civic.kernel.context import Clock, Context
from civic.meetings import registering
from civic.meetings.queries import to_remind as registrations_to_remind
from civic.people import security
from civic.privacy import retention
from civic.processes import copies
from civic.proposals import actions as proposals
from civic.proposals.queries import to_review
from civic.said import mail, notified
from civic.tally.count import result
from civic.treatment import actions as treatment
from civic.treatment.queries import UNREAD_TEMPLATES
from civic.treatment.queries import to_remind as remarks_to_remind
from civic.voting import counting
from civic.writing import actions as writing_actions

T = TypeVar("T", bound=HandedIn)
R = TypeVar("R")
SCANNER_BACK = timedelta(minutes=1)
"""How long a file waits before the virus scanner is asked again."""
CLEARED_EVERY = timedelta(minutes=1)
"""How often what was taken out of texts is written over where it stood in the database file."""
DRAW_SECONDS = 120
"""How long the panels of a draw are worked out, while what was handed in waits: then they are as even as they are."""


class Work(enum.Enum):
    """What a worker is there for; a mail never waits for a file, and a file never for the copy of a process."""

    MAIL = "mail"
    FILES = "files"
    COPIES = "copies"


@dataclass
class Worker:
    """The work that is not done inside a request, one short transaction at a time."""

    app: Flask
    engine: Engine
    settings: Settings
    clock: Clock
    work: tuple[Work, ...] = tuple(Work)
    swept: int = 0
    """After which stored content the next look for unused ones begins."""
    headed: date | None = None
    """On which day this worker saw last that the heads of the logs are published."""
    cleared: datetime | None = None
    """Up to which moment what was taken out is gone from the file too."""

    def once(self) -> int:
        """Do everything that is due and return how much that was; one job that fails stops no other.

        Each job looks first: the database's write lock is taken by the first thing that is written.
        """
        done = 0
        jobs = {
            Work.MAIL: (self._remind, self._gather, self._deliver, self._seal, self._number, self._forget, self._clear),
            Work.FILES: (
                self._look_through,
                self._read_sheet,
                self._read_template,
                self._read_minutes,
                self._make_document,
                self._work_out,
                self._count_vote,
                self._sweep,
            ),
            Work.COPIES: (self._renew_copies, self._make_copy),
        }
        for job in (job for work in self.work for job in jobs[work]):
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

    @property
    def _folder(self) -> Path:
        return self.settings.data_dir / "files"

    @contextmanager
    def _transaction(self) -> Iterator[Context]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield Context(VISITOR, self.clock(), session, self.clock)
            session.commit()

    @contextmanager
    def _reading(self) -> Iterator[Context]:
        """Give a context that only reads: to read a file or set a page takes a while, and holds no lock."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield Context(VISITOR, self.clock(), session)

    def _deliver(self) -> int:
        with self._reading() as context:
            if not outbox.is_due(context.session, context.now):
                return 0
        return mail.deliver(self.app, writing(self.engine), self.settings, self.clock())

    def _gather(self) -> int:
        """Make the digests that are due; who takes a person's lines has them, and a worker that is killed has none."""
        with self._reading() as context:
            if not notifying.is_due(context.session, context.now):
                return 0
        with self._transaction() as context:
            return notified.gather(context)

    def _remind(self) -> int:
        with self._transaction() as context:
            due = to_remind(context)
            for party in due:
                hearings.remind_when_due(context, party.id)
            late = remarks_to_remind(context)
            for hearing_id, officer_id in late:
                treatment.remind_officer(context, hearing_id, officer_id)
            followed = decided.to_review(context)
            for each in followed:
                carrying.remind_of_review(context, each.id)
            accepted = to_review(context)
            for one in accepted:
                proposals.remind_of_review(context, one.id)
        return len(due) + len(late) + len(followed) + len(accepted) + self._remind_registered()

    def _remind_registered(self) -> int:
        """Remind who comes to a meeting, each in a transaction of their own: a meeting is locked for a moment only."""
        with self._reading() as context:
            waiting = registrations_to_remind(context)
        for one in waiting:
            with self._transaction() as context:
                registering.remind(context, one)
        return len(waiting)

    def _seal(self) -> int:
        with self._transaction() as context:
            return audit.seal(context.session)

    def _number(self) -> int:
        """Number what anybody can recount, and publish its heads: once a day, and when this worker begins."""
        with self._reading() as context:
            is_waiting = ledger.is_waiting(context.session)
        today = self.clock().astimezone(ZONE).date()
        if not is_waiting and self.headed == today:
            return 0
        with self._transaction() as context:
            numbered = ledger.number(context.session)
        if numbered == 0 and self.headed != today:
            with self._transaction() as context:
                ledger.publish(context)
            self.headed = today
        return numbered

    def _forget(self) -> int:
        with self._reading() as context:
            old = (once.has_old, attempts.has_old, security.has_old)
            whole = (writing_actions.has_old, retention.has_old, sheets.has_old, decided.has_old_transcripts)
            if not any(one(context.session, context.now) for one in old) and not any(one(context) for one in whole):
                return 0
        with self._transaction() as context:
            gone = once.forget(context.session, context.now) + attempts.forget(context.session, context.now)
            gone += security.forget(context.session, context.now)
            gone += transcripts.forget(context)
            return gone + writing_actions.forget(context) + retention.forget(context) + sheets.forget(context)

    def _clear(self) -> int:
        """Write what was taken out of the database over where it stood in its file: once a minute, whoever took it.

        A masked number, an ended consent, an account that closed, what is older than it may be kept: all stand in the
        log of SQLite until it is emptied.
        """
        now = self.clock()
        if (self.cleared is None or now - self.cleared >= CLEARED_EVERY) and clear(self.engine):
            self.cleared = now
        return 0

    def _sweep(self) -> int:
        with self._reading() as context:
            unused, self.swept = sweeping.unused(context, after=self.swept)
        for one in unused:
            with self._transaction() as context:
                sweeping.sweep(context, one.id, self._folder)
        return len(unused)

    def _look_through(self) -> int:
        found = self._begin(uploads.UNREAD)
        if found is None:
            return 0
        seen = self._read(uploads.UNREAD, found, intake.look)
        if seen is None:
            return 1
        try:
            with self._transaction() as context:
                intake.enter(context, found.id, seen, self._folder)
        except OperationalError:  # the database was busy or away: it is tried again
            raise
        except Exception:  # what cannot be entered is for a person to look at, and stops no other file
            self.app.logger.exception("what file %s says was not entered", found.id)
            with self._transaction() as context:
                intake.enter(context, found.id, intake.UNSEEN, self._folder)
        return 1

    def _read_sheet(self) -> int:
        found = self._begin(sheets.UNREAD)
        if found is None:
            return 0
        read = self._read(sheets.UNREAD, found, intake.rows)
        if read is not None:
            with self._transaction() as context:
                sheets.enter(context, found.id, *read)
        return 1

    def _read_template(self) -> int:
        found = self._begin(UNREAD_TEMPLATES)
        if found is None:
            return 0
        read = self._read(UNREAD_TEMPLATES, found, intake.fields)
        if read is not None:
            fields, why = read
            with self._transaction() as context:
                treatment.take_in_template(context, found.id, fields, is_read=why is None)
        return 1

    def _read_minutes(self) -> int:
        found = self._begin(decided.UNREAD_TRANSCRIPTS)
        if found is None:
            return 0
        read = self._read(decided.UNREAD_TRANSCRIPTS, found, intake.minutes)
        if read is not None:
            text, why = read
            with self._transaction() as context:
                transcripts.take_in(context, found.id, text, why.value if why else "")
        return 1

    def _work_out(self) -> int:
        """Work out the panels of a draw by lot; how far that is, is said in transactions of their own."""
        with self._reading() as context:
            if draw_queries.to_work_out(context) is None:
                return 0
        with self._transaction() as context:
            begun = draws.begin_to_work_out(context)
            if begun is None:
                return 0
            round_id, terms, tries = begun.id, begun.terms, begun.tries

        def tell(done: int) -> None:
            with suppress(OperationalError), self._transaction() as context:  # it is only said how far it is
                draws.tell_progress(context, round_id, done)

        try:
            found = apart.work_out(terms, tell, seconds=DRAW_SECONDS)
        except apart.EndedError as error:
            self.app.logger.error("round %s of a draw could not be worked out: %s", round_id, error)
            if tries >= MOST_TRIES:
                with self._transaction() as context:
                    draws.give_up(context, round_id)
            return 0
        with self._transaction() as context:
            draws.take_in(context, round_id, found.panels, found.faults, is_best=found.is_best)
        return 1

    def _count_vote(self) -> int:
        """Count a vote whose count takes long, once it is over; nothing is locked meanwhile."""
        with self._reading() as context:
            found = counting.to_count(context)
        if found is None:
            return 0
        came = result(found.terms, found.ballots, found.seed)
        with self._transaction() as context:
            counting.keep_count(context, found, came)
        return 1

    def _begin(self, queue: Queue[T]) -> T | None:
        """Begin to read one of what was handed in; None where there is none, or another worker was before this one."""
        with self._reading() as context:
            if not queue.is_waiting(context):
                return None
        with self._transaction() as context:
            return queue.begin(context)

    def _read(self, queue: Queue[T], found: T, read: Callable[[T, Path, str], R]) -> R | None:
        """Return what one says; None where it waits, because the virus scanner does not answer."""
        try:
            return read(found, self._folder, self.settings.clamd)
        except ScannerError as error:
            kind = queue.kind.__name__
            self.app.logger.error("the virus scanner does not answer, %s %s waits: %s", kind, found.id, error)
            with self._transaction() as context:
                queue.put_off(context, found.id, context.now + SCANNER_BACK)
            return None

    def _renew_copies(self) -> int:
        """Have the copies of processes made anew out of which something was taken."""
        with self._reading() as context:
            if not copies.has_outdated(context):
                return 0
        with self._transaction() as context:
            return copies.renew(context)

    def _make_document(self) -> int:
        with self._reading() as context:
            if not renditions.to_make(context, copies=False):
                return 0
        with self._transaction() as context:
            asked = renditions.begin(context, copies=False)
        return self._make(asked)

    def _make_copy(self) -> int:
        with self._reading() as context:
            if not copies.is_waiting(context):
                return 0
        with self._transaction() as context:
            asked = copies.begin(context)
        return self._make(asked)

    def _make(self, asked: renditions.Rendition | None) -> int:
        if asked is None:  # another worker was before this one
            return 0
        content: bytes | None = None

        def tell(pages: int) -> None:
            with suppress(OperationalError), self._transaction() as context:  # it is only said how far it is
                renditions.tell_progress(context, asked, pages)

        try:
            with self._reading() as context:
                content = making.make(self.app, context, asked, self._folder, tell)
        except site.TooLargeError as error:
            self.app.logger.error("copy %s was not made: %s", asked.id, error)
            with self._transaction() as context:
                renditions.is_too_large(context, asked)
            return 1
        except Exception:
            self.app.logger.exception("document %s was not made; it is tried again", asked.id)
        with self._transaction() as context:
            media_type = renditions.MEDIA[asked.format]
            kept = store.keep(context, self._folder, content, media_type=media_type) if content else None
            renditions.settle(context, asked, kept)
            if kept is not None:
                renditions.ask_in_others(context, asked, self.settings.languages.split())
        return 1
