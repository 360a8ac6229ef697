"""Minutes read from their text: every field with the lines it was read from, and every line that became no field.

Nothing is guessed: what can be read in two ways stays unknown, and a person confirms what is read beside its source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from civic.decisions.models import DecisionState, Side


@dataclass(frozen=True)
class Bit:
    """Words of the minutes, and from which line to which they stand there; lines are counted from 1."""

    words: str
    first: int
    last: int


@dataclass(frozen=True)
class ReadAttachment:
    """A bilag as the minutes list it."""

    title: str
    document_number: str
    line: int
    last: int


@dataclass(frozen=True)
class ReadVote:
    """A vote that is told somewhere in the text: how many on each side, and who, a line each where that is clear."""

    source: Bit
    counts: Mapping[Side, int]
    who: Mapping[Side, str]


@dataclass(frozen=True)
class ReadItem:
    """One item of an agenda with what was decided of it; a field is None where the minutes do not say it clearly."""

    item_number: int
    title: Bit
    is_closed: bool | None = None
    case_number: Bit | None = None
    resume: Bit | None = None
    background: Bit | None = None
    recommended_by: Bit | None = None
    addressed: Bit | None = None
    addressees: tuple[str, ...] = ()
    """The bodies it is addressed to that are known, in the order of the text."""
    unknown_addressees: tuple[str, ...] = ()
    recommendation: Bit | None = None
    earlier: Bit | None = None
    decision: Bit | None = None
    outcome: DecisionState | None = None
    attachments: tuple[ReadAttachment, ...] = ()
    votes: tuple[ReadVote, ...] = ()
    unplaced: tuple[Bit, ...] = ()


@dataclass(frozen=True)
class ReadMinutes:
    """The minutes of one meeting of one body."""

    body: str | None
    met_on: date | None
    items: tuple[ReadItem, ...]
    unplaced: tuple[Bit, ...] = ()
    body_line: int = 0
    """In which line it is said who met; 0 where it is not said."""
    met_line: int = 0


MONTHS = [
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
]  # fmt: skip
_COUNTED = [
    "nul", "en én et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten",
    "fjorten", "femten", "seksten", "sytten", "atten", "nitten", "tyve", "enogtyve", "toogtyve", "treogtyve",
    "fireogtyve", "femogtyve",
]  # fmt: skip
NUMBERS = {word: number for number, words in enumerate(_COUNTED) for word in words.split()}
SECTIONS = {
    "resume": "resumé|resume|kort resumé|kort resume",
    "background": "baggrund|sagsfremstilling|sagens baggrund|sagsbeskrivelse|sagsfremstilling og baggrund",
    "recommendation": "indstilling|indstillinger|forvaltningens indstilling|administrationens indstilling",
    "earlier": "tidligere beslutninger|tidligere beslutning|tidligere behandling|sagens tidligere behandling",
    "decision": "beslutning|beslutninger|udvalgets beslutning|rådets beslutning|kommunalbestyrelsens beslutning",
    "attachments": "bilag|bilagsfortegnelse|vedlagte bilag|bilagsliste",
}
_HEADING = {words: name for name, all_words in SECTIONS.items() for words in all_words.split("|")}
_DECISION_OF = re.compile(r"beslutning i .+|beslutning fra .+", re.IGNORECASE)
_ITEM = (
    re.compile(
        r"(?:(?:punkt|pkt\.?|dagsordenspunkt)\s*)?(?P<number>\d{1,3})\s*[.:)]?\s*"
        r"\((?P<open>åbent?|lukket)(?:\s+punkt|\s+sag)?\)\s*[-–:.]?\s*(?P<title>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<open>åbent|lukket)\s+punkt\s*(?P<number>\d{1,3})\s*[-–:.)]?\s*(?P<title>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:Punkt|PUNKT|Pkt\.?|PKT\.?|Dagsordenspunkt)\s*(?P<number>\d{1,3})"
        r"(?:\s*[-–:.)]+\s*(?=[\w\"»“])|\s+(?=[A-ZÆØÅ]))"
        r"(?P<title>.*?)(?:\s*\((?P<open>(?i:åbent?|lukket))(?:\s+punkt)?\))?"
    ),
)
_CASE_NUMBER = re.compile(
    r"(?:sags\s*-?\s*id|sagsnr|sagsnummer|sags\s*nr|sag\s+nr|journalnr|journalnummer)\s*\.?\s*:?\s*(?P<number>\S+)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[A-ZÆØÅ]{2,5}-\d{4}-\d{3,6}|\d{2}\.\d{2}\.\d{2}-[A-Z]\d{2}-\d+-\d{2}")
_PAGE = re.compile(r"(?:side|s\.)\s*\d+(?:\s*(?:af|/)\s*\d+)?|\d+\s*/\s*\d+", re.IGNORECASE)
_HEADER = re.compile(r"(?:referat|dagsorden|beslutningsprotokol|protokol)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"indholdsfortegnelse|indhold", re.IGNORECASE)
_IN_CONTENTS = re.compile(r".*\.{3,}.*\d+.*|[-–_|\s]+|.*\s\d{1,3}")
_NOTHING = re.compile(r"[.\-–—]|ingen\.?|nej\.?", re.IGNORECASE)
_RECOMMENDS = re.compile(r"(?P<unit>.{2,120}?)\s+\[?indstiller\]?(?:\(#\))?\s*[,:]?\s*(?P<rest>.*)", re.IGNORECASE)
_TO = re.compile(r"til\s+(?P<names>.+?)\s*:", re.IGNORECASE)
_ATTACHMENT = re.compile(
    r"(?:bilag\s*)?(?:\d{1,3}\s*[.):–-]\s*)?(?P<title>.+?)(?:\s*\((?P<number>\d{4,})\b[^()]*\))?", re.I
)
_MARKED = re.compile(r"(?:bilag\s*)?\d{1,3}\s*[.):–-]\s|[-•*]\s|bilag\s*\d", re.IGNORECASE)
_SAYS = r"(?:anbefale[rs]?|anbefalet|indstille[rs])\b"
_OUTCOMES = (
    (DecisionState.NOT_RECOMMENDED, rf"(?:{_SAYS} ikke|ikke {_SAYS})[^.]*"),
    (DecisionState.RECOMMENDED_WITH_CHANGES, rf"{_SAYS}[^.]*\b(?:ændring|ændringer|tilføjelse|ændret)\b[^.]*"),
    (DecisionState.RECOMMENDED, rf"{_SAYS}[^.]*"),
    (DecisionState.POSTPONED, r"\budsat\b|\budsættes\b|\budsatte\b"),
    (DecisionState.SENT_BACK, r"sendes tilbage|sendt tilbage|tilbagesend|hjemvis"),
    (DecisionState.NOTED, r"til efterretning"),
    (DecisionState.REJECTED, r"forkaste|ikke (?:blev )?(?:godkendt|vedtaget|tiltrådt)|\bafvist\b|\bafvises\b"),
    (DecisionState.APPROVED, r"\bgodkend(?:t|es|te)\b|\btiltråd(?:t|te)\b|\btiltrædes\b"),
    (DecisionState.ADOPTED, r"\bvedtag(?:et|es)\b|\bvedtog\b"),
)
_ANY_NUMBER = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_WHO = r"\((?P<who>(?:[^()]|\([^()]*\))*)\)"
_SIDE_AFTER = re.compile(
    rf"(?<![\w.])(?P<count>{_ANY_NUMBER})\s+(?:stemmer?\s*)?(?:{_WHO}\s*)?(?:stemte\s+)?"
    r"(?P<side>hverken for eller imod|for|imod|undlod)\b",
    re.IGNORECASE,
)
_SIDE_BEFORE = re.compile(
    rf"(?<!\w)(?P<side>for|imod|undlod(?: at stemme)?|hverken for eller imod|inhabile?)(?: stemte)?\s*:?\s*"
    rf"(?P<count>{_ANY_NUMBER})(?:\s+stemmer?)?(?!\w)\s*(?:{_WHO})?",
    re.IGNORECASE,
)
_SIDES = {
    "for": Side.FOR,
    "imod": Side.AGAINST,
    "undlod": Side.ABSTAINED,
    "hverken": Side.ABSTAINED,
    "inhabil": Side.RECUSED,
}
_REASON = re.compile(
    r"(?P<who>[A-ZÆØÅ][\w.\- ]+\([^()]+\)) stemte imod,?\s+(?:idet|fordi|med begrundelsen)\s*:?\s*"
    r"[\"”“»'](?P<reason>[^\"”“«]+)[\"”“«']"
)


def read_minutes(text: str, bodies: Sequence[str] = ()) -> ReadMinutes:
    """Return what is read from minutes; `bodies` are the names that addressees, and who met, are known by."""
    rows = text.replace("\t", " | ").splitlines()
    lines = [(at, " ".join(words.split()).strip("| ")) for at, words in enumerate(rows, start=1)]
    kept, dropped = _without_pages(lines)
    head, blocks, contents = _parted(kept)
    items = _merged([_item(block, bodies) for block in blocks])
    body, met_on, lines_of_met = _met(head, bodies)
    rest = [Bit(words, at, at) for at, words in [*head, *contents] if words and at not in lines_of_met]
    loose = sorted((*rest, *(Bit(words, at, at) for at, words in dropped)), key=lambda bit: bit.first)
    return ReadMinutes(body, met_on, tuple(items), tuple(loose), *lines_of_met)


Line = tuple[int, str]


def _without_pages(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines without the heads and feet of pages, which may stand in the middle of a sentence, and those."""
    seen: dict[str, int] = {}
    kept: list[Line] = []
    dropped: list[Line] = []
    for at, words in lines:
        is_again = bool(_HEADER.match(words)) and words in seen
        (dropped if words and (_PAGE.fullmatch(words) or is_again) else kept).append((at, words))
        seen.setdefault(words, at)
    return kept, dropped


