"""A facilitator's hour: forty texts that are held or flagged, cleared at the desk without a mouse (the large demo)."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.dialogue.models import Comment, CommentState
from civic.kernel import cpr, personal
from civic.moderation.models import Flag
from tests.live import visiting

pytestmark = pytest.mark.browser

DESK = "/da/moderation?which=comment"
WITHIN_REASON = 5
"""Key presses a text: a letter, a reason where one is asked for, and the key that saves."""


class Fingers:
    """Somebody at the keyboard alone, whose key presses are counted; words that are typed count as one."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key, *, leads_on=False):
        """Press a key; `leads_on` is one that opens another page."""
        self.count += 1
        if leads_on:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)

    def write(self, words):
        """Write some words where one is."""
        self.count += 1
        self.page.keyboard.insert_text(words)

    def reach(self, name):
        """Go on with the tab key until one is in a field."""
        for _stop in range(12):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(name)


def _waiting(live):
    with Session(live.engine) as session:
        waits = (Comment.state == CommentState.HELD) | Comment.is_flagged
        return session.scalar(select(func.count(Comment.id)).where(waits))


def test_forty_held_or_flagged_texts_are_cleared_by_keyboard(large_live, browser, capsys):
    before = _waiting(large_live)
    with visiting(large_live, browser, "Mikkel Dam") as window:
        page = window.open(DESK)
        fingers, cleared, hidden = Fingers(page), 0, 0
        count = int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1])
        assert count >= 40
        while "venter på dig" in page.locator("h1").inner_text() and page.locator(".c-desk__case form").count():
            shown = page.locator(".c-said").inner_text()
            if page.locator(".c-marked").count():
                fingers.press("d")
            elif cleared % 7 == 3:
                fingers.press("s")
                fingers.reach("reason")
                fingers.write("Det er ikke om sagen.")
                fingers.press("Tab")
                hidden += 1
            else:
                fingers.press("l")
            if page.evaluate("document.activeElement.type") == "radio":
                fingers.press("Enter", leads_on=True)
            else:
                while page.evaluate("document.activeElement.tagName") != "BUTTON":
                    fingers.press("Tab")
                fingers.press("Enter", leads_on=True)
            assert page.locator(".c-done").count() == 1, f"what was done is said: {shown}"
            cleared += 1
        assert cleared == count
    with capsys.disabled():
        print(f"\n{cleared} texts cleared with {fingers.count} key presses")
    assert fingers.count <= WITHIN_REASON * cleared
    assert _waiting(large_live) == before - cleared
    with Session(large_live.engine) as session:
        shown = session.scalars(select(Comment.text).where(Comment.state == CommentState.PUBLISHED)).all()
        assert sum(one is CommentState.HIDDEN for one in session.scalars(select(Comment.state))) >= hidden > 0
        assert session.scalar(select(func.count(Flag.id)))
    assert not any(map(cpr.is_in, shown)), "no number was let out"
    assert any(personal.COVER in one for one in shown)


def test_a_queue_is_gone_through_without_deciding_and_the_keys_can_be_turned_off(large_live, browser):
    with visiting(large_live, browser, "Mikkel Dam") as window:
        page = window.open(DESK)
        first = page.locator(".c-said").inner_text()
        fingers = Fingers(page)
        fingers.press("j", leads_on=True)
        assert page.locator(".c-said").inner_text() != first
        fingers.press("k", leads_on=True)
        assert page.locator(".c-said").inner_text() == first
        page.get_by_role("button", name="Slå taster fra").click()
        chosen = page.locator("input[name=decision]:checked").get_attribute("value")
        page.keyboard.press("s")
        assert page.locator("input[name=decision]:checked").get_attribute("value") == chosen
        page.reload()
        assert page.get_by_role("button", name="Slå taster til").count() == 1, "it stays so"


def test_the_desk_works_without_a_script(large_live, browser):
    with visiting(large_live, browser, "Mikkel Dam", script=False) as window:
        page = window.open("/da/moderation")
        count = int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1])
        assert not page.get_by_role("button", name="Slå taster fra").is_visible()
        boxes = page.locator("input[name=texts]:not([disabled])")
        ticked = boxes.count()
        assert ticked > 3
        for number in range(ticked):
            boxes.nth(number).check()
        page.get_by_role("button", name="Dæk det fundne til i de afkrydsede").click()
        assert f"Dækket til i {ticked} tekster." in page.locator(".c-done").inner_text()
        assert int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1]) < count
