"""Words for what the domain only names: states, reasons, dates, periods and deadlines."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache

import segno
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import g
from flask_babel import gettext, ngettext, pgettext
from markupsafe import Markup

from civic.bodies.models import Body, BodyName, Part
from civic.db.base import ZONE, Precision, last_day
from civic.following.models import Step
from civic.hearings.models import SAYS_IT_ITSELF
from civic.kernel.markup import Item, Line
from civic.kernel.personal import Detail
from civic.people.models import Unit
from civic.places.models import Placed
from civic.processes.models import Opens, Phase, Way
from civic.reports.models import SectionText
from civic.responses.models import Response
from civic.rules.models import HouseRule
from civic.rules.queries import Rule
from civic.said.language import current, own_name
from civic.said.words import MEANS, WORDS

WRITTEN_IN = "da"
"""What the municipality and its bodies write in."""
_SHAPES = {
    "full": "accepted approved adopted done treated final submitted shown",
    "half": "partly recommended recommended_with_changes noted drafting adopting under_way changed",
    "bar": "not_accepted out_of_scope rejected not_recommended dropped hidden withdrawn",
}
SHAPES = {value: shape for shape, values in _SHAPES.items() for value in values.split()}


def word(member: enum.Enum) -> str:
    """Return the reader's word for an enum's member."""
    known_words = _SAID.setdefault(current().code, {})
    found = known_words.get(member)
    if found is None:
        found = known_words[member] = str(WORDS[member])
    return found


_SAID: dict[str, dict[enum.Enum, str]] = {}
"""Words that were looked up once, by language."""


def shape(member: enum.Enum) -> str:
    """Return the shape that says a state or outcome beside its word: full, half, bar or ring."""
    return SHAPES.get(str(member.value), "ring")


def written_in(thing: object = None) -> str:
    """Return the code of the language a thing's words are written in, for their `lang`; a thing may say its own."""
    return str(getattr(thing, "language", None) or WRITTEN_IN)


def day(value: date) -> str:
    """Return a day in words: 27. marts 2017; of a moment the day it is in Denmark then."""
    value = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return _date(value, pgettext("pattern", "d MMMM y"), current().locale)


