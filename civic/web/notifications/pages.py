"""What the pages about notifications show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for

from civic.areas.queries import areas_among, topics_among
from civic.board.queries import hanging
from civic.following.models import Follow
from civic.following.queries import followed
from civic.kernel import notifying
from civic.kernel.context import Context
from civic.kernel.notifying import Notified, Pace
from civic.kernel.trace import Kind, Ref
from civic.people.queries import account, own_account
from civic.said.notified import Told, told
from civic.said.things import address, kind_word
from civic.web.notifications.forms import AS_ALL, FollowForm, PacesForm, ReadForm

ON_A_PAGE = 50
MOST_COUNTED = 1000
"""Up to how many unread ones are counted."""


@dataclass(frozen=True)
class NotificationsPage:
    """What somebody was told, the newest first."""

    template: ClassVar[str] = "notifications/index.html"
    told: Sequence[Told]
    next_before: int | None
    unread: int
    is_at_least: bool
    only_unread: bool
    read: ReadForm | None
    """The button that says all is read, where anything is not."""


def notifications_page(context: Context, *, before: int | None = None, only_unread: bool = False) -> NotificationsPage:
    """Return what the actor was told, fifty at a time; Refusal(NOT_YOURS) for a visitor."""
    person_id = own_account(context).id
    rows = notifying.listed(context.session, person_id, before=before, at_most=ON_A_PAGE + 1, is_unread=only_unread)
    shown = rows[:ON_A_PAGE]
    unread = notifying.unread(context.session, person_id, at_most=MOST_COUNTED)
    read = ReadForm(formdata=None, until=str(shown[0].id)) if unread and shown and before is None else None
    more = shown[-1].id if len(rows) > ON_A_PAGE else None
    return NotificationsPage(told(context, shown), more, unread, unread == MOST_COUNTED, only_unread, read)


@dataclass(frozen=True)
class Followed:
    """One thing that somebody follows, and how often they want to be mailed of it."""

    follow: Follow
    kind: str
    title: str
    address: str
    form: FollowForm


@dataclass(frozen=True)
class PacesPage:
    """How often somebody wants mails, of each kind and of each thing they follow."""

    template: ClassVar[str] = "notifications/paces.html"
    form: PacesForm
    followed: Sequence[Followed]
    next_after: int | None
    email: str


def paces_page(context: Context, form: PacesForm | None = None, *, after: int | None = None) -> PacesPage:
    """Return how often the actor wants mails; Refusal(NOT_YOURS) for a visitor."""
    person = own_account(context)
    chosen = notifying.paces_of(context.session, [person.id])
    if form is None:
        now = {kind.value: chosen.get((person.id, kind), Pace.AT_ONCE).value for kind in Notified}
        form = PacesForm(formdata=None, **now)
    rows = followed(context, after=after or 0, at_most=ON_A_PAGE + 1)
    shown = rows[:ON_A_PAGE]
    titles = _titles(context, [Ref(one.kind, one.thing_id) for one in shown])
    listed = [_followed(one, titles.get(Ref(one.kind, one.thing_id), "")) for one in shown]
    return PacesPage(form, listed, shown[-1].id if len(rows) > ON_A_PAGE else None, person.email or "")


def _followed(one: Follow, title: str) -> Followed:
    form = FollowForm(formdata=None, pace=one.pace.value if one.pace else AS_ALL)
    form.pace.id = form.pace.label.field_id = f"follow-{one.id}"
    return Followed(one, kind_word(one.kind), title, address(Ref(one.kind, one.thing_id)), form)


def _titles(context: Context, things: Sequence[Ref]) -> dict[Ref, str]:
    """Return what things are called, as everybody reads it, in at most three statements."""
    ids = {kind: [one.id for one in things if one.kind is kind] for kind in (Kind.AREA, Kind.TOPIC)}
    found = {ref: one.title for ref, one in hanging(context, things).items()}
    if ids[Kind.AREA]:
        found |= {Ref(Kind.AREA, one.id): one.name for one in areas_among(context, ids[Kind.AREA])}
    if ids[Kind.TOPIC]:
        found |= {Ref(Kind.TOPIC, one.id): one.name for one in topics_among(context, ids[Kind.TOPIC])}
    return found


@dataclass(frozen=True)
class StopPage:
    """A button that stops mails, or that they have been stopped; for whoever has the link of one."""

    template: ClassVar[str] = "notifications/stop.html"
    kinds: Sequence[Notified]
    is_done: bool
    address: str


def stop_page(context: Context, person_id: int, kinds: Sequence[Notified], token: str, *, is_done: bool) -> StopPage:
    """Return the page that stops a person's mails of some kinds; Refusal(NOT_FOUND) for an account that is gone."""
    account(context, person_id)
    return StopPage(kinds, is_done, url_for("notifications.stop", token=token))


def paced(form: FollowForm) -> Pace | None:
    """Return the pace that was chosen of one thing, None for as of all."""
    return None if form.pace.data == AS_ALL else Pace(form.pace.data)
