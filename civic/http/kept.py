"""Pages kept for visitors: made once a second at most, however many ask for them, and sent compressed.

Kept is only what everybody without a cookie gets from an address: no page of somebody signed in, none with a form's
token, none whose address is a secret, and nothing that depends on where one came from. A page holds within one second
of the app's own clock: a change made elsewhere is seen in the next second, one made by this process at once, and a
deadline, which falls between two seconds, is never overslept.
What is kept carries no secret, so to compress it gives none away; pages with a token are not compressed here.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from werkzeug.http import parse_accept_header, parse_etags

from civic.kernel.context import Clock

COOKIES = ("civic=", "remember_token=")
"""Without these, and what ends like the first over https, nobody is signed in and no form is under way."""
MOST_BYTES, LARGEST = 8_000_000, 400_000
"""Of all pages kept by one process, and of one of them."""
FOR_EVERYBODY = "civic.for_everybody"
"""Stands in a request's environment when the app says that any visitor would get the same answer."""
Headers = list[tuple[str, str]]
Answer = Iterable[bytes]
Start = Callable[..., Any]


@dataclass(frozen=True)
class Kept:
    """One page as it goes out, plain or compressed."""

    body: bytes
    headers: Headers
    etag: str
    not_modified: Headers


class KeptPages:
    """Answers visitors from memory, in front of the app."""

    def __init__(self, app: Callable[..., Answer], clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._pages: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._moment = (0, 0)
        """The second the pages are of, and how many changes this process has made."""
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Answer:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if method != "GET":
            try:
                return self._app(environ, start)
            finally:
                if method != "HEAD":
                    self._forget(self._moment[0], self._moment[1] + 1)
        if _has_cookie(environ):
            return self._app(environ, start)
        is_packed = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (is_packed, *map(environ.get, ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "wsgi.url_scheme")))
        second = int(self._clock().timestamp())
        if second != self._moment[0]:
            self._forget(second, self._moment[1])
        kept = self._pages.get(key) or self._made(key, environ, start)
        return _sent(kept, environ, start) if isinstance(kept, Kept) else kept

    def _made(self, key: tuple[Any, ...], environ: dict[str, Any], start: Start) -> Kept | Answer:
        moment = self._moment
        answered: list[Any] = []

        def begin(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            answered[:] = [status, headers]
            return lambda body: None

        answer = self._app(environ, begin)
        status, headers = answered
        if not environ.get(FOR_EVERYBODY) or any(name.lower() == "set-cookie" for name, _value in headers):
            start(status, headers)
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        kept = _packed(body, headers, is_packed=key[0])
        with self._lock:
            if moment == self._moment and len(kept.body) <= LARGEST and key not in self._pages:
                self._pages[key] = kept
                self._bytes += len(kept.body)
                while self._bytes > MOST_BYTES:
                    self._bytes -= len(self._pages.popitem(last=False)[1].body)
        return kept

    def _forget(self, second: int, changes: int) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes, self._moment = 0, (second, changes)


@lru_cache(maxsize=100)  # browsers say it in few ways
def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and parse_accept_header(accepted).quality("gzip") > 0


def _has_cookie(environ: dict[str, Any]) -> bool:
    cookies = environ.get("HTTP_COOKIE", "")
    return any(one in cookies for one in COOKIES)


def _packed(body: bytes, headers: Headers, *, is_packed: bool) -> Kept:
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}{"z" if is_packed else ""}"'
    rest = [(name, value) for name, value in headers if name.lower() != "content-length"]
    if is_packed:
        body = gzip.compress(body, 5, mtime=0)
        rest.append(("Content-Encoding", "gzip"))
    rest.append(("ETag", etag))
    whole = [*rest, ("Content-Length", str(len(body)))]
    return Kept(body, whole, etag, [(name, value) for name, value in rest if name != "Content-Encoding"])


def _sent(kept: Kept, environ: dict[str, Any], start: Start) -> Answer:
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and parse_etags(asked).contains_weak(kept.etag.strip('"')):
        start("304 Not Modified", list(kept.not_modified))
        return []
    start("200 OK", list(kept.headers))
    return [kept.body]
