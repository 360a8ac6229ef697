"""Every page in a real browser: accessible, mirrored, at 320 px, by keyboard."""

import pytest

from civic.config import HERE
from tests.house.rows import GETS
from tests.live import Live, visiting
from tests.site import ROLES
from tests.walk import NO_PAGE

pytestmark = pytest.mark.browser
AXE = (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text()
ENDPOINTS = [one for one in GETS if one not in NO_PAGE]


@pytest.fixture(scope="module")
def windows(folder, template, catalogues, browser):
    """Give a signed-in window for each kind of user and width, on one server for all pages."""
    live = Live(folder, catalogues, template, languages="da en en-XA ar-XB")
    opened = {}

    def window(role, width):
        if (role, width) not in opened:
            manager = visiting(live, browser, ROLES[role], width=width, beside=AXE if width > 320 else "")
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


@pytest.mark.parametrize("endpoint", [*ENDPOINTS, "refusals"])
def test_a_page_is_accessible_in_danish(walk, windows, endpoint):
    assert walk.shapes[endpoint] or walk.is_refused(endpoint)
    for role, path in walk.shapes[endpoint]:
        page = windows(role, 1280).open(walk.at(path))
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["da", "ltr"], path
        assert page.locator("h1").count() == 1, path
        names = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert sorted(names) == sorted(set(names)), f"{path}: a name stands for one thing on a page"
        assert page.title().endswith("Gentofte Kommune"), path
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        assert said == [], (role, path)


@pytest.mark.parametrize("endpoint", [*ENDPOINTS, "refusals"])
def test_a_page_mirrors_and_fits_a_small_phone(walk, windows, endpoint):
    for role, path in walk.shapes[endpoint]:
        page = windows(role, 320).open(walk.at(path).replace("/da", "/ar-XB", 1))
        shown = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        assert shown == ["ar-XB", "rtl"], path
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, (role, path)
        wide = page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter(e => {
                const box = e.getBoundingClientRect(), cut = '.c-hidden, .c-strip, thead, svg';
                return box.width > 0 && (box.left < -1 || box.right > 321) && !e.closest(cut);
            }).map(e => e.outerHTML.slice(0, 120))"""
        )
        assert wide == [], (role, path)
        brand = page.locator(".c-brand").bounding_box()
        assert brand is not None
        assert brand["x"] > 100, "the mark stands at the right in a right-to-left page"


@pytest.mark.parametrize(
    "path",
    [
        "/da/",
        "/da/processes/{courtyards}",
        "/da/proposals/{bench}",
        "/da/hearings/parties/{drafting_party}",
        "/da/votes/{open_vote}",
    ],
)
def test_everything_is_reached_by_keyboard(walk, windows, path):
    page = windows("secretary", 1280).open(walk.at(path))
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
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


@pytest.mark.parametrize("path", ["/da/", "/da/processes/{committee}", "/da/hearings/{concluded_hearing}/note"])
def test_a_page_is_whole_without_script(walk, live, browser, path):
    with visiting(live, browser, script=False) as visit:
        page = visit.open(walk.at(path))
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
