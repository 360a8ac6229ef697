"""A vote in words: by which rule it is held, what is marked, and how its result came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from babel import Locale
from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.said.language import current, own_name
from civic.said.wording import WRITTEN_IN, day, money, now, number
from civic.tally.audit import Claim
from civic.tally.terms import Lines, Marking, Method, Result, Spending, Terms, TieRule, ranking_of
from civic.voting.lists import rule_of
from civic.voting.models import Ballot, BallotChange, BallotOption, Changing, RollEntry, Secrecy
from civic.voting.queries import PutToVote
from civic.voting.secrecy import SMALL


def vote_lang(ballot: Ballot) -> str:
    """Return the code of the language in which this reader reads a vote's own words: the one they chose, or theirs."""
    known: dict[int, str] = g.setdefault("votes_read_in", {})
    if ballot.id not in known:
        wanted = g.get("vote_words") or current().code
        known[ballot.id] = wanted if wanted in ballot.languages else WRITTEN_IN
    return known[ballot.id]


def vote_said(ballot: Ballot, words: str) -> str:
    """Return some of a vote's own words as this reader reads them."""
    return ballot.wordings.get(vote_lang(ballot), {}).get(words, words)


def vote_dir(ballot: Ballot) -> str:
    """Return in which direction a vote is written that is said in another language; nothing where it goes by the page.

    Who reads Arabic then has the boxes where they look for them.
    """
    code = vote_lang(ballot)
    return "" if code == WRITTEN_IN else Locale.parse(code).text_direction


def vote_languages(ballot: Ballot) -> list[tuple[str, str]]:
    """Return in which languages a vote can be read, its own first: codes and own names; none where there is but one."""
    found = [WRITTEN_IN, *ballot.languages]
    return [(code, own_name(code)) for code in found] if len(found) > 1 else []


def rule_said(ballot: Ballot, on_roll: int) -> list[str]:
    """Return by which rule a vote is held, in plain sentences with its own numbers."""
    most, winners = number(ballot.most), number(ballot.winners)
    options = number(len(ballot.options))
    said = {
        Method.YES_NO: _("One votes yes or no, or blank. It is adopted with more votes for than against."),
        Method.ONE: _("One chooses one of the %(options)s options, or votes blank.", options=options),
        Method.SOME: _("One marks up to %(most)s of the %(options)s options.", most=most, options=options),
        Method.APPROVAL: _("One marks as many of the %(options)s options as one likes.", options=options),
        Method.POINTS: _("One has %(most)s points and gives them to the options as one likes.", most=most),
        Method.RUNOFF: _(
            "One ranks the options. In each round the one that is first on fewest ballots goes out, and those ballots "
            "count for the next on them, until one has more than half."
        ),
        Method.SCHULZE: _(
            "One ranks the options. Each is compared with each other one: the one that wins its comparisons, or the "
            "strongest way from one comparison to the next, is chosen (the Schulze method, winning votes)."
        ),
        Method.TRANSFER: _(
            "One ranks the options. Who reaches the quota is chosen, and what they have beyond it goes on to the next "
            "on those ballots; where nobody reaches it, the one with fewest goes out (Scottish STV, SSI 2007/42)."
        ),
        Method.BUDGET: "",
    }[ballot.method]
    found = [said] if said else [*_budget_said(ballot)]
    several = ballot.method in {Method.ONE, Method.SOME, Method.APPROVAL, Method.POINTS}
    if several:
        chosen = ngettext("The %(num)s with most is chosen.", "The %(num)s with most are chosen.", ballot.winners)
        found.append(chosen)
    elif ballot.method is Method.TRANSFER:
        found.append(_("%(winners)s are chosen.", winners=winners))
    found.append(_tie_said(ballot))
    if ballot.quorum:
        found.append(
            _("The result counts when at least %(share)s per cent of the roll have voted.", share=number(ballot.quorum))
        )
    if ballot.secrecy is Secrecy.CONFIDENTIAL and on_roll <= SMALL:
        found.append(
            _(
                "Few are on the roll: where all, or all but one, vote alike, the numbers would tell how somebody "
                "voted. Then they are not shown, only what is chosen; and nothing where fewer than five vote."
            )
        )
    if ballot.frozen and any(ballot.frozen["roll"]):
        found.append(_("On the roll are: %(circles)s.", circles=_circles_said(ballot.frozen["roll"])))
    found.append(_("Each votes for themselves: nobody can vote for another."))
    return [one for one in found if one]


