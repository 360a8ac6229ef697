"""The whole site walked once, for everything that is asked of all its pages: what each kind of user got from each.

Statuses, budgets, robots, words and the shapes of pages are read from it; no test asks for a page again that it has.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from lxml import html

from tests.house.rows import GETS
from tests.site import ROLES, Site

Page = TypeVar("Page")
PSEUDO = "en-XA"
NO_PAGE = frozenset({
    "root", "front.choose_language", "reports.document", "reports.picture", "treatment.note_document",
    "treatment.white_book_document",
    "people.found", "areas.found", "letters.example", "letters.letters", "rolls.empty", "rolls.letters", "sheets.empty",
    "treatment.note_csv",
    "log.table", "log.feed", "proposals.like",
    "treatment.white_book_csv", "treatment.whole_file", "hearings.copy",
    "files.show", "files.original", "files.page", "files.moved",
    "pictures.show", "voting.option", "evidence.photo", "draws.told", "draws.repeating", "meetings.own_calendar",
    "papers.show", "recount.whole", "recount.checker", "recount.receipt", "copies.fetch_copy",
    "meetings.calendar", "meetings.process_calendar", "meetings.group_calendar",
    "sections.show", "decisions.decision", "decisions.one_follow_up", "plans.effort",
    "grants.fetch", "grants.activity", "voting.ballots",
})  # fmt: skip
"""Redirects, and files (tests/documents)."""


@dataclass(frozen=True)
class Seen:
    """What one kind of user got from one address."""

    status: int
    statements: int
    writes: int
    robots: str
    text: str


class Walk:
    """Every example of every address, asked once as each kind of user."""

    def __init__(self, seen: dict[tuple[str, str], Seen], wrote: bool, examples: dict[str, int]) -> None:
        self._seen = seen
        self._examples = examples
        self.has_written = wrote

    def __getitem__(self, asked: tuple[str, str]) -> Seen:
        """Return what a kind of user got from an address."""
        return self._seen[asked]

    def in_pseudo(self, path: str) -> list[str]:
        """Return an address's page in the made-up language, as each kind of user to whom it shows something more."""
        asked = [self._seen.get((f"{role} {PSEUDO}", path)) for role in ROLES]
        return [one.text for one in asked if one]

    def is_refused(self, endpoint: str) -> bool:
        """Return whether nobody in the demo gets any of an endpoint's pages."""
        return all(self[role, path].status != 200 for path in GETS[endpoint] for role in ROLES)

    def at(self, path: str) -> str:
        """Return an address with the numbers that the named things have."""
        return path.format(**self._examples)

    @cached_property
    def shapes(self) -> dict[str, list[tuple[str, str]]]:
        """Return the pages to look at in a browser, by endpoint: role and address.

        Each has some kind of element that no page before it had; so every sort of part on every template is seen, by
        whichever kind of user sees it, and nothing twice. Refusals are a shape of their own, each once.
        """
        found: dict[str, list[tuple[str, str]]] = {"refusals": []}
        refused: set[int] = set()
        for endpoint, paths in GETS.items():
            if endpoint in NO_PAGE:
                continue
            pages = [(role, path) for path in paths for role in ROLES if self[role, path].status == 200]
            found[endpoint] = chosen({page: parts_of(self[page].text) for page in pages})
            for path in paths:
                for role in ROLES:
                    status = self[role, path].status
                    if status >= 400 and status not in refused:
                        refused.add(status)
                        found["refusals"].append((role, path))
        return found


def chosen(parts: dict[Page, set[str]]) -> list[Page]:
    """Return pages that have all the parts there are between them, each with some part that none before it has."""
    found: list[Page] = []
    known: set[str] = set()
    while parts and parts[best := max(parts, key=lambda page: len(parts[page] - known))] - known:
        found.append(best)
        known |= parts[best]
    return found


def parts_of(text: str) -> set[str]:
    """Return the kinds of elements a page is made of, by what stands in what, with their classes."""
    found = set()
    for one in html.fromstring(text).iter():
        if isinstance(one.tag, str):
            above = one.getparent()
            found.add(f"{'' if above is None else _kind(above)}>{_kind(one)}")
    return found


def _kind(one: html.HtmlElement) -> str:
    return f"{one.tag}.{'.'.join(sorted(one.get('class', '').split()))}"


def take(site: Site, path: Path) -> None:
    """Walk the site and write down what was seen."""
    before = _content(site)
    seen: list[tuple[str, str, dict[str, object]]] = []
    for paths in GETS.values():
        for address in paths:
            got = {role: _ask(site, role, address) for role in ROLES}
            seen += [(role, address, asdict(one)) for role, one in got.items()]
            shown = {role: parts_of(one.text) for role, one in got.items() if one.status == 200 and one.text}
            for role in chosen(shown) or ["visitor"]:
                page = _ask(site, role, address.replace("/da", f"/{PSEUDO}", 1))
                seen.append((f"{role} {PSEUDO}", address, asdict(page)))
    path.write_text(json.dumps({"seen": seen, "wrote": _content(site) != before, "examples": site.examples}))


def read(path: Path) -> Walk:
    """Return the walk that was written down."""
    kept = json.loads(path.read_text())
    seen = {(role, address): Seen(**one) for role, address, one in kept["seen"]}
    return Walk(seen, kept["wrote"], kept["examples"])


def _ask(site: Site, role: str, address: str) -> Seen:
    site.forget_tries()  # ten kinds of users ask from one address
    with site.counting() as counted:
        got = site.client(role).get(site.at(address))
    text = got.text if got.mimetype == "text/html" else ""
    return Seen(got.status_code, counted[0], counted[1], got.headers.get("X-Robots-Tag", ""), text)


def _content(site: Site) -> str:
    files = [site.path, site.path.with_name(f"{site.path.name}-wal")]
    return hashlib.sha256(b"".join(one.read_bytes() for one in files if one.exists())).hexdigest()


def loose_words(text: str) -> list[str]:
    """Return words of a page in a made-up language that no catalogue has: what is written by people is not asked."""
    page = html.fromstring(text)
    for one in page.xpath(
        "//bdi | //q | //*[@dir='auto'] | //option | //script | //textarea | //*[local-name()='svg'] | //head"
        " | //*[@lang and not(@lang='en-XA')] | //*[contains(concat(' ', @class, ' '), ' c-brand ')]"
        " | //*[contains(concat(' ', @class, ' '), ' c-strip__place ')]"
        " | //*[contains(concat(' ', @class, ' '), ' c-who ')] | //*[contains(concat(' ', @class, ' '), ' c-words ')]"
    ):
        if one.tag not in {"html", "body", "main"}:
            one.drop_tree()
    texts = [" ".join(one.split()) for one in page.xpath("//body//text()")]
    words = [one for one in texts if re.search("[a-zA-Z]{3}", one) and not re.search(r"[\[\]~]", one)]
    return [one for one in words if not _is_a_date(one)]


def _is_a_date(text: str) -> bool:
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    one = rf"(\w+day )?\d{{0,2}} ?({months}) ?\d{{0,4}}[.,]?"
    return re.fullmatch(rf"{one}( – {one})?", text) is not None