def _parted(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]], list[Line]]:
    """Return what stands before the first item, the items' lines each beginning with its head, and the contents."""
    head: list[Line] = []
    blocks: list[list[Line]] = []
    contents: list[Line] = []
    in_contents = False
    for at, words in lines:
        if _CONTENTS.fullmatch(words.rstrip(":")):
            in_contents = True
        elif in_contents and words and not _IN_CONTENTS.fullmatch(words):
            in_contents = False
        if in_contents:
            contents.append((at, words))
        elif _head_of(words) is not None:
            blocks.append([(at, words)])
        else:
            (blocks[-1] if blocks else head).append((at, words))
    return head, blocks, contents


def _head_of(words: str) -> re.Match[str] | None:
    return next((found for pattern in _ITEM if (found := pattern.fullmatch(words)) is not None), None)


def _item(block: Sequence[Line], bodies: Sequence[str]) -> ReadItem:
    at, words = block[0]
    found = _head_of(words)
    assert found is not None
    opened = (found["open"] or "").lower()
    item = ReadItem(
        int(found["number"]),
        Bit(found["title"], at, at),
        is_closed=opened.startswith("lukket") if opened else None,
    )
    parts: dict[str, list[Line]] = {}
    name = "front"
    below = list(block[1:])
    while below and below[0][1][:1].islower():  # a page broke the title in two
        last, more = below.pop(0)
        item = replace(item, title=Bit(f"{item.title.words} {more}", item.title.first, last))
    for line in below:
        heading, rest = _section(line[1])
        if heading is not None:
            name = heading
            parts.setdefault(name, [])
            if rest:
                parts[name].append((line[0], rest))
        else:
            parts.setdefault(name, []).append(line)
    return _with_parts(item, parts, bodies)


