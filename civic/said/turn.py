"""Whose turn it is on a council's way to its answer, and what is to be done."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from civic.hearings.models import HearingParty, PartyState
from civic.hearings.workflow import PARTY, HearingVerb
from civic.kernel.context import Context
from civic.kernel.workflow import Workflow
from civic.responses.workflow import PARTY_RESPONSES, ResponseVerb


@dataclass(frozen=True)
class Turn:
    """What comes next: what it is for whoever does it, and whom the others wait for."""

    what: str
    awaits: str
    is_mine: bool


@dataclass(frozen=True)
class _Next:
    verb: HearingVerb | ResponseVerb
    what: LazyString
    awaits: LazyString


_NEXT: dict[PartyState, _Next] = {
    PartyState.INVITED: _Next(
        HearingVerb.RECEIVE,
        _("Say that the council has received it, and put it on the agenda of a meeting."),
        _("The secretary says that it has been received, and puts it on the agenda."),
    ),
    PartyState.RECEIVED: _Next(
        HearingVerb.SET_AGENDA,
        _("Put it on the agenda of a meeting before the deadline."),
        _("The secretary puts it on the agenda of a meeting."),
    ),
    PartyState.ON_AGENDA: _Next(
        HearingVerb.DRAFT, _("Write what the council says."), _("The council's members write what they say.")
    ),
    PartyState.DRAFTING: _Next(
        HearingVerb.PUT_TO_ADOPTION,
        _("Put the draft to adoption when everybody has said theirs."),
        _("The secretary puts the draft to adoption. Until then you can write on it."),
    ),
    PartyState.ADOPTING: _Next(
        HearingVerb.ADOPT,
        _("Read the answer through, and adopt it or open it for writing again."),
        _("The chair reads the answer through and adopts it."),
    ),
    PartyState.ADOPTED: _Next(
        ResponseVerb.SUBMIT,
        _("Read the answer through and hand it in."),
        _("The secretary or the chair hands the answer in."),
    ),
}
"""What comes next in each state; who does it, the workflows say."""


def turn(context: Context, party: HearingParty) -> Turn | None:
    """Return what comes next for a council that is heard; None where it has answered or has not been asked yet."""
    found = _NEXT.get(party.state_at(context.now))
    if found is None:
        return None
    workflow: Workflow[PartyState, HearingVerb | ResponseVerb, HearingParty]
    workflow = PARTY_RESPONSES if isinstance(found.verb, ResponseVerb) else PARTY  # type: ignore[assignment]
    return Turn(str(found.what), str(found.awaits), workflow.may(context, found.verb, party))
