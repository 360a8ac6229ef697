"""What is held of people, in words: the name of each table for whom it concerns, why it is kept, and for how long."""

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from civic.privacy import retention

_ACCOUNT = _("Kept while you have an account; it goes when you close it.")
_CASE = _("Part of a case, which the law on public archives requires to be kept; without your name once you leave.")
_LOG = _("A log with numbers and no names, so that nobody can change a case unseen. It is kept as long as the case.")
_SHORT = _("Forgotten by itself after a while, as the page on privacy says.")

TABLES: dict[str, tuple[LazyString, LazyString]] = {
    "person": (_("Your account"), _ACCOUNT),
    "sender": (_("Names you have answered under"), _CASE),
    "response": (_("Your answers to hearings"), _CASE),
    "response_part": (_("Parts of your answers"), _CASE),
    "response_revision": (_("Earlier wordings of your answers"), _CASE),
    "proposal": (_("Your proposals"), _CASE),
    "amendment": (_("Changes you suggested to others' proposals"), _CASE),
    "co_author": (_("Proposals you write with others"), _CASE),
    "comment": (_("Your comments"), _CASE),
    "wording": (_("Earlier wordings of your comments"), _CASE),
    "useful": (_("Comments you find useful"), _CASE),
    "support": (_("Proposals you support"), _CASE),
    "roll_entry": (_("Votes you are on the roll of"), _CASE),
    "vote": (_("Your votes"), _CASE),
    "household_adult": (_("Households you live in, on the rolls of votes"), _SHORT),
    "household_objection": (_("What you objected to in a vote of households"), _SHORT),
    "shift": (_("Shifts you had where people vote on paper"), _CASE),
    "count_sheet": (_("What you counted of votes on paper"), _CASE),
    "ballot_change": (_("Votes whose roll somebody asked to put you on"), _CASE),
    "draft_point": (_("Your points in a council's draft"), _CASE),
    "text_edit": (_("When you wrote in shared texts"), _CASE),
    "working_copy": (_("Your drafts that are not saved"), _SHORT),
    "follow": (_("What you follow"), _ACCOUNT),
    "flag": (_("Texts you asked a facilitator to look at"), _CASE),
    "appeal": (_("Your appeals"), _CASE),
    "erasure_request": (_("What you asked to have erased"), _CASE),
    "role_assignment": (_("Roles you have had"), _CASE),
    "role_request": (_("Roles somebody asked for you"), _CASE),
    "registration": (_("Meetings you registered for"), _SHORT),
    "participant": (_("Groups you are in, or asked to be in"), _ACCOUNT),
    "calendar_feed": (_("The address of your own calendar"), _ACCOUNT),
    "entrant": (_("Draws by lot you entered"), _SHORT),
    "entrant_answer": (_("What you answered when you entered"), _SHORT),
    "grant_application": (_("Grants you applied for"), _CASE),
    "chain_link": (_("The theories of change of your applications"), _CASE),
    "steering_seat": (_("The steering groups of your applications"), _CASE),
    "cost_line": (_("What you applied for, line by line"), _CASE),
    "goal": (_("Goals of what you applied for"), _CASE),
    "indicator": (_("How one sees whether they are reached"), _CASE),
    "measurement": (_("What was measured"), _CASE),
    "grant_activity": (_("What you have written of activities"), _CASE),
    "account_line": (_("Your accounts, line by line"), _CASE),
    "passkey": (_("Your passkeys"), _ACCOUNT),
    "recovery_code": (_("Your recovery codes"), _ACCOUNT),
    "sign_in_session": (_("Where you are signed in"), _SHORT),
    "security_event": (_("What happened with your account"), _SHORT),
    "one_time_link": (_("Links sent to you"), _SHORT),
    "outbox_message": (_("Mails to you"), _SHORT),
    "kept_name": (_("Your name, kept apart"), _ACCOUNT),
    "notification": (_("What you were told"), _SHORT),
    "pace_of_kind": (_("How often you want mails"), _ACCOUNT),
    "audit_entry": (_("What you did here"), _LOG),
}
"""By table: what it is called for whom it concerns, and why it is kept; what they said first, what was noted last."""
PERIODS: dict[str, LazyString] = {
    "sessions": _("Signed-in browsers, after they have ended"),
    "links": _("Links that were sent, after they have ended"),
    "mails": _("That a mail was sent, after it was sent; what stood in it goes at once"),
    "notifications": _("What somebody was told on their page of notifications"),
    "failed_mails": _("That a mail could not be sent, after it was given up"),
    "unconfirmed": _("Accounts whose address nobody confirmed"),
    "addresses": _("E-mail addresses of who answered without an account, after the hearing was concluded"),
    "registrations": _("Who registered for a meeting, and what they needed there, after the meeting"),
    "unconfirmed_registrations": _("Registrations for a meeting that nobody confirmed"),
    "unconfirmed_participants": _("Wishes to join a group that nobody confirmed"),
    "invitations": _("Invitations into a group that nobody answered"),
    "co_authors": _("Invitations to write a proposal together that nobody answered"),
    "applications": _("Applications for a grant that were never handed in, after they were begun"),
    "undertakings": _("To which address somebody was asked to take part in what is done, and did not answer"),
    "panel_readers": _("Addresses of who read answers in a panel, after it closed"),
    "participants": _("Addresses and needs of who was in a group, and all of who did not get in, after its work ended"),
    "draws": _("Who entered a draw by lot and what they answered, after the day that the draw says"),
    "unconfirmed_entrants": _("Entries to a draw by lot that nobody confirmed"),
    "rolls": _("Names and addresses on the rolls of votes, and who lived together there, after the vote has closed"),
    "vote_letters": _("Letters with codes to vote with, after they were made"),
    "looks": _("Pictures of files that waited for somebody, after the file was read"),
    "copies": _("Drafts that were never saved"),
    "security": _("The security log"),
}


def table(name: str) -> str:
    """Return what a table is called."""
    return str(TABLES[name][0])


def place(name: str) -> int:
    """Return where a table's rows stand among the others."""
    return list(TABLES).index(name)


def why(name: str) -> str:
    """Return why the rows of a table are kept."""
    return str(TABLES[name][1])


def periods() -> list[tuple[str, str]]:
    """Return what is forgotten by itself, and after how long, in words."""
    return [
        (
            str(PERIODS[name]),
            ngettext("%(num)s day", "%(num)s days", days) if days else gettext("at once"),
        )
        for name, days in retention.periods()
    ]
