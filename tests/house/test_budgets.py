"""Every page has a budget of statements, the same with ten times the rows."""

import re

import pytest
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.people import actions as people
from civic.people.models import Person
from civic.people.queries import actor
from civic.proposals import actions as proposals
from civic.treatment import actions as treatment
from tests.house.rows import GETS
from tests.site import ROLES, Site

SMALL, LARGE, DESK = 6, 17, 30
WIDE = {
    "people.roles", "front.home", "front.follow", "front.receipt", "processes.process",
    # what stands along the red thread: the links are walked first, then each room is asked for its own
    "reports.section",
    # places where somebody works: text, who else is there, what it rests on and what is said of it on one page
    "reports.show", "sections.edit", "treatment.answers", "panels.show", "treatment.splitting",
    "hearings.show", "hearings.opening", "hearings.extending", "sheets.show", "councils.party",
    "responses.show", "responses.own",
    "groups.show",
    # a vote, and at which meetings it was treated; its roll with lists and letters; a station with roll and count
    "voting.show", "rolls.roll", "stations.show", "auditing.show",
    # what it replies to or is replied, what it said before, and where in its thread it stands
    "dialogue.comment",
    # a statement for each state its proposals are listed by; a proposal with what lies beside it and is said of it
    "proposals.index", "proposals.show",
    # minutes are read back whole where they are approved
    "minutes.approving", "minutes.approving_as_chair",
    # who sits in a body, when it meets, what it decided and was heard about
    "bodies.show", "sittings.show", "organisations.show", "areas.show", "areas.topic", "meetings.show",
    "groups.participants", "groups.join", "groups.joining",
    "draws.show", "draws.index", "draws.entrants", "draws.changing", "draws.drawing", "draws.freezing", "draws.quotas",
    "draws.opening", "draws.extending", "draws.calling_off", "draws.replacing", "draws.declining_for", "draws.striking",
    "meetings.taking_out",
    "evidence.index", "evidence.show", "evidence.changing",
    "processes.tasks", "processes.ties", "processes.tie_task",
    # lists that are narrowed by topic and area
    "processes.index", "hearings.index",
    # a thing is found with all that stands on its page, whichever part of it is put right
    "corrections.index", "corrections.correcting",
    # minutes beside every body they may name, and every version a case may carry
    "transcripts.show", "transcripts.item", "decisions.recording", "decisions.new_process_decision",
    "treatment.note_csv",
    "log.table", "voting.ballots",
    # a version, who approves it and what is written since; a part of a plan is found with the plan
    "plans.budget", "plans.area", "plans.approving", "plans.correcting", "plans.new", "plans.new_part",
    "plans.changing", "plans.changing_part", "plans.taking_out_part", "programmes.show",
    # an application with all it is made of, what was made of it, and what the money went to
    "grants.scheme", "grants.changing", "grants.correcting", "grants.ranking", "grants.show",
    "grants.writing", "grants.new_part", "grants.changing_part", "grants.taking_out_part", "grants.deciding",
    "treatment.white_book",
    "treatment.white_book_csv",
}  # fmt: skip
DESKS = {
    "front.overview",
    "treatment.desk",
    "treatment.remark",
    "moderation.desk",
    "processes.process",
    "groups.show",
    "meetings.show",
    "recount.whole",
    "grants.application",
    "decisions.case",
    "treatment.note",
    # what was approved and what is written now, side by side
    "plans.show",
    "plans.draft",
    "plans.version",
    "plans.issuing",
}
"""A queue and one thing with all that is needed to decide: two pages in one; what all rooms have of one."""
PAGES = [(endpoint, path) for endpoint, paths in GETS.items() for path in paths]


def budget(endpoint):
    """Return how many statements an endpoint's page may take."""
    return DESK if endpoint in DESKS else LARGE if endpoint in WIDE else SMALL


@pytest.mark.parametrize(("endpoint", "path"), PAGES)
def test_a_page_keeps_its_budget(walk, endpoint, path):
    most = budget(endpoint)
    assert {role: walk[role, path].statements for role in ROLES if walk[role, path].statements > most} == {}


@pytest.mark.parametrize(("role", "most"), [("visitor", 0), ("officer", 1)])
def test_session_actor_and_roles_take_one_statement(site, role, most):
    with site.counting() as counted:
        site.client(role).get("/da/privacy")
    assert counted[0] == most


@pytest.mark.parametrize(
    ("role", "path", "fields", "most"),
    [
        ("officer", "/da/proposals/{bench}/support", {}, 5),  # read, and held alone where support is counted
        ("author", "/da/votes/{open_vote}", {"choice": "2"}, 4),
        ("resident", "/da/proposals/{bench}/comments", {"text": "Gerne i gul."}, 7),  # and the limit
    ],
)
def test_a_deed_takes_few_statements(site, role, path, fields, most):
    """The thing is read and held, the deed written, entered in the log, the form's key kept; a comment is tied, too.

    Before it one statement finds who is signed in.
    """
    site.token(role)
    with site.counting() as counted:
        status = site.post(role, path, **{name: site.at(value) for name, value in fields.items()})
    assert status == 303
    assert counted[0] - 1 <= most


def test_ten_times_the_rows_take_the_same_statements(folder, template, catalogues):
    place = folder / "tenfold"
    place.mkdir()
    site = Site(place, catalogues, template)
    paths = [
        "/da/processes/{courtyards}",
        "/da/processes/{courtyards}/proposals",
        "/da/proposals/{bench}",
        "/da/groups/{working_group}",
        "/da/overview",
        "/da/responses/{disability_response}",
        "/da/hearings/{treated_hearing}/note",
        "/da/",
    ]
    before = _counts(site, paths)
    with Session(writing(site.engine), expire_on_commit=False) as session:
        _grow(session, site)
        session.commit()
    after = _counts(site, paths)
    assert {path: count for path, count in after.items() if count > before[path]} == {}
    assert (
        len(re.findall("c-item__h", site.client("officer").get(site.at("/da/processes/{courtyards}/proposals")).text))
        == 20
    )


def _counts(site, paths):
    found = {}
    for path in paths:
        with site.counting() as counted:
            answer = site.client("officer").get(site.at(path))
        assert answer.status_code == 200, path
        found[path] = counted[0]
    return found


def _grow(session, site):
    def acting(person):
        visiting = Context(VISITOR, site.now, session)
        return Context(actor(visiting, person), site.now, session)

    officer = session.get(Person, site.ids["Lone Kragh"])
    facilitator = session.get(Person, site.ids["Mikkel Dam"])
    for number in range(40):
        new = people.enter_person(
            acting(officer), name=f"Beboer {number}", email=f"b{number}@civic.invalid", is_invented=True
        )
        made = proposals.write(acting(new), 4, title=f"Forslag {number}", text="Ja.")
        proposals.submit(acting(new), made.id)
        if number % 2:
            proposals.accept(acting(facilitator), made.id)
        proposals.support(acting(new), 3)
        proposals.comment(acting(new), 3, text="Enig.")
        treatment.split(acting(officer), 3, text="Gården skal kunne bruges med kørestol.")
