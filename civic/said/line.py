"""One input's line: what was said, what came of it by links that somebody made, and how the line ends.

Every step is about one thing, and says of what: of the input itself, or of something larger that holds it (the proposal
it was said of, the whole case). No step says of the one what became of the other.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from civic.db.base import ZONE, Precision
from civic.decisions.models import Case, CaseState, Contest, Decision, FollowUp, FollowUpProgress, FollowUpState, Tally
from civic.dialogue.models import CHANGES_TEXT, Comment, Outcome
from civic.evidence.models import Evidence
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.proposals.models import Proposal
from civic.reports.compare import section_change
from civic.reports.models import SectionText
from civic.responses.models import Medium
from civic.said.route import stop_name
from civic.said.thread import Knot, Link
from civic.said.voting import chosen_said, vote_said
from civic.said.wording import day, known, now, number, person, signed, word
from civic.treatment.models import Remark, RemarkKind
from civic.voting.queries import PutToVote


class End(enum.Enum):
    """How a line ends, or what it waits for."""

    REFUSED = "refused"
    NOTED = "noted"
    OFFER_STANDS = "offer_stands"
    NO_ANSWER_OF_ITS_OWN = "no_answer_of_its_own"
    SPOKEN_TO = "spoken_to"
    WAITS_WITH_PROPOSAL = "waits_with_proposal"
    STANDS_BY_ITSELF = "stands_by_itself"
    WAITS_FOR_ANSWER = "waits_for_answer"
    WAITS_FOR_CHANGE = "waits_for_change"
    WAITS_FOR_REVIEW = "waits_for_review"
    WAITS_FOR_CASE = "waits_for_case"
    WAITS_FOR_DECISION = "waits_for_decision"
    CLOSED_ITEM = "closed_item"
    WAITS_FOR_FOLLOW_UP = "waits_for_follow_up"
    REJECTED = "rejected"
    DROPPED = "dropped"
    CONTESTED = "contested"
    CONTEST_ANSWERED = "contest_answered"
    DONE = "done"


ENDS: dict[End, tuple[LazyString, LazyString, LazyString]] = {
    End.REFUSED: (
        lazy_gettext("It was answered, and it led to no change in the text."),
        lazy_gettext("No change"),
        lazy_gettext("The line stops here: the answer above says why."),
    ),
    End.NOTED: (
        lazy_gettext("It was noted. It asked for no change in the text, or got none."),
        lazy_gettext("Noted"),
        lazy_gettext("The line stops here: the answer above says what it was noted as."),
    ),
    End.OFFER_STANDS: (
        lazy_gettext("It is an offer to take part. It has been answered, and asked for no change in the text."),
        lazy_gettext("The offer stands"),
        lazy_gettext("The answer above says how the offer was met. Waits for somebody to take it up."),
    ),
    End.NO_ANSWER_OF_ITS_OWN: (
        lazy_gettext("The proposal it was said of has been answered. The comment itself got no answer of its own."),
        lazy_gettext("The comment"),
        lazy_gettext(
            "Nobody answered the comment by itself. What became of the proposal stands on the proposal's own line."
        ),
    ),
    End.SPOKEN_TO: (
        lazy_gettext("The official answer to the proposal speaks to it."),
        lazy_gettext("The comment has its answer"),
        lazy_gettext("The line ends here. What becomes of the proposal stands on the proposal's own line."),
    ),
    End.WAITS_WITH_PROPOSAL: (
        lazy_gettext("It was said of a proposal that waits for its answer."),
        lazy_gettext("The proposal's answer"),
        lazy_gettext(
            "Waits for an answer to the proposal. A comment is answered by itself only where somebody does so."
        ),
    ),
    End.STANDS_BY_ITSELF: (
        lazy_gettext("It can be read where it was said. Nobody has used it further."),
        lazy_gettext("What comes of it"),
        lazy_gettext("Waits to be used: a section that rests on it is shown here."),
    ),
    End.WAITS_FOR_ANSWER: (
        lazy_gettext("It has been received and is waiting for its answer."),
        lazy_gettext("The answer"),
        lazy_gettext("When there is an answer, it is shown here."),
    ),
    End.WAITS_FOR_CHANGE: (
        lazy_gettext("It has been answered. The change it was promised is not in a published text yet."),
        lazy_gettext("The change"),
        lazy_gettext("Waits for the text: when it has been changed and published, the words are shown here."),
    ),
    End.WAITS_FOR_REVIEW: (
        lazy_gettext("It was accepted. What happens next is said, and on which day it is looked at again."),
        lazy_gettext("What happens next"),
        lazy_gettext("Waits for the administration."),
    ),
    End.WAITS_FOR_CASE: (
        lazy_gettext("It has become part of the text. It is not finally decided yet."),
        lazy_gettext("The decision"),
        lazy_gettext("When there is a case, its way is shown here."),
    ),
    End.WAITS_FOR_DECISION: (
        lazy_gettext("It has become part of a case that is not finally decided yet."),
        lazy_gettext("The decision"),
        lazy_gettext("Waits for the bodies that decide."),
    ),
    End.CLOSED_ITEM: (
        lazy_gettext("It has become part of a case that is treated behind closed doors."),
        lazy_gettext("Closed item"),
        lazy_gettext("Waits for the day it may be told: what is decided of it is not public."),
    ),
    End.WAITS_FOR_FOLLOW_UP: (
        lazy_gettext("The case it is part of has been adopted."),
        lazy_gettext("What is done about it"),
        lazy_gettext("Waits for the administration: it says here who is responsible, and when you can see it."),
    ),
    End.REJECTED: (
        lazy_gettext("The case it was part of was rejected."),
        lazy_gettext("It goes no further"),
        lazy_gettext("The line stops here: the decision above says what was decided."),
    ),
    End.DROPPED: (
        lazy_gettext("The case it is part of was adopted. What was promised was dropped."),
        lazy_gettext("It goes no further"),
        lazy_gettext("The line stops here: what is said above says why it was dropped."),
    ),
    End.CONTESTED: (
        lazy_gettext("The municipality says that it is done. Somebody contests that."),
        lazy_gettext("The answer to the contest"),
        lazy_gettext("Waits for the municipality, which has to answer with a reason."),
    ),
    End.CONTEST_ANSWERED: (
        lazy_gettext("It was said of something that is called done, and it has been answered."),
        lazy_gettext("It has been answered"),
        lazy_gettext("The line ends here: the answer above says why."),
    ),
    End.DONE: (
        lazy_gettext("What was decided or accepted has been done."),
        lazy_gettext("It has been done"),
        lazy_gettext("The line ends here."),
    ),
}
"""Of each end: where the input stands in one sentence, the last step's heading, and its words."""
CLOSED = frozenset(
    {
        End.REFUSED,
        End.NOTED,
        End.NO_ANSWER_OF_ITS_OWN,
        End.SPOKEN_TO,
        End.REJECTED,
        End.DROPPED,
        End.CONTEST_ANSWERED,
        End.DONE,
    }
)
"""Ends after which nothing more is waited for."""