def _section(words: str) -> tuple[str | None, str]:
    """Return which section a line begins, or None, and what of it stands on the same line after a colon."""
    bare = words.strip("#* ").rstrip(":").strip("* ")
    name = _HEADING.get(bare.lower())
    if name is not None or _DECISION_OF.fullmatch(bare):
        return name or "decision", ""
    before, colon, after = words.strip("#* ").partition(":")
    name = _HEADING.get(before.lower()) if colon else None
    return name, after.strip()


def _with_parts(item: ReadItem, parts: Mapping[str, list[Line]], bodies: Sequence[str]) -> ReadItem:
    number, loose = _case_number(parts.get("front", ()))
    unit, to, recommendation = _recommended(parts.get("recommendation", ()))
    addressees, unknown = _named_bodies(to.words, bodies) if to is not None else ((), ())
    decision = _bit(parts.get("decision", ()))
    earlier = _bit(parts.get("earlier", ()))
    texts = [_bit(parts.get(name, ())) for name in ("resume", "background", "decision")]
    return replace(
        item,
        case_number=number,
        resume=texts[0],
        background=texts[1],
        recommended_by=unit,
        addressed=to,
        addressees=addressees,
        unknown_addressees=unknown,
        recommendation=recommendation,
        earlier=None if earlier is not None and _NOTHING.fullmatch(earlier.words) else earlier,
        decision=decision,
        outcome=outcome_of_words(decision.words) if decision is not None else None,
        attachments=tuple(_attachments(parts.get("attachments", ()))),
        votes=tuple(vote for bit in texts if bit is not None for vote in votes_in(bit)),
        unplaced=tuple(Bit(words, at, at) for at, words in loose),
    )


