"""The whole site over the demo's database, for tests that walk it: one client for each kind of user."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import Settings
from civic.db.engine import make_engine, writing
from civic.db.installation import mark
from civic.demo import story
from civic.documents import intake
from civic.files import uploads
from civic.files.uploads import Upload
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.tables import metadata
from tests.clock import NOON
from tests.house.examples import NAMES, find

ROLES = {
    "visitor": None,
    "resident": "Jens Holm",
    "author": "Amina Farah",
    "writer": "Olga Sand",
    "council_member": "Tove Friis",
    "secretary": "Vibeke Storm",
    "chair": "Bent Aaholm",
    "facilitator": "Mikkel Dam",
    "officer": "Lone Kragh",
    "admin": "Rasmus Bech",
}
"""Each kind of user, and who plays it in the demo; a visitor is nobody."""


class Site:
    """An app, its database, and signed-in clients; `restore` takes back what a request did."""

    def __init__(
        self,
        folder: Path,
        catalogues: Path,
        template: Path | None = None,
        *,
        engine: Engine | None = None,
        keeps_pages: bool = False,
        names: Mapping[str, tuple[str, str]] = NAMES,
    ) -> None:
        self.now = NOON
        self.path = folder / "site.db"
        if engine is None:
            put(template, folder, self.path)
            engine = make_engine(f"sqlite:///{self.path}")
        self.engine = engine
        settings = Settings(
            secret="a secret that is only used in tests ....",
            demo=True,
            data_dir=folder,
            catalogues=catalogues,
            languages="da en en-XA ar-XB",
        )
        self.app = create_app(settings, engine=engine, clock=lambda: self.now, keeps_pages=keeps_pages)
        self.app.testing = False
        with Session(engine) as session:
            self.ids = {one.name: one.id for one in session.scalars(select(Person).where(Person.is_invented))}
        with engine.connect() as connection:
            self.examples = find(connection, names)
        self._tokens: dict[str, str] = {}
        self._count = 0
        self._statements = self._writes = 0
        event.listen(engine, "before_cursor_execute", self._counted)
        self._signed = {role: self._signed_in(role) for role in ROLES}
        self._saved = folder / "site-template.db"
        if self.path.exists():
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            engine.dispose()
            shutil.copy(self.path, self._saved)

    def at(self, path: str) -> str:
        """Return an address in which the demo's things stand by their names (tests/house/examples.py)."""
        return path.format(**self.examples)

    def client(self, role: str) -> FlaskClient:
        """Return the client of a kind of user, signed in."""
        return self._signed[role]

    def token(self, role: str) -> str:
        """Return a CSRF token for the kind of user; their browser keeps it for as long as they are signed in."""
        if role not in self._tokens:
            page = self.client(role).get("/da/sign-in").text
            self._tokens[role] = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]
        return self._tokens[role]

    def post(self, role: str, path: str, **data: str) -> int:
        """Post a form as the kind of user and return the status; what it did is taken back."""
        self._count += 1
        fields = {"csrf_token": self.token(role), "once": f"once-{self._count}"} | data
        cookie = self.client(role).get_cookie("civic")
        browser = self.app.test_client()  # a copy: the form may sign its browser out
        if cookie is not None:
            browser.set_cookie("civic", cookie.value)
        status = browser.post(self.at(path), data=fields).status_code
        if status < 400:
            self.restore()
        return status

    def forget_tries(self) -> None:
        """Forget how often anything was tried."""
        forget_tries(self.engine)

    def read_files(self) -> None:
        """Read what officers handed in since, as the worker would."""
        with Session(writing(self.engine)) as session:
            _read_officers(Context(VISITOR, self.now, session), self.path.parent / "files")
            session.commit()

    def restore(self) -> None:
        """Take the database back to where the demo left it."""
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._saved, self.path)

    @contextmanager
    def counting(self) -> Iterator[list[int]]:
        """Count the statements sent to the database inside the block, and those of them that write."""
        self._statements = self._writes = 0
        counted: list[int] = []
        yield counted
        counted += [self._statements, self._writes]

    def _counted(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            self._statements += 1
            self._writes += statement.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))

    def _signed_in(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        name = ROLES[role]
        if name is not None:
            page = client.get("/da/sign-in").text
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]
            answer = client.post(f"/da/demo/sign-in/{self.ids[name]}", data={"csrf_token": token, "once": f"in-{role}"})
            assert answer.status_code == 303, answer.text
        return client


def put(template: Path | None, folder: Path, path: Path) -> None:
    """Put the demo's database at the path, and its files into the folder; without a template it is told anew."""
    if template is None:
        fill(make_engine(f"sqlite:///{path}"), folder)
        return
    shutil.copy(template / "demo.db", path)
    shutil.copytree(template / "files", folder / "files", dirs_exist_ok=True)


def fill(engine: Engine, folder: Path, now: datetime = NOON, *, is_large: bool = False) -> None:
    """Make the tables and load the demo as it would be at the moment, its files into the folder."""
    metadata.create_all(writing(engine))
    with Session(writing(engine), expire_on_commit=False) as session:
        mark(session, now, is_demo=True)
        story.tell(session, now, "Gentofte Kommune", folder / "files", is_large=is_large)
        _read_officers(Context(VISITOR, now, session), folder / "files")
        session.commit()
    engine.dispose()


def forget_tries(engine: Engine) -> None:
    """Forget how often anything was tried: in a test ten kinds of users ask from one address."""
    with engine.begin() as connection:
        if connection.exec_driver_sql("SELECT 1 FROM attempt LIMIT 1").first() is not None:
            connection.exec_driver_sql("DELETE FROM attempt")


def _read_officers(context: Context, folder: Path) -> None:
    """Read what officers handed in, as the worker would; residents' files wait, as they do just after they came."""
    unread = select(Upload.id).where(Upload.kind != Kind.RESPONSE, Upload.read_at.is_(None))
    for file_id in context.session.scalars(unread).all():
        found = uploads.upload(context, file_id)
        intake.enter(context, found.id, intake.look(found, folder), folder)
