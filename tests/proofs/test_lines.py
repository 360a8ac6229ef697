"""No step of a line says what no link says, and every line ends with a reason or with what it waits for.

Random contributions, links, answers, changes, cases and decisions are written into the tables as the actions write
them, and each contribution's line is read as its page reads it. Short here, in full by `make prove`.
"""

import os
import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from flask import g
from sqlalchemy import insert
from sqlalchemy.orm import selectinload

from civic.db.base import Precision
from civic.decisions.models import (
    UNDECIDED,
    Case,
    CaseState,
    Contest,
    ContestState,
    Decision,
    DecisionState,
    FollowUp,
    FollowUpState,
)
from civic.dialogue.models import CHANGES_TEXT, Comment, Outcome
from civic.hearings.models import Audience, HearingState, Stance
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref, TraceLink
from civic.people.models import Sender
from civic.processes.models import ProcessState
from civic.proposals.models import Proposal, ProposalState, SpokenTo
from civic.proposals.queries import by_ids as proposals_by_ids
from civic.reports.models import Purpose, Section, SectionKind, SectionText, Version
from civic.responses.models import Medium, Response, ResponseState
from civic.said.line import CLOSED, ENDS, End, said
from civic.said.trace import trail
from civic.treatment.models import Answer, Remark, RemarkKind
from civic.treatment.queries import by_ids as remarks_by_ids
from tests.clock import NOON
from tests.make import a_body, a_hearing, a_person, a_process

MANY = 5_000 if os.environ.get("CIVIC_PROVE") else 250
"""Graphs on each database."""
BEFORE = NOON - timedelta(days=60)
TAKEN = [one for one in DecisionState if one not in UNDECIDED]
TAKEN += [DecisionState.ADOPTED] * 5 + [DecisionState.REJECTED] * 4  # what ends a case is met as often as the rest


