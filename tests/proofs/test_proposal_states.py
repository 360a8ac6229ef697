"""Whatever people do with proposals, in whichever order: no illegal state, no lost edit, nobody counted twice.

And no word of a proposal or a comment that is not public, hidden ones among them, on any public surface; what much
support leads to is written down once, and where there was so much. Short here, 20,000 steps on each database by
`make prove`.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from civic.board.models import Posting
from civic.board.queries import search
from civic.db.finding import Spot
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment, CommentState, Outcome
from civic.dialogue.queries import comments_by_ids, public_comments, thread
from civic.files.uploads import Upload, UploadState, upload
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.moderation import actions as moderation
from civic.moderation.models import Appeal, Ground
from civic.proposals import actions, attaching, queries
from civic.proposals.models import (
    MOST_FILES,
    PUBLIC,
    Amendment,
    AmendmentState,
    Proposal,
    ProposalState,
    Reached,
    Support,
)
from civic.proposals.queries import Sought
from civic.proposals.workflow import PROPOSAL
from civic.writing.models import TextEdit
from tests.clock import NOON
from tests.documents.files import a_picture
from tests.make import a_context, a_facilitator, a_person, a_process, the_officer

EXAMPLES = 500 if os.environ.get("CIVIC_PROVE") else 8
STEPS = 40
SECRET = "Zqxwv"
"""How the word begins that stands in one proposal alone."""
LEGAL = {
    (old, line.then)
    for lines in PROPOSAL.table.values()
    for line in lines
    if line.then is not None
    for old in (line.when or set(ProposalState))
}
"""Every step that the workflow has, from state to state."""
WHO = st.sampled_from(["author", "author", "reader", "other", "facilitator", "officer", "visitor"])
STAFF = st.sampled_from(["facilitator", "officer", "officer", "author"])
READER = st.sampled_from(["reader", "other", "author", "visitor"])
PICK = st.integers(0, 3)


def _machine(session, folder):
    """Return the machine over one database's session; each run of it has a process of its own."""

    class Proposals(RuleBasedStateMachine):
        """Four proposals of one process, and everybody who may do something with them."""

        @initialize()
        def begin(self):
            self.run = session.begin_nested()  # taken back whole: PostgreSQL keeps a lock for each step until then
            self.process = a_process(session)
            self.people = {
                "author": a_person(session),
                "reader": a_person(session),
                "other": a_person(session),
                "facilitator": a_facilitator(session, self.process),
                "officer": the_officer(session, self.process),
                "visitor": None,
            }
            mine = self._as("author")
            self.made = [actions.write(mine, self.process.id, title=f"Forslag {n}", text="…") for n in range(4)]
            for one in self.made:
                actions.rewrite(mine, one.id, title=one.title, text=f"Her er {SECRET}{one.id}abc.")
            for one in self.made[:3]:
                actions.submit(mine, one.id)
            for one in self.made[:2]:
                actions.accept(self._as("facilitator"), one.id)
            self.states = {one.id: one.state for one in self.made}
            self.edits = {one.id: one.edit for one in self.made}

        def teardown(self):
            if hasattr(self, "run"):
                self.run.rollback()
                session.expunge_all()  # the next run gives the same numbers again

        def _as(self, who):
            return a_context(session, self.people[who])

        def _do(self, deed, who, pick, *given, **more):
            """Try a deed, as others too where it is not theirs; what is refused leaves nothing behind."""
            one = self.made[pick % len(self.made)]
            for person in (who, *self.people):
                try:
                    with session.begin_nested():
                        deed(self._as(person), one.id, *given, **more)
                        session.flush()
                    return
                except (Refusal, IntegrityError) as why:
                    session.expire_all()
                    if not isinstance(why, Refusal) or why.reason not in NOT_THEIRS:
                        return

        @rule(who=WHO, pick=PICK, text=st.sampled_from(["A", "B", "010190-1234"]))
        def rewrite(self, who, pick, text):
            one = self.made[pick]
            self._do(actions.rewrite, who, pick, title=one.title, text=f"{text} {SECRET}{one.id}abc.")

        @rule(who=WHO, pick=PICK, deed=st.sampled_from(["submit", "mask"]))
        def press(self, who, pick, deed):
            self._do(getattr(actions, deed), who, pick)

        @rule(who=st.just("author"), pick=PICK, is_meant=st.integers(0, 9))
        def withdraw(self, who, pick, is_meant):
            if is_meant == 9:  # or soon nothing is left to do anything with
                self._do(actions.withdraw, who, pick)

        @rule(who=READER, pick=PICK, deed=st.sampled_from(["support", "support", "withdraw_support"]))
        def support(self, who, pick, deed):
            self._do(getattr(actions, deed), who, pick)

        @rule(who=STAFF, pick=PICK, deed=st.sampled_from(["accept", "cover", "consider"]))
        def look_after(self, who, pick, deed):
            self._do(getattr(actions, deed), who, pick)

        @rule(who=STAFF, pick=PICK, deed=st.sampled_from(["send_back", "hide", "flag"]))
        def by_a_rule(self, who, pick, deed):
            self._do(getattr(actions, deed), who, pick, rule=1, reason="Det bryder reglen.")

        @rule(who=STAFF, pick=PICK)
        def keep(self, who, pick):
            self._do(actions.keep, who, pick, reason="Det gør det ikke.")

        @rule(who=st.just("author"), pick=PICK)
        def appeal(self, who, pick):
            self._do(actions.appeal, who, pick, text="Det er forkert.")

        @rule(who=STAFF, is_right=st.booleans())
        def decide_appeal(self, who, is_right):
            asked = session.scalar(
                select(Appeal.id).where(Appeal.process_id == self.process.id).order_by(Appeal.id.desc())
            )
            if asked is not None:
                decide = actions.reinstate if is_right else moderation.dismiss
                self._do(lambda context, _id: decide(context, asked, reason="Sådan er det."), who, 0)

        @rule(
            who=READER,
            pick=PICK,
            above=st.sampled_from([None, None, 0, -1]),
            text=st.sampled_from(["Ja", "010190-1234"]),
        )
        def comment(self, who, pick, above, text):
            said = self._said(self.made[pick])
            above = said[above].id if said and above is not None else None
            self._do(actions.comment, who, pick, text=text, reply_to=above)

        @rule(
            who=WHO,
            pick=PICK,
            which=PICK,
            deed=st.sampled_from(["hide", "keep", "delete", "edit", "appeal", "release"]),
        )
        def treat_a_comment(self, who, pick, which, deed):
            said = self._said(self.made[pick])
            if not said:
                return
            one = said[which % len(said)]
            more = {
                "hide": {"rule": 1, "reason": "Det bryder reglen."},
                "keep": {"reason": "Det gør det ikke."},
                "delete": {},
                "edit": {"text": f"Nyt {one.text}"},
                "appeal": {"text": "Det er forkert."},
                "release": {"ground": Ground.LOOKED_AT},
            }[deed]
            self._do(lambda context, _id: getattr(dialogue, deed)(context, one.id, **more), who, 0)

        @rule(who=STAFF, wanted=st.sampled_from([None, 1, 2, 3]))
        def ask_for_support(self, who, wanted):
            values = {
                "support_wanted": wanted,
                "support_days": 90 if wanted else None,
                "support_leads_to": "Udvalget får det." if wanted else "",
                "support_owner": "Sekretariatet" if wanted else "",
                "support_due_days": 30,
            }
            process_id = self.process.id
            self._do(lambda context, _id: actions.set_support(context, process_id, values, reason="Nyt."), who, 0)

        @rule(who=WHO, pick=PICK)
        def attach(self, who, pick):
            self._do(attaching.attach, who, pick, folder, [("plan.png", a_picture())])

        @rule(pick=PICK, state=st.sampled_from([UploadState.CLEAN, UploadState.SUSPECT, UploadState.UNREADABLE]))
        def read(self, pick, state):
            """Do as the worker does when it has read a file."""
            for one in queries.files_of(self._as("visitor"), self.made[pick].id):
                if one.is_unread:
                    one.state, one.read_at = state, NOON
                    one.shown_id = None if state is UploadState.UNREADABLE else one.file_id
                    attaching.was_read(self._as("visitor"), upload(self._as("visitor"), one.id))
                    return

        @rule(who=STAFF, pick=PICK, which=PICK, deed=st.sampled_from(["show", "withhold", "take out"]))
        def treat_a_file(self, who, pick, which, deed):
            files = queries.files_of(self._as("visitor"), self.made[pick].id)
            if files:
                number = files[which % len(files)].id
                if deed == "take out":
                    self._do(attaching.take_out_file, who, pick, number)
                else:
                    self._do(attaching.judge_file, who, pick, number, is_shown=deed == "show", reason="Sådan er det.")

        @rule(who=STAFF, pick=PICK, into=PICK)
        def merge(self, who, pick, into):
            self._do(actions.merge, who, pick, into_id=self.made[into].id, reason="Det samme.")

        @rule(who=STAFF, pick=PICK)
        def part(self, who, pick):
            self._do(actions.part, who, pick, reason="En fejl.")

        @rule(who=STAFF, pick=PICK, outcome=st.sampled_from([Outcome.ACCEPTED, Outcome.NOT_ACCEPTED]))
        def answer(self, who, pick, outcome):
            more = {"next_step": "Vi bygger.", "review_on": NOON.date()}
            self._do(actions.answer, who, pick, outcome=outcome, text="Svar.", **more)

        @rule(who=STAFF, pick=PICK)
        def implement(self, who, pick):
            self._do(actions.implement, who, pick, text="Bygget.", on=NOON.date())

        @rule(who=READER, pick=PICK)
        def amend(self, who, pick):
            one = self.made[pick]
            text = f"{one.text}\n\nEt afsnit {one.edit}."
            self._do(actions.amend, who, pick, title=one.title, text=text, why="Bedre.", edit=one.edit)

        @rule(who=st.just("author"), is_yes=st.booleans())
        def decide_amendment(self, who, is_yes):
            ids = [one.id for one in self.made]
            waits = Amendment.proposal_id.in_(ids), Amendment.state == AmendmentState.OPEN
            asked = session.scalar(select(Amendment.id).where(*waits).order_by(Amendment.id))
            if asked is not None:
                decide = actions.accept_amendment if is_yes else actions.decline_amendment
                self._do(lambda context, _id: decide(context, asked, reason="Ja."), who, 0)

        @invariant()
        def only_legal_steps_are_taken(self):
            for one in self._now():
                old, new = self.states[one.id], one.state
                assert old is new or (old, new) in LEGAL or (old, new) in HELD_AT_ONCE
                self.states[one.id] = new

        @invariant()
        def no_edit_is_lost(self):
            for one in self._now():
                kept = select(func.count(TextEdit.id), func.max(TextEdit.edit)).where(
                    TextEdit.kind == Kind.PROPOSAL, TextEdit.thing_id == one.id
                )
                assert session.execute(kept).one() == (one.edit, one.edit)
                assert one.edit >= self.edits[one.id]
                self.edits[one.id] = one.edit

        @invariant()
        def nobody_counts_twice(self):
            for one in self._now():
                own = select(func.count(Support.id), func.count(func.distinct(Support.person_id))).where(
                    Support.proposal_id == one.id
                )
                count, persons = session.execute(own).one()
                assert count == persons == queries.backing(self._as("visitor"), one.id).count

        @invariant()
        def nothing_that_is_not_public_is_on_a_public_surface(self):
            visitor = self._as("visitor")
            found, _more, _count = queries.listed(visitor, self.process.id, Sought(), Spot())
            shown = {one.proposal.id for one in found}
            public = {one.id for one in self._now() if one.state in PUBLIC}
            assert shown == public
            assert {one.id for one in queries.by_ids(visitor, [one.id for one in self.made])} == public
            on_board = select(Posting.thing_id).where(
                Posting.kind == Kind.PROPOSAL, Posting.process_id == self.process.id
            )
            assert set(session.scalars(on_board)) == public
            for one in self.made:
                hits = search(visitor, f"{SECRET}{one.id}abc").hits
                assert bool(hits) is (one.id in public)

        @invariant()
        def only_public_comments_are_on_a_public_surface(self):
            visitor = self._as("visitor")
            public = {one.id for one in self._now() if one.state in PUBLIC}
            for one in self.made:
                said = {c.id: c for c in self._said(one)}
                rows = thread(visitor, Kind.PROPOSAL, one.id).rows
                read = {r.number for row in rows for r in (row, *row.replies) if r.comment is not None}
                assert {said[number].state for number in read} <= READABLE
                assert all(said[r.number].reply_to_id == row.number for row in rows for r in row.replies), "one level"
                assert {c.state for c in comments_by_ids(visitor, list(said))} <= READABLE
                assert all(not c.text for c in said.values() if c.state is CommentState.DELETED)
            assert {one.thing_id for one in public_comments(visitor, self.process.id)} <= public

        @invariant()
        def what_support_leads_to_is_written_once_and_where_it_was_there(self):
            ids = [one.id for one in self.made]
            found = session.scalars(select(Reached).where(Reached.proposal_id.in_(ids))).all()
            assert len({one.proposal_id for one in found}) == len(found)
            assert all(one.support >= 1 and one.leads_to for one in found)
            wanted = self.process.support_wanted
            if wanted is not None:
                waiting = queries.supported_by(self._as("visitor"), self.process.id, wanted)
                assert waiting == [], "whoever has enough has it written down"

        @invariant()
        def no_file_is_given_out_that_nobody_has_looked_through(self):
            ids = [one.id for one in self.made]
            for one in session.scalars(select(Upload).where(Upload.kind == Kind.PROPOSAL, Upload.thing_id.in_(ids))):
                assert one.is_shown <= (one.read_at is not None and one.shown_id is not None)
            assert all(len(queries.files_of(self._as("visitor"), number)) <= MOST_FILES for number in ids)

        def _said(self, one):
            query = select(Comment).where(Comment.kind == Kind.PROPOSAL, Comment.thing_id == one.id)
            return session.scalars(query.order_by(Comment.id).execution_options(populate_existing=True)).all()

        def _now(self):
            session.flush()
            ids = [one.id for one in self.made]
            query = select(Proposal).where(Proposal.id.in_(ids)).execution_options(populate_existing=True)
            return session.scalars(query).all()

    return Proposals


NOT_THEIRS = {Reason.NOT_YOURS, Reason.NOT_FOUND}
READABLE = {CommentState.PUBLISHED, CommentState.DELETED}
"""What everybody sees of a comment: its words, or that there were some."""
HELD_AT_ONCE = {
    (ProposalState.DRAFT, ProposalState.HELD),
    (ProposalState.SENT_BACK, ProposalState.HELD),
}
"""Two steps in one deed: what is handed in with a number in it is held."""


def test_nothing_that_people_do_breaks_a_proposal(session, tmp_path):
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(_machine(session, tmp_path), settings=limits)
