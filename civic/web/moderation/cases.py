"""A text that waits for a look, whichever room it lives in: what it says, why it waits, and what can be decided."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dialogue.models import Comment
from civic.dialogue.workflow import COMMENT
from civic.kernel.context import Context
from civic.kernel.personal import Detail, findings
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Appeal
from civic.moderation.workflow import APPEAL
from civic.proposals.models import Proposal
from civic.proposals.workflow import PROPOSAL
from civic.responses.models import Response
from civic.responses.workflow import RESPONSE
from civic.said.things import address, kind_word
from civic.said.wording import detail, given, person, signed
from civic.treatment.workflow import RESPONSE_WORDS


class Decision(enum.Enum):
    """What is decided of a text."""

    COVER = "cover"
    KEEP = "keep"
    ACCEPT = "accept"
    RELEASE = "release"
    HIDE = "hide"
    SEND_BACK = "send_back"
    SEND_ON = "send_on"
    UPHOLD = "uphold"
    DISMISS = "dismiss"


BY_A_RULE = frozenset({Decision.HIDE, Decision.SEND_BACK})
"""Which rest on a house rule."""
FOR_ITS_AUTHOR = BY_A_RULE | {Decision.UPHOLD, Decision.DISMISS}
"""Of which whoever wrote the text is told why."""
KEYS = {
    Decision.COVER: "d",
    Decision.KEEP: "l",
    Decision.ACCEPT: "l",
    Decision.RELEASE: "l",
    Decision.HIDE: "s",
    Decision.SEND_BACK: "s",
    Decision.SEND_ON: "v",
    Decision.UPHOLD: "l",
    Decision.DISMISS: "s",
}
"""The letter that chooses each: dæk, lad stå, skjul or send tilbage, videre."""


def said_of(decision: Decision, places: int) -> str:
    """Return what a decision does, as its choice says it; `places` is how many details would be covered."""
    return {
        Decision.COVER: ngettext(
            "Cover the %(num)s marked place, let the rest stand",
            "Cover the %(num)s marked places, let the rest stand",
            places,
        )
        if places
        else _("Cover words, let the rest stand"),
        Decision.KEEP: _("Let it stand"),
        Decision.ACCEPT: _("Publish it"),
        Decision.RELEASE: _("Show it as it is"),
        Decision.HIDE: _("Hide all of it"),
        Decision.SEND_BACK: _("Send it back to its author"),
        Decision.SEND_ON: _("Send it on to a colleague"),
        Decision.UPHOLD: _("The appeal is right: show the text"),
        Decision.DISMISS: _("The first decision stands"),
    }[decision]


@dataclass(frozen=True)
class Piece:
    """Some of a text: what it seems to hold where it is marked, else nothing."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Case:
    """One text that waits."""

    ref: Ref
    since: datetime
    kind: str
    """In words: a flagged comment, a held one, a proposal."""
    who: str
    about: str
    link: str
    process: str
    title: str
    text: str
    found: tuple[str, ...]
    """What was found in it, in words, each once."""
    places: int
    """How many places are marked in it."""
    has_number: bool
    decisions: tuple[Decision, ...]
    of: Ref
    """What it is said of: itself, where it stands alone."""
    process_id: int
    seen: tuple[object, ...]
    """What is decided of, as its room knows it again: the words, or which version of them."""
    appeal: Appeal | None = None
    """What its author says of a decision about it, where they appeal one."""
    language: str = "da"
    """In which its author reads what is decided."""
    place: str = ""
    """Where it is about, as everybody would read it."""

    @property
    def key(self) -> str:
        """Return how an address and a tick name it."""
        return f"{self.ref.kind.value}-{self.ref.id}"

    @property
    def tick(self) -> str:
        """Return how its tick names it: with the words that were seen, so that no others are let stand."""
        return f"{self.key}:{fingerprint(*self.seen)}"

    @property
    def best(self) -> str:
        """Return what is suggested: the mildest that keeps nobody's details in the open; nothing of an appeal."""
        return "" if self.appeal else self.decisions[0].value

    @property
    def pieces(self) -> Sequence[Piece]:
        """Return the text in pieces, what was found in it marked."""
        return list(pieces(self.text))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return what can be decided, as choices."""
        return [(one.value, said_of(one, self.places)) for one in self.decisions]


def pieces(text: str) -> Iterator[Piece]:
    """Give a text in pieces, each place that seems to hold something personal by itself; none inside another."""
    at = 0
    for one in findings(text):
        if one.start < at:
            continue
        if one.start > at:
            yield Piece(text[at : one.start])
        yield Piece(text[one.start : one.end], detail(one.detail.value))
        at = one.end
    if text[at:]:
        yield Piece(text[at:])


def _case(
    ref: Ref,
    since: datetime,
    text: str,
    allowed: dict[str, bool],
    seen: tuple[object, ...],
    process_id: int,
    of: Ref,
    *,
    appeal: Appeal | None = None,
    **rest: str,
) -> Case:
    found = findings(f"{rest['title']}\n{text}")
    has_number = any(one.detail is Detail.CPR for one in found)
    others = [one for one in Decision if one not in {Decision.COVER, Decision.SEND_ON}]
    order = [*([Decision.COVER, *others] if found else [*others, Decision.COVER]), Decision.SEND_ON]
    return Case(
        ref=ref,
        since=since,
        text=text,
        found=tuple(dict.fromkeys(detail(one.detail.value) for one in found)),
        places=sum(bool(one.detail) for part in (rest["title"], text) for one in pieces(part)),
        has_number=has_number,
        decisions=tuple(one for one in order if allowed.get(one.value)),
        seen=seen,
        process_id=process_id,
        of=of,
        appeal=appeal,
        **rest,
    )


def from_comment(context: Context, one: Comment) -> Case:
    """Return a flagged or held comment as a text that waits."""
    allowed = COMMENT.allowed(context, one)
    if not one.is_flagged:
        allowed["keep"] = False  # that is for what somebody asked to have looked at
    return _case(
        Ref(Kind.COMMENT, one.id),
        one.posted_at,
        one.text,
        allowed,
        (one.text,),
        one.process_id,
        Ref(one.kind, one.thing_id),
        kind=_("Flagged comment") if one.is_flagged else _("Held comment"),
        who=person(one.author.name),
        about=kind_word(one.kind),
        language=one.author.language,
        link=url_for("groups.discussion", group_id=one.thing_id)
        if one.kind is Kind.GROUP
        else address(Ref(one.kind, one.thing_id)),
        process=one.process.title,
        title="",
    )


def from_proposal(context: Context, one: Proposal) -> Case:
    """Return a proposal that was handed in, or flagged since, as a text that waits."""
    assert one.submitted_at is not None
    allowed = PROPOSAL.allowed(context, one)
    if not one.is_flagged:
        allowed["keep"], allowed["hide"] = False, False  # those are for what somebody asked to have looked at
    return _case(
        Ref(Kind.PROPOSAL, one.id),
        one.submitted_at,
        one.text,
        allowed,
        (one.title, one.text),
        one.process_id,
        Ref(Kind.PROPOSAL, one.id),
        place=one.place,
        kind=_("Flagged proposal") if one.is_flagged else _("Proposal"),
        who=person(one.author.name),
        language=one.author.language,
        about=one.process.title,
        link=address(Ref(Kind.PROPOSAL, one.id)),
        process=one.process.title,
        title=one.title,
    )


def from_appeal(context: Context, one: Appeal, said: Comment | Proposal) -> Case:
    """Return an appeal as a text that waits: the words it is about, the decision, and what its author says of it."""
    about = Ref(one.kind, one.thing_id)
    return _case(
        Ref(Kind.APPEAL, one.id),
        one.at,
        said.text,
        APPEAL.allowed(context, one),
        (one.id, one.text),
        one.process_id,
        about,
        appeal=one,
        kind=_("Appeal"),
        who=person(one.author.name),
        language=one.author.language,
        about=kind_word(one.kind),
        link=address(about),
        process=said.process.title,
        title=said.title if isinstance(said, Proposal) else "",
        place=said.place if isinstance(said, Proposal) else "",
    )


def from_response(context: Context, one: Response) -> Case:
    """Return an answer to a hearing that waits for a person as a text that waits."""
    allowed = {**RESPONSE.allowed(context, one), **RESPONSE_WORDS.allowed(context, one)}
    return _case(
        Ref(Kind.RESPONSE, one.id),
        one.submitted_at,
        given(one),
        allowed,
        (one.revision,),
        one.hearing.process_id,
        Ref(Kind.HEARING, one.hearing_id),
        kind=_("Answer no. %(number)s", number=one.number),
        who=signed(one),
        about=one.hearing.title,
        link=address(Ref(Kind.RESPONSE, one.id)),
        process=one.hearing.process.title,
        title="",
        language=one.sender.language if one.sender else "da",
    )
