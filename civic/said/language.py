"""Languages: part of the address, with their direction and their catalogue."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain
from markupsafe import Markup

T = TypeVar("T")


@dataclass(frozen=True)
class Language:
    """A language pages are read in: its code in addresses, its own name, and how dates and numbers are written."""

    code: str
    autonym: str
    locale: str
    direction: str = "ltr"


LANGUAGES = {
    one.code: one
    for one in (
        Language("da", "Dansk", "da"),
        Language("en", "English", "en_GB"),
        Language("en-XA", "[Ëñĝļîšĥ]", "en_GB"),
        Language("ar-XB", "[‏Pseudo‏]", "en_GB", "rtl"),
    )
}
"""Every language the house can speak; the last two are the tests' pseudo-locales."""


SPOKEN = (
    "da", "en", "ar", "bs", "de", "es", "fa", "fo", "fr", "is", "it", "kl", "ku", "lt", "no", "pl", "ps", "ro", "ru",
    "so", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""What people write in here, by code: the languages of the realm and its neighbours, and those most spoken at home."""


@cache
def own_name(code: str) -> str:
    """Return a language's own name: العربية; its code where nobody has written that down."""
    if code in LANGUAGES:
        return LANGUAGES[code].autonym
    found = Locale.parse(code).get_display_name(code) or code
    return found[0].upper() + found[1:]


class Catalogues(Domain):
    """Message catalogues chosen by the language of the address, not by the locale of dates."""

    def __init__(self, folder: Path) -> None:
        super().__init__(domain="messages")
        self._folder = folder
        self._loaded: dict[str, NullTranslations] = {}
        self._marked: dict[tuple[str, str], Markup] = {}

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the page being made."""
        code = current().code
        if code not in self._loaded:
            self._loaded[code] = Translations.load(str(self._folder), [code.replace("-", "_")], "messages")
        return self._loaded[code]

    def mark(self, message: str, **values: object) -> Markup:
        """Return a message for a template, its values escaped; the words of a message are looked up once."""
        key = (current().code, message)
        found = self._marked.get(key)
        if found is None:
            found = self._marked[key] = Markup(self.get_translations().ugettext(message))
        return found % isolated(values) if values or "%" in found else found

    def mark_plural(self, one: str, many: str, num: int, **values: object) -> Markup:
        """Return the message for a number of things, for a template."""
        return Markup(self.get_translations().ungettext(one, many, num)) % {"num": num, **isolated(values)}

    def gettext(self, string: str, **variables: Any) -> str:
        """Return a message, what is put into it set apart where it runs the other way."""
        return str(super().gettext(string, **isolated(variables)))

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Return the message for a number of things, likewise."""
        return str(super().ngettext(singular, plural, num, **isolated(variables)))


def isolated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is put into a message, set apart from it where its letters run the other way (UAX 9, FSI to PDI).

    Else an Arabic name would turn the words around it: »Forslag fra (name), 2. marts« with the date before the name.
    """
    other = "L" if current().direction == "rtl" else FROM_RIGHT
    return {
        name: type(value)(f"\u2068{value}\u2069") if isinstance(value, str) and _has(value, other) else value
        for name, value in values.items()
    }


FROM_RIGHT = ("R", "AL")
"""The classes of letters that run from right to left."""


@lru_cache(maxsize=4096)
def _has(text: str, classes: str | tuple[str, ...]) -> bool:
    return any(unicodedata.bidirectional(sign) in classes for sign in text)


def install(app: Flask, folder: Path, codes: list[str]) -> None:
    """Teach the app its languages; the first is the default."""
    app.extensions["civic_languages"] = [LANGUAGES[code] for code in codes]
    babel = Babel(app, locale_selector=lambda: current().locale, timezone_selector=lambda: "Europe/Copenhagen")
    babel_config = app.extensions["babel"]
    catalogues = babel_config.instance.domain_instance = Catalogues(folder)
    app.jinja_env.globals.update(_=catalogues.mark, gettext=catalogues.mark, ngettext=catalogues.mark_plural)
    del babel


def offered(app: Flask) -> list[Language]:
    """Return the languages on offer, the default first."""
    languages: list[Language] = app.extensions["civic_languages"]
    return languages


def current() -> Language:
    """Return the language of the page being made."""
    language: Language | None = g.get("language")
    return language or LANGUAGES["da"]


def in_language(code: str, make: Callable[[], T]) -> T:
    """Return what `make` makes when the page's language is `code`."""
    before = g.get("language")
    g.language = LANGUAGES[code]
    try:
        return make()
    finally:
        g.language = before