def _bit(lines: Sequence[Line]) -> Bit | None:
    """Return the lines as paragraphs; a line that begins small goes on with the sentence before it."""
    filled = [at for at, words in lines if words]
    if not filled:
        return None
    paragraphs: list[str] = []
    is_new = True
    for _at, words in lines:
        if not words:
            is_new = True
        elif paragraphs and (not is_new or words[0].islower()):
            glue = "\n" if words[0] in "-•*–" and not is_new else " "
            paragraphs[-1] += glue + words
            is_new = False
        else:
            paragraphs.append(words)
            is_new = False
    return Bit("\n\n".join(paragraphs), filled[0], filled[-1])


def _case_number(lines: Sequence[Line]) -> tuple[Bit | None, list[Line]]:
    found: list[Bit] = []
    loose: list[Line] = []
    for at, words in lines:
        match = _CASE_NUMBER.fullmatch(words)
        if match is not None or _BARE_NUMBER.fullmatch(words):
            found.append(Bit(match["number"] if match is not None else words, at, at))
        elif words:
            loose.append((at, words))
    number = found[0] if len({bit.words for bit in found}) == 1 else None
    spare = found[1:] if number is not None else found
    return number, sorted([*loose, *((bit.first, bit.words) for bit in spare)])


def _recommended(lines: Sequence[Line]) -> tuple[Bit | None, Bit | None, Bit | None]:
    """Return who recommends, to whom, and what."""
    unit: Bit | None = None
    to: Bit | None = None
    rest: list[Line] = []
    past = 0
    for number, (at, words) in enumerate(lines):
        if at <= past:
            continue
        who = _RECOMMENDS.fullmatch(words) if unit is None else None
        named, last = _addressed(lines[number:]) if to is None else (None, at)
        if who is not None:
            unit = Bit(who["unit"], at, at)
            if who["rest"]:
                rest.append((at, who["rest"]))
        elif named is not None:
            to, past = Bit(named["names"], at, last), last
        else:
            rest.append((at, words))
    return unit, to, _bit(rest)


def _addressed(lines: Sequence[Line]) -> tuple[re.Match[str] | None, int]:
    """Return to whom it is addressed, where that begins here, and the line it ends in: a page may break it in two."""
    whole = ""
    for at, words in lines[:MOST_BROKEN]:
        if not words:
            break
        whole = f"{whole} {words}".strip()
        if found := _TO.fullmatch(whole):
            return found, at
    return None, 0