def _circles_said(roll: Mapping[str, int]) -> str:
    said = [f"{circle_said(name)} ({number(count)})" for name, count in roll.items() if name]
    if roll.get(""):
        said.append(ngettext("%(num)s by name", "%(num)s by name", roll[""]))
    return ", ".join(said)


def _budget_said(ballot: Ballot) -> list[str]:
    sum_ = money(ballot.sum or 0)
    mark = (
        _("One marks what one would give the %(sum)s to: together it may not cost more.", sum=sum_)
        if ballot.marking is Marking.KNAPSACK
        else _("One marks as many projects as one likes. There is %(sum)s to give.", sum=sum_)
    )
    how = (
        _("The project with most votes gets its money first, then the next that there is enough for.")
        if ballot.spending is Spending.GREEDY
        else _(
            "Each who votes has the same part of the sum. A project is bought by those who marked it, who pay alike; "
            "the one that costs each of them least for what it is worth comes first. Then the parts are raised a krone "
            "at a time while the chosen still fit the sum, and what is left goes to the most votes (Method of Equal "
            "Shares)."
        )
    )
    if not ballot.areas:
        return [mark, how]
    areas = [f"{vote_said(ballot, area)} {money(part)}" for area, part in ballot.areas.items()]
    split = _(
        "The sum is divided by area: %(areas)s. Each area's part is given to projects there, by those who marked some "
        "of them.",
        areas=", ".join(areas),
    )
    return [mark, split, how]


def _tie_said(ballot: Ballot) -> str:
    if ballot.tie is TieRule.FALLS:
        return _("With as many for as against it is not adopted.")
    if ballot.tie is TieRule.NEW_VOTE:
        return _("Where options are level and it matters, there is a new vote between them.")
    if not ballot.draw_source or ballot.draw_on is None:
        return _("Where options are level and it matters, there is a draw by lot in public.")
    return _(
        "Where options are level and it matters, they are drawn by lot: from the numbers of %(source)s on %(day)s and "
        "a number that was chosen, and locked, before the vote opened.",
        source=ballot.draw_source,
        day=day(ballot.draw_on),
    )


@dataclass(frozen=True)
class Marked:
    """One option that is marked on a ballot, and how."""

    option: BallotOption
    said: str


def marked(ballot: Ballot, lines: Lines) -> list[Marked]:
    """Return what is marked on a ballot, in words; in order where it is ranked."""
    by_number = {one.position: one for one in ballot.options}
    values = dict(lines)
    if ballot.method.is_ranked:
        return [
            Marked(by_number[one], _("Place %(number)s", number=number(place)))
            for place, one in enumerate(ranking_of(lines), 1)
        ]
    return [Marked(by_number[one], _mark_said(ballot, by_number[one], values[one])) for one in sorted(values)]


def moved_said(ballot: Ballot, number_: int, ranked: Sequence[int]) -> str:
    """Return where an option stands that was moved in a ranking."""
    name = next(vote_said(ballot, one.text) for one in ballot.options if one.position == number_)
    if number_ not in ranked:
        return _("%(name)s has no place.", name=name)
    return _("%(name)s has place %(place)s.", name=name, place=number(ranked.index(number_) + 1))


def _mark_said(ballot: Ballot, option: BallotOption, value: int) -> str:
    if ballot.method is Method.POINTS:
        return ngettext("%(num)s point", "%(num)s points", value)
    return priced(ballot, option)


def priced(ballot: Ballot, option: BallotOption) -> str:
    """Return what an option of a budget costs, and in which area it is."""
    cost = money(option.cost) if option.cost is not None else ""
    return ", ".join(filter(None, (cost, vote_said(ballot, option.area))))


