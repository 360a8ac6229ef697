"""A panel that reads some of a hearing's answers: every write."""

from collections.abc import Sequence
from datetime import date

from civic.db.base import end_of_day
from civic.dialogue.models import Meets
from civic.draws.models import EntrantState
from civic.draws.queries import drawn_in, draws_of
from civic.hearings.queries import hearing as hearing_by_id
from civic.kernel import deed, ledger, mailbox, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.sealing import digest, new_token
from civic.treatment import queries
from civic.treatment.models import AnswerPanel, PanelReader, PanelReading, PanelRemark, PanelState, named, sample
from civic.treatment.workflow import HEARING_NOTE, PANEL, TreatmentVerb

LARGEST = 50
"""Readers of a panel; a panel is small."""


def set_up(
    context: Context,
    hearing_id: int,
    *,
    size: int,
    last_day: date,
    draw_id: int | None = None,
    addresses: Sequence[str] = (),
) -> AnswerPanel:
    """Let a panel read some of a published note's answers until the end of a day; each is mailed a link of their own.

    The readers are those who said yes in a draw by lot of the process, or who has the `addresses`. The sample follows
    from the head of the process's log, which nobody chooses. A second panel breaks a unique key. Refusal(NO_READERS)
    without readers, Refusal(DEADLINE_PASSED) for a day that is over, Refusal(NOT_NOW) where no answer can be read,
    Refusal(PROOF_TO_COME) while the worker has numbered nothing of the log, Refusal(FORGETS_FIRST) for a day after the
    one on which the draw forgets who entered it.
    """
    hearing = deed.begin(context, HEARING_NOTE, TreatmentVerb.SET_UP_PANEL, hearing_by_id(context, hearing_id))
    closes_at = end_of_day(last_day)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    mailboxes = {mailbox.bare(one): mailbox.normal(one) for one in addresses}
    if draw_id is not None:
        draw = next((one for one in draws_of(context, hearing.process) if one.id == draw_id), None)
        if draw is None:
            raise Refusal(Reason.NOT_FOUND)
        if closes_at > draw.forgets_at:  # it promised to know nobody after that
            raise Refusal(Reason.FORGETS_FIRST)
        drawn = [one for one in drawn_in(context, draw_id) if one.state_at(context.now) is EntrantState.ACCEPTED]
        mailboxes = {one.mailbox: one.email for one in drawn if one.email}
    if not 1 <= len(mailboxes) <= LARGEST:
        raise Refusal(Reason.NO_READERS)
    told = {named(one.response.number, one.number): one for one in queries.told(context, hearing_id)}
    if not told:
        raise Refusal(Reason.NOT_NOW)
    leaves = [ledger.leaf(one) for one in ledger.entries(context.session, hearing.process_id)]
    if not leaves:
        raise Refusal(Reason.PROOF_TO_COME)
    seed = ledger.head_of(leaves)
    chosen = sample(seed, told, size)
    panel = AnswerPanel(
        hearing=hearing,
        draw_id=draw_id,
        seed=seed,
        pool=len(told),
        size=len(chosen),
        opened_at=context.now,
        closes_at=closes_at,
        remarks=[PanelRemark(remark_id=told[name].id, position=at) for at, name in enumerate(chosen, start=1)],
        readers=[],
    )
    deed.enter(context, TreatmentVerb.SET_UP_PANEL, panel)
    for number, address in enumerate(sorted(mailboxes.values()), start=1):
        token = new_token()
        reader = PanelReader(panel_id=panel.id, number=number, email=address, token_hash=digest(token))
        context.session.add(reader)
        about = {"title": hearing.title, "count": len(chosen), "last_day": last_day.isoformat(), "token": token}
        outbox.mail_to_address(context, "asked_to_read", address=address, language=context.actor.language, data=about)
    return panel


def say(context: Context, token: str, remark_id: int, *, meets: Meets) -> PanelReading:
    """Say for a panel whether an answer speaks to its remark; until the panel closes what was said last holds.

    Refusal(LINK_EXPIRED) for a link that is none, Refusal(NOT_FOUND) for a remark that is not in the sample, and
    Refusal(NOT_NOW) after the last day.
    """
    reader = queries.panel_reader(context, token)
    panel = deed.begin(context, PANEL, TreatmentVerb.SAY_FOR_PANEL, reader.panel)
    if panel.state_at(context.now) is PanelState.CLOSED:
        raise Refusal(Reason.NOT_NOW)
    if remark_id not in {one.remark_id for one in panel.remarks}:
        raise Refusal(Reason.NOT_FOUND)
    context.lock(reader)
    made = queries.reading(context, reader.id, remark_id) or PanelReading(reader_id=reader.id, remark_id=remark_id)
    made.meets, made.at = meets, context.now
    return deed.enter(context, TreatmentVerb.SAY_FOR_PANEL, made)