@dataclass(frozen=True)
class Trail:
    """Everything that came of one input, how it ends, and in one sentence where it stands."""

    lead: str
    knots: tuple[Knot, ...]
    end: End


@dataclass(frozen=True)
class Found:
    """What the links that somebody made lead to from an input, whichever room it lives in."""

    start: Ref
    said_of: Proposal | None = None
    """The proposal that a comment was said of, if it was one."""
    spoken_to_by: Proposal | None = None
    """The proposal whose official answer speaks to a comment, if one does."""
    proposals: Sequence[Proposal] = ()
    remarks: Sequence[Remark] = ()
    texts: Sequence[SectionText] = ()
    earlier: dict[int, SectionText] = field(default_factory=dict)
    """By a text's id the same section's words in the version before."""
    gone: Sequence[SectionText] = ()
    """Sections that its remarks had deleted."""
    is_closed_item: bool = False
    """Whether it went on into a case that the reader may not read."""
    cases: Sequence[Case] = ()
    votes: Sequence[PutToVote] = ()
    """Votes in which its proposals were an option."""
    contests: Contest | None = None
    """What a comment contests, if it was said against something that is called done."""


def line(found: Found, first: Knot) -> Trail:
    """Return an input's line: its steps in time order, then what is waited for or how it ends."""
    past = [
        *_larger(found, first), *_uses(found), *_voted(found), *_answers(found), *_changes(found), *_decided(found),
        *_done(found),
        *(knot for _at, knot in _contested([found.contests] if found.contests else [], None, is_own=True)),
    ]  # fmt: skip
    knots = sorted(past, key=lambda one: one.at or datetime.max.replace(tzinfo=UTC))
    end = _end(found)
    return Trail(_lead(found, end), (first, *knots, *_ahead(found, end)), end)


