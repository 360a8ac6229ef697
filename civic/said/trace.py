"""What happened with one input: the trace, gathered from every room, as knots in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from civic.db.base import Precision
from civic.decisions.models import Case, CaseState, DecisionState, FollowUpState
from civic.decisions.queries import cases_by_ids
from civic.dialogue.models import CHANGES_TEXT, Comment
from civic.kernel import trace
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import Proposal
from civic.proposals.queries import by_ids as proposals_by_ids
from civic.reports.compare import SectionChange, section_change
from civic.reports.models import SectionText
from civic.reports.queries import earlier_texts, texts_by_ids
from civic.responses.models import Medium
from civic.said.origins import Origin
from civic.said.origins import origins as said_of
from civic.said.thread import Knot
from civic.said.wording import day, known, person, signed, word
from civic.treatment.models import Remark
from civic.treatment.queries import by_ids as remarks_by_ids
from civic.treatment.queries import deleted_by


@dataclass(frozen=True)
class Trail:
    """Everything that came of one input, and in one sentence where it stands."""

    lead: str
    knots: tuple[Knot, ...]


def said(comment: Comment | None, proposal: Proposal | None, remark: Remark | None) -> Knot:
    """Return the first knot: the input itself, in its own words."""
    if comment is not None:
        return _first(comment.posted_at, comment.text, _("Said as a comment"), example=False)
    if proposal is not None:
        at = proposal.submitted_at or proposal.written_at
        small = _("Proposed by %(name)s", name=person(proposal.author.name))
        return _first(at, proposal.title, small, more=proposal.text, example=proposal.is_example)
    assert remark is not None
    council = signed(remark.response)
    return _first(
        remark.response.submitted_at,
        remark.text,
        _("%(council)s, remark %(number)s", council=council, number=remark.number),
        example=remark.is_example,
    )


def trail(context: Context, start: Ref, first: Knot) -> Trail:
    """Follow an input forward through every room, in at most seven statements."""
    reached = trace.forward(context, start)
    proposals = proposals_by_ids(context, reached[Kind.PROPOSAL])
    remarks = remarks_by_ids(context, reached[Kind.REMARK])
    texts = texts_by_ids(context, reached[Kind.SECTION_TEXT])
    earlier = earlier_texts(context, texts) if texts else {}
    cases = cases_by_ids(context, reached[Kind.CASE])
    taken_up = [one for one in remarks if Ref(Kind.REMARK, one.id) != start]
    answers = _answered(proposals, remarks)
    told = [one.id for one in remarks if one.is_told]
    knots = [
        first,
        *(_proposed(one) for one in proposals if Ref(Kind.PROPOSAL, one.id) != start),
        *(_taken_up(one) for one in taken_up),
        *(_answer(at, one) for at, one in answers),
        *(_changed(one, earlier.get(one.id)) for one in texts),
        *(_gone(one) for one in (deleted_by(context, told) if told else ())),
    ]
    if _is_refused(proposals, remarks) and not texts:
        knots.append(Knot("", _("No change"), _("The line stops here: the answer above says why."), state="ended"))
    else:
        knots += _decisions(cases, answered=bool(answers))
    return Trail(_lead(proposals, remarks, texts, cases), tuple(knots))


@dataclass(frozen=True)
class Grounds:
    """What a thing rests on: some of it in words, how much there is, and after how many the list goes on."""

    shown: tuple[Origin, ...] = ()
    count: int = 0
    more_after: int | None = None


def origins(context: Context, thing: Ref, *, after: int = 0, at_most: int = 50) -> Grounds:
    """Follow a section, answer or decision back to the proposals and remarks it came from, in three statements.

    `after` leaves out as many of them as a page before has shown.
    """
    reached = trace.backward(context, thing)
    refs = [Ref(kind, one) for kind in (Kind.PROPOSAL, Kind.REMARK) for one in reached[kind]]
    refs = [one for one in refs if one != thing]
    shown = said_of(context, refs[after : after + at_most])
    return Grounds(shown, len(refs), after + at_most if len(refs) > after + at_most else None)


def changes(context: Context, start: Ref) -> tuple[SectionChange, ...]:
    """Return only the words an input changed, in three statements; for the front page."""
    texts = texts_by_ids(context, trace.forward(context, start)[Kind.SECTION_TEXT])
    earlier = earlier_texts(context, texts) if texts else {}
    return tuple(section_change(earlier.get(one.id), one) for one in texts)


def _first(at: datetime, words: str, small: str, *, more: str = "", example: bool) -> Knot:
    return Knot(day(at), _("It was said"), more, quote=words, small=small, is_example=example)


def _proposed(proposal: Proposal) -> Knot:
    at = proposal.accepted_at or proposal.written_at
    address = url_for("proposals.show", proposal_id=proposal.id)
    return Knot(day(at), _("It belongs to a proposal"), proposal.title, link=(_("Read the proposal"), address))


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
    address = url_for("responses.show", response_id=response.id)
    return Knot(
        day(response.submitted_at),
        _("A council took it up") if response.party else _("An answer to the hearing took it up"),
        text,
        quote=remark.text,
        link=(_("See the answer to the hearing"), address),
        is_example=remark.is_example,
    )


def _answer(at: datetime, one: Proposal | Remark) -> Knot:
    return Knot(
        day(at),
        _("It was answered"),
        (one.answer if isinstance(one, Proposal) else one.reason) or "",
        outcome=one.outcome,
        small=_("Answered by %(unit)s", unit=one.answered_for or ""),
        is_example=one.is_example,
    )


def _answered(proposals: Sequence[Proposal], remarks: Sequence[Remark]) -> list[tuple[datetime, Proposal | Remark]]:
    """Return what has been answered and can be read: a remark's answer is told when the note is published."""
    found: list[tuple[datetime, Proposal | Remark]] = []
    found += [(one.answered_at, one) for one in proposals if one.answered_at]
    found += [(one.answered_at, one) for one in remarks if one.is_told and one.answered_at]
    return sorted(found, key=lambda pair: pair[0])


