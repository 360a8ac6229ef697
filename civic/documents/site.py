"""A process as a site that needs no server: what a visitor is given, page by page, in one ZIP with a manifest.

Each page is asked for from outside, as anybody may ask for it: what no visitor is shown is in no copy. To the process
belongs what hangs on its board, and every page whose trail leads there.
"""

import csv
import hashlib
import io
import json
import mimetypes
import posixpath
import re
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

from flask import Flask, render_template, request
from lxml import etree, html
from werkzeug.exceptions import HTTPException

from civic.board.queries import of_process
from civic.documents.spoken import spoken
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process as process_by_id
from civic.said.copying import COPYING, Table, tables
from civic.said.note import harmless
from civic.said.things import THINGS, address, kind_word
from civic.said.wording import iso

EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time every entry carries, so that the same pages are the same bytes; the true time is in the manifest."""
PAGED = frozenset({"after", "before", "page", "origins", "said", "sort", "view"})
"""What an address may ask for and still be a page of the copy: the rest of a list, and another order of it."""
MOST_ASKED = 200_000
"""Addresses that are asked for; a process that has more is not copied, rather than cut."""
TOLD_EVERY = 10.0
"""Seconds between two times at which it is said how far it is."""
HTML, CSS = "text/html", "text/css"
INDEX = "index.html"
MOVED = frozenset({301, 302, 303, 307, 308})
_CSS_URL = re.compile(r"url\((['\"]?)([^'\")]+)\1\)")
_HOLDERS = frozenset({"p", "li", "ul", "ol", "div", "nav", "span", "section", "aside", "details", "dd"})
_HEADS = frozenset({"summary", "h1", "h2", "h3", "h4"})
"""What stands for nothing when it is all that is left of what held a form."""


class TooLargeError(Exception):
    """A process has more pages than can be copied."""


@dataclass(frozen=True)
class Taken:
    """What an address gave, and where it lies in the copy."""

    address: str
    path: str
    media_type: str
    kept: Path
    """Where its content lies until everything is there."""
    title: str


@dataclass(frozen=True)
class Shelf:
    """The copied pages of one kind, for the copy's first page."""

    word: str
    pages: tuple[tuple[str, str], ...]
    """What each is called, and where it lies."""


@dataclass(frozen=True)
class IndexPage:
    """What the copy's first page says: what there is, and how one checks that it is whole."""

    template = "copy/index.html"
    title: str
    source: str
    """The address that was copied."""
    first: str
    shelves: tuple[Shelf, ...]
    files: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def site(app: Flask, context: Context, process_id: int, tell: Callable[[int], None]) -> bytes:
    """Return a process as one ZIP: pages, files, `data/` with a description, and a manifest with hashes.

    `tell` is told how many pages are there. TooLargeError for a process that cannot be copied whole.
    """
    base = str(app.extensions["civic_settings"].address).rstrip("/")
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(app, base, Path(folder), tell)
        copy.take_in(spoken(app, context, lambda: _addresses(context, process_id)))
        out = io.BytesIO()
        spoken(app, context, lambda: _pack(context, process_id, copy, base, Packed(out)))
        return out.getvalue()


def _addresses(context: Context, process_id: int) -> list[str]:
    """Return where the process and everything on its board is read, the process first."""
    board = [one for those in of_process(context, process_id).values() for one in those]
    those = (Ref(Kind.PROCESS, process_id), *(one.home for one in board), *(one.ref for one in board))
    return list(dict.fromkeys(map(address, those)))


def _pack(context: Context, process_id: int, copy: "Copy", base: str, packed: "Packed") -> None:
    process = process_by_id(context, process_id)
    first = address(Ref(Kind.PROCESS, process_id))
    pages = copy.things()
    copy.tell(is_sure=True)
    for one in copy.taken.values():
        copy.tell()
        packed.put(one.path, copy.content(one), base + one.address, one.title)
    told = tables(context, process_id, pages)
    for table in told:
        _put_table(packed, table)
    packed.put("data/datapackage.json", _described(process.full_title, told))
    page = IndexPage(
        process.full_title,
        base + first,
        copy.taken[first].path,
        _shelves(context, process_id, copy, pages),
        tuple((copy.called.get(one.address, one.path), one.path) for one in copy.taken.values() if _is_file(one)),
        tuple(told),
    )
    request.environ[COPYING] = True
    packed.put(INDEX, copy.rewritten(INDEX, "/", render_template(page.template, page=page).encode()))
    packed.close({"process": process.full_title, "copied_from": base + first, "copied_at": iso(context.now)})