def _lead(found: Found, end: End) -> str:
    if end in {End.WAITS_FOR_CASE, End.WAITS_FOR_DECISION} and found.texts:
        where = f"{word(found.texts[0].kind)} {found.texts[0].number}".lower()
        return _("The words are now in %(where)s. It is not finally decided yet.", where=where)
    return str(ENDS[end][0])


# --- the steps, each about one thing


def _larger(found: Found, first: Knot) -> Iterator[Knot]:
    """Give what became, afterwards, of what a comment was said of: as that, and not as the comment's."""
    if found.spoken_to_by is not None and found.spoken_to_by.answered_at is not None:
        yield _speaks_to(found.spoken_to_by, found.spoken_to_by.answered_at)
        return
    one = found.said_of
    if one is None or one.outcome is None or one.answered_at is None or first.at is None:
        return
    if one.answered_at >= first.at:
        yield Knot(
            day(one.answered_at),
            _("The proposal was answered"),
            _("What the comment was said of: %(title)s", title=one.title),
            outcome=one.outcome,
            link=(_("See what happened with the proposal"), url_for("front.follow", kind="proposal", thing_id=one.id)),
            is_example=one.is_example,
            of=Ref(Kind.PROPOSAL, one.id),
            at=one.answered_at,
        )


def _speaks_to(one: Proposal, at: datetime) -> Knot:
    return Knot(
        day(at),
        _("The answer to the proposal speaks to it"),
        one.answer or "",
        outcome=one.outcome,
        small=_("Answered by %(unit)s", unit=one.answered_for or ""),
        link=(_("See what happened with the proposal"), url_for("front.follow", kind="proposal", thing_id=one.id)),
        is_example=one.is_example,
        of=Ref(Kind.PROPOSAL, one.id),
        at=at,
    )


def _uses(found: Found) -> Iterator[Knot]:
    for one in found.proposals:
        if Ref(Kind.PROPOSAL, one.id) != found.start:
            at = one.accepted_at or one.written_at
            link = (_("Read the proposal"), url_for("proposals.show", proposal_id=one.id))
            ref = Ref(Kind.PROPOSAL, one.id)
            went_on = max((it.continued_at for it in found.proposals if it.continued_at), default=None)
            if went_on is not None:
                heading = _("It goes on in another proposal")
                yield Knot(day(went_on), heading, one.title, link=link, of=ref, at=max(went_on, at))
                continue
            yield Knot(day(at), _("A proposal was made of it"), one.title, link=link, of=ref, at=at)
    for remark in found.remarks:
        if Ref(Kind.REMARK, remark.id) != found.start:
            yield _taken_up(remark)