def left_said(ballot: Ballot, lines: Lines) -> str:
    """Return what is left of a sum or of points, in words."""
    if ballot.method is Method.POINTS:
        left = ballot.most - sum(value for _option, value in lines)
        return ngettext("%(num)s point is not given.", "%(num)s points are not given.", left) if left else ""
    if ballot.method is Method.BUDGET and ballot.marking is Marking.KNAPSACK:
        return " ".join(_left_of(ballot, area, part, lines) for area, part in ballot.terms.parts())
    return ""


def _left_of(ballot: Ballot, area: str, part: Terms, lines: Lines) -> str:
    spent = sum(part.costs[option] for option, _value in lines if option in part.options)
    told = {"spent": money(spent), "left": money(part.sum - spent), "sum": money(part.sum)}
    if area:
        area = vote_said(ballot, area)
        return _("%(area)s: it costs %(spent)s together; %(left)s of %(sum)s is left.", area=area, **told)
    return _("It costs %(spent)s together; %(left)s of %(sum)s is left.", **told)


@dataclass(frozen=True)
class Explained:
    """How a result came about: tables with a heading each, and sentences."""

    caption: str = ""
    rows: Sequence[tuple[str, Sequence[str]]] = ()
    """Each option with what it had in each round, or against each other one."""
    heads: Sequence[str] = ()
    sentences: Sequence[str] = ()


def explained(ballot: Ballot, result: Result) -> Explained:
    """Return how a result came about."""
    names = {one.position: vote_said(ballot, one.text) for one in ballot.options}
    ties = [_tie_told(names, tie.options, tie.places, tie.first) for tie in result.ties]
    if result.beats:
        heads = [names[one] for one in names]
        rows = [
            (
                names[one],
                [
                    "–" if one == other else f"{number(result.beats[one, other])} : {number(result.beats[other, one])}"
                    for other in names
                ],
            )
            for one in names
        ]
        return Explained(_("In pairs: for the one in the row, for the one above"), rows, heads, ties)
    if result.rounds:
        heads = [_("Round %(number)s", number=number(at)) for at in range(1, len(result.rounds) + 1)]
        rows = [(names[one], [_had(each.counts.get(one)) for each in result.rounds]) for one in names]
        rows.append((_("Names nobody who is left"), [_had(each.exhausted) for each in result.rounds]))
        return Explained(_("Round by round"), rows, heads, [*_steps(names, result), *ties])
    if ballot.method is Method.BUDGET:
        return Explained(sentences=[*_spent(ballot, names, result), *ties])
    return Explained(sentences=ties)


def _had(count: Fraction | None) -> str:
    if count is None:
        return ""
    return number(int(count)) if count.denominator == 1 else number(round(float(count), 5))


def _steps(names: dict[int, str], result: Result) -> list[str]:
    said = []
    for at, one in enumerate(result.rounds, 1):
        if one.out:
            out = ", ".join(names[each] for each in one.out)
            said.append(_("Round %(number)s: %(who)s goes out.", number=number(at), who=out))
        if one.chosen:
            chosen = ", ".join(names[each] for each in one.chosen)
            said.append(_("Round %(number)s: %(who)s is chosen.", number=number(at), who=chosen))
    return said


def _spent(ballot: Ballot, names: dict[int, str], result: Result) -> list[str]:
    costs = {one.position: one.cost or 0 for one in ballot.options}
    said = []
    for area, part in result.parts.items():
        if area:
            told = {"area": vote_said(ballot, area), "part": money(int(part))}
            said.append(_("%(area)s: each who voted had %(part)s in the end.", **told))
        else:
            said.append(_("Each who voted had %(part)s in the end.", part=money(int(part))))
    for one in result.bought:
        votes = ngettext("%(num)s vote", "%(num)s votes", one.votes)
        told = {"what": names[one.option], "cost": money(costs[one.option]), "votes": votes}
        if one.price is not None:
            said.append(
                _(
                    "%(what)s (%(cost)s, %(votes)s) is chosen: its voters pay at most %(price)s each.",
                    price=money(ceil(one.price)),
                    **told,
                )
            )
        else:
            said.append(_("%(what)s (%(cost)s, %(votes)s) is chosen: there was enough when its turn came.", **told))
    for left in result.left:
        votes = ngettext("%(num)s vote", "%(num)s votes", left.votes)
        told = {"what": names[left.option], "cost": money(costs[left.option]), "votes": votes}
        if not left.votes:
            said.append(_("%(what)s (%(cost)s) is not chosen: nobody marked it.", what=told["what"], cost=told["cost"]))
        else:
            had = money(int(left.has))
            said.append(
                _("%(what)s (%(cost)s, %(votes)s) is not chosen: %(had)s was left when its turn came.", had=had, **told)
            )
    return said