class Copy:
    """The copy while it is made."""

    def __init__(self, app: Flask, base: str, folder: Path, tell: Callable[[int], None]) -> None:
        self.taken: dict[str, Taken] = {}
        self.called: dict[str, str] = {}
        """What the page that first leads to an address says it is, with that page's own title."""
        self._leads: dict[str, str] = {}
        """Addresses that lead to others."""
        self._base, self._folder, self._tell = base, folder, tell
        self._client = app.test_client(use_cookies=False)
        self._map = app.url_map.bind(urlsplit(base).netloc)
        self._inside: set[str] = set()
        """Where the pages of the process are, as far as they are known."""
        self._outside: dict[str, frozenset[str]] = {}
        """What was left because it seemed to be another process's, and below which pages each stands."""
        self._asked: set[str] = set()
        self._waiting: deque[str] = deque()
        self._told = time.monotonic()
        self._paths = {INDEX, "manifest.json", "sha256sums.txt"}

    def take_in(self, addresses: Iterable[str]) -> None:
        """Take in what belongs to the process, and all that can be reached from it and belongs to it."""
        for one in addresses:
            self._inside.add(one)
            self._ask(one)
        while self._waiting:
            self.tell()
            self._take(self._waiting.popleft())
            if not self._waiting:
                self._look_again()

    def tell(self, *, is_sure: bool = False) -> None:
        """Say how far it is, every few seconds: whoever says nothing for long is thought to be gone."""
        if is_sure or time.monotonic() - self._told >= TOLD_EVERY:
            self._told = time.monotonic()
            self._tell(len(self.taken))

    def things(self) -> dict[Ref, str]:
        """Return where the page of each thing lies, of those that have one in the copy."""
        kinds = {(told.endpoint, told.fixed): (kind, told.argument) for kind, told in THINGS.items()}
        found = {}
        for wanted, one in self.taken.items():
            endpoint, values = (None if "?" in wanted else self._matched(wanted)) or ("", {})
            for (shown_at, fixed), (kind, argument) in kinds.items():
                if shown_at == endpoint and dict(fixed).items() <= values.items():
                    found[Ref(kind, int(str(values[argument])))] = one.path
        return found

    def content(self, one: Taken) -> bytes:
        """Return what lies at a place of the copy: a page or a style with its links turned to the copy's own places."""
        content = one.kept.read_bytes()
        if one.media_type == HTML:
            return self.rewritten(one.path, one.address, content)
        if one.media_type == CSS:
            return _CSS_URL.sub(
                lambda found: f"url({self._turned(one.path, one.address, found[2])})", content.decode()
            ).encode()
        return content

    def rewritten(self, path: str, wanted: str, content: bytes) -> bytes:
        """Return a page without what needs a server, and with links that work where it lies."""
        page = _parsed(content)
        for one in page.xpath("//script | //form"):
            _take_out(one)
        for one in page.xpath("//*[@href]"):
            where = self._turned(path, wanted, one.get("href"))
            if where is None:
                _take_out(one)
            else:
                one.set("href", where)
        for one in page.xpath("//*[@src]"):
            one.set("src", self._turned(path, wanted, one.get("src")) or "")
        for one in page.xpath("//*[@srcset]"):
            sources = (part.split() for part in one.get("srcset").split(","))
            turned = ((self._turned(path, wanted, where), *width) for where, *width in sources)
            one.set("srcset", ", ".join(" ".join(filter(None, part)) for part in turned))
        made: bytes = html.tostring(page, encoding="utf-8", doctype="<!doctype html>")
        return made

    def _ask(self, wanted: str) -> None:
        if wanted not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                raise TooLargeError(f"more than {MOST_ASKED} addresses")
            self._asked.add(wanted)
            self._waiting.append(wanted)

    def _take(self, wanted: str) -> None:
        """Take in one address; what is another process's, or nobody's but whoever is signed in, is left."""
        with self._client.get(wanted, base_url=self._base, environ_overrides={COPYING: True}) as answer:
            status, location = answer.status_code, answer.headers.get("Location", "")
            content, media_type = answer.get_data(), answer.mimetype or ""
            name = answer.headers.get("Content-Disposition", "").partition("filename=")[2].strip('"')
        if status in MOVED:
            self._lead(wanted, location)
        if status != 200:
            return
        title = ""
        if media_type == HTML:
            page = _parsed(content)
            above = self._above(wanted, page)
            if not above & self._inside:
                self._outside[wanted] = above
                return
            self._inside.add(urlsplit(wanted).path)
            title = " ".join(page.xpath("string(//h1)").split())
            for one in _links(page):
                self._lead("", urljoin(wanted, one))
            for link in page.xpath("//a[@href]"):
                said = f"{title}: {' '.join(link.text_content().split())}"
                self.called.setdefault(urljoin(wanted, link.get("href")), said)
        elif media_type == CSS:
            for found in _CSS_URL.finditer(content.decode()):
                self._lead("", urljoin(wanted, found[2]))
        kept = self._folder / str(len(self.taken))
        kept.write_bytes(content)
        self.taken[wanted] = Taken(wanted, self._place(wanted, media_type, name), media_type, kept, title)

    def _lead(self, wanted: str, where: str) -> None:
        """Ask for what an address leads to, if a copy may have it; `wanted` is the one that only leads there."""
        target = self._here(where)
        if target is not None and self._is_read(target):
            if wanted:
                self._leads[wanted] = target
            self._ask(target)

    def _above(self, wanted: str, page: html.HtmlElement) -> frozenset[str]:
        """Return where a page is, and the pages it stands below."""
        trail = page.xpath("//nav[contains(@class, 'c-crumbs')]//a/@href")
        return frozenset(urlsplit(urljoin(wanted, one)).path for one in (wanted, *trail))

    def _look_again(self) -> None:
        """Ask once more for what stands below a page that only turned up later."""
        for wanted in [one for one, above in self._outside.items() if above & self._inside]:
            del self._outside[wanted]
            self._waiting.append(wanted)

    def _here(self, where: str) -> str | None:
        """Return an address on this site without what stands behind its #, or None for one elsewhere."""
        where = urldefrag(where).url
        if where.startswith(f"{self._base}/"):
            where = where.removeprefix(self._base)
        return where if where.startswith("/") and not where.startswith("//") else None

    def _is_read(self, target: str) -> bool:
        """Return whether a copy may have what an address leads to: a page that is read, a file, a style; no form."""
        parts = urlsplit(target)
        if parts.path.startswith("/static/"):
            return True
        is_listed = all(key in PAGED for key, _value in parse_qsl(parts.query, keep_blank_values=True))
        found = self._matched(parts.path)
        if not is_listed or found is None or self._is_form(parts.path):
            return False
        _endpoint, values = found
        return len(values) > 1 or "." in posixpath.basename(parts.path)

    def _matched(self, path: str) -> tuple[str, dict[str, object]] | None:
        try:
            endpoint, values = self._map.match(path, method="GET")
        except HTTPException:
            return None
        return endpoint, dict(values)

    def _is_form(self, path: str) -> bool:
        """Return whether something can be sent to an address: its page is a form."""
        try:
            self._map.match(path, method="POST")
        except HTTPException:
            return False
        return True

    def _turned(self, path: str, wanted: str, where: str) -> str | None:
        """Return where a link of a page leads in the copy; else on the site; None where one acts or signs in there."""
        whole, anchor = urldefrag(urljoin(wanted, where))
        target = self._here(whole)
        if path == INDEX and not where.startswith("/"):  # it names the copy's own places
            return where
        if target is None or where.startswith(("#", "http:", "https:")):
            return where
        if target == "/":
            return _relative(path, INDEX)
        while target in self._leads:
            target = self._leads[target]
        if target in self.taken:
            return _relative(path, self.taken[target].path) + (f"#{anchor}" if anchor else "")
        found = self._matched(urlsplit(target).path)
        if found is None or self._is_form(urlsplit(target).path) or found[0].startswith("people."):
            return None
        return self._base + target + (f"#{anchor}" if anchor else "")

    def _place(self, wanted: str, media_type: str, name: str) -> str:
        """Return where an address lies in the copy; no two lie at the same place, also where A is a."""
        parts = urlsplit(wanted)
        stem, suffix = posixpath.splitext(parts.path.strip("/"))
        if media_type == HTML:
            stem, suffix = stem + suffix, ".html"
        elif not suffix:
            suffix = posixpath.splitext(name)[1] or mimetypes.guess_extension(media_type) or ""
        if parts.query:
            stem += "--" + re.sub(r"[^A-Za-z0-9]+", "-", parts.query)[:60]
        while f"{stem}{suffix}".casefold() in self._paths:
            stem += "-"
        self._paths.add(f"{stem}{suffix}".casefold())
        return f"{stem}{suffix}"