def _changed(text: SectionText, before: SectionText | None) -> Knot:
    where = f"{word(text.kind)} {text.number}"
    address = url_for("reports.section", text_id=text.id)
    return Knot(
        day(text.version.published_at),
        _("The text was changed"),
        change=section_change(before, text),
        link=(_("Read all of %(where)s", where=where), address),
        is_example=text.is_example,
    )


def _gone(text: SectionText) -> Knot:
    where = f"{word(text.kind)} {text.number}"
    address = url_for("reports.section", text_id=text.id)
    link = (_("Read all of %(where)s", where=where), address)
    change = section_change(text, None)
    return Knot("", _("It was deleted from the text"), change=change, link=link, is_example=text.is_example)


def _decisions(cases: Sequence[Case], *, answered: bool) -> list[Knot]:
    knots: list[Knot] = []
    for case in cases:
        address = url_for("decisions.case", case_id=case.id)
        way = (_("Follow the case"), address)
        decided = [one for one in case.decisions if one.state is not DecisionState.PENDING]
        waiting = [one for one in case.decisions if one.state is DecisionState.PENDING]
        knots += [
            Knot(
                day(one.decided_on) if one.decided_on else "",
                one.body.name,
                outcome=one.state,
                quote=one.wording,
                small=_("A recommendation is not a decision.") if one.state is DecisionState.RECOMMENDED else "",
                link=way,
            )
            for one in decided
        ]
        if waiting:
            last = waiting[-1]
            knots.append(
                Knot(
                    expected(last.expected_on, last.expected_precision),
                    _("The decision"),
                    ", ".join(one.body.name for one in waiting if not one.is_not_stated),
                    state="ahead",
                    link=None if decided else way,
                )
            )
        for follow_up in case.follow_ups:
            done = follow_up.state is FollowUpState.DONE
            knots.append(
                Knot(
                    day(follow_up.done_on or follow_up.due_on),
                    _("It was done") if done else _("It is to be done"),
                    follow_up.result or follow_up.text,
                    state="past" if done else "ahead",
                    small=_("Responsible: %(unit)s", unit=follow_up.responsible),
                    link=way,
                )
            )
        if not case.follow_ups:
            knots.append(_done_after())
    if not cases:
        knots.append(
            Knot("", _("The decision"), _("When there is a case, its way is shown here."), state="ahead")
            if answered
            else Knot("", _("The answer"), _("When there is an answer, it is shown here."), state="ahead")
        )
    return knots


def _done_after() -> Knot:
    text = _("When it has been decided, it says here who is responsible and when you can see it.")
    return Knot(_("After that"), _("What is done about it"), text, state="ahead")


def expected(on: date | None, precision: Precision | None) -> str:
    """Return when a decision is expected, as well as that is known."""
    return _("Expected %(when)s", when=known(on, precision)) if on and precision else _("Pending")


def _is_refused(proposals: Sequence[Proposal], remarks: Sequence[Remark]) -> bool:
    outcomes = [*(one.outcome for one in proposals), *(one.outcome if one.is_told else None for one in remarks)]
    return bool(outcomes) and all(one is not None and one not in CHANGES_TEXT for one in outcomes)


def _lead(
    proposals: Sequence[Proposal], remarks: Sequence[Remark], texts: Sequence[SectionText], cases: Sequence[Case]
) -> str:
    for case in cases:
        state = case.state_at(case.created_at)
        if state is CaseState.ADOPTED:
            return _("It led to a decision: the case has been adopted.")
        if state is CaseState.REJECTED:
            return _("It reached the end of its way: the case was rejected.")
    for text in texts:
        where = f"{word(text.kind)} {text.number}".lower()
        return _("The words are now in %(where)s. It is not finally decided yet.", where=where)
    if _is_refused(proposals, remarks):
        return _("It was answered, and it led to no change in the text.")
    if _answered(proposals, remarks):
        return _("It has been answered.")
    return _("It has been received and is waiting for its answer.")
