"""Make one document of a large hearing, and print what it took as JSON; run in a process of its own."""

import json
import resource
import sys
import tempfile
import threading
from pathlib import Path

from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import Settings
from civic.db.engine import make_engine, writing
from civic.documents import making
from civic.documents.press import press
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
        with _Peak() as peak, Session(engine) as session:
            making.make(app, Context(VISITOR, NOON, session), asked, folder / "files")
            press.close()
    print(json.dumps({"cpu": _used() - before, "peak": peak.bytes / 2**20}))


class _Peak:
    """The most memory that this process and those it began held together, looked at a hundred times a second."""

    def __init__(self) -> None:
        self.bytes = 0
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look)

    def __enter__(self) -> "_Peak":
        self._looking.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._looking.join()

    def _look(self) -> None:
        own = Path("/proc/self/task")
        while not self._ended.wait(0.01):
            begun = [one for task in own.iterdir() for one in (task / "children").read_text().split()]
            # a child that is not yet a program of its own shares its parent's memory: the same figure twice
            self.bytes = max(self.bytes, sum(set(map(_held, ["self", *begun]))))


def _held(process: str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _used() -> float:
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


if __name__ == "__main__":
    main(*sys.argv[1:3])