class Packed:
    """The ZIP while it is filled: every entry stands in its manifest with its hash."""

    def __init__(self, out: io.BytesIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.entries: list[dict[str, object]] = []

    def put(self, path: str, content: bytes, source: str = "", title: str = "") -> None:
        """Put content at a place of the copy; `source` is the address it was copied from."""
        self._zip.writestr(zipfile.ZipInfo(path, EPOCH), content, zipfile.ZIP_DEFLATED)
        digest = hashlib.sha256(content).hexdigest()
        told = {"path": path, "bytes": len(content), "sha256": digest, "copied_from": source, "title": title}
        self.entries.append({key: value for key, value in told.items() if value != ""})

    def close(self, about: dict[str, object]) -> None:
        """Put the manifest beside the rest, and the hashes as `sha256sum --check` reads them."""
        sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in self.entries)
        self.put("sha256sums.txt", sums.encode())
        manifest = json.dumps({**about, "files": self.entries}, ensure_ascii=False, indent=1)
        self._zip.writestr(zipfile.ZipInfo("manifest.json", EPOCH), manifest.encode(), zipfile.ZIP_DEFLATED)
        self._zip.close()


def _put_table(packed: Packed, table: Table) -> None:
    """Put a table as CSV, for a spreadsheet, and as JSON, for a program."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    names = [one.name for one in table.fields]
    writer.writerow(names)
    rows = []
    for row in table.rows:
        rows.append(dict(zip(names, row, strict=True)))
        writer.writerow([harmless(one) if isinstance(one, str) else _cell(one) for one in row])
    packed.put(f"data/{table.name}.csv", b"\xef\xbb\xbf" + sheet.getvalue().encode(), title=table.title)
    packed.put(f"data/{table.name}.json", json.dumps(rows, ensure_ascii=False, indent=0).encode(), title=table.title)


def _cell(one: int | bool | None) -> str:
    return "" if one is None else str(one).lower() if isinstance(one, bool) else str(one)


def _described(title: str, told: Iterable[Table]) -> bytes:
    """Return what every column means, as a Tabular Data Package (Frictionless Data, version 1)."""
    package = {
        "profile": "tabular-data-package",
        "name": "civic-process",
        "title": title,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": one.name.replace("_", "-"),
                "title": one.title,
                "description": one.about,
                "path": f"{one.name}.csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [{"name": each.name, "type": each.type, "description": each.about} for each in one.fields]
                },
            }
            for one in told
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _shelves(context: Context, process_id: int, copy: Copy, pages: dict[Ref, str]) -> tuple[Shelf, ...]:
    hung = {one.ref: one.title for those in of_process(context, process_id).values() for one in those}
    headed = {one.path: one.title for one in copy.taken.values()}
    found: dict[Kind, list[tuple[str, str]]] = {}
    for ref, path in sorted(pages.items(), key=lambda item: item[0].id):
        if not any(path == known for _title, known in found.get(ref.kind, ())):
            found.setdefault(ref.kind, []).append((hung.get(ref) or headed.get(path) or path, path))
    return tuple(Shelf(kind_word(kind), tuple(found[kind])) for kind in THINGS if kind in found)


def _is_file(one: Taken) -> bool:
    is_page = one.media_type in {HTML, CSS} or one.media_type.startswith("image/")
    return not is_page and not one.address.startswith("/static/")


def _parsed(content: bytes) -> html.HtmlElement:
    return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))


def _links(page: html.HtmlElement) -> Iterator[str]:
    """Give where a page's links, pictures and styles lead."""
    yield from page.xpath("//@href | //@src")
    for one in page.xpath("//@srcset"):
        yield from (part.split()[0] for part in one.split(",") if part.strip())


def _relative(path: str, target: str) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(path) or "."))


def _take_out(one: html.HtmlElement) -> None:
    """Take an element out of its page, and with it whatever held nothing else but a heading."""
    holder = one.getparent()
    if holder is None:
        return
    one.drop_tree()
    while holder is not None and holder.tag in _HOLDERS and not _says_something(holder):
        outer = holder.getparent()
        if outer is None or outer.tag == "body":
            return
        holder.drop_tree()
        holder = outer


def _says_something(holder: html.HtmlElement) -> bool:
    texts = [holder.text, *(one.tail for one in holder)]
    if any(text and text.strip(" \n·,") for text in texts):
        return True
    return any(isinstance(one, etree._Element) and one.tag not in _HEADS for one in holder)
