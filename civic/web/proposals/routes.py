"""Addresses about proposals and their comments."""

from collections.abc import Callable

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.areas.queries import about as asked_about
from civic.board.queries import like as like_words
from civic.db.finding import spot
from civic.dialogue.models import Outcome
from civic.dialogue.queries import place
from civic.http.about import about_form
from civic.http.files import files_folder, received_all
from civic.http.forms import ButtonForm, Form, PressForm, ReasonForm, ReleaseForm, RuledForm, SeenForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count, count_files
from civic.http.request import after, asked_day, asked_for, show, submitted, words
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, asked
from civic.kernel.merge import Clash
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.proposals import actions, attaching, queries
from civic.proposals.models import ProposalState
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.said.language import current
from civic.web.proposals.forms import (
    AmendForm,
    AnswerForm,
    CarryOutForm,
    DecideAmendmentForm,
    FilesForm,
    ImplementForm,
    InviteForm,
    MergeForm,
    ProposalForm,
    ReportForm,
    RewriteForm,
    SpeakToForm,
    SplitForm,
    WhereForm,
)
from civic.web.proposals.pages import (
    amend_page,
    amendment_page,
    amendments_page,
    authors_page,
    before_it,
    carry_out_page,
    edit_page,
    edits_page,
    files_page,
    hidden_page,
    index_page,
    invitation_page,
    merge_page,
    proposal_page,
    speak_to_page,
    split_page,
    trail_of,
    versions_page,
    where_page,
    write_page,
)

bp = Blueprint("proposals", __name__)


@bp.get("/processes/<int:process_id>/proposals")
def index(process_id: int) -> ResponseReturnValue:
    """The public proposals of a process; what the address asks for narrows the list down."""
    sought = queries.Sought(
        state=asked_for(ProposalState, "state"),
        outcome=asked_for(Outcome, "outcome"),
        group_id=after("group"),
        words=words(),
        about=asked_about(g.context, topic_id=after("topic"), area_id=after("area")),
        since=asked_day("since"),
        until=asked_day("until"),
    )
    return show(index_page(g.context, process_id, sought, spot(request.args.get("at", ""), len(queries.IN_ORDER))))


@bp.get("/processes/<int:process_id>/proposals/like")
def like(process_id: int) -> ResponseReturnValue:
    """Public proposals that share words with a title, asked for while one types it."""
    parent = process(g.context, process_id)
    found = like_words(g.context, Kind.PROPOSAL, parent.id, request.args.get("name", "")[:300], but=after("but"))
    told = [{"title": one.title, "address": url_for("proposals.show", proposal_id=one.thing_id)} for one in found]
    return jsonify(found=told)


@bp.get("/proposals/<int:proposal_id>", endpoint="show")
def one(proposal_id: int) -> ResponseReturnValue:
    """One proposal; of a hidden one that there was one, and by which house rule it is hidden."""
    try:
        return show(proposal_page(g.context, proposal_id, reading=asked()))
    except Refusal as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
        return show(hidden_page(g.context, proposal_id))


