"""What is said when something has been done: what was done, and what comes next; by the address it was asked at.

A route that knows more (how many, for whom) says it itself. What stands on the page it leads to, or leads somewhere
else altogether, needs no word: `SILENT` says why.
"""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DONE: Mapping[str, LazyString] = {
    "corrections.correct": _("It is corrected. What stood there before can still be seen at the end of the page."),
    "corrections.take_back": _("It is taken back, and the page says so."),
    "corrections.blot": _("What stood there before is taken out for good."),
    "councils.add_point": _("The point is in the draft. The others in the council see it."),
    "councils.adopt": _("The answer is adopted. Next: read it through and hand it in."),
    "councils.discuss": _("The others in the council can read it."),
    "councils.hand_in": _("The file is handed in. It is read now, and shown when it has been looked through."),
    "councils.put_to_adoption": _(
        "The draft is put to adoption, and the chair gets a mail. Next: the chair adopts it."
    ),
    "councils.receive": _("The council has received it. Next: put it on the agenda of a meeting."),
    "councils.record": _("The answer is written down. Next: the council's chair confirms it."),
    "councils.respond_alone": _("The answer is handed in, and marked as the chair's alone."),
    "councils.send_back": _("The draft is open for writing again."),
    "councils.set_agenda": _("It is on the agenda. Next: the council's members write what it says."),
    "councils.submit": _("The answer is handed in. Next: the administration answers each remark in the hearing note."),
    "decisions.add": _("The case is opened. Next: enter what each body decides."),
    "decisions.add_body": _("The body is part of the case's way."),
    "decisions.add_follow_up": _("It stands under what is to be done. Next: say so when it has been done."),
    "decisions.add_process_decision": _("The vote on the mandate is entered."),
    "decisions.attach": _("The attachment is added."),
    "decisions.correct": _("It is corrected. What stood there before can still be seen."),
    "decisions.mark_done": _("It is marked as done, and the thread ends here."),
    "decisions.put_file": _("The file is handed in, and shown when it has been looked through."),
    "decisions.record": _("The decision is entered. Those who follow the case get a mail."),
    "dialogue.edit": _("Your comment is changed."),
    "dialogue.delete": _("Your comment is deleted. That there was one can still be seen."),
    "dialogue.mask_comment": _("The number is masked, and the comment goes on."),
    "dialogue.release": _("The comment is shown."),
    "groups.add": _("The group is set up. Next: call its first meeting, or put people into it."),
    "groups.add_member": _("They are in the group."),
    "groups.end": _("The group's work is ended. What it did stays to be seen."),
    "groups.join": _("You are in the group. Its meetings stand here."),
    "groups.leave": _("You have left the group."),
    "groups.take_out": _("They are no longer in the group."),
    "hearings.add_material": _("The document is added, and shown when it has been looked through."),
    "hearings.extend": _("The deadline is moved, and everybody it concerns gets a mail."),
    "hearings.invite": _("The body is a party of the hearing."),
    "hearings.open_hearing": _(
        "The hearing is open; its parties and those who follow the process get a mail. Next: the answers come in."
    ),
    "hearings.remind": _("The council's secretary and chair get a mail."),
    "hearings.start": _("The hearing is prepared. Next: see who is heard, and set the deadline."),
    "hearings.withdraw_invitation": _("The body is no longer a party of the hearing."),
    "meetings.add_for_group": _("The meeting is called."),
    "meetings.add_for_process": _("The meeting is called."),
    "meetings.cancel": _(
        "The meeting is called off. Its members, those who work with it and those who follow it get a mail."
    ),
    "organisations.add": _("The organisation is entered. Next: enter a unit and how it is reached."),
    "organisations.add_unit": _("The unit is entered."),
    "processes.begin": _("The process has begun, and everybody can read it."),
    "processes.move_on": _("It is in another phase, and whoever follows it gets a mail."),
    "kinds.add": _("The kind is entered. Next: name its phases, and add others."),
    "kinds.change": _("The kind is changed."),
    "kinds.add_phase": _("The phase is entered."),
    "kinds.change_phase": _("The phase is changed, for every process that is in it."),
    "kinds.take_out_phase": _("The phase is taken out."),
    "processes.add_participant": _("It says that the organisation takes part, and as what."),
    "processes.share": _("The unit's coordinators can look into the process, and get a mail."),
    "processes.end_share": _("The unit's coordinators can look into the process no longer."),
    "people.add_body_member": _("They stand on the page of the council or committee."),
    "people.add_body": _("It is entered. Next: give its chair and secretary their roles."),
    "people.change_body": _("It is changed, and its chair, its secretary and the other administrators get a mail."),
    "people.end_other_sessions": _("Every other browser is signed out."),
    "people.decide_erasure": _("It is decided, and whoever asked gets a mail."),
    "people.erase": _("You have asked for it. You get a mail when it is decided."),
    "people.set_hearings": _("The municipality's rules for hearings are saved."),
    "pictures.put": _("It is saved. A new picture is shown when it has been looked through."),
    "pictures.take_out": _("The picture is taken out, and its file is deleted."),
    "processes.add_facilitator": _("They are facilitator of the process."),
    "processes.add_milestone": _("It stands among what happened on the way."),
    "processes.answer_task": _("It is said how the task was met."),
    "processes.appoint": _("The member is appointed, and the seat is taken."),
    "processes.approve_mandate": _("The mandate is approved, and the process is running. Next: appoint its members."),
    "processes.close": _("The process is closed. All of it stays to be seen."),
    "processes.end_seat": _("The seat is left."),
    "processes.hand_over": _("The work is handed over. Next: open the case about it."),
    "processes.start": _("The process is prepared. Next: enter that its mandate is approved."),
    "proposals.accept": _("The proposal is published, and its author gets a mail."),
    "proposals.give_answer": _("The answer stands on the proposal, and its author gets a mail."),
    "proposals.mask": _("The number is masked, and the proposal is handed in. Next: a facilitator looks at it."),
    "proposals.release": _("The proposal goes on. Next: publish it, or send it back."),
    "proposals.rewrite": _("The proposal is changed. Next: hand it in."),
    "proposals.send_back": _("The proposal was sent back with the reason."),
    "proposals.submit": _("The proposal is handed in. Next: a facilitator looks at it, and you get a mail."),
    "proposals.support": _("You support it."),
    "proposals.withdraw": _("The proposal is taken back."),
    "proposals.withdraw_support": _("You support it no longer."),
    "proposals.write": _("It is saved as your draft. Next: hand it in when it is ready."),
    "reports.add": _("The report is started. Next: add its sections."),
    "reports.add_section": _("The section is added."),
    "reports.finish": _("The writing is ended."),
    "reports.hand_in": _("The file is handed in. Its sections come when it has been read."),
    "reports.link_origin": _("It is said where the words come from."),
    "reports.publish": _(
        "The version is published, and its words are frozen. Next: send it in hearing, or open a case."
    ),
    "responses.confirm": _("You have confirmed it as what the council said."),
    "responses.hide": _("The answer is hidden, and its sender reads the reason."),
    "responses.mask": _("The number is masked, and the answer goes on."),
    "responses.mask_own": _("The number is masked, and the answer goes on."),
    "responses.release": _("The answer is shown."),
    "responses.reveal_name": _("You have looked at the name. It is written down that you did."),
    "responses.verify": _("The organisation is verified."),
    "responses.withdraw": _("Your answer is taken back."),
    "sections.add_picture": _("The picture stands at the end of the section."),
    "sections.discuss": _("The others who write can read it."),
    "sections.put_back": _("The section is back."),
    "sections.take_out": _("The section is taken out of the draft. You can put it back."),
    "sections.tie": _("It is said what the section rests on."),
    "sections.untie": _("The section no longer rests on it."),
    "sections.write": _("The section is saved."),
    "treatment.add_to_note": _("It is added to the note, and everybody who answered gets a mail."),
    "treatment.redact": _("The words are taken out for good, and the documents are made anew."),
    "treatment.redact_report": _("You have asked for it. Next: another person carries it out."),
    "treatment.split": _("The remark is made. Next: answer it at the desk."),
    "treatment.sum_up": _("It is saved, and its sender reads it when the note is published."),
    "voting.add": _("The vote is prepared. Next: put people on its roll, and open it."),
    "voting.add_to": _("It is added to the vote, and everybody on the roll gets a mail."),
    "voting.add_voter": _("They are on the roll. Put on another one, or go back and open the vote."),
    "voting.add_to_roll": _("They are on the roll. Next: open the vote when everybody is."),
    "voting.change": _("The vote is changed."),
    "voting.close": _("The vote is closed, and its result can be seen."),
    "voting.open_ballot": _("The vote is open, and everybody on the roll gets a mail."),
    "voting.take_off_roll": _("They are off the roll."),
}
SILENT: Mapping[str, str] = {
    **dict.fromkeys(
        ("councils.keep_typed", "moderation.keep_typed", "sections.keep_typed", "treatment.keep_typed"),
        "asked by the page while one types; it answers there",
    ),
    **dict.fromkeys(
        (
            "demo.sign_in", "factors.finish", "factors.finish_by_passkey", "factors.prove", "factors.prove_by_code",
            "factors.prove_by_passkey", "factors.sign_in", "people.open_session", "people.sign_in_by_link",
            "people.sign_out", "people.confirm", "people.set_password", "people.close",
        ),
        "the head of the page says who is signed in",
    ),
    **dict.fromkeys(
        ("people.make_account", "people.send_link", "people.send_reset"), "a page of its own says that a mail is sent"
    ),
    **dict.fromkeys(
        (
            "factors.add_passkey", "factors.make_codes", "factors.remove_app", "factors.remove_passkey",
            "people.grant_role", "people.decide_role", "people.end_role",
        ),
        "the page it leads to says what is there now, or that it waits for a second person",
    ),
    **dict.fromkeys(
        ("front.find_receipt", "people.own_data_as_json", "responses.prove", "people.change_language"),
        "what was asked for is what is shown",
    ),
    **dict.fromkeys(
        ("responses.respond", "responses.enter", "voting.vote"), "the receipt it leads to says it, and what comes next"
    ),
    **dict.fromkeys(
        ("hearings.judge", "decisions.judge", "responses.judge", "sections.move", "sections.open_or_close",
         "dialogue.moderate", "treatment.decide_redaction", "proposals.add_comment",
         "reports.comment", "sheets.hand_in"),
        "which of two it was stands on the page it leads to",
    ),
}  # fmt: skip
"""What says nothing, and why."""
