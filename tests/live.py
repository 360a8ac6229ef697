"""The site served to a real browser, with a clock the test moves."""

import functools
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from civic.app import create_app
from civic.config import Settings
from civic.db.engine import make_engine
from civic.jobs import Worker
from civic.kernel.outbox import OutboxMessage
from tests.clock import NOON
from tests.site import put

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _waiting(act: Callable[..., None]) -> Callable[..., None]:
    """Return an act of a locator that ends when the page it led to is there whole.

    Playwright waits for the next page to begin; a count or a text asked for at once may find half of it.
    """

    @functools.wraps(act)
    def acting(locator: Locator, *args: object, **more: object) -> None:
        act(locator, *args, **more)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("domcontentloaded")

    return acting


Locator.click = _waiting(Locator.click)  # type: ignore[method-assign]
Locator.press = _waiting(Locator.press)  # type: ignore[method-assign]


class Quiet(WSGIRequestHandler):
    """A request handler that keeps the tests' output readable."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


class Live:
    """A running server over its own database; `now` is the clock, `work` does what the worker would."""

    def __init__(
        self,
        folder: Path,
        catalogues: Path,
        template: Path,
        *,
        languages: str = "da en",
        smtp_url: str = "",
        host: str = "127.0.0.1",
    ) -> None:
        self.now: datetime = NOON
        self.folder = Path(tempfile.mkdtemp(prefix="live-", dir=folder))  # its own mail and files
        path = self.folder / "live.db"
        put(template, self.folder, path)
        self.engine = make_engine(f"sqlite:///{path}")
        self.server = make_server("127.0.0.1", 0, self._placeholder, threaded=True, request_handler=Quiet)
        self.address = f"http://{host}:{self.server.server_port}"
        self.settings = Settings(
            secret="a secret that is only used in tests ....",
            demo=True,
            data_dir=self.folder,
            base_url=self.address,
            languages=languages,
            catalogues=catalogues,
            smtp_url=smtp_url,
        )
        self.app = create_app(self.settings, engine=self.engine, clock=lambda: self.now, keeps_pages=False)
        self.server.app = self.app
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def work(self) -> None:
        """Do everything the worker has to do now; no mail may fail to be written."""
        worker = Worker(self.app, self.engine, self.settings, lambda: self.now)
        while worker.once():
            pass
        with Session(self.engine) as session:
            tried = OutboxMessage.sent_at.is_(None), OutboxMessage.attempts > 0
            assert session.scalars(select(OutboxMessage.template).where(*tried)).all() == []

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self._thread.join(5)
        self.server.server_close()
        self.engine.dispose()

    @staticmethod
    def _placeholder(environ: object, start: object) -> list[bytes]:
        return []


def launch(playwright: Playwright) -> Browser:
    """Return a Chromium: the machine's own, or Playwright's; there is no test of pages without one."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):  # the lightest first
        path = shutil.which(name)
        if path:
            return playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    if not Path(playwright.chromium.executable_path).exists():
        raise RuntimeError(
            "There is no Chromium, and pages are only proved in a real browser. "
            "`make test` installs one with apt as root, else with Playwright; install one by hand if neither can."
        )
    return playwright.chromium.launch(args=CHROMIUM_FLAGS)


class Visit:
    """One person's browser: a page that complains about every error and every request to another site."""

    def __init__(
        self,
        live: Live,
        browser: Browser,
        *,
        width: int = 1280,
        script: bool = True,
        beside: str = "",
        policy: bool = True,
    ) -> None:
        self.live = live
        self._context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale="da-DK",
            reduced_motion="reduce",
            bypass_csp=not policy,  # without it a page's own escaping is all that stands between a text and the reader
        )
        if beside:  # once a window, and by the browser itself: the content policy would refuse it in a page
            self._context.add_init_script(f"{{ const module = undefined, define = undefined; {beside} }}")
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.live.address}{path}")
        return self.page

    def sign_in(self, name: str) -> "Visit":
        """Sign in as a demo person with one click."""
        self.open("/da/sign-in").get_by_role("button", name=name, exact=True).click()
        return self

    def close(self) -> None:
        """Close the browser window; every fault it saw is a failure."""
        self._context.close()
        assert not self.faults, self.faults

    def _heard(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        if kind in {"error", "warning"} and "status of 4" not in text:
            self.faults.append(f"{kind}: {text}")

    def _asked(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.live.address, "data:")):
            self.faults.append(f"asked another site: {url}")


@contextmanager
def visiting(live: Live, browser: Browser, name: str | None = None, **more: object) -> Iterator[Visit]:
    """Give a browser window, signed in as a demo person when a name is given."""
    visit = Visit(live, browser, **more)  # type: ignore[arg-type]
    if name:
        visit.sign_in(name)
    try:
        yield visit
    finally:
        visit.close()
