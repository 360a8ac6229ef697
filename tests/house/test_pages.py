"""Every page in a real browser: accessible, mirrored, at 320 px, with no words outside the catalogues."""

import re

import pytest

from civic.config import HERE
from tests.house.rows import GETS
from tests.live import Live, visiting
from tests.site import ROLES

pytestmark = pytest.mark.browser
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
TABLE = (HERE / "tests" / "house" / "statuses.txt").read_text().splitlines()
READERS = ("officer", "facilitator", "secretary", "author", "resident", "visitor")
SKIPPED = {  # a redirect, and files (tests/documents)
    "root", "reports.document", "reports.picture", "treatment.note_document", "treatment.white_book_document",
    "treatment.note_csv", "treatment.white_book_csv", "treatment.whole_file", "responses.file", "hearings.document",
}  # fmt: skip


def _pages():
    """Give each page once, with the kind of user who sees most of it; refused pages too."""
    order = list(ROLES)
    statuses = {row.split()[1]: row.split()[2:] for row in TABLE if row.startswith("GET")}
    for endpoint, paths in GETS.items():
        if endpoint in SKIPPED:
            continue
        for path in paths:
            seen = [role for role in READERS if statuses[path][order.index(role)] == "200"]
            yield pytest.param(seen[0] if seen else "visitor", path, id=path)


@pytest.fixture(scope="module")
def windows(folder, template, catalogues, browser):
    """Give a signed-in window for each kind of user and width, on one server for all pages."""
    live = Live(folder, catalogues, template, languages="da en en-XA ar-XB")
    opened = {}

    def window(role, width):
        if (role, width) not in opened:
            manager = visiting(live, browser, ROLES[role], width=width)
            opened[role, width] = (manager, manager.__enter__())
        return opened[role, width][1]

    yield window
    faults = []
    for manager, visit in opened.values():
        faults += visit.faults
        visit.faults.clear()
        manager.__exit__(None, None, None)
    live.stop()
    assert faults == []


@pytest.mark.parametrize(("role", "path"), _pages())
def test_a_page_is_accessible_in_danish(site, windows, role, path):
    page = windows(role, 1280).open(path)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["da", "ltr"]
    assert page.locator("h1").count() == 1
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert sorted(names) == sorted(set(names)), "a name stands for one thing on a page"
    assert page.title().endswith("Gentofte Kommune")
    page.add_script_tag = None  # the content policy would refuse it: axe is evaluated instead
    page.evaluate(f"() => {{ const module = undefined, define = undefined; {AXE.read_text()} }}")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    assert said == []


@pytest.mark.parametrize(("role", "path"), _pages())
def test_a_page_mirrors_and_fits_a_small_phone(site, windows, role, path):
    page = windows(role, 320).open(path.replace("/da", "/ar-XB", 1))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar-XB", "rtl"]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    wide = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 0 && (box.left < -1 || box.right > 321) && !e.closest('.c-hidden, .c-strip, thead, svg');
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert wide == []
    brand = page.locator(".c-brand").bounding_box()
    assert brand is not None
    assert brand["x"] > 100, "the mark stands at the right in a right-to-left page"


@pytest.mark.parametrize(("role", "path"), _pages())
def test_no_words_escape_the_catalogues(site, windows, role, path):
    page = windows(role, 1280).open(path.replace("/da", "/en-XA", 1))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1280
    loose = page.evaluate(
        """() => {
            const written = 'bdi, q, [lang=da], [dir=auto], .c-brand, .c-strip__place, option, script, textarea, '
                + '.c-who, .c-words, svg';
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
                const node = walker.currentNode, text = node.textContent.trim();
                if (!/[a-zA-Z]{3}/.test(text)) continue;
                if (node.parentElement.closest(written)) continue;
                found.push(text);
            }
            return found;
        }"""
    )
    escaped = [text for text in loose if not re.search(r"[\[\]~]", text) and not re.fullmatch(r"[\W\d_]*", text)]
    assert [text for text in escaped if not _is_a_date(text)] == []


def _is_a_date(text):
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    one = rf"(\w+day )?\d{{0,2}} ?({months}) ?\d{{0,4}}[.,]?"
    return re.fullmatch(rf"{one}( – {one})?", text) is not None


@pytest.mark.parametrize(
    "path", ["/da/", "/da/processes/4", "/da/proposals/3", "/da/hearings/parties/6", "/da/votes/2"]
)
def test_everything_is_reached_by_keyboard(site, windows, path):
    page = windows("secretary", 1280).open(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
            .filter(e => e.offsetParent !== null && !(e.type === 'radio' && !e.checked)).length"""
    )
    reached = set()
    for _ in range(wanted + 15):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            "() => { const e = document.activeElement; e.dataset.n ??= Math.random(); return e.dataset.n; }"
        )
        reached.add(mark)
        if page.evaluate("document.activeElement === document.body"):
            break
    assert len(reached) >= wanted
    page.reload()
    while page.evaluate("document.activeElement.className") != "c-brand":
        page.keyboard.press("Tab")
    ring = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"
    )
    assert ring == ["solid", "3px"], "focus is seen"


@pytest.mark.parametrize("path", ["/da/", "/da/processes/1", "/da/hearings/1/note"])
def test_a_page_is_whole_without_script(folder, live, browser, path):
    with visiting(live, browser, script=False) as visit:
        page = visit.open(path)
        assert page.locator("h1").is_visible()
        assert page.locator("main a").first.is_visible()


def test_the_policy_stops_what_is_not_ours(live, browser):
    with visiting(live, browser) as visit:
        page = visit.open("/da/")
        ran = page.evaluate(
            """() => new Promise(done => {
                const script = document.createElement('script');
                try { script.textContent = 'window.ran = true'; document.head.append(script); } catch (error) { }
                setTimeout(() => done(window.ran === true), 100);
            })"""
        )
        assert ran is False
        visit.faults.clear()
