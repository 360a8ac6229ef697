"""A grant's letter, and the report of what the money went to."""

from flask_babel import gettext as _

from civic.documents.paper import Grid, Heading, Listing, Paper, Part, Words, paragraphs, plain
from civic.grants.models import CHAIN, GrantActivity, GrantApplication
from civic.grants.queries import Accounts, accounts, whole, written
from civic.kernel.context import Context
from civic.people.queries import municipality
from civic.said.wording import day, money, number, word


def grant_letter(context: Context, application_id: int) -> Paper:
    """Return the letter that says what was decided about an application, why, and on which conditions."""
    found = whole(context, application_id)
    parts: list[Part] = [*_head(context), *_decided(found)]
    if found.granted:
        parts += _sums(found)
    for heading, text in ((_("Reason"), found.reason), (_("Conditions"), found.conditions)):
        if text:
            parts += [Heading(1, heading), *paragraphs(text)]
    if found.activity_money:
        said = _(
            "Activity money has to be accounted for: what it went to, with vouchers, and a description of each "
            "activity. The grant cannot be closed before."
        )
        parts += [Heading(1, _("Accounts")), Words(plain(said))]
    return Paper(
        _("Answer to an application for a grant"), found.title, found.scheme.administration, parts=tuple(parts)
    )


def grant_report(context: Context, application_id: int) -> Paper:
    """Return the report of a grant: what was granted, what it went to, what was measured, and what came of it.

    Vouchers stand in it, for it is for whoever applied and the administration; nobody who took part is named.
    """
    found = whole(context, application_id)
    made = accounts(context, found)
    all_of_it = written(context, found)
    parts: list[Part] = [*_head(context), *paragraphs(found.summary), *_decided(found), *_sums(found)]
    parts.append(Heading(1, _("Theory of change")))
    for kind in CHAIN:
        own = [one.text for one in all_of_it.chain if one.kind is kind]
        if own:
            parts += [Heading(2, word(kind)), Listing(False, tuple((0, plain(one)) for one in own))]
    if all_of_it.goals:
        parts.append(Heading(1, _("Goals, and how one sees them")))
        parts += _goals(all_of_it.goals)
    if found.activity_money:
        parts += [Heading(1, _("Activities and accounts")), *_accounts(made)]
    if found.learnt:
        parts += [Heading(1, _("What came of it")), *paragraphs(found.learnt)]
    return Paper(_("What did the money go to?"), found.title, found.scheme.administration, parts=tuple(parts))


def _head(context: Context) -> list[Part]:
    return [Words(plain(line)) for line in municipality(context).letterhead.splitlines() if line.strip()]


def _decided(found: GrantApplication) -> list[Part]:
    decision = found.decision
    if decision is None or decision.decided_on is None:
        return []
    said = {"body": decision.body.name, "day": day(decision.decided_on), "outcome": word(decision.state)}
    return [Words(plain(_("%(body)s decided it on %(day)s: %(outcome)s.", **said)))]


def _sums(found: GrantApplication) -> list[Part]:
    rows = [(_("Granted"), money(found.granted or 0))]
    if found.activity_money:
        rows.append((_("Of it activity money"), money(found.activity_money)))
    return [Grid((_("What"), _("Amount")), tuple((plain(name), plain(said)) for name, said in rows))]


def _goals(goals: object) -> list[Part]:
    parts: list[Part] = []
    for one in goals:  # type: ignore[attr-defined]
        parts += [Heading(2, one.text[:200]), *paragraphs(one.criterion)]
        rows = tuple(
            (plain(each.text), plain(day(m.measured_on)), plain(f"{number(float(m.measured))} {each.unit}".strip()))
            for each in one.indicators
            for m in each.measurements
        )
        if rows:
            parts.append(Grid((_("Indicator"), _("Day"), _("What it was")), rows))
    return parts


def _accounts(made: Accounts) -> list[Part]:
    """Return the accounts year by year: whoever reads a year's finds it by its heading."""
    parts: list[Part] = []
    for year in made.years:
        parts.append(Heading(2, str(year)))
        for one in made.held_in(year):
            parts += _activity(made, one)
        count = number(sum(one.participants for one in made.held_in(year)))
        spent = ((plain(_("Participants")), plain(count)), (plain(_("Spent")), plain(money(made.spent_in(year)))))
        parts.append(Grid((_("All of %(year)s", year=str(year)), _("How much")), spent))
    sums = [(_("Activity money"), made.money), (_("Spent"), made.spent), (_("Paid back"), made.returned)]
    sums.append(
        (_("Not accounted for yet"), made.left) if made.left >= 0 else (_("Spent beyond what was granted"), -made.left)
    )
    rows_of = tuple((plain(name), plain(money(ore))) for name, ore in sums)
    return [*parts, Heading(2, _("All in all")), Grid((_("What"), _("Amount")), rows_of)]


def _activity(made: Accounts, one: GrantActivity) -> list[Part]:
    rows = tuple(
        (plain(day(each.spent_on)), plain(each.text), plain(each.voucher), plain(money(each.amount)))
        for each in made.of(one)
    )
    grid = [Grid((_("Day"), _("What it was for"), _("Voucher"), _("Amount")), rows)] if rows else []
    count = Words(plain(_("Participants: %(count)s", count=number(one.participants))))
    return [Heading(3, f"{day(one.held_on)}: {one.title}"), count, *paragraphs(one.text), *grid]
