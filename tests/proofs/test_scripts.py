"""Texts that try to run: 300 of them in every field that people write in, on every page that shows it; none runs.

In a browser that leaves out the content policy, so that what holds is the escaping alone.
"""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Label, Outcome
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.meetings import actions as meetings
from civic.meetings.models import Meeting
from civic.people.models import Person
from civic.people.queries import actor
from civic.processes.models import Process
from civic.proposals import actions as proposals
from civic.proposals import attaching
from civic.rules import actions as rules
from tests.clock import NOON
from tests.documents.files import SEEN, a_picture, pdf
from tests.live import visiting

pytestmark = pytest.mark.browser

RUN = "window.ran=(window.ran||0)+1"
BREAKS = (
    "", '"', "'", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", "</style>", "`", "</p></div>",
    "{{7*7}}", "\u2028", "%22%3E", "&quot;&gt;", "\\\"", "</option></select>", "*/",
)  # fmt: skip
TRIES = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f"<input autofocus onfocus={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<video><source onerror={RUN}></video>",
    f'<a href="javascript:{RUN}">x</a>',
    f"[x](javascript:{RUN})",
    f"![x](javascript:{RUN})",
    f"<style>@keyframes x{{}}</style><b style='animation-name:x' onanimationstart={RUN}>x</b>",
    f"<object data='javascript:{RUN}'></object>",
    f"<base href=javascript:/a/-{RUN}//>",
    f"<math><mtext><script>{RUN}</script></mtext></math>",
    f"onmouseover={RUN} autofocus onfocus={RUN} x=",
)
PDF, PNG = pdf(SEEN), a_picture(size=(600, 400))
EVIL = [f"{broken}{tried}" for broken, tried in product(BREAKS, TRIES)]
WHOLE = " ".join(EVIL)
STRANGE = (
    "script:not([src]), iframe, object, embed, base, style, [onerror], [onload], [onfocus], [ontoggle], [onmouseover], \
[onanimationstart], [srcdoc], a[href^='javascript:' i], img[src^='javascript:' i]"
)
"""What no page of the site has: its own scripts and styles are files."""


class Story:
    """What people wrote, in every field there is."""

    def __init__(self, live):
        self.folder = live.folder / "files"
        self.at = NOON - timedelta(days=2)
        with Session(writing(live.engine), expire_on_commit=False) as session:
            self.session = session
            self.ids = {one.name: one.id for one in session.scalars(select(Person).where(Person.is_invented))}
            process = session.scalars(select(Process.id).where(Process.title == "Levende gårdrum")).one()
            self.paths = [*self._tell(process)]
            session.commit()

    def _acting(self, name):
        self.at += timedelta(minutes=1)
        person = self.session.get_one(Person, self.ids[name])
        return Context(actor(Context(VISITOR, self.at, self.session), person), self.at, self.session)

    def _proposal(self, process):
        made = proposals.write(self._acting("Amina Farah"), process, title=WHOLE, text=WHOLE)
        proposals.submit(self._acting("Amina Farah"), made.id)
        return made

    def _published(self, process):
        made = self._proposal(process)
        proposals.accept(self._acting("Mikkel Dam"), made.id)
        return made

    def _tell(self, process):
        """Write it all, and give the pages that show it with the person who sees most of each."""
        rule = rules.add(
            self._acting("Rasmus Bech"), title=WHOLE[:9000], text=WHOLE, others={"en": (WHOLE, WHOLE)}, why=WHOLE
        )
        leads = {"support_wanted": 2, "support_days": 90, "support_leads_to": WHOLE, "support_owner": WHOLE}
        proposals.set_support(self._acting("Lone Kragh"), process, leads, reason=WHOLE)
        one, two = self._published(process), self._published(process)
        for who in ("Jens Holm", "Olga Sand"):
            proposals.support(self._acting(who), one.id)
        said = proposals.comment(self._acting("Jens Holm"), one.id, text=WHOLE, label=Label.FOR)
        proposals.comment(self._acting("Olga Sand"), one.id, text=WHOLE, reply_to=said.id)
        self.at += timedelta(hours=1)
        dialogue.edit(self._acting("Jens Holm"), said.id, text=f"{WHOLE} og mere")
        bad = proposals.comment(self._acting("Jens Holm"), one.id, text=f"{WHOLE} igen")
        change = proposals.amend(
            self._acting("Olga Sand"), one.id, title=f"{WHOLE}!", text=f"{WHOLE}\n\n{WHOLE}", why=WHOLE, edit=one.edit
        )
        proposals.accept_amendment(self._acting("Amina Farah"), change.id, reason=WHOLE)
        no = proposals.amend(self._acting("Jens Holm"), one.id, title=f"{WHOLE}?", text=WHOLE, why=WHOLE, edit=one.edit)
        proposals.decline_amendment(self._acting("Amina Farah"), no.id, reason=WHOLE)
        proposals.merge(self._acting("Lone Kragh"), two.id, into_id=one.id, reason=WHOLE)
        proposals.answer(
            self._acting("Lone Kragh"), one.id, outcome=Outcome.ACCEPTED, text=WHOLE, answered_for=WHOLE,
            next_step=WHOLE, review_on=(NOON + timedelta(days=30)).date(),
        )  # fmt: skip
        proposals.speak_to(self._acting("Lone Kragh"), one.id, [said.id])
        proposals.report(self._acting("Lone Kragh"), one.id, text=WHOLE, review_on=(NOON + timedelta(days=60)).date())
        proposals.correct_answer(self._acting("Lone Kragh"), one.id, {"answer": f"{WHOLE}."}, reason=WHOLE)
        dialogue.flag(self._acting("Olga Sand"), bad.id, rule=rule.number, reason=WHOLE)
        dialogue.hide(self._acting("Mikkel Dam"), bad.id, rule=rule.number, reason=WHOLE)
        appeal = dialogue.appeal(self._acting("Jens Holm"), bad.id, text=WHOLE)
        gone = self._published(process)
        proposals.hide(self._acting("Mikkel Dam"), gone.id, rule=rule.number, reason=WHOLE)
        back = self._proposal(process)
        proposals.send_back(self._acting("Mikkel Dam"), back.id, rule=rule.number, reason=WHOLE)
        waiting = self._proposal(process)
        beside = proposals.write(self._acting("Amina Farah"), process, title=WHOLE, text=WHOLE)
        proposals.say_where(self._acting("Amina Farah"), beside.id, place=WHOLE, point="55, 12", language="ar")
        named = [(f"{EVIL[0]}{EVIL[1]}.pdf", PDF), (f"{EVIL[77]}.pdf", PDF)]
        attaching.attach(self._acting("Amina Farah"), beside.id, self.folder, named)
        attaching.put_picture(self._acting("Amina Farah"), beside.id, self.folder, content=PNG, alt=WHOLE)
        proposals.submit(self._acting("Amina Farah"), beside.id)
        proposals.carry_out(self._acting("Lone Kragh"), one.id, result=WHOLE, on=(NOON - timedelta(days=2)).date())
        meeting = self.session.scalar(select(func.min(Meeting.id)).where(Meeting.process_id == process))
        meetings.comment(self._acting("Jens Holm"), meeting, text=WHOLE, label=Label.QUESTION)
        yield "Lone Kragh", f"/da/proposals/{one.id}"
        yield "Lone Kragh", f"/da/proposals/{one.id}?show=beside"
        yield "Lone Kragh", f"/da/proposals/{one.id}/answer/comments"
        yield "Amina Farah", f"/da/proposals/{one.id}/amendments"
        yield "Amina Farah", f"/da/amendments/{no.id}"
        yield "Olga Sand", f"/da/amendments/{change.id}"
        yield "Amina Farah", f"/da/proposals/{one.id}/versions"
        yield "Amina Farah", f"/da/proposals/{one.id}/edits"
        yield "Lone Kragh", f"/da/proposals/{two.id}"
        yield "Olga Sand", f"/da/proposals/{gone.id}"
        yield "Mikkel Dam", f"/da/proposals/{gone.id}"
        yield "Amina Farah", f"/da/proposals/{back.id}"
        yield "Amina Farah", f"/da/proposals/{back.id}/edit"
        yield "Mikkel Dam", f"/da/moderation?at=proposal-{waiting.id}"
        yield "Lone Kragh", f"/da/moderation?at=appeal-{appeal.id}"
        yield "Jens Holm", f"/da/comments/{said.id}"
        yield "Jens Holm", f"/da/comments/{said.id}/edit"
        yield "Jens Holm", f"/da/comments/{bad.id}"
        yield "Jens Holm", f"/da/appeals/{appeal.id}"
        yield "Amina Farah", f"/da/follow/comment/{said.id}"
        yield "Amina Farah", f"/da/follow/proposal/{one.id}"
        yield "Amina Farah", f"/da/meetings/{meeting}"
        yield "Amina Farah", f"/da/processes/{process}/proposals"
        yield "Amina Farah", f"/da/processes/{process}"
        yield "Amina Farah", f"/da/proposals/{beside.id}"
        yield "Mikkel Dam", f"/da/moderation?at=proposal-{beside.id}"
        yield "Mikkel Dam", f"/da/proposals/{beside.id}"
        yield "Lone Kragh", f"/da/processes/{process}/support"
        yield "Lone Kragh", f"/da/proposals/{one.id}/support/carry-out"
        yield "Lone Kragh", "/da/overview"
        yield "Amina Farah", "/da/notifications"
        yield "Amina Farah", "/da/notifications/mails"
        yield "Amina Farah", "/da/overview"
        yield "Amina Farah", "/en/house-rules"
        yield "Rasmus Bech", f"/da/house-rules/{rule.number}/change"
        yield "Amina Farah", "/da/moderation/log"
        yield "Amina Farah", "/da/search?q=window"
        yield "Amina Farah", "/da/"


def test_nothing_that_people_write_runs_on_any_page_that_shows_it(live, browser):
    assert len(set(EVIL)) >= 300
    story, shown = Story(live), 0
    for name in dict.fromkeys(who for who, _path in story.paths):
        with visiting(live, browser, name, policy=False) as window:
            for who, path in story.paths:
                if who != name:
                    continue
                page = window.open(path)
                assert page.evaluate("window.ran") is None, path
                assert page.evaluate(f"[...document.querySelectorAll({STRANGE!r})].map(e => e.outerHTML)") == [], path
                shown += page.content().count("window.ran")
    assert shown > len(EVIL) * 30, "they were there to be read"