def _taken_up(remark: Remark) -> Knot:
    response = remark.response
    council = signed(response)
    how = _("orally") if response.medium is Medium.ORAL else _("in writing")
    text = _(
        "%(council)s made it remark no. %(number)s of its answer, given %(how)s.",
        council=council,
        number=remark.number,
        how=how,
    )
    return Knot(
        day(response.submitted_at),
        _("A council took it up") if response.party else _("An answer to the hearing took it up"),
        text,
        quote=remark.text,
        link=(_("See the answer to the hearing"), url_for("responses.show", response_id=response.id)),
        is_example=remark.is_example,
        of=Ref(Kind.REMARK, remark.id),
        at=response.submitted_at,
    )


def _voted(found: Found) -> Iterator[Knot]:
    """Give that its proposals were put to the vote, and what that came to, where it is told."""
    for one in found.votes:
        link = (_("See the vote"), url_for("voting.show", ballot_id=one.ballot.id))
        ref, opened = Ref(Kind.BALLOT, one.ballot.id), one.ballot.opened_at
        if opened is not None:
            question = vote_said(one.ballot, one.ballot.question)
            yield Knot(day(opened), _("It was put to the vote"), question, link=link, of=ref, at=opened)
        over = one.closed_at(now())
        if over is not None:
            yield Knot(day(over), _("The vote was held"), chosen_said(one), link=link, of=ref, at=over)


def _answers(found: Found) -> Iterator[Knot]:
    """Give what was answered and can be read; a remark's answer is told when the note is published."""
    for one in found.proposals:
        if one.answered_at is not None:
            yield _answer(found, Ref(Kind.PROPOSAL, one.id), one.answered_at, one.answer or "", one)
    for remark in found.remarks:
        if remark.is_told and remark.answered_at is not None:
            yield _answer(found, Ref(Kind.REMARK, remark.id), remark.answered_at, remark.reason, remark)


def _done(found: Found) -> Iterator[Knot]:
    """Give what was done of proposals that were accepted."""
    for one in found.proposals:
        if one.implemented_on is not None:
            yield Knot(
                day(one.implemented_on),
                _("It was done"),
                one.title,
                small=_("Responsible: %(unit)s", unit=one.answered_for or ""),
                link=(_("Read the proposal"), url_for("proposals.show", proposal_id=one.id)),
                is_example=one.is_example,
                of=Ref(Kind.PROPOSAL, one.id),
                at=max(_midnight(one.implemented_on), one.answered_at or one.written_at),
            )


def _answer(found: Found, ref: Ref, at: datetime, text: str, one: Proposal | Remark) -> Knot:
    if ref == found.start:
        heading = _("It was answered")
    elif isinstance(one, Proposal):
        heading = _("The proposal was answered")
    else:
        heading = _("%(council)s's remark was answered", council=signed(one.response))
    return Knot(
        day(at),
        heading,
        text,
        outcome=one.outcome,
        small=_("Answered by %(unit)s", unit=one.answered_for or ""),
        is_example=one.is_example,
        of=ref,
        at=at,
    )


def _changes(found: Found) -> Iterator[Knot]:
    for text in found.texts:
        yield Knot(
            day(text.version.published_at),
            _("The text was changed"),
            change=section_change(found.earlier.get(text.id), text),
            link=_whole(text),
            is_example=text.is_example,
            of=Ref(Kind.SECTION_TEXT, text.id),
            at=text.version.published_at,
        )
    told = [one.answered_at for one in found.remarks if one.is_told and one.answered_at]
    for text in found.gone:
        yield Knot(
            "",
            _("It was deleted from the text"),
            change=section_change(text, None),
            link=_whole(text),
            is_example=text.is_example,
            of=Ref(Kind.SECTION_TEXT, text.id),
            at=max(told, default=None),
        )


def _whole(text: SectionText) -> tuple[str, str]:
    where = f"{word(text.kind)} {text.number}"
    return _("Read all of %(where)s", where=where), url_for("reports.section", text_id=text.id)