class Town:
    """Random graphs in a database, and the links among them as they were written."""

    def __init__(self, session, dice):
        self.session, self.dice = session, dice
        self.ahead = defaultdict(set)
        self.starts, self.kept, self.outcomes, self.spoken_to, self.contests = [], [], {}, set(), []
        self.process = a_process(session, state=ProcessState.RUNNING)
        self.person = a_person(session)
        self.body = a_body(session, name="Teknisk Udvalg")
        self.hearings = [a_hearing(session, audience=Audience.EVERYONE) for _ in range(2)]
        self.hearings[0].state, self.hearings[0].concluded_at = HearingState.CONCLUDED, NOON
        self.hearings[1].state = HearingState.CLOSED
        self.report_id = session.get_one(Version, self.hearings[0].version_id).report_id
        session.flush()
        self.number, self.clock = 0, BEFORE

    def _at(self):
        self.clock += timedelta(hours=self.dice.randrange(1, 60))
        return self.clock

    def _next(self):
        self.number += 1
        return self.number

    def _make(self, thing):
        self.session.add(thing)
        self.session.flush()
        self.kept.append(thing)  # the session itself would let it go
        return thing

    def _link(self, source, target):
        kinds = {"source_kind": source.kind, "source_id": source.id, "target_kind": target.kind, "target_id": target.id}
        if target not in self.ahead[source]:
            self.ahead[source].add(target)
            self.session.execute(insert(TraceLink).values(**kinds, at=self._at()))

    def _some(self, many):
        return range(self.dice.randrange(many + 1))

    def graph(self):
        """Write one graph."""
        dice, self.kept, self.clock = self.dice, [], BEFORE
        proposals = [self._proposal() for _ in self._some(2)]
        comments = [self._comment(proposals) for _ in self._some(2)]
        remarks = [self._remark() for _ in self._some(3)]
        texts = [self._text() for _ in self._some(2)]
        older = list(proposals)
        for one in comments:
            if dice.random() < 0.2 and texts:
                self._link(one, dice.choice(texts))
            if dice.random() < 0.1:
                proposals.append(self._proposal())
                self._link(one, proposals[-1])
        for one in older:
            if dice.random() < 0.4 and remarks:
                self._link(one, dice.choice(remarks))
            if dice.random() < 0.4 and texts:
                self._link(one, dice.choice(texts))
            if dice.random() < 0.1 and one is not proposals[-1]:
                self._link(one, proposals[-1])  # put together with another
        for one in remarks:
            found = self.session.get_one(Remark, one.id)
            if texts and found.is_told and found.outcome in CHANGES_TEXT:
                text = dice.choice(texts)
                found.answer.changes.append(self.session.get_one(SectionText, text.id))
                self._link(one, text)
        if texts and dice.random() < 0.6:
            case = self._case()
            for text in texts:
                version = Ref(Kind.VERSION, self.session.get_one(SectionText, text.id).version_id)
                self._link(text, version)
                self._link(version, case)
        self.starts += [*comments, *proposals, *remarks, *self.contests]
        self.contests = []

    def _proposal(self):
        at, is_answered = self._at(), self.dice.random() < 0.6
        made = Proposal(
            process=self.process, author=self.person, receipt=f"P{self._next():08}", title=f"Forslag {self.number}",
            text="Tekst.", state=ProposalState.ANSWERED if is_answered else ProposalState.ACCEPTED, written_at=at,
            submitted_at=at, accepted_at=at + timedelta(hours=1),
        )  # fmt: skip
        if is_answered:
            made.outcome, made.answer = self.dice.choice(list(Outcome)), f"Grund {self.number}."
            made.answered_at, made.answered_for = at + timedelta(days=self.dice.randrange(9)), "Enheden"
            if made.outcome in CHANGES_TEXT and self.number % 3 == 1:
                made.next_step, made.review_on = "Vi bygger.", (at + timedelta(days=90)).date()
                if self.number % 2:
                    made.state, made.implemented_on = ProposalState.IMPLEMENTED, (at + timedelta(days=80)).date()
        ref = Ref(Kind.PROPOSAL, self._make(made).id)
        self.outcomes[ref] = made.outcome
        return ref

    def _comment(self, proposals):
        of = self.dice.choice([*proposals, Ref(Kind.SECTION_TEXT, 1)])
        made = Comment(process_id=self.process.id, kind=of.kind, thing_id=of.id, author=self.person,
                       text="Plads til en barnevogn.", posted_at=self._at())  # fmt: skip
        ref = Ref(Kind.COMMENT, self._make(made).id)
        answered = self.session.get_one(Proposal, of.id).answered_at if of.kind is Kind.PROPOSAL else None
        if answered is not None and answered >= made.posted_at and self.number % 2:
            self._make(SpokenTo(proposal_id=of.id, comment_id=ref.id, at=answered))
            self.spoken_to.add(ref)
        return ref

    def _remark(self):
        hearing = self.dice.choice(self.hearings)
        number = self._next()
        response = self._make(Response(
            hearing=hearing, party=None, sender=self._sender(), version_id=hearing.version_id, number=number,
            receipt=f"R{number:08}", state=ResponseState.SHOWN, medium=Medium.WRITTEN, stance=next(iter(Stance)),
            text="Vi vil gerne.", received_hash="x", submitted_at=self._at(), is_late=False,
        ))  # fmt: skip
        answer = None
        if hearing.state is HearingState.CONCLUDED or self.dice.random() < 0.5:
            answer = self._make(Answer(hearing_id=hearing.id, outcome=self.dice.choice(list(Outcome)), changes=[],
                                       reason=f"Svar {number}.", answered_at=self._at() + timedelta(days=9),
                                       answered_for="Enheden", remarks=[]))  # fmt: skip
        made = Remark(process_id=self.process.id, response=response, number=1, text="Vi vil gerne.", answer=answer,
                      kind=self.dice.choice(list(RemarkKind)),
                      officer=None, sections=[], themes=[])  # fmt: skip
        ref = Ref(Kind.REMARK, self._make(made).id)
        self.outcomes[ref] = made.outcome
        return ref

    def _sender(self):
        return self._make(Sender(name="Beboer"))

    def _text(self):
        number = self._next()
        version = self._make(Version(report_id=self.report_id, label=f"v{number}", purpose=Purpose.FINAL,
                                     published_at=self._at(), content_hash="x"))  # fmt: skip
        section = self._make(Section(report_id=self.report_id, position=1000 + number, kind=SectionKind.PRINCIPLE,
                                     number=1000 + number, heading="H", text="T"))  # fmt: skip
        made = SectionText(version=version, section=section, position=1, kind=SectionKind.PRINCIPLE, number=number,
                           heading="Princip", text=f"Ord {number}.")  # fmt: skip
        return Ref(Kind.SECTION_TEXT, self._make(made).id)

    def _case(self):
        number, dice = self._next(), self.dice
        closed = {"is_closed": True, "neutral_title": "N", "closed_because": "G"} if dice.random() < 0.15 else {}
        case = self._make(Case(process=self.process, number=f"S{number}", title=f"Sag {number}", recommended_by="E",
                               recommendation="I.", created_at=self._at(), **closed))  # fmt: skip
        ref, on = Ref(Kind.CASE, case.id), date(2026, 2, 1)
        pending = False
        for position in range(dice.randrange(4)):
            pending = pending or dice.random() < 0.4
            state = DecisionState.PENDING if pending else dice.choice(TAKEN)
            on += timedelta(days=dice.randrange(3))
            made = self._make(Decision(
                process=self.process, case=case, body=self.body, position=position, step=position, subject="Sagen",
                state=state,
                wording="" if pending else "Besluttet.", decided_on=None if pending or dice.random() < 0.2 else on,
                expected_on=date(2026, 6, 1) if pending and dice.random() < 0.5 else None,
                expected_precision=Precision.MONTH, is_not_stated=dice.random() < 0.1, tallies=[],
            ))  # fmt: skip
            self.outcomes[Ref(Kind.DECISION, made.id)] = state
            if not pending:
                self._link(ref, Ref(Kind.DECISION, made.id))
        gone = [FollowUpState.DROPPED]
        kept = dice.choice([gone, gone, [FollowUpState.DONE], [FollowUpState.DONE, FollowUpState.PLANNED]])
        for _ in self._some(2):
            state = dice.choice(kept)
            done = state is FollowUpState.DONE
            made = self._make(FollowUp(
                case_id=case.id, process_id=self.process.id, text="Gør det.", responsible="Enheden",
                due_on=date(2026, 9, 1), state=state,
                done_on=date(2026, 8, 1) if done else None, result="Gjort." if done else None,
            ))  # fmt: skip
            self._link(ref, Ref(Kind.FOLLOW_UP, made.id))
            if done and dice.random() < 0.5:
                self.contests.append(self._contest(made, ref))
        return ref

    def _contest(self, follow_up, case):
        said = self._make(Comment(process_id=self.process.id, kind=Kind.CASE, thing_id=case.id, author=self.person,
                                  text="Det er ikke gjort.", posted_at=self._at()))  # fmt: skip
        is_answered = self.dice.random() < 0.5
        self._make(Contest(
            follow_up_id=follow_up.id, comment=said, by_id=self.person.id, claim=1,
            state=ContestState.STANDS if is_answered else ContestState.OPEN, answer="Jo." if is_answered else "",
            answered_at=self._at() if is_answered else None,
        ))  # fmt: skip
        return Ref(Kind.COMMENT, said.id)

    def reached(self, start):
        """Return everything that the links lead to from a thing, itself too."""
        found, open_ = {start}, [start]
        while open_:
            for one in self.ahead[open_.pop()] - found:
                found.add(one)
                open_.append(one)
        return found