@bp.get("/processes/<int:process_id>/proposals/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a proposal."""
    return show(write_page(g.context, process_id, group_id=after("group_id")))


@bp.post("/processes/<int:process_id>/proposals/new")
def write(process_id: int) -> ResponseReturnValue:
    """Save a proposal as one's own draft."""
    form = ProposalForm()
    if _looks(form):
        return show(write_page(g.context, process_id, form, group_id=after("group_id"), looks=True))

    def do() -> str:
        count("proposal", target=f"process {process_id}")
        group_id = after("group_id")
        language = current().code.partition("-")[0]
        made = actions.write(g.context, process_id, group_id=group_id, language=language, **form.values())
        return url_for("proposals.show", proposal_id=made.id)

    return submitted(form, do, again=lambda: show(write_page(g.context, process_id, form, group_id=after("group_id"))))


@bp.get("/proposals/<int:proposal_id>/edit")
def edit(proposal_id: int) -> ResponseReturnValue:
    """The form for changing one's proposal."""
    return show(edit_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/edit")
def rewrite(proposal_id: int) -> ResponseReturnValue:
    """Change one's proposal; where one paragraph was changed twice, in another tab, say, both are shown."""
    form, clashes = RewriteForm(), list[Clash]()
    if _looks(form):
        return show(edit_page(g.context, proposal_id, form, looks=True))

    def do() -> str:
        woven = actions.rewrite(g.context, proposal_id, **form.typed())
        if woven.clashes:
            clashes.extend(woven.clashes)
            form.title.data, form.text.data, form.edit.data = woven.heading, woven.text, str(woven.edit)
            raise Refusal(Reason.CHANGED_MEANWHILE)
        return url_for("proposals.show", proposal_id=proposal_id)

    return submitted(form, do, again=lambda: show(edit_page(g.context, proposal_id, form, clashes)))


@bp.post("/proposals/<int:proposal_id>/typed")
def keep_typed(proposal_id: int) -> ResponseReturnValue:
    """Keep what has been typed so far; asked by the page while one writes."""
    form = RewriteForm()
    if not form.validate():
        return _not_kept()
    actions.keep_typed(g.context, proposal_id, **form.typed())
    return jsonify(kept=True, said=_("Kept as your draft."))


@bp.post("/processes/<int:process_id>/proposals/typed")
def keep_begun(process_id: int) -> ResponseReturnValue:
    """Keep what has been typed of a new proposal; asked by the page while one writes."""
    form = ProposalForm()
    if not form.validate():
        return _not_kept()
    actions.keep_begun(g.context, process_id, group_id=after("group_id"), **form.values())
    return jsonify(kept=True, said=_("Kept as your draft."))


def _looks(form: Form) -> bool:
    """Return whether its writer only asks how it would look; then nothing is saved, and what was typed stands there."""
    return "look" in request.form and form.validate()


def _not_kept() -> ResponseReturnValue:
    return jsonify(kept=False, said=_("Not kept: there is something to put right.")), 422


@bp.get("/proposals/<int:proposal_id>/edits")
def edits(proposal_id: int) -> ResponseReturnValue:
    """Every saved edit of a proposal, for whoever wrote it, the newest first: what was changed by each."""
    return show(edits_page(g.context, proposal_id, before=after()))


@bp.get("/proposals/<int:proposal_id>/amend")
def amending(proposal_id: int) -> ResponseReturnValue:
    """The form for other words of somebody's proposal."""
    return show(amend_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/amend")
def amend(proposal_id: int) -> ResponseReturnValue:
    """Suggest other words for a proposal to its authors."""
    form = AmendForm()
    if _looks(form):
        return show(amend_page(g.context, proposal_id, form, looks=True))

    def do() -> str:
        count("proposal", target=f"proposal {proposal_id}")
        made = actions.amend(g.context, proposal_id, **form.typed())
        return url_for("proposals.amendment", amendment_id=made.id)

    return submitted(form, do, again=lambda: show(amend_page(g.context, proposal_id, form)))


@bp.get("/proposals/<int:proposal_id>/amendments")
def amendments(proposal_id: int) -> ResponseReturnValue:
    """What has been suggested to a proposal, as far as the reader may read it."""
    return show(amendments_page(g.context, proposal_id, before=after()))


@bp.get("/proposals/<int:proposal_id>/versions")
def versions(proposal_id: int) -> ResponseReturnValue:
    """A proposal as it was published, and each version since."""
    return show(versions_page(g.context, proposal_id))


@bp.get("/amendments/<int:amendment_id>")
def amendment(amendment_id: int) -> ResponseReturnValue:
    """One amendment, for whom it concerns."""
    return show(amendment_page(g.context, amendment_id))


@bp.post("/amendments/<int:amendment_id>/<any(accept, decline):way>")
def decide_amendment(amendment_id: int, way: str) -> ResponseReturnValue:
    """Let an amendment become a version of one's proposal, or decline it with a reason."""
    form = DecideAmendmentForm()

    def do() -> str:
        decide = actions.accept_amendment if way == "accept" else actions.decline_amendment
        decide(g.context, amendment_id, reason=form.reason.data or "", seen=form.saw)
        return url_for("proposals.amendment", amendment_id=amendment_id)

    return submitted(form, do, again=lambda: show(amendment_page(g.context, amendment_id, form)))


@bp.post("/amendments/<int:amendment_id>/withdraw")
def withdraw_amendment(amendment_id: int) -> ResponseReturnValue:
    """Take back an amendment that one has suggested."""

    def do() -> str:
        actions.withdraw_amendment(g.context, amendment_id)
        return url_for("proposals.amendment", amendment_id=amendment_id)

    return submitted(ButtonForm(), do, again=lambda: amendment(amendment_id))


@bp.get("/proposals/<int:proposal_id>/authors")
def authors(proposal_id: int) -> ResponseReturnValue:
    """Who writes a proposal together, for those who do."""
    return show(authors_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/authors")
def invite(proposal_id: int) -> ResponseReturnValue:
    """Invite somebody to write a proposal together."""
    form = InviteForm()

    def do() -> str:
        count("invitation", mailbox=form.email.data)
        actions.invite(g.context, proposal_id, email=form.email.data)
        return url_for("proposals.authors", proposal_id=proposal_id)

    return submitted(form, do, again=lambda: show(authors_page(g.context, proposal_id, form)))


@bp.post("/proposals/authors/<int:co_author_id>/take-out")
def take_out(co_author_id: int) -> ResponseReturnValue:
    """Take somebody out who is invited, or writes a proposal together."""

    def do() -> str:
        found = actions.take_out(g.context, co_author_id)
        return url_for("proposals.authors", proposal_id=found.proposal_id)

    def again() -> ResponseReturnValue:
        return authors(queries.co_author(g.context, co_author_id).proposal_id)

    return submitted(ButtonForm(), do, again=again)


@bp.post("/proposals/<int:proposal_id>/leave")
def leave(proposal_id: int) -> ResponseReturnValue:
    """Write a proposal no longer."""

    def do() -> str:
        actions.leave(g.context, proposal_id)
        return url_for("front.overview")

    return submitted(ButtonForm(), do, again=lambda: authors(proposal_id))


@bp.get("/proposals/invitations/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """A proposal, for whoever is invited to write it together."""
    return show(invitation_page(g.context, token))


@bp.post("/proposals/invitations/<token>/join")
def join(token: str) -> ResponseReturnValue:
    """Accept an invitation to write a proposal together."""

    def do() -> str:
        return url_for("proposals.show", proposal_id=actions.join(g.context, token).id)

    return submitted(ButtonForm(), do, again=lambda: invitation(token))


@bp.post("/proposals/invitations/<token>/decline")
def decline(token: str) -> ResponseReturnValue:
    """Say no to an invitation to write a proposal together."""

    def do() -> str:
        actions.decline(g.context, token)
        return url_for("front.home")

    return submitted(ButtonForm(), do, again=lambda: invitation(token))


@bp.post("/proposals/<int:proposal_id>/submit")
def submit(proposal_id: int) -> ResponseReturnValue:
    """Hand a proposal in."""
    return _press(proposal_id, lambda: actions.submit(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/mask")
def mask(proposal_id: int) -> ResponseReturnValue:
    """Mask the CPR-like numbers in one's held proposal."""
    return _press(proposal_id, lambda: actions.mask(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/withdraw")
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    return _press(proposal_id, lambda: actions.withdraw(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/accept")
def accept(proposal_id: int) -> ResponseReturnValue:
    """Publish a proposal."""
    form = PressForm()

    def act() -> object:
        return actions.accept(g.context, proposal_id, seen=form.saw)

    return _done(form, proposal_id, act, lambda found_id, _form: one(found_id))


@bp.post("/proposals/<int:proposal_id>/support")
def support(proposal_id: int) -> ResponseReturnValue:
    """Support a proposal."""
    return _press(proposal_id, lambda: actions.support(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/support/withdraw")
def withdraw_support(proposal_id: int) -> ResponseReturnValue:
    """Take one's support back."""
    return _press(proposal_id, lambda: actions.withdraw_support(g.context, proposal_id))


@bp.get("/proposals/<int:proposal_id>/send-back")
def sending_back(proposal_id: int) -> ResponseReturnValue:
    """The form for sending a proposal back."""
    return _send_back_page(proposal_id, RuledForm())


@bp.post("/proposals/<int:proposal_id>/send-back")
def send_back(proposal_id: int) -> ResponseReturnValue:
    """Send a proposal back by a house rule, with a reason."""
    form = RuledForm()

    def act() -> object:
        return actions.send_back(g.context, proposal_id, **form.ruled(), seen=form.saw)

    return _done(form, proposal_id, act, _send_back_page)


@bp.get("/proposals/<int:proposal_id>/flag")
def flagging(proposal_id: int) -> ResponseReturnValue:
    """The form for asking a facilitator to look at a proposal."""
    return _flag_page(proposal_id, RuledForm())


@bp.post("/proposals/<int:proposal_id>/flag")
def flag(proposal_id: int) -> ResponseReturnValue:
    """Ask a facilitator to look at a proposal, by the house rule that it breaks."""
    form = RuledForm()
    return _done(form, proposal_id, lambda: actions.flag(g.context, proposal_id, **form.ruled()), _flag_page)


@bp.get("/proposals/<int:proposal_id>/hide")
def hiding(proposal_id: int) -> ResponseReturnValue:
    """The form for hiding a public proposal."""
    return _hide_page(proposal_id, RuledForm())


@bp.post("/proposals/<int:proposal_id>/hide")
def hide(proposal_id: int) -> ResponseReturnValue:
    """Hide a public proposal by a house rule, with a reason."""
    form = RuledForm()
    return _done(
        form, proposal_id, lambda: actions.hide(g.context, proposal_id, **form.ruled(), seen=form.saw), _hide_page
    )


@bp.get("/proposals/<int:proposal_id>/keep")
def keeping(proposal_id: int) -> ResponseReturnValue:
    """The form for letting a flagged proposal stand, or showing a hidden one again."""
    return _keep_page(proposal_id, ReasonForm())


@bp.post("/proposals/<int:proposal_id>/keep")
def keep(proposal_id: int) -> ResponseReturnValue:
    """Let a flagged proposal stand, or show a hidden one again, with a reason."""
    form = ReasonForm()

    def act() -> object:
        return actions.keep(g.context, proposal_id, reason=form.reason.data, seen=form.saw)

    return _done(form, proposal_id, act, _keep_page)


@bp.get("/proposals/<int:proposal_id>/release")
def releasing(proposal_id: int) -> ResponseReturnValue:
    """The form for releasing a held proposal."""
    return _release_page(proposal_id, ReleaseForm())


@bp.post("/proposals/<int:proposal_id>/release")
def release(proposal_id: int) -> ResponseReturnValue:
    """Release a held proposal with a reason."""
    form = ReleaseForm()

    def act() -> object:
        must_be_fresh()
        return actions.release(g.context, proposal_id, **form.said(), seen=form.saw)

    return _done(form, proposal_id, act, _release_page)


@bp.get("/proposals/<int:proposal_id>/answer")
def answering(proposal_id: int) -> ResponseReturnValue:
    """The form for the official answer."""
    found = queries.proposal(g.context, proposal_id)
    return _answer_page(proposal_id, AnswerForm(formdata=None, answered_for=found.process.contact_unit))


@bp.post("/proposals/<int:proposal_id>/answer")
def give_answer(proposal_id: int) -> ResponseReturnValue:
    """Give the official answer."""
    form = AnswerForm()

    def act() -> object:
        values = form.values() | {"outcome": Outcome(form.outcome.data)}
        return actions.answer(g.context, proposal_id, **values)

    return _done(form, proposal_id, act, _answer_page)


@bp.get("/proposals/<int:proposal_id>/about")
def about(proposal_id: int) -> ResponseReturnValue:
    """The form for which topics and areas a proposal is about."""
    form = about_form(g.context, Ref(Kind.PROPOSAL, proposal_id), is_sent=False)
    return _about_page(proposal_id, form)


@bp.post("/proposals/<int:proposal_id>/about")
def put_about(proposal_id: int) -> ResponseReturnValue:
    """Say which topics and areas a proposal is about."""
    form = about_form(g.context, Ref(Kind.PROPOSAL, proposal_id), is_sent=True)
    return _done(form, proposal_id, lambda: actions.put_about(g.context, proposal_id, **form.said()), _about_page)


@bp.get("/proposals/<int:proposal_id>/support/carry-out")
def carrying_out(proposal_id: int) -> ResponseReturnValue:
    """The form that says what came of what much support led to."""
    return show(carry_out_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/support/carry-out")
def carry_out(proposal_id: int) -> ResponseReturnValue:
    """Say what came of what much support led to."""
    form = CarryOutForm()
    saw = form.saw  # the page shows what stands now
    again = carry_out_page(g.context, proposal_id, form)

    def act() -> object:
        reason = (form.reason.data or "") if "reason" in form else ""
        return actions.carry_out(
            g.context, proposal_id, result=form.result.data, on=form.on.data, reason=reason, seen=saw
        )

    return _done(form, proposal_id, act, lambda _id, _form: show(again))


@bp.post("/proposals/<int:proposal_id>/name")
def reveal_name(proposal_id: int) -> ResponseReturnValue:
    """Look at the name of whoever began a proposal under a pseudonym; it is logged."""
    if not ButtonForm().validate():
        return show(proposal_page(g.context, proposal_id), 422)
    name = actions.reveal_name(g.context, proposal_id)
    return show(proposal_page(g.context, proposal_id, name=name))


@bp.get("/proposals/<int:proposal_id>/where")
def where(proposal_id: int) -> ResponseReturnValue:
    """The form for where a proposal is about, and the language it is written in."""
    return show(where_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/where")
def say_where(proposal_id: int) -> ResponseReturnValue:
    """Say where a proposal is about, and the language it is written in."""
    form = WhereForm()
    saw = form.saw  # the page shows what stands now
    return _done(
        form,
        proposal_id,
        lambda: actions.say_where(g.context, proposal_id, **form.said(), seen=saw),
        lambda _id, _form: show(where_page(g.context, proposal_id, form)),
    )


@bp.get("/proposals/<int:proposal_id>/files")
def files(proposal_id: int) -> ResponseReturnValue:
    """The files beside one's own proposal, and the form for more."""
    return show(files_page(g.context, proposal_id))


@bp.post("/proposals/<int:proposal_id>/files")
def attach(proposal_id: int) -> ResponseReturnValue:
    """Put files beside one's own proposal."""
    form = FilesForm()

    def do() -> str:
        sent = received_all(form.files)
        count_files(sent)
        attaching.attach(g.context, proposal_id, files_folder(), sent)
        return url_for("proposals.files", proposal_id=proposal_id)

    return submitted(form, do, again=lambda: show(files_page(g.context, proposal_id, form)))


@bp.post("/proposals/<int:proposal_id>/files/<int:upload_id>/take-out")
def take_out_file(proposal_id: int, upload_id: int) -> ResponseReturnValue:
    """Take a file away that lies beside one's own proposal."""

    def do() -> str:
        attaching.take_out_file(g.context, proposal_id, upload_id)
        return url_for("proposals.files", proposal_id=proposal_id)

    return submitted(ButtonForm(), do, again=lambda: files(proposal_id))


@bp.get("/proposals/<int:proposal_id>/answer/comments")
def speaking_to(proposal_id: int) -> ResponseReturnValue:
    """The form that says which comments the official answer speaks to."""
    return show(speak_to_page(g.context, proposal_id, None))


@bp.post("/proposals/<int:proposal_id>/answer/comments")
def speak_to(proposal_id: int) -> ResponseReturnValue:
    """Say which comments the official answer speaks to."""
    form = SpeakToForm()
    saw = form.saw  # the page shows what stands now
    again = speak_to_page(g.context, proposal_id, form)

    def act() -> object:
        return actions.speak_to(g.context, proposal_id, form.comments.data, reason=form.reason.data or "", seen=saw)

    return _done(form, proposal_id, act, lambda _id, _form: show(again))


@bp.post("/proposals/<int:proposal_id>/consider")
def consider(proposal_id: int) -> ResponseReturnValue:
    """Say that the administration is at a proposal."""
    return _press(proposal_id, lambda: actions.consider(g.context, proposal_id))


@bp.get("/proposals/<int:proposal_id>/report")
def reporting(proposal_id: int) -> ResponseReturnValue:
    """The form for what has come of an accepted proposal so far."""
    return _report_page(proposal_id, ReportForm())


@bp.post("/proposals/<int:proposal_id>/report")
def report(proposal_id: int) -> ResponseReturnValue:
    """Say what has come of an accepted proposal so far."""
    form = ReportForm()
    return _done(form, proposal_id, lambda: actions.report(g.context, proposal_id, **form.values()), _report_page)


@bp.get("/proposals/<int:proposal_id>/implement")
def implementing(proposal_id: int) -> ResponseReturnValue:
    """The form for what was done of an accepted proposal."""
    return _implement_page(proposal_id, ImplementForm())


@bp.post("/proposals/<int:proposal_id>/implement")
def implement(proposal_id: int) -> ResponseReturnValue:
    """Say that what an accepted proposal asked for has been done."""
    form = ImplementForm()
    return _done(form, proposal_id, lambda: actions.implement(g.context, proposal_id, **form.values()), _implement_page)


@bp.get("/proposals/<int:proposal_id>/merge")
def merging(proposal_id: int) -> ResponseReturnValue:
    """The form for letting a proposal go on in another."""
    return show(merge_page(g.context, proposal_id, MergeForm()))


@bp.post("/proposals/<int:proposal_id>/merge")
def merge(proposal_id: int) -> ResponseReturnValue:
    """Let a proposal go on in another."""
    form = MergeForm()

    def act() -> object:
        return actions.merge(g.context, proposal_id, into_id=form.into_id.data, reason=form.reason.data)

    return _done(form, proposal_id, act, lambda _id, _form: show(merge_page(g.context, proposal_id, form)))


@bp.get("/proposals/<int:proposal_id>/split")
def splitting(proposal_id: int) -> ResponseReturnValue:
    """The form for making several proposals of one."""
    return show(split_page(g.context, proposal_id, None))


@bp.post("/proposals/<int:proposal_id>/split")
def split(proposal_id: int) -> ResponseReturnValue:
    """Make several proposals of one."""
    form = SplitForm()

    def act() -> object:
        return actions.split(g.context, proposal_id, pieces=form.pieces(), reason=form.reason.data)

    return _done(form, proposal_id, act, lambda _id, _form: show(split_page(g.context, proposal_id, form)))


@bp.post("/proposals/<int:proposal_id>/comments")
def add_comment(proposal_id: int) -> ResponseReturnValue:
    """Comment on a proposal."""
    form = CommentForm()

    def do() -> str:
        count("comment", target=f"proposal {proposal_id}")
        made = actions.comment(g.context, proposal_id, **form.said())
        before = place(g.context, made)
        return url_for("proposals.show", proposal_id=proposal_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(proposal_page(g.context, proposal_id, form)))


def _press(proposal_id: int, act: Callable[[], object]) -> ResponseReturnValue:
    return _done(ButtonForm(), proposal_id, act, lambda found_id, form: one(found_id))


def _done(
    form: Form,
    proposal_id: int,
    act: Callable[[], object],
    again: Callable[[int, Form], ResponseReturnValue],
) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("proposals.show", proposal_id=proposal_id)

    return submitted(form, do, again=lambda: again(proposal_id, form))


def _send_back_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("The author sees the reason and can change the proposal and hand it in again.")
    return _page(proposal_id, ProposalVerb.SEND_BACK, form, _("Send the proposal back"), _("Send it back"), said)


def _flag_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("A facilitator reads it, and what you write. The proposal's author does not see that it was you.")
    return _page(proposal_id, ProposalVerb.FLAG, form, _("Ask a facilitator to look at it"), _("Flag it"), said)


def _hide_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _(
        "Everybody sees that a proposal is hidden, and by which rule. Its author reads the reason, and can appeal."
    )
    return _page(proposal_id, ProposalVerb.HIDE, form, _("Hide the proposal"), _("Hide it"), said)


def _keep_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("Everybody can read it. The reason is kept.")
    return _page(proposal_id, ProposalVerb.KEEP, form, _("Let the proposal stand"), _("Let it stand"), said)


def _release_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("Only release it if you are sure that the number is not a CPR number. The reason is kept.")
    return _page(proposal_id, ProposalVerb.RELEASE, form, _("Release the proposal"), _("Release it"), said)


def _answer_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    found = queries.proposal(g.context, proposal_id)
    PROPOSAL.require(g.context, ProposalVerb.ANSWER, found)
    heading, before = _("Answer the proposal"), before_it(g.context, found)
    return show(TaskPage(heading, form, _("Publish the answer"), trail=trail_of(found), before=before))


def _about_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("The proposal is found by them, and whoever follows one of them hears of each step.")
    return _page(proposal_id, ProposalVerb.PUT_ABOUT, form, _("Topics and areas"), _("Save"), said)


def _report_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("Everybody can read it, and whoever follows the proposal gets a mail.")
    return _page(proposal_id, ProposalVerb.REPORT, form, _("What has come of it so far"), _("Publish it"), said)


def _implement_page(proposal_id: int, form: Form) -> ResponseReturnValue:
    said = _("The author, and whoever follows the proposal, gets a mail.")
    return _page(proposal_id, ProposalVerb.IMPLEMENT, form, _("It has been done"), _("Publish it"), said)


def _page(
    proposal_id: int, verb: ProposalVerb, form: Form, heading: str, button: str, said: str = ""
) -> ResponseReturnValue:
    found = queries.proposal(g.context, proposal_id)
    PROPOSAL.require(g.context, verb, found)
    if isinstance(form, SeenForm):
        form.shows(found.title, found.text)
    return show(TaskPage(heading, form, button, said, trail_of(found)))