@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: str) -> str:
    return format_date(value, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _time(value: time, pattern: str, locale: str) -> str:
    return format_time(value, pattern, tzinfo=ZONE, locale=locale)


@lru_cache(maxsize=4096)
def _number(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def section_name(text: SectionText) -> str:
    """Return a section's name in words: Princip 4: Åbne mødesteder."""
    return f"{word(text.kind)} {text.number}: {text.heading}"


def weekday(value: date) -> str:
    """Return a day with its weekday: mandag den 28. maj 2018."""
    return _date(value, pgettext("pattern", "EEEE d MMMM y"), current().locale)


def moment(value: datetime) -> str:
    """Return a moment in Danish local time: 28. maj 2018 kl. 17.05."""
    local = value.astimezone(ZONE)
    return gettext("%(day)s at %(time)s", day=day(local), time=clock(local))


def meeting_time(value: datetime) -> str:
    """Return when to be there: mandag den 28. maj 2018 kl. 17.05."""
    local = value.astimezone(ZONE)
    return gettext("%(day)s at %(time)s", day=weekday(local.date()), time=clock(local))


def when(starts_at: datetime, ends_at: datetime | None) -> str:
    """Return when a meeting is, with its end where it has one: mandag den 28. maj 2018 kl. 17.05–19.00."""
    if ends_at is None:
        return meeting_time(starts_at)
    if starts_at.astimezone(ZONE).date() == ends_at.astimezone(ZONE).date():
        return f"{meeting_time(starts_at)}–{clock(ends_at.astimezone(ZONE))}"
    return f"{meeting_time(starts_at)} – {meeting_time(ends_at)}"


def unit_name(unit: Unit) -> str:
    """Return a unit's name with its organisation's."""
    return f"{unit.organisation.name}: {unit.name}"


def needs(one: Placed) -> str:
    """Return what somebody needs to take part, in the organiser's words."""
    said = [
        gettext("interpreting: %(language)s", language=one.interpreter) if one.interpreter else "",
        gettext("step-free access") if one.needs_step_free else "",
        gettext("a hearing loop") if one.needs_loop else "",
        gettext("child care") if one.needs_child_care else "",
        one.needs_other,
    ]
    return ", ".join(filter(None, said))


def clock(local: datetime) -> str:
    """Return a time of day: 17.05."""
    return _time(local.time(), pgettext("pattern", "HH:mm"), current().locale)


def known(value: date, precision: Precision) -> str:
    """Return a date exactly as well as it is known, never better: 3. kvartal 2017."""
    if precision is Precision.DAY:
        return day(value)
    if precision is Precision.MONTH:
        return _date(value, "MMMM y", current().locale)
    if precision is Precision.QUARTER:
        quarter = (value.month + 2) // 3
        return gettext("quarter %(quarter)s of %(year)s", quarter=quarter, year=value.year)
    return str(value.year)


def period(start: date, start_precision: Precision, end: date, end_precision: Precision) -> str:
    """Return a period, each end as well as it is known."""
    return gettext(
        "%(start)s – %(end)s",
        start=known(start, start_precision),
        end=known(end, end_precision),
    )


def precisions() -> list[tuple[str, str]]:
    """Return how exactly a day may be known, to choose from."""
    return [
        (Precision.DAY.value, gettext("The day")),
        (Precision.MONTH.value, gettext("The month")),
        (Precision.QUARTER.value, gettext("The quarter")),
        (Precision.YEAR.value, gettext("The year")),
    ]


def at_said(at: str) -> str:
    """Return a meeting's time that stands in a mail as ISO 8601, in words."""
    return meeting_time(datetime.fromisoformat(at))


def deadline(closes_at: datetime) -> str:
    """Return a deadline in words: til og med søndag den 4. april kl. 23.59."""
    return gettext("up to and including %(day)s at 23:59", day=_last(closes_at))


def _last(closes_at: datetime) -> str:
    """Return the last day before a deadline with its weekday, and its year where it is not this one."""
    last = last_day(closes_at)
    pattern = pgettext("pattern", "EEEE d MMMM")
    if last.year != now().astimezone(ZONE).year:
        pattern = pgettext("pattern", "EEEE d MMMM y")
    return _date(last, pattern, current().locale)


def ends(closes_at: datetime) -> str:
    """Return a deadline in words or, when it is over, when it was: sluttede søndag den 4. april kl. 23.59."""
    if now() < closes_at:
        return deadline(closes_at)
    return gettext("Ended %(day)s at 23:59", day=_last(closes_at))


def deadline_said(closes_at: str) -> str:
    """Return a deadline that stands in a mail as ISO 8601, in words."""
    return deadline(datetime.fromisoformat(closes_at))


def last_day_said(until: str) -> str:
    """Return the last day before a moment that stands in a mail as ISO 8601, in words."""
    return day(last_day(datetime.fromisoformat(until)))


def day_said(on: str) -> str:
    """Return a day that stands in a mail as ISO 8601, in words."""
    return day(date.fromisoformat(on))


def days_left(closes_at: datetime) -> str:
    """Return how long is left, by whole days: 3 dage endnu, sidste dag, or that it is over."""
    if now() >= closes_at:
        return gettext("Closed")
    days = (last_day(closes_at) - now().astimezone(ZONE).date()).days
    return ngettext("%(num)s day left", "%(num)s days left", days) if days else gettext("Last day")


def step_means(step: str) -> str:
    """Return what a step that was taken means for whoever follows, in a sentence."""
    return str(MEANS[Step(step)])


def step_said(step: str) -> str:
    """Return what has happened with something that is followed, as a mail says it."""
    return word(Step(step))


def members_of(part: Part, count: int) -> str:
    """Return what so many who are the same in a body are called together."""
    if part is Part.MEMBER:
        return ngettext("%(num)s member", "%(num)s members", count)
    if part is Part.SUBSTITUTE:
        return ngettext("%(num)s substitute", "%(num)s substitutes", count)
    return word(part)


def waits(since: datetime) -> str:
    """Return for how long something has waited, in the largest unit there is more than one of: 5 timer."""
    minutes = max(0, int((now() - since).total_seconds() // 60))
    if minutes < 120:
        return ngettext("waits %(num)s minute", "waits %(num)s minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("waits %(num)s hour", "waits %(num)s hours", minutes // 60)
    return ngettext("waits %(num)s day", "waits %(num)s days", minutes // (24 * 60))


def number(value: float) -> str:
    """Return a number as the reader writes it."""
    return _number(value, current().locale)


def money(ore: int) -> str:
    """Return an amount in øre as kroner; with its øre only where there are some."""
    pattern = "#,##0.00" if ore % 100 else "#,##0"
    return gettext("%(amount)s kr.", amount=format_decimal(Decimal(ore) / 100, pattern, current().locale))


def as_day(said: str) -> date:
    """Return the day that is written by ISO 8601."""
    return date.fromisoformat(said)


def iso(value: datetime) -> str:
    """Return a moment for machines."""
    return value.astimezone(UTC).isoformat(timespec="seconds")


def now() -> datetime:
    """Return what time the page is made at."""
    moment_: datetime = g.context.now
    return moment_


def page_today() -> date:
    """Return the Danish day of the page."""
    return page_now().astimezone(ZONE).date()


def page_now() -> datetime:
    """Return what time the page is made at, for templates that ask a thing for its state."""
    return now()


def person(name: str) -> str:
    """Return a person's name, or what stands for one whose account is closed."""
    return name or gettext("a former participant")


def language_named(code: str) -> str:
    """Return a language's own name."""
    return own_name(code)


def said_rule(found: Rule | HouseRule) -> str:
    """Return a house rule's number and title, in the reader's language where it stands in that."""
    others = found.others if isinstance(found, HouseRule) else ()
    title = next((one.title for one in others if one.language == current().code), found.title)
    return f"{found.number}. {title}"


def paragraphs(text: str) -> Markup:
    """Return someone's text as escaped paragraphs; nothing in it is ever markup."""
    parts = [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(part.split("\n"))) for part in parts
    )


def linked(text: str) -> Markup:
    """Return words with the addresses of sites in them as links, which nobody vouches for and no search engine counts.

    Whatever stands before and after an address in a sentence is none of it.
    """
    found, at = Markup(), 0
    for match in _SITE.finditer(text):
        site = match[0].rstrip(".,;:!?'»”)*")
        if site.count("(") > site.count(")") and match[0][len(site) :].startswith(")"):
            site += ")"
        found += Markup('{}<a href="{}" rel="nofollow ugc noopener">{}</a>').format(
            text[at : match.start()], site, site
        )
        at = match.start() + len(site)
    return found + text[at:]


_SITE = re.compile(r"https?://[^\s<>\"«»]{4,2000}")


def body_name(body: Body, on: date | None = None) -> str:
    """Return a body's name, with the years in which it has it where they are known: "Byplanudvalget (2018–2021)".

    Of a day the name that was in force then; the body then comes with its earlier names.
    """
    had = body.named_on(on) if on else body
    is_outside = on is not None and had is body and had.valid_from is not None and on < had.valid_from
    if is_outside or (had.valid_from is None and had.valid_to is None):
        return had.name
    first, last = (str(one.year) if one else "" for one in (had.valid_from, had.valid_to))
    return f"{had.name} ({first}–{last})"


def named_days(had: Body | BodyName) -> tuple[str, str]:
    """Return the first and the last day of a name as well as they are known; nothing for one that is not."""
    say = (lambda one: str(one.year)) if had.by_year else day
    first, last = (say(one) if one else "" for one in (had.valid_from, had.valid_to))
    return first, last


def signed(response: Response) -> str:
    """Return whose answer it is, as the public may know it: a council, a verified organisation, a name, or neither."""
    if response.party is not None:
        return response.party.body.name
    sender = response.sender
    if sender is None or sender.is_protected:
        return sender.shown_organisation or gettext("Name kept back") if sender else gettext("Name kept back")
    if sender.shown_organisation or not sender.name:
        return sender.shown_organisation or gettext("A resident")
    return sender.name if sender.is_proved else gettext("%(name)s (name not confirmed)", name=sender.name)


def given(response: Response) -> str:
    """Return what an answer says: its words or, where there are none, what it says as a whole or that it is a file."""
    if response.text.strip():
        return response.text
    if response.stance in SAYS_IT_ITSELF:
        return f"{word(response.stance)}."
    return gettext(
        "The answer is a file; there are no words in it that could be read out. It stands on the answer's own page."
    )


def detail(found: str) -> str:
    """Return what the gate saw, in words, with the pages or paragraphs it was seen at."""
    kind, _at, places = found.partition("@")
    known_details = {one.value: word(one) for one in Detail}
    others = {
        "picture": gettext("pictures: have a look at them"),
        "covered": gettext("words that are covered or hidden"),
        "changed": gettext("changes that are marked and not settled"),
        "comments": gettext("comments in the margin"),
        "packed": gettext("another file packed inside"),
        "active": gettext("something that runs when the file is opened"),
        "locked": gettext("it opens only with a password: send it without one"),
        "broken": gettext("it is broken: save it again, as PDF perhaps, and send it anew"),
        "strip": gettext("it is too long and narrow to be shown: cut it to a shape that fits a page"),
        "too_much": gettext("it is too large to look through: send it in parts"),
        "too_long": gettext("it took too long to read: save it again, as PDF perhaps, and send it anew"),
        "infected": gettext("the virus scanner found something in it: look at your computer, and send another"),
        "no_text": gettext("its words are a picture: put in the words themselves, or a file that has them as text"),
        "links": gettext("many links"),
        "repeated": gettext("the same words as the author wrote elsewhere"),
        "hurried": gettext("many texts within an hour, from an account made today"),
        "sender": gettext("perhaps the sender's name, which is kept back"),
    }
    said = known_details.get(kind) or others.get(kind, kind)
    if not places:
        return said
    return gettext("%(what)s (place %(places)s)", what=said, places=places.replace(",", ", "))


def path_of_code(text: str) -> tuple[int, str]:
    """Return a QR code's width and the path that draws it, for a picture inside the page."""
    rows = segno.make(text, error="m", micro=False).matrix
    steps = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(steps)


def writing_now(names: Sequence[str]) -> str:
    """Return who writes in a text at this moment: Lone skriver her nu."""
    return ngettext(
        "%(names)s is writing here now.", "%(names)s are writing here now.", len(names), names=" · ".join(names)
    )


def has_open(names: Sequence[str]) -> str:
    """Return who has a text open at this moment: Lone har den åben lige nu."""
    return ngettext("%(names)s has it open now.", "%(names)s have it open now.", len(names), names=" · ".join(names))


@dataclass(frozen=True)
class Branch:
    """An item of a list, with the items below it."""

    line: Line
    below: list["Branch"]


def filled(way: Way, on: date) -> str:
    """Return how a seat was filled, and when: Udpeget 29. maj 2017."""
    if way is Way.ELECTED:
        return gettext("Elected %(day)s", day=day(on))
    if way is Way.NOMINATED:
        return gettext("Nominated %(day)s", day=day(on))
    if way is Way.DRAWN:
        return gettext("Drawn by lot %(day)s", day=day(on))
    return gettext("Appointed %(day)s", day=day(on))


def opened(phase: Phase) -> str:
    """Return what a phase opens, in the reader's words; nothing where it opens nothing."""
    return ", ".join(word(one) for one in Opens if one in phase.opens)


def branches(items: Sequence[Item]) -> list[Branch]:
    """Return a list's items as a tree, as pages nest them."""
    top: list[Branch] = []
    levels = [top]
    for item in items:
        del levels[item.depth + 1 :]
        made = Branch(item.line, [])
        levels[-1].append(made)
        levels.append(made.below)
    return top
