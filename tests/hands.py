"""Two ways of working a page: with a mouse, or with a keyboard alone, where everything is reached with the tab key."""

import os
import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Error, Locator, Page

MOST_STOPS = 400


class Mouse:
    """Somebody who points."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str, *, last: bool = False) -> None:
        """Follow the first link that begins with the words, or the last."""
        links = self.page.locator("main").get_by_role("link", name=re.compile(rf"^{re.escape(name)}"))
        self._go(links.last if last else links.first)

    def press(self, name: str) -> None:
        """Press the button with the words, and expect no error."""
        self.press_and_err(name)
        alerts = self.page.get_by_role("alert")
        assert alerts.count() == 0, alerts.inner_text()

    def press_and_err(self, name: str) -> str:
        """Press the button with the words; return the errors it gave."""
        self._go(self.page.locator("main").get_by_role("button", name=name, exact=True).first)
        alert = self.page.get_by_role("alert").first
        return alert.inner_text() if alert.count() else ""

    def open_up(self, words: str) -> None:
        """Open what is folded away."""
        self._go(self.page.locator("summary").filter(has_text=words).first)

    def write(self, label: str, words: str) -> None:
        """Write in a field, instead of what stood there."""
        self._field(label).fill(words)

    def set_day(self, label: str, day: date) -> None:
        """Choose a day."""
        self._field(label).fill(day.isoformat())

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self._field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        """Tick a box, or choose one of several."""
        self._field(label).check()

    def tick_that(self, box: Locator) -> None:
        """Tick a box that is pointed at."""
        box.check()

    def text(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text()

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(valgfrit\))?$")).first

    def _go(self, target: Locator) -> None:
        folds = target.evaluate("e => e.tagName == 'SUMMARY'")
        self.page.evaluate("document.documentElement.dataset.left = 'no'")
        self._act(target)
        for _moment in range(0 if folds else 200):
            try:
                if self.page.evaluate("document.documentElement.dataset.left") != "no":
                    self.page.wait_for_load_state()
                    return
            except Error:  # asked just as the page was left
                pass
            self.page.wait_for_timeout(50)
        assert folds, "nothing happened"

    def _act(self, target: Locator) -> None:
        words = target.locator("q")
        box = words.bounding_box() if words.count() else None
        if box:  # one points at the words, not at the quotation mark before them, which no element answers for
            words.click(position={"x": box["width"] / 2, "y": 16})
        else:
            target.click()


class Keyboard(Mouse):
    """Somebody who never touches a mouse."""

    def write(self, label: str, words: str) -> None:
        self._reach(self._field(label))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def set_day(self, label: str, day: date) -> None:
        field = self._field(label)
        for typed in (f"{day:%m%d%Y}", f"{day:%d%m%Y}"):  # a browser asks for a day in its own language's order
            self._reach(field)
            self.page.keyboard.type(typed)
            if field.input_value() == day.isoformat():
                return
            self._leave(field)
        raise AssertionError(f"{label} could not be typed")

    def choose(self, label: str, option: str) -> None:
        field = self._field(label)
        self._reach(field)
        self.page.keyboard.press("Home")
        chosen = "e => e.selectedOptions[0].label.trim()"
        for _stop in range(field.locator("option").count()):
            if field.evaluate(chosen) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"there is no {option} in {label}")

    def tick(self, label: str) -> None:
        target = self._field(label)
        if target.get_attribute("type") != "radio":
            self.tick_that(target)
            return
        name = target.get_attribute("name")
        self._reach_that(lambda: self._focused("e => e.type == 'radio' && e.name") == name)
        self.page.keyboard.press("Space")
        for _stop in range(12):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} could not be chosen")

    def tick_that(self, box: Locator) -> None:
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def _act(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        element = target.element_handle()
        assert element is not None
        self._reach_that(lambda: element.evaluate("e => e === document.activeElement"))

    def _reach_that(self, is_there: Callable[[], bool]) -> None:
        for _stop in range(MOST_STOPS):
            if is_there():
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the tab key never came there")

    def _leave(self, field: Locator) -> None:
        self._reach_that(lambda: not field.evaluate("e => e === document.activeElement"))

    def _focused(self, expression: str) -> object:
        return self.page.evaluate(f"({expression})(document.activeElement)")


HANDS = [Keyboard, Mouse] if os.environ.get("CIVIC_PROVE") else [Keyboard]
"""By whom the longest stories are gone through: by keyboard, and in `make prove` with a mouse too."""
