"""A party's way through a hearing, step by step, as every page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from civic.hearings.models import HearingParty, PartyState
from civic.kernel.context import Context
from civic.responses.models import Response
from civic.said.wording import day


@dataclass(frozen=True)
class Step:
    """One step of a party's way in the matrix: done, on its way, or not; with its day."""

    label: str
    on: date | None
    is_done: bool
    said: str = ""
    """What is said of it where no day is known: done, not noted, or not yet."""


@dataclass(frozen=True)
class PartyRow:
    """One row of the matrix."""

    party: HearingParty
    state: PartyState
    is_silent: bool
    response: Response | None
    steps: tuple[Step, ...]

    @property
    def is_submitted(self) -> bool:
        """Return whether the party has handed in its response."""
        return self.state is PartyState.SUBMITTED

    @property
    def is_adopted(self) -> bool:
        """Return whether its draft is adopted and waits to be handed in."""
        return self.state is PartyState.ADOPTED

    @property
    def is_adopting(self) -> bool:
        """Return whether its draft is before the chair."""
        return self.state is PartyState.ADOPTING

    @property
    def sentence(self) -> str:
        """Return how far the party is, in one plain sentence that follows its name."""
        party = self.party
        if self.is_silent:
            return _("did not answer before the deadline.")
        if self.is_submitted:
            return _("has answered.")
        if self.is_adopted:
            return _("has adopted its answer, which has not been handed in yet.")
        if self.is_adopting:
            return _("has written its answer and is about to adopt it.")
        if self.state is PartyState.DRAFTING:
            return _("is writing its answer.")
        if self.state is PartyState.ON_AGENDA and party.agenda_on:
            return _("takes it up at its meeting on %(day)s.", day=day(party.agenda_on))
        if self.state is PartyState.RECEIVED:
            return _("has received the invitation and has not answered yet.")
        if party.invited_at:
            return _("was invited on %(day)s and has not answered yet.", day=day(party.invited_at))
        return _("is invited when the hearing opens.")


def party_row(context: Context, party: HearingParty, response: Response | None) -> PartyRow:
    """Return a party's way as one row of the matrix; silence is shown as silence."""
    state = party.state_at(context.now)
    steps = (
        Step(_("Invited"), party.invited_at, party.invited_at is not None),
        Step(_("Invitation received"), party.received_at, party.received_at is not None),
        Step(_("On the agenda"), party.presented_on or party.agenda_on, bool(party.presented_on or party.agenda_on)),
        Step(_("Drafted"), party.drafted_at, party.drafted_at is not None),
        Step(_("Adopted"), party.adopted_on or party.adopted_at, bool(party.adopted_on or party.adopted_at)),
    )
    is_over = party.hearing.is_over_at(context.now) or state is PartyState.SUBMITTED
    return PartyRow(party, state, party.is_silent_at(context.now), response, tuple(_said(steps, is_over)))


def _said(steps: Sequence[Step], is_over: bool) -> Iterator[Step]:
    """Give the steps with what is said of each: what may have happened, and nobody noted, is neither no nor not yet."""
    for at, step in enumerate(steps):
        if step.is_done:
            words = _("Yes")
        elif is_over or any(one.is_done for one in steps[at + 1 :]):
            words = _("Not noted")
        else:
            words = _("Not yet")
        yield replace(step, said=words)