def _decided(found: Found) -> Iterator[Knot]:
    for case in found.cases:
        link = (_("Follow the case"), url_for("decisions.case", case_id=case.id))
        last = _midnight(case.created_at.astimezone(ZONE).date())
        for one in case.decisions:
            if not one.is_taken:
                continue
            last = max(last, _midnight(one.decided_on)) if one.decided_on else last
            yield Knot(
                day(one.decided_on) if one.decided_on else "",
                stop_name(one),
                _("It is about the whole case: %(title)s", title=case.title),
                outcome=one.state,
                quote=one.wording,
                small=_said_small(one),
                link=link,
                of=Ref(Kind.DECISION, one.id),
                at=last,
            )
        for follow_up in case.follow_ups:
            yield from _followed(follow_up, link, last)


def _followed(follow_up: FollowUp, link: Link, since: datetime) -> Iterator[Knot]:
    """Give how it goes with what is to be done: what was reported, that it was done, who contests that, and the answer.

    In the order in which it happened: of what was done only the day is known, so it stands after what was reported
    before, and ahead of what contests it.
    """
    answers = {(one.answered_at, one.answer) for one in follow_up.contests}  # told as answers, and not once more
    reported = [one for one in follow_up.progress if (one.at, one.text) not in answers]
    told: list[tuple[datetime, Knot]] = [(one.at, _reported(follow_up, one, link)) for one in reported]
    if follow_up.state is FollowUpState.DONE:
        on = follow_up.done_on
        begun = datetime(on.year, on.month, on.day, tzinfo=ZONE) if on else since
        told.append((max([begun, *(at for at, _knot in told)]), _was_done(follow_up, link)))
    told += [(at, knot) for at, knot in _contested(follow_up.contests, link)]
    at = since
    for moment, knot in sorted(told, key=lambda one: one[0]):
        at = max(at, moment)
        yield replace(knot, at=at)


def _was_done(follow_up: FollowUp, link: Link) -> Knot:
    return Knot(
        day(follow_up.done_on) if follow_up.done_on else "",
        _("It was done"),
        follow_up.result or follow_up.text,
        small=_("Responsible: %(unit)s", unit=follow_up.responsible),
        link=link,
        of=Ref(Kind.FOLLOW_UP, follow_up.id),
    )


def _contested(
    contests: Sequence[Contest], link: Link | None, *, is_own: bool = False
) -> Iterator[tuple[datetime, Knot]]:
    """Give who said that it is not done, and what the municipality answered; `is_own` is the line of those words."""
    for one in contests:
        said = one.comment
        ref = Ref(Kind.COMMENT, one.comment_id) if is_own else Ref(Kind.FOLLOW_UP, one.follow_up_id)
        if not is_own and said.is_published:
            heading = _("Somebody said that it is not done")
            yield said.posted_at, Knot(day(said.posted_at), heading, quote=said.text, link=link, of=ref)
        if one.answered_at is not None and (is_own or said.is_published):
            knot = Knot(day(one.answered_at), str(word(one.state)), one.answer, link=link, of=ref)
            yield one.answered_at, replace(knot, at=one.answered_at)


def _reported(follow_up: FollowUp, one: FollowUpProgress, link: Link) -> Knot:
    ref = Ref(Kind.FOLLOW_UP, follow_up.id)
    return Knot(day(one.at), str(word(one.state)), one.text, small=follow_up.text, link=link, of=ref)


def _said_small(one: Decision) -> str:
    parts = [tallied(one.tallies)]
    if one.only_recommends:
        parts.append(_("A recommendation is not a decision."))
    return " ".join(filter(None, parts))


def tallied(tallies: Sequence[Tally]) -> str:
    """Return how many voted how, as recorded: "15 for, 1 against."; nothing where no vote was recorded."""
    said = ", ".join(f"{number(one.count)} {word(one.side).lower()}" for one in tallies)
    return f"{said}." if said else ""


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 23, 59, tzinfo=ZONE)


# --- how it ends


