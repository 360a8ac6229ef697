"""Where comments stand: of each kind of thing that has them, its page, and who may say more there."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from civic.dialogue.models import Comment
from civic.dialogue.queries import comments_by_ids, place
from civic.groups.queries import group
from civic.groups.workflow import GROUP, GroupVerb
from civic.hearings.queries import party
from civic.hearings.workflow import PARTY, HearingVerb
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.meetings.queries import meeting
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.plans.queries import plan
from civic.plans.workflow import PLAN, PlanVerb
from civic.proposals.queries import proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.reports.models import SectionText
from civic.reports.queries import newest_text, section
from civic.reports.workflow import REPORT, SECTION_TEXT, ReportVerb


@dataclass(frozen=True)
class Room:
    """How comments are met in one room."""

    home: Callable[[Context, Comment], str]
    """The page they stand on."""
    may: Callable[[Context, Comment], bool]
    """Whether somebody may reply there now."""


def home(context: Context, comment: Comment) -> str:
    """Return the address of the place in a thread at which a comment stands, whichever room that lives in."""
    if comment.reply_to_id is not None and comments_by_ids(context, [comment.reply_to_id]):
        return url_for("dialogue.comment", comment_id=comment.reply_to_id, _anchor=f"comment-{comment.id}")
    before, shown = place(context, comment), comment.reply_to_id or comment.id  # below the mark of one that is hidden
    address = ROOMS[comment.kind].home(context, comment)
    return f"{address}{f'?said={before}' if before else ''}#comment-{shown}"


def may_reply(context: Context, comment: Comment) -> bool:
    """Return whether the actor may reply to what is said in the thread of a comment; no where it is closed to them."""
    try:
        return ROOMS[comment.kind].may(context, comment)
    except Refusal:
        return False


def _section_home(context: Context, comment: Comment) -> str:
    if comment.circle is not None:
        return url_for("sections.edit", section_id=comment.thing_id)
    found = newest_text(context, comment.thing_id)
    if found is None:
        return url_for("sections.show", section_id=comment.thing_id)
    return url_for("reports.section", text_id=found.id)


def frozen(context: Context, comment: Comment) -> SectionText:
    """Return the newest published words of the section that a comment is said of, or Refusal(NOT_FOUND)."""
    found = newest_text(context, comment.thing_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def _may_in_section(context: Context, comment: Comment) -> bool:
    if comment.circle is not None:
        return REPORT.may(context, ReportVerb.DISCUSS, section(context, comment.thing_id).report)
    return SECTION_TEXT.may(context, ReportVerb.COMMENT, frozen(context, comment))


def _may_in_group(context: Context, comment: Comment) -> bool:
    found = group(context, comment.thing_id)
    is_read_as_now = (comment.circle is None) is found.talks_in_public
    return is_read_as_now and GROUP.may(context, GroupVerb.DISCUSS, found)


ROOMS: dict[Kind, Room] = {
    Kind.PROPOSAL: Room(
        home=lambda context, one: url_for("proposals.show", proposal_id=one.thing_id),
        may=lambda context, one: PROPOSAL.may(context, ProposalVerb.COMMENT, proposal(context, one.thing_id)),
    ),
    Kind.MEETING: Room(
        home=lambda context, one: url_for("meetings.show", meeting_id=one.thing_id),
        may=lambda context, one: MEETING.may(context, MeetingVerb.COMMENT, meeting(context, one.thing_id)),
    ),
    Kind.CASE: Room(  # what contests that something was done: it is answered, and not replied to
        home=lambda context, one: url_for("decisions.case", case_id=one.thing_id),
        may=lambda context, one: False,
    ),
    Kind.PLAN: Room(
        home=lambda context, one: url_for("plans.show", plan_id=one.thing_id),
        may=lambda context, one: PLAN.may(context, PlanVerb.COMMENT, plan(context, one.thing_id)),
    ),
    Kind.SECTION: Room(home=_section_home, may=_may_in_section),
    Kind.GROUP: Room(
        home=lambda context, one: url_for("groups.discussion", group_id=one.thing_id),
        may=_may_in_group,
    ),
    Kind.PARTY: Room(
        home=lambda context, one: url_for("councils.party", party_id=one.thing_id),
        may=lambda context, one: PARTY.may(context, HearingVerb.DISCUSS, party(context, one.thing_id)),
    ),
}
