"""Make one document of a large hearing, and print what it took as JSON; run in a process of its own."""

import json
import resource
import sys
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import Settings
from civic.db.engine import make_engine, writing
from civic.documents import making
from civic.files.renditions import Format, Rendition, What
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from tests.clock import NOON
from tests.large import make_large
from tests.scale import REMARKED
from tests.site import fill


def main(what: str, form: str) -> None:
    """Make it."""
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as name:
        folder = Path(name)
        engine = make_engine(f"sqlite:///{folder / 'civic.db'}")
        fill(engine, folder)
        with Session(writing(engine)) as session:
            make_large(session, REMARKED)
            session.commit()
        app = create_app(Settings(secret="x" * 40, data_dir=folder), engine=engine, clock=lambda: NOON)
        asked = Rendition(kind=Kind.HEARING, thing_id=REMARKED, what=What(what), format=Format(form))
        before = _used()
        with Session(engine) as session:
            making.make(app, Context(VISITOR, NOON, session), asked, folder / "files")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": _used() - before, "peak": peak}))


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:3])