def _named_bodies(words: str, bodies: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at: dict[str, int] = {}
    left = words
    for name in sorted(bodies, key=len, reverse=True):
        place = left.lower().find(name.lower())
        if place >= 0:
            at[name] = place
            left = left[:place] + "\0" * len(name) + left[place + len(name) :]
    others = [one.strip(" \0") for one in re.split(r",| og |\0+", left)]
    return tuple(sorted(at, key=lambda name: at[name])), tuple(one for one in others if one)


MOST_BROKEN = 6
"""Lines that a line of the minutes may be broken into at most."""


def _unbroken(lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
    """Give a list's lines with their first and last: one that a page broke before its number is put together."""
    held: tuple[int, int, str] | None = None
    for at, words in lines:
        whole = f"{held[2]} {words}" if held is not None else ""
        if held is not None and words and held[2] and _is_one_bilag(held[2], words, whole):
            held = held[0], at, whole
            continue
        if held is not None:
            yield held
        held = at, at, words
    if held is not None:
        yield held


def _is_one_bilag(before: str, words: str, whole: str) -> bool:
    """Return whether two lines are one bilag: the first has no number, the second no mark, and both end with one."""
    found = [_ATTACHMENT.fullmatch(one) for one in (before, whole)]
    has_number = [one is not None and bool(one["number"]) for one in found]
    return not _MARKED.match(words) and "|" not in whole and has_number == [False, True]


def _attachments(lines: Sequence[Line]) -> Iterator[ReadAttachment]:
    for at, last, words in _unbroken(lines):
        cells = [cell.strip() for cell in words.split("|")]
        numbers = [cell for cell in cells if re.fullmatch(r"\d{4,}(?:[-/]\S+)?", cell)]
        titles = [cell for cell in cells if re.search(r"[^\W\d]{2}", cell)]
        if len(cells) > 1 and len(numbers) < 2 and len(titles) == 1:
            yield ReadAttachment(titles[0], numbers[0] if numbers else "", at, last)
            continue
        found = _ATTACHMENT.fullmatch(words.lstrip("-•* ")) if words else None
        if found is not None:
            yield ReadAttachment(found["title"], found["number"] or "", at, last)


def _merged(items: Sequence[ReadItem]) -> list[ReadItem]:
    """Return the items once each: what lists an item and its bilag first, and tells it after, is the same item."""
    found: dict[int, ReadItem] = {}
    for item in items:
        before = found.get(item.item_number)
        if before is None or before.title.words.casefold() != item.title.words.casefold():
            found[item.item_number if before is None else -len(found)] = item
            continue
        found[item.item_number] = _joined(before, item)
    return sorted(found.values(), key=lambda item: item.title.first)


def _joined(before: ReadItem, item: ReadItem) -> ReadItem:
    """Return an item that is told twice: what is told last counts, and what else the first told stays to be seen."""
    titles = {one.title.casefold() for one in item.attachments}
    told = [one for one in before.attachments if one.title.casefold() in titles]
    fields = (
        "case_number",
        "resume",
        "background",
        "recommended_by",
        "addressed",
        "recommendation",
        "earlier",
        "decision",
    )
    read = {name: getattr(before, name) for name in fields}
    spare = [bit for name, bit in read.items() if bit is not None and getattr(item, name) is not None]
    return replace(
        item,
        **{name: bit for name, bit in read.items() if getattr(item, name) is None},
        addressees=item.addressees or before.addressees,
        unknown_addressees=item.unknown_addressees or before.unknown_addressees,
        outcome=item.outcome or before.outcome,
        attachments=(*(one for one in before.attachments if one not in told), *item.attachments),
        votes=(*before.votes, *item.votes),
        unplaced=(
            before.title,
            *spare,
            *(Bit(one.title, one.line, one.last) for one in told),
            *before.unplaced,
            *item.unplaced,
        ),
    )


HEAD_LINE = 100
"""Signs of a line that says who met, or when, at most."""


def _met(lines: Sequence[Line], bodies: Sequence[str]) -> tuple[str | None, date | None, tuple[int, int]]:
    """Return which body met, and when, where the head says just one of each; and in which line each stands."""
    named: dict[str, int] = {}
    days: dict[date, int] = {}
    for at, words in lines:
        if len(words) > HEAD_LINE:
            continue  # a sentence that mentions a body or a day
        for name in _named_bodies(words, bodies)[0]:
            named.setdefault(name, at)
        for day in _days(words):
            days.setdefault(day, at)
    body = next(iter(named)) if len(named) == 1 else None
    on = next(iter(days)) if len(days) == 1 else None
    return body, on, (named[body] if body is not None else 0, days[on] if on is not None else 0)


def _days(words: str) -> Iterator[date]:
    patterns = (
        r"(?<!\d)(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\.?\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d{{4}})",
    )
    for pattern in patterns:
        for found in re.finditer(pattern, words, re.IGNORECASE):
            named = found["month"].lower()
            month = MONTHS.index(named) + 1 if named in MONTHS else int(named)
            try:
                yield date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                continue


def outcome_of_words(words: str) -> DecisionState | None:
    """Return what a body made of a case by its words, or None where they say none, or more than one."""
    left = words.lower()
    found: list[DecisionState] = []
    for state, pattern in _OUTCOMES:
        if re.search(pattern, left):
            found.append(state)
            left = re.sub(pattern, " ", left)
    return found[0] if len(found) == 1 else None


def votes_in(bit: Bit) -> Iterator[ReadVote]:
    """Give the votes that are told in a text, a paragraph at a time; a side told twice in one is not read at all."""
    for paragraph in bit.words.split("\n\n"):
        found: dict[Side, re.Match[str]] = {}
        is_clear = True
        for match in sorted(
            [*_SIDE_AFTER.finditer(paragraph), *_SIDE_BEFORE.finditer(paragraph)], key=lambda one: one.start()
        ):
            side = _SIDES[match["side"].lower().split()[0].removesuffix("e")]
            if any(match.start() < one.end() and one.start() < match.end() for one in found.values()):
                continue  # the same words, read from the other end
            is_clear = is_clear and side not in found
            found[side] = match
        if Side.FOR in found and len(found) > 1 and is_clear:
            counts = {side: _number(match["count"]) for side, match in found.items()}
            who = {side: _voters(match["who"] or "") for side, match in found.items()}
            yield ReadVote(Bit(paragraph, bit.first, bit.last), counts, _with_reasons(paragraph, counts, who))


def _number(words: str) -> int:
    return int(words) if words.isdigit() else NUMBERS[words.lower()]


def _voters(words: str) -> str:
    """Return who voted, one on each line, as the form for a vote reads it; nothing where one of them is unclear."""
    parts = [one.strip() for one in re.split(r",(?![^(]*\))|\s+og\s+(?![^(]*\))", words) if one.strip()]
    is_clear = all(len(one) <= 2 or re.fullmatch(r"[^()]+\([^()]+\)", one) for one in parts)
    return "\n".join(parts) if is_clear else ""


def _with_reasons(paragraph: str, counts: Mapping[Side, int], who: Mapping[Side, str]) -> dict[Side, str]:
    """Return who voted, the reasons beside those against whose reason is told."""
    found = dict(who)
    for match in _REASON.finditer(paragraph):
        named, reason = " ".join(match["who"].split()), " ".join(match["reason"].split())
        lines = found.get(Side.AGAINST, "").split("\n")
        letter = named[named.rindex("(") + 1 : -1]
        if named in lines:
            lines[lines.index(named)] = f"{named}: {reason}"
        elif lines == [letter] and counts.get(Side.AGAINST) == 1:
            lines = [f"{named}: {reason}"]
        found[Side.AGAINST] = "\n".join(lines)
    return found