@pytest.fixture
def town(session):
    """Return a database full of random graphs."""
    made = Town(session, random.Random(20261127))
    for _ in range(MANY):
        made.graph()
    session.flush()
    session.expire_all()
    return made


def _line(context, start):
    session = context.session
    if start.kind is Kind.COMMENT:
        comment = session.get_one(Comment, start.id)
        return trail(context, start, said(comment, None, None), about=Ref(comment.kind, comment.thing_id)), comment
    if start.kind is Kind.PROPOSAL:
        [found] = proposals_by_ids(context, [start.id])
        return trail(context, start, said(None, found, None)), found
    [found] = remarks_by_ids(context, [start.id])
    return trail(context, start, said(None, None, found)), found


@pytest.mark.tampers
def test_no_step_claims_what_no_link_says_and_every_line_has_an_end(town, site):
    ends, steps = Counter(), 0
    context = Context(VISITOR, NOON, town.session)
    with site.app.test_request_context("/da/"):
        g.context = context
        for start in town.starts:
            found, thing = _line(context, start)
            reached = town.reached(start)
            about = Ref(thing.kind, thing.thing_id) if start.kind is Kind.COMMENT else None
            ends[found.end] += 1
            steps += len(found.knots)
            _check_claims(town, found, start, reached, about)
            _check_end(town, found, start, reached, thing)
            town.session.expunge_all() if steps % 50 == 0 else None
    assert set(ends) == set(End), f"each way to end is met: {dict(ends)}"
    print(f"\n{len(town.starts)} contributions of {MANY} graphs, {steps} steps: {dict(ends)}")


