"""The demo's things by name, so that a new scene shifts no address in the tests.

Each name says where its thing stands: a table and what is true of its row; a condition may name things named before it.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, text

NAMES = {
    "committee": ("process", "title = 'Boligsocial indsats'"),
    "school_ways": ("process", "title = 'Trygge skoleveje'"),
    "preparing": ("process", "title = 'Ungeliv'"),
    "courtyards": ("process", "title = 'Levende gårdrum'"),
    "old_group": ("working_group", "process_id = {committee} AND title = 'Arbejdsgruppen'"),
    "working_group": ("working_group", "title = 'Arbejdsgruppen om mødesteder'"),
    "writing_group": ("working_group", "process_id = {courtyards} AND title = 'Skrivegruppen'"),
    "ended_group": ("working_group", "title = 'Arbejdsgruppen om lys'"),
    "held_meeting": ("meeting", "title = 'Opgaveudvalgets møde 1'"),
    "coming_meeting": ("meeting", "title = 'Møde om anbefalingerne'"),
    "stairs": ("proposal", "title LIKE 'Fællesrummet skal kunne nås%'"),
    "caretaker": ("proposal", "title LIKE 'En fast vicevært%'"),
    "bench": ("proposal", "title LIKE 'En bænk i sol%'"),
    "grill": ("proposal", "title LIKE 'Grill%'"),
    "something": ("proposal", "title = 'Gør noget ved det'"),
    "shed": ("proposal", "title = 'Et skur til cykler'"),
    "beds": ("proposal", "title LIKE 'Højbede%'"),
    "fountain": ("proposal", "title = 'Et springvand'"),
    "fence": ("proposal", "title LIKE 'Luk gården%'"),
    "first_comment": ("comment", "text LIKE 'Enig. Der skal også være%'"),
    "flagged_comment": ("comment", "text = 'Det er spild af penge.'"),
    "hidden_comment": ("comment", "state = 'hidden'"),
    "held_comment": ("comment", "state = 'held'"),
    "final_report": ("report", "process_id = {committee}"),
    "courtyard_report": ("report", "process_id = {courtyards}"),
    "heard_version": ("version", "report_id = {final_report} AND label = '0.9'"),
    "final_version": ("version", "report_id = {final_report} AND label = '1.0'"),
    "early_version": ("version", "report_id = {courtyard_report} AND label = '0.5'"),
    "courtyard_version": ("version", "report_id = {courtyard_report} AND label = '0.9'"),
    "finished_section": ("section", "report_id = {final_report} AND heading = 'Udfordringer og behov'"),
    "first_section": ("section", "report_id = {courtyard_report} AND heading = 'Hvad vi hørte'"),
    "second_section": ("section", "report_id = {courtyard_report} AND heading = 'Plads til alle'"),
    "heard_text": ("section_text", "version_id = {heard_version} AND heading = 'Udfordringer og behov'"),
    "final_text": ("section_text", "version_id = {final_version} AND heading = 'Åbne mødesteder'"),
    "disability_council": ("body", "name = 'Handicaprådet'"),
    "integration_council": ("body", "name = 'Integrationsrådet'"),
    "senior_council": ("body", "name = 'Seniorrådet'"),
    "youth_council": ("body", "name = 'Ungerådet'"),
    "concluded_hearing": ("hearing", "process_id = {committee}"),
    "treated_hearing": ("hearing", "title = 'Et tidligt udkast om gårdrum'"),
    "open_hearing": ("hearing", "title = 'Udkast til rapporten om levende gårdrum'"),
    "draft_hearing": ("hearing", "title = 'Ekstra høring om anbefalingerne'"),
    "council_hearing": ("hearing", "title = 'Regler for brug af gårdrummene'"),
    "ready_hearing": ("hearing", "title = 'Navne til gårdene'"),
    "read_hearing": ("hearing", "title = 'Skilte i gårdene'"),
    "old_party": ("hearing_party", "hearing_id = {concluded_hearing} AND body_id = {disability_council}"),
    "silent_party": ("hearing_party", "hearing_id = {treated_hearing} AND body_id = {senior_council}"),
    "drafting_party": ("hearing_party", "hearing_id = {open_hearing} AND body_id = {disability_council}"),
    "invited_party": ("hearing_party", "hearing_id = {open_hearing} AND body_id = {integration_council}"),
    "senior_party": ("hearing_party", "hearing_id = {open_hearing} AND body_id = {senior_council}"),
    "youth_party": ("hearing_party", "hearing_id = {open_hearing} AND body_id = {youth_council}"),
    "draft_party": ("hearing_party", "hearing_id = {draft_hearing}"),
    "adopting_party": ("hearing_party", "hearing_id = {council_hearing} AND state = 'adopting'"),
    "agenda_party": ("hearing_party", "hearing_id = {council_hearing} AND state = 'on_agenda'"),
    "received_party": ("hearing_party", "hearing_id = {council_hearing} AND state = 'received'"),
    "adopted_party": ("hearing_party", "hearing_id = {council_hearing} AND state = 'adopted'"),
    "foreign_point": ("draft_point", "party_id = {old_party} AND number = 1"),
    "old_integration_response": ("response", "hearing_id = {concluded_hearing} AND number = 1"),
    "old_disability_response": ("response", "hearing_id = {concluded_hearing} AND number = 2"),
    "disability_response": ("response", "hearing_id = {treated_hearing} AND number = 1"),
    "oral_response": ("response", "hearing_id = {treated_hearing} AND number = 2"),
    "senior_response": ("response", "party_id = {senior_party}"),
    "held_response": ("response", "party_id = {youth_party}"),
    "amina_response": ("response", "hearing_id = {open_hearing} AND number = 3"),
    "nameless_response": ("response", "hearing_id = {open_hearing} AND number = 4"),
    "waiting_response": ("response", "hearing_id = {open_hearing} AND state = 'waiting'"),
    "bo_response": ("response", "hearing_id = {open_hearing} AND number = 6"),
    "organisation_response": ("response", "hearing_id = {open_hearing} AND number = 7"),
    "hidden_response": ("response", "hearing_id = {open_hearing} AND state = 'hidden'"),
    "withdrawn_response": ("response", "hearing_id = {open_hearing} AND state = 'withdrawn'"),
    "entered_response": ("response", "hearing_id = {open_hearing} AND number = 10"),
    "read_response": ("response", "hearing_id = {read_hearing} AND number = 1"),
    "old_remark": ("remark", "response_id = {old_disability_response} AND number = 1"),
    "wheelchair_remark": ("remark", "response_id = {disability_response} AND number = 1"),
    "armrest_remark": ("remark", "response_id = {disability_response} AND number = 2"),
    "read_sheet": ("sheet", "state = 'read'"),
    "unread_sheet": ("sheet", "state = 'unread'"),
    "done_sheet": ("sheet", "state = 'done'"),
    "used_phrase": ("phrase", "text = 'Det skrives ind.'"),
    "last_remark": ("remark", "response_id = {disability_response} AND number = 3"),
    "asked_redaction": ("redaction", "state = 'asked'"),
    "done_redaction": ("redaction", "state = 'done'"),
    "plan_file": ("upload", "kind = 'hearing' AND thing_id = {open_hearing}"),
    "handed_in_file": ("upload", "kind = 'response' AND thing_id = {read_response}"),
    "closed_vote": ("ballot", "question = 'Hvad skal vi begynde med?'"),
    "open_vote": ("ballot", "question = 'Hvilken gård skal være den første?'"),
    "first_option": ("ballot_option", "ballot_id = {open_vote} AND position = 1"),
    "draft_vote": ("ballot", "question = 'Hvad skal gården hedde?'"),
    "draft_option": ("ballot_option", "ballot_id = {draft_vote} AND position = 1"),
    "picture_file": ("upload", "kind = 'process' AND thing_id = {courtyards}"),
    "some_entry": ("roll_entry", "id = (SELECT MIN(id) FROM roll_entry WHERE ballot_id = {open_vote})"),
    "committee_case": ("case_file", "process_id = {committee}"),
    "adopted_case": ("case_file", "title = 'Principper for trygge skoleveje'"),
    "rejected_case": ("case_file", "title = 'Bilfri zone ved alle skoler'"),
    "pending_case": ("case_file", "process_id = {courtyards}"),
    "mandate_decision": ("decision", "case_id IS NULL AND process_id = {committee}"),
    "pending_decision": ("decision", "case_id = {pending_case} AND state = 'pending' AND sitting = 1"),
    "postponed_decision": ("decision", "case_id = {pending_case} AND state = 'postponed'"),
    "case_document": ("upload", "kind = 'case' AND thing_id = {pending_case}"),
    "bare_attachment": ("attachment", "case_id = {committee_case} AND number = 1"),
    "an_attachment": ("attachment", "case_id = {pending_case}"),
    "a_task": ("task", "process_id = {courtyards} AND number = 1"),
    "a_milestone": ("milestone", "heading = 'Besøg og faglige oplæg'"),
    "a_seat": (
        "appointment",
        "id = (SELECT MIN(one.id) FROM appointment one JOIN seat_quota ON seat_quota.id = one.quota_id"
        " WHERE seat_quota.process_id = {courtyards} AND one.name <> '')",
    ),
    "some_seats": ("seat_quota", "process_id = {courtyards} AND category = 'other_member'"),
    "a_question": ("question", "hearing_id = {open_hearing}"),
    "answered_proposal": ("proposal", "state = 'answered' AND process_id = {courtyards}"),
    "called_off_meeting": ("meeting", "state = 'cancelled'"),
    "a_membership": (
        "role_assignment",
        "id = (SELECT MIN(id) FROM role_assignment"
        " WHERE scope = 'group' AND scope_id = {working_group} AND ended_at IS NULL)",
    ),
    "a_correction": ("correction", "kind = 'process' AND thing_id = {courtyards}"),
    "done_follow_up": ("follow_up", "state = 'done'"),
    "planned_follow_up": ("follow_up", "state = 'planned'"),
    "officer_person": ("person", "name = 'Lone Kragh'"),
    "officer_role": (
        "role_assignment",
        "person_id = {officer_person} AND scope = 'organisation' AND role = 'case_officer'",
    ),
    "secretary_role": ("role_assignment", "scope = 'body' AND role = 'secretary' AND scope_id = {disability_council}"),
}  # fmt: skip


IN_LARGE = {
    "process": ("process", "title = 'Byrum for alle'"),
    "treated": ("hearing", "title = 'Udkast til rapporten om byrum for alle'"),
    "concluded": ("hearing", "title = 'Tidligt udkast til principper for byrum'"),
    "open": ("hearing", "title = 'Rækkefølgen for de første seks pladser'"),
    "proposal": ("proposal", "title = 'Bænke med ryg og armlæn ved Stationspladsen'"),
    "group": ("working_group", "title = 'Arbejdsgruppen om pladser og torve'"),
    "case": ("case_file", "number = 'EKS-2026-00077'"),
}
"""What the large demo has beside."""


def find(connection: Connection, names: Mapping[str, tuple[str, str]] = NAMES) -> dict[str, int]:
    """Return the id of each named thing; exactly one row is what its name says."""
    found: dict[str, int] = {}
    for name, (table, where) in names.items():
        rows = connection.execute(text(f"SELECT id FROM {table} WHERE {where.format(**found)}")).scalars().all()
        assert len(rows) == 1, f"{name}: {len(rows)} rows of {table} are what it says, not one"
        found[name] = rows[0]
    return found