def _tie_told(names: dict[int, str], options: Sequence[int], places: int, first: Sequence[int]) -> str:
    level = ", ".join(names[one] for one in options)
    if not first:
        return ngettext(
            "%(level)s are level: %(num)s of them can go on.",
            "%(level)s are level: %(num)s of them can go on.",
            places,
            level=level,
        )
    drawn = ", ".join(names[one] for one in first)
    return _("%(level)s were level: the draw put %(drawn)s first.", level=level, drawn=drawn)


def chosen_said(one: PutToVote) -> str:
    """Return what became of a proposal in a vote."""
    if one.closed_at(now()) is None:
        return _("The vote is open.")
    if one.is_chosen is None:
        return _("The vote has no result that can be told here.")
    if one.is_chosen:
        return _("It was chosen. The vote is advisory; the council decides.")
    return _("It was not chosen.")


def claim_said(ballot: Ballot, claim: Claim) -> str:
    """Return what a result rests on, of two options."""
    names = {one.position: vote_said(ballot, one.text) for one in ballot.options}
    told = {"ahead": names[claim.ahead], "behind": names[claim.behind]}
    if claim.among:
        left = ", ".join(names[one] for one in claim.among)
        return _("%(ahead)s is ahead of %(behind)s among %(left)s", left=left, **told)
    return _("%(ahead)s is ahead of %(behind)s", **told)


def risk_said(risk: float) -> str:
    """Return a risk in per cent, rounded up to a tenth; below that, that it is less."""
    if risk <= 0:
        return _("none")
    tenths = ceil(risk * 1000)
    return _("%(share)s per cent", share=number(tenths / 10))


def circle_said(circle: str) -> str:
    """Return with which circle somebody was put on a roll: a group or council by its name, a list by its rule."""
    rule = rule_of(circle)
    if rule is None:
        return circle
    said = [_("households of a list") if rule.is_households else _("persons of a list")]
    if rule.least_age and rule.on:
        said.append(_("from %(age)s years on %(day)s", age=number(rule.least_age), day=day(rule.on)))
    if rule.areas:
        said.append(_("of %(areas)s", areas=", ".join(sorted(rule.areas))))
    return ", ".join(said)


def change_said(change: BallotChange) -> str:
    """Return what a change does, for everybody: without names."""
    if change.kind is Changing.LATER and change.last_day:
        return _("The last day to vote is %(day)s.", day=day(change.last_day))
    return {
        Changing.PUT_ON: _("Somebody who was left off is put on the roll."),
        Changing.TAKEN_OFF: _("Somebody who was on the roll wrongly is taken off."),
        Changing.FREED: _("A place of a household that was used wrongly is free again."),
    }[change.kind]


def change_told(change: BallotChange) -> str:
    """Return whom a change is about, for those who decide it; nothing where it is about nobody."""
    if change.person is not None:
        return change.person.name
    if change.entry is not None:
        return place_said(change.entry)
    return ", ".join(filter(None, (change.name, change.address)))


def place_said(entry: RollEntry) -> str:
    """Return whose a place on the roll is, for those who may read it: a person, or a household's by its address."""
    if entry.household_id is not None:
        return _("%(address)s, place %(number)s", address=entry.address, number=number(entry.slot))
    name = entry.person.name if entry.person is not None else entry.name
    return ", ".join(filter(None, (name, entry.address)))