def _end(found: Found) -> End:
    if found.cases:
        case = newest(found.cases)
        state = case.state_at(case.created_at)
        if state is CaseState.NOT_DECIDED:
            return End.WAITS_FOR_DECISION
        if state is CaseState.REJECTED:
            return End.CLOSED_ITEM if found.is_closed_item else End.REJECTED
        if not case.follow_ups or any(one.is_planned for one in case.follow_ups):
            return End.WAITS_FOR_FOLLOW_UP
        done = [one for one in case.follow_ups if one.state is FollowUpState.DONE]
        if any(each.is_open and each.comment.is_published for one in done for each in one.contests):
            return End.CONTESTED
        return End.DONE if done else End.DROPPED
    if found.contests is not None:
        return End.CONTESTED if found.contests.is_open else End.CONTEST_ANSWERED
    if found.is_closed_item:
        return End.CLOSED_ITEM
    if found.texts or found.gone:
        return End.WAITS_FOR_CASE
    if found.said_of is not None and not found.proposals and not found.remarks:
        if found.spoken_to_by is not None:
            return End.SPOKEN_TO
        return End.NO_ANSWER_OF_ITS_OWN if found.said_of.answered_at else End.WAITS_WITH_PROPOSAL
    standing = [one for one in found.proposals if one.continued_at is None]
    outcomes: list[Outcome | None] = [one.outcome for one in standing]
    outcomes += [one.outcome if one.is_told else None for one in found.remarks]
    if not outcomes:
        return End.STANDS_BY_ITSELF
    accepted = [one for one in standing if one.outcome in CHANGES_TEXT and one.next_step]
    if accepted and None not in outcomes:
        return End.DONE if all(one.implemented_on for one in accepted) else End.WAITS_FOR_REVIEW
    if any(one in CHANGES_TEXT for one in outcomes):
        return End.WAITS_FOR_CHANGE
    if None in outcomes:
        return End.WAITS_FOR_ANSWER
    if set(outcomes) != {Outcome.NOTED}:
        return End.REFUSED
    is_offer = bool(found.remarks) and all(one.kind is RemarkKind.OFFER for one in found.remarks)
    return End.OFFER_STANDS if is_offer and not found.proposals else End.NOTED


def newest(cases: Sequence[Case]) -> Case:
    """Return the case that counts: what was rejected once may come again."""
    return max(cases, key=lambda one: (one.created_at, one.id))


def _ahead(found: Found, end: End) -> Iterator[Knot]:
    """Give what is still waited for, or the last step of a line that ends."""
    if end is End.WAITS_FOR_DECISION:
        yield from _waiting(found)
        return
    if end is End.WAITS_FOR_FOLLOW_UP:
        planned = list(_planned(found))
        if planned:
            yield from planned
            return
    if end is End.WAITS_FOR_REVIEW:
        yield from _next(found)
        return
    _lead, heading, text = ENDS[end]
    yield Knot("", str(heading), str(text), state="ended" if end in CLOSED else "ahead")


def _waiting(found: Found) -> Iterator[Knot]:
    for case in found.cases:
        if case.state_at(case.created_at) is not CaseState.NOT_DECIDED:
            continue
        waiting = [one for one in case.decisions if not one.is_taken]
        last = waiting[-1] if waiting else None
        names = ", ".join(one.body.name for one in waiting if not one.is_not_stated)
        yield Knot(
            expected(last.expected_on, last.expected_precision) if last else "",
            str(ENDS[End.WAITS_FOR_DECISION][1]),
            names or str(ENDS[End.WAITS_FOR_DECISION][2]),
            state="ahead",
            link=(_("Follow the case"), url_for("decisions.case", case_id=case.id)),
            of=Ref(Kind.CASE, case.id),
        )
    text = _("When it has been decided, it says here who is responsible and when you can see it.")
    yield Knot(_("After that"), _("What is done about it"), text, state="ahead")


def _next(found: Found) -> Iterator[Knot]:
    for one in found.proposals:
        if one.next_step and one.implemented_on is None:
            yield Knot(
                day(one.review_on) if one.review_on else "",
                str(ENDS[End.WAITS_FOR_REVIEW][1]),
                one.next_step,
                state="ahead",
                small=_("Responsible: %(unit)s", unit=one.answered_for or ""),
                link=(_("Read the proposal"), url_for("proposals.show", proposal_id=one.id)),
                of=Ref(Kind.PROPOSAL, one.id),
            )


