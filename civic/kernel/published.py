"""What the administration publishes holds no CPR number: whatever way the words came, they are not written down.

Residents' and councils' own words go through the moderation gate, which holds them and lets their author mask them;
what staff write stands in public at once. So it is looked at where it enters the database, whoever wrote it and by
whatever form, file or command. Case and document numbers are left alone: they have ten digits of their own.
"""

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from civic.kernel import cpr
from civic.kernel.refusal import Reason, Refusal

PUBLISHED = {
    "action_point": "text owner result",
    "agenda_item": "title text",
    "answer": "heading reason answered_for",
    "appointment": "name affiliation override_reason ended_because",
    "area": "name about",
    "attachment": "title",
    "audience": "name reached",
    "ballot": "question about draw_source",
    "ballot_option": "text about",
    "body": "name about",
    "body_member": "name party sent_by",
    "body_name": "name",
    "sitting_item": "title text neutral_title",
    "party_letter": "name",
    "programme": "name funder calls_plan about duration source",
    "programme_theme": "name about",
    "social_master_plan": "title about takes_part anchored",
    "effort": "title about responsible takes_part",
    "grant_scheme": "title about mission administration wish replaces source",
    "scheme_point": "text",
    "criterion": "heading text lacking source",
    "grant_application": "title summary conditions reason learnt",
    "chain_link": "text",
    "grant_activity": "title text consent",
    "goal": "text criterion",
    "indicator": "text unit",
    "measurement": "source",
    "financing_source": "name",
    "financing_line": "note",
    "agreement": "title parties about",
    "plan_seat": "name stands_for profile",
    "plan_version": "summary",
    "approval_step": "name",
    "approval": "body document said",
    "upheld_approval": "reason",
    "plan_event": "text",
    "lesson": "title theme place tried came_of_it contact",
    "case_file": "title neutral_title resume background recommended_by recommendation presented presented_by "
    "earlier_decisions",
    "correction": "reason blotted_because",
    "deadline_change": "reason",
    "decision": "subject wording votes_as_written out_of_turn",
    "dissent": "text",
    "draw": "title about called_off_because",
    "draw_feature": "name",
    "draw_round": "public_source public_words",
    "draw_value": "name",
    "earlier_decision": "body reference text",
    "follow_up": "text responsible result involved citizens_role indicator",
    "follow_up_progress": "text",
    "undertaking": "name part",
    "contest": "answer",
    "report_back": "text",
    "hearing": "title asks what_is_proposed what_it_means what_can_change short_deadline_reason left_out_reason",
    "key_figure": "title text source unit",
    "mandate": "background",
    "meeting": "title about target_group place access",
    "milestone": "heading text",
    "minutes": "approved_by",
    "minutes_point": "text",
    "organisation": "name about web letterhead",
    "paper": "title",
    "participation": "about",
    "person": "name",
    "phase": "name",
    "photo": "consent",
    "phrase": "text",
    "picture": "alt",
    "presentation": "title text source speaker speaker_title speaker_organisation",
    "process": "title full_title question contact_unit contact_phone next_step source",
    "process_kind": "name about",
    "programme_item": "title about speakers",
    "proposal": "answer answered_for",
    "question": "text",
    "report": "title about",
    "response": "summary",
    "ruling": "reason",
    "section_text": "heading text",
    "site_visit": "title text source purpose participants questions",
    "statement": "title text source said_by speaks_as",
    "tally_line": "letter name affiliation reason",
    "task": "heading text answer",
    "theme": "name",
    "topic": "name",
    "proposal_understanding": "again",
    "understanding": "again",
    "unit": "name about phone contact_name",
    "upload": "reason",
    "version": "label name",
    "working_group": "title about criteria questions",
}
"""By table, the columns that staff fill in and anybody may read."""


@event.listens_for(Session, "before_flush")
def _look(session: Session, _context: object, _instances: object) -> None:
    for thing in (*session.new, *session.dirty):
        columns = PUBLISHED.get(thing.__tablename__)
        if columns is None:
            continue
        state = inspect(thing)
        for column in columns.split():
            change = state.attrs[column].history
            if change.added and _numbers(change.added[0]) > _numbers(next(iter(change.deleted or ()), "")):
                raise Refusal(Reason.NUMBER_SEEN)


def _numbers(words: str | None) -> int:
    """Return how many there are: what stood there before may be taken out one by one."""
    return sum(1 for _span in cpr.spans(words)) if words else 0
