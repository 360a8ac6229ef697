"""The pictures of a plan's money and of a theory of change: in forced colours and on paper they say what they say.

Their equal texts, and how they are at 320 px, are in the stories of the plan and the grant.
"""

from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.grants.models import GrantApplication
from civic.plans.models import SocialMasterPlan
from tests.live import visiting

pytestmark = pytest.mark.browser

COLOURS = """(names) => {
    const probe = document.createElement('p');
    document.body.append(probe);
    const said = (name) => { probe.style.cssText = `forced-color-adjust:none;color:${name}`;
                             return getComputedStyle(probe).color; };
    const found = Object.fromEntries(names.map((name) => [name, said(name)]));
    probe.remove();
    return found;
}"""


THIRD = """() => document.querySelectorAll('.c-stack__fund').forEach((one) => {
    const other = one.cloneNode();
    other.setAttribute('class', 'c-stack__other');
    one.after(other);
})"""
"""Nobody else pays in the demo's plan: the third part is put beside the fund's, in the bar and in its key."""


def _fill(page, where):
    return page.locator(where).first.evaluate("(one) => getComputedStyle(one).fill")


@pytest.fixture
def addresses(live):
    """Give the page of a plan's budget, and of a grant with its theory of change and bars of what was measured."""
    with Session(live.engine) as session:
        plan = session.scalar(
            select(SocialMasterPlan.id).where(SocialMasterPlan.title.like("Boligsocial helhedsplan%"))
        )
        grant = session.scalar(select(GrantApplication.id).where(GrantApplication.title.like("Værksted%")))
    return f"/da/plans/{plan}", f"/da/grants/{grant}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_each_part_of_a_bar_is_told_from_the_page_and_from_the_others(
    live, browser, addresses, scheme
):
    with visiting(live, browser) as visit:
        page = visit.open(addresses[0])
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        page.evaluate(THIRD)
        system = page.evaluate(COLOURS, ["Canvas", "CanvasText", "GrayText"])
        assert system["Canvas"] != system["CanvasText"]
        parts = {one: _fill(page, f".c-chart .c-stack__{one}") for one in ("local", "other", "fund")}
        assert parts == {"local": system["CanvasText"], "other": system["GrayText"], "fund": system["Canvas"]}
        assert {one: _fill(page, f".c-legend .c-stack__{one}") for one in parts} == parts, "the key has the same"
        stroke = page.locator(".c-chart .c-stack__fund").first.evaluate("(one) => getComputedStyle(one).stroke")
        assert stroke == system["CanvasText"], "what has the page's own colour has an edge"
        page = visit.open(addresses[1])
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        assert _fill(page, ".c-chart rect") == system["CanvasText"]
        step = page.locator(".c-chain__step").first
        assert step.evaluate("(one) => getComputedStyle(one).borderTopColor") == system["CanvasText"]


def test_on_paper_the_bar_keeps_its_colours_and_the_theory_of_change_stands_in_one_column(live, browser, addresses):
    with visiting(live, browser, width=1280) as visit:
        page = visit.open(addresses[0])
        page.emulate_media(media="print")
        assert page.locator(".c-chart.c-stack").first.is_visible()
        adjusted = page.locator(".c-chart.c-stack").first.evaluate("(one) => getComputedStyle(one).printColorAdjust")
        assert adjusted == "exact", "browsers leave fills out of what they print, unless they are told"
        assert page.locator("table:visible").count() >= 1, "its table is printed too"
        page = visit.open(addresses[1])
        page.emulate_media(media="print")
        boxes = [one.bounding_box() for one in page.locator("ol.c-chain > li").all()]
        assert len({one["x"] for one in boxes}) == 1
        assert all(one["y"] + one["height"] <= other["y"] for one, other in pairwise(boxes))
        assert page.locator(".c-chain__step").first.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