def _check_claims(town, found, start, reached, about):
    past = [one for one in found.knots if one.state == "past"]
    assert past[0].of == start
    assert [one.at for one in past] == sorted(one.at for one in past), "steps stand in time order"
    for one in found.knots:
        if one.of is None:
            assert one.state in {"ahead", "ended"}, "what happened, happened to something"
            continue
        assert one.of in reached or one.of == about, f"{one} of {start} rests on no link"
        if one.of == about and about not in reached:
            assert not one.quote
            assert not one.change, "what became of the proposal is not said as the comment's"
        if one.change is not None:
            assert one.of.kind is Kind.SECTION_TEXT
        if one.outcome is not None:
            assert one.outcome is town.outcomes[one.of]


def _check_end(town, found, start, reached, thing):
    last = found.knots[-1]
    assert found.lead
    assert last.state == ("ended" if found.end in CLOSED else "ahead")
    if found.end in CLOSED:
        assert str(ENDS[found.end][2]) == last.text
    answers = [one for one in found.knots if one.of and one.of.kind in {Kind.PROPOSAL, Kind.REMARK} and one.outcome]
    if found.end in {End.REFUSED, End.NOTED, End.OFFER_STANDS}:
        assert any(one.text.startswith(("Grund", "Svar")) for one in answers), "the line stops with a reason"
        assert not any(one.kind in {Kind.SECTION_TEXT, Kind.CASE} for one in reached)
    elif found.end in {End.NO_ANSWER_OF_ITS_OWN, End.SPOKEN_TO}:
        assert start.kind is Kind.COMMENT
        assert reached == {start}
        assert (start in town.spoken_to) is (found.end is End.SPOKEN_TO), (
            "it is said of what the answer speaks to alone"
        )
        told = any(one.text.startswith("Grund") for one in answers)
        assert told is (found.end is End.SPOKEN_TO), "the answer stands on its line where it speaks to it"
    elif found.end in {End.DONE, End.WAITS_FOR_REVIEW} and not any(one.kind is Kind.CASE for one in reached):
        made = [town.session.get_one(Proposal, one.id) for one in {start, *reached} if one.kind is Kind.PROPOSAL]
        accepted = [one.implemented_on is not None for one in made if one.next_step]
        assert accepted, "somebody accepted it and said what happens next"
        assert all(accepted) is (found.end is End.DONE)
    elif found.end is End.CONTEST_ANSWERED:
        assert [one.text for one in found.knots if one.of == start][-1] == "Jo."
    elif found.end is End.CONTESTED and start.kind is Kind.COMMENT and reached == {start}:
        assert len([one for one in found.knots if one.of == start]) == 1, "nobody has answered"
    elif found.end is End.CLOSED_ITEM:
        cases = [town.session.get_one(Case, one.id) for one in reached if one.kind is Kind.CASE]
        assert any(one.is_closed for one in cases)
    elif found.end in {End.REJECTED, End.DONE, End.DROPPED, End.WAITS_FOR_FOLLOW_UP, End.CONTESTED}:
        wanted = CaseState.REJECTED if found.end is End.REJECTED else CaseState.ADOPTED
        cases = [town.session.get_one(Case, one.id, options=[selectinload(Case.decisions)])
                 for one in reached if one.kind is Kind.CASE]  # fmt: skip
        assert wanted in {one.state_at(NOON) for one in cases}


def test_every_end_has_its_words(site):
    with site.app.test_request_context("/da/"):
        assert set(ENDS) == set(End)
        for end, words in ENDS.items():
            lead, heading, text = map(str, words)
            assert lead.endswith(".")
            assert heading
            assert text.endswith(".")
            is_waiting = any(one in text for one in ("Venter på", "vises her"))
            assert is_waiting != (end in CLOSED), f"{end}: a reason, or what is waited for"