def _planned(found: Found) -> Iterator[Knot]:
    for case in found.cases:
        for one in case.follow_ups:
            if one.state is not FollowUpState.DONE:
                yield Knot(
                    day(one.due_on),
                    _("It is to be done"),
                    one.text,
                    state="ahead",
                    small=_("Responsible: %(unit)s", unit=one.responsible),
                    link=(_("Follow the case"), url_for("decisions.case", case_id=case.id)),
                    of=Ref(Kind.FOLLOW_UP, one.id),
                )


def expected(on: date | None, precision: Precision | None) -> str:
    """Return when a decision is expected, as well as that is known."""
    if on is None or precision is None:
        return _("Pending")
    if precision is Precision.DAY:
        return _("Expected on %(day)s", day=known(on, precision))
    return _("Expected in %(when)s", when=known(on, precision))


def expectation(on: date | None, precision: Precision | None) -> str:
    """Return the same within a sentence, "in June 2018"; nothing where it is not known."""
    if on is None or precision is None:
        return ""
    if precision is Precision.DAY:
        return _("on %(day)s", day=known(on, precision))
    return _("in %(when)s", when=known(on, precision))


# --- the first step


def said(
    comment: Comment | None, proposal: Proposal | None, remark: Remark | None, *, about: Link | None = None
) -> Knot:
    """Return the first step: the input itself, in its own words; `about` leads to what a comment was said of."""
    if comment is not None:
        said = comment.text or _("Deleted by its author.")
        how = _("Said as a comment, and changed by its author") if comment.edited_at else _("Said as a comment")
        knot = _first(comment.posted_at, said, how, example=False)
        return replace(knot, of=Ref(Kind.COMMENT, comment.id), link=about)
    if proposal is not None:
        at = proposal.submitted_at or proposal.written_at
        small = _("Proposed by %(name)s", name=person(proposal.author.name))
        knot = _first(at, proposal.title, small, more=proposal.text, example=proposal.is_example)
        return replace(knot, of=Ref(Kind.PROPOSAL, proposal.id))
    assert remark is not None
    council = signed(remark.response)
    knot = _first(
        remark.response.submitted_at,
        remark.text,
        _("%(council)s, remark %(number)s", council=council, number=remark.number),
        example=remark.is_example,
    )
    return replace(knot, of=Ref(Kind.REMARK, remark.id))


def said_at(meeting: Meeting, about: Link, sentence: str = "") -> Knot:
    """Return the first step of what was said at a meeting, or of one sentence of its minutes."""
    at = meeting.starts_at
    small = _("Said at the meeting %(title)s; what came of the meeting is told here.", title=meeting.title)
    ref = Ref(Kind.MEETING, meeting.id)
    when = day(at) if at else _("date not stated")
    quote, more = (sentence, "") if sentence else (meeting.title, meeting.about)
    small = small if sentence else _("Said at a meeting")
    return Knot(when, _("It was said"), more, quote=quote, small=small, link=about, of=ref, at=at)


def seen_in(evidence: Evidence, about: Link) -> Knot:
    """Return the first step of what was seen, heard or counted."""
    on, words = evidence.happened_on, evidence.title or _("A statement whose consent has been taken back")
    when = known(on, evidence.precision) if on and evidence.precision else day(evidence.created_at)
    at = _midnight(on) if on else evidence.created_at
    ref = Ref(Kind.EVIDENCE, evidence.id)
    return Knot(when, word(evidence.kind), quote=words, link=about, is_example=evidence.is_example, of=ref, at=at)


def _first(at: datetime, words: str, small: str, *, more: str = "", example: bool) -> Knot:
    return Knot(day(at), _("It was said"), more, quote=words, small=small, is_example=example, at=at)
