"""What each column holds of people: nothing, what names or concerns them, what is specially protected, what is secret.

A new column without a class fails the tests. Special: what may tell of health, belief or opinion (GDPR article 9), as
whatever people write may. Secret: what opens something, or proves something only because nobody else has it.
"""

import enum


class Held(enum.Enum):
    """What a column holds of people."""

    PUBLIC = "public"
    """Nothing of a person by itself: facts of a matter, and numbers that tie rows together."""
    PERSONAL = "personal"
    SPECIAL = "special"
    SECRET = "secret"


CLASSES: dict[str, dict[Held, str]] = {
    "answer": {
        Held.PUBLIC: "id hearing_id heading outcome reason answered_at answered_for read_at taken_from_id",
        Held.PERSONAL: "answered_by_id read_by_id",
    },
    "answer_change": {
        Held.PUBLIC: "answer_id section_text_id",
    },
    "answer_panel": {
        Held.PUBLIC: "id hearing_id draw_id seed pool size opened_at closes_at",
    },
    "count_sheet": {
        Held.PUBLIC: "id station_id number counted_at ballots void earlier",
        Held.PERSONAL: "person_id",
    },
    "panel_remark": {
        Held.PUBLIC: "panel_id remark_id position",
    },
    "panel_reader": {
        Held.PUBLIC: "id panel_id number",
        Held.PERSONAL: "email",
        Held.SECRET: "token_hash",
    },
    "panel_reading": {
        Held.PUBLIC: "id reader_id remark_id meets at",
    },
    "answer_phrase": {
        Held.PUBLIC: "answer_id phrase_id",
    },
    "amendment": {
        Held.PUBLIC: "id proposal_id base_edit state at decided_at edit",
        Held.PERSONAL: "author_id decided_by_id title reason",
        Held.SPECIAL: "text why",
    },
    "appeal": {
        Held.PUBLIC: "id ruling_id kind thing_id process_id at due_at state decided_at",
        Held.PERSONAL: "first_id author_id decided_by_id reason",
        Held.SPECIAL: "text",
    },
    "appointment": {
        Held.PUBLIC: "id quota_id seat way appointed_on item_number ended_on ended_because override_reason is_invented",
        Held.PERSONAL: "name affiliation",
    },
    "attachment": {
        Held.PUBLIC: "id case_id number title document_number upload_id version_id",
    },
    "attempt": {
        Held.PUBLIC: "count ends_at",
        Held.SECRET: "key",
    },
    "audit_entry": {
        Held.PUBLIC: "id at verb kind thing_id sequence seal",
        Held.PERSONAL: "actor_id",
    },
    "ballot": {
        Held.PUBLIC: "id process_id question about secrecy method winners most sum areas spending marking tie quorum "
        "is_shuffled waits_for_person state opened_at closes_at closed_at published_at frozen frozen_sha256 "
        "draw_commitment draw_source draw_on draw_words wordings",
        Held.SECRET: "draw_secret",
    },
    "ballot_change": {
        Held.PUBLIC: "id ballot_id kind last_day reason asked_at decided_at frozen_sha256",
        Held.PERSONAL: "person_id name address entry_id asked_by_id decided_by_id",
    },
    "ballot_option": {
        Held.PUBLIC: "id ballot_id position text about cost area proposal_id",
    },
    "body": {
        Held.PUBLIC: "id organisation_id name about kind valid_from valid_to by_year topic_id entitlement "
        "paper_days counts_weekdays",
    },
    "body_member": {
        Held.PUBLIC: "id body_id part name party sent_by starts_on ends_on is_invented",
    },
    "body_name": {
        Held.PUBLIC: "id body_id name valid_from valid_to by_year",
    },
    "case_file": {
        Held.PUBLIC: "id process_id version_id number title recommended_by recommendation presented earlier_decisions "
        "is_example created_at resume background presented_by is_closed neutral_title closed_because",
    },
    "co_author": {
        Held.PUBLIC: "id proposal_id invited_at accepted_at ended_at",
        Held.PERSONAL: "email person_id",
        Held.SECRET: "token_hash",
    },
    "comment": {
        Held.PUBLIC: "id process_id kind thing_id state posted_at edited_at is_flagged circle circle_id label "
        "reply_to_id useful",
        Held.PERSONAL: "author_id",
        Held.SPECIAL: "text",
    },
    "correction": {
        Held.PUBLIC: "id kind thing_id part part_id field reason at blotted_at blotted_because",
        Held.PERSONAL: "by_id before about",
    },
    "deadline_change": {
        Held.PUBLIC: "id hearing_id before after reason at",
        Held.PERSONAL: "by_id",
    },
    "decision": {
        Held.PUBLIC: "id process_id case_id body_id position sitting subject state wording item_number "
        "decided_on expected_on expected_precision is_not_stated votes_as_written out_of_turn step reading "
        "sent_back_to_id because_id",
    },
    "dissent": {
        Held.PUBLIC: "id decision_id kind text",
    },
    "dissenter": {
        Held.PUBLIC: "id dissent_id letter name affiliation",
    },
    "draft_point": {
        Held.PUBLIC: "id party_id number section_text_id",
        Held.PERSONAL: "person_id",
        Held.SPECIAL: "quote text",
    },
    "earlier_decision": {
        Held.PUBLIC: "id case_id earlier_id body decided_on decided_precision reference text is_replaced",
    },
    "erasure_request": {
        Held.PUBLIC: "id kind thing_id asked_at decided_at ground",
        Held.PERSONAL: "person_id decided_by_id why reason",
    },
    "draw": {
        Held.PUBLIC: "id process_id group_id title about seats state closes_at forgets_at called_off_because "
        "is_example created_at forgotten_at",
    },
    "draw_feature": {
        Held.PUBLIC: "id draw_id number name",
    },
    "draw_value": {
        Held.PUBLIC: "id feature_id number name least most",
    },
    "draw_round": {
        Held.PUBLIC: "id draw_id number state seats commitment public_source public_words public_on drawn "
        "faults done tries is_best made_at drawn_at answers_by",
        Held.PERSONAL: "terms portfolio",
        Held.SECRET: "secret",
    },
    "calendar_feed": {
        Held.PUBLIC: "id made_at",
        Held.PERSONAL: "person_id",
        Held.SECRET: "token",
    },
    "meeting_body": {
        Held.PUBLIC: "id meeting_id body_id",
    },
    "programme_item": {
        Held.PUBLIC: "id meeting_id number title about",
        Held.PERSONAL: "speakers",
    },
    "minutes": {
        Held.PUBLIC: "id meeting_id state begun_at approved_on",
        Held.PERSONAL: "approved_by approved_by_id",
    },
    "grant_scheme": {
        Held.PUBLIC: "id process_id state title about mission administration first_year last_year appropriation "
        "expires_on wish replaces replaces_id source unit_id created_at closes_at is_example",
    },
    "scheme_point": {
        Held.PUBLIC: "id scheme_id kind text",
    },
    "criterion": {
        Held.PUBLIC: "id scheme_id rank asks heading text lacking source",
    },
    "grant_application": {
        Held.PUBLIC: "id scheme_id state submitted_at decision_id granted activity_money conditions returned closed_on "
        "created_at is_example title summary learnt",
        Held.PERSONAL: "author_id applicant reason",
        Held.SPECIAL: "need common leader anchoring cooperation activities",
    },
    "aimed_at": {
        Held.PUBLIC: "id application_id point_id",
    },
    "chain_link": {
        Held.PUBLIC: "id application_id kind",
        Held.SPECIAL: "text",
    },
    "counted_vote": {
        Held.PUBLIC: "id ballot_id digest result counted_at",
    },
    "paper_audit": {
        Held.PUBLIC: "id ballot_id words size most_risk begun_at",
        Held.PERSONAL: "by_id",
    },
    "drawn_paper": {
        Held.PUBLIC: "id audit_id number entered_at",
        Held.PERSONAL: "lines",
    },
    "trial_vote": {
        Held.PUBLIC: "id ballot_id cast_at",
        Held.PERSONAL: "lines",
    },
    "station": {
        Held.PUBLIC: "id ballot_id name place",
    },
    "steering_seat": {
        Held.PUBLIC: "id application_id is_administration",
        Held.PERSONAL: "name",
    },
    "cost_line": {
        Held.PUBLIC: "id application_id point_id amount",
        Held.PERSONAL: "text",
    },
    "assessment": {
        Held.PUBLIC: "id application_id has_interest at",
        Held.PERSONAL: "assessor_id interest said",
    },
    "score": {
        Held.PUBLIC: "id assessment_id criterion_id points",
        Held.PERSONAL: "reason",
    },
    "grant_activity": {
        Held.PUBLIC: "id application_id held_on title participants minutes text words_since photo_since",
        Held.PERSONAL: "consent",
    },
    "account_line": {
        Held.PUBLIC: "id application_id activity_id spent_on amount upload_id",
        Held.PERSONAL: "text voucher",
    },
    "goal": {
        Held.PUBLIC: "id kind thing_id text criterion",
    },
    "household": {
        Held.PERSONAL: "id ballot_id address area",
    },
    "household_adult": {
        Held.PERSONAL: "id ballot_id household_id person_id",
    },
    "household_objection": {
        Held.PUBLIC: "id answered_at raised_at",
        Held.PERSONAL: "household_id person_id answered_by_id",
        Held.SPECIAL: "text answer",
    },
    "indicator": {
        Held.PUBLIC: "id goal_id text unit baseline target due_on",
    },
    "measurement": {
        Held.PUBLIC: "id indicator_id measured_on measured source entered_at",
    },
    "programme": {
        Held.PUBLIC: "id name funder calls_plan about duration share share_of asks_municipality asks_housing "
        "asks_steering starts_on ends_on source version replaces_id state",
    },
    "programme_theme": {
        Held.PUBLIC: "id programme_id position name about",
    },
    "social_master_plan": {
        Held.PUBLIC: "id process_id programme_id state title about first_day last_day unit_id takes_part number "
        "submitted_on ended_on anchored created_at is_example",
    },
    "plan_area": {
        Held.PUBLIC: "id plan_id area_id",
    },
    "plan_organisation": {
        Held.PUBLIC: "id plan_id organisation_id",
    },
    "effort": {
        Held.PUBLIC: "id plan_id theme_id title about takes_part",
        Held.PERSONAL: "responsible",
    },
    "financing_source": {
        Held.PUBLIC: "id plan_id name kind",
    },
    "financing_line": {
        Held.PUBLIC: "id plan_id year effort_id paid_by_id kind hours amount note",
    },
    "agreement": {
        Held.PUBLIC: "id plan_id parent_id kind title about agreed_on ends_on",
        Held.PERSONAL: "parties",
    },
    "plan_seat": {
        Held.PUBLIC: "id plan_id part starts_on ends_on is_example",
        Held.PERSONAL: "name stands_for profile",
    },
    "plan_version": {
        Held.PUBLIC: "id plan_id number summary issued_at",
        Held.PERSONAL: "content",
    },
    "approval_step": {
        Held.PUBLIC: "id plan_id gate body_id organisation_id is_residents name asked_on",
    },
    "approval": {
        Held.PUBLIC: "id step_id version_id is_yes decided_on body document paper_id ballot_id decision_id entered_at",
        Held.PERSONAL: "said",
    },
    "upheld_approval": {
        Held.PUBLIC: "id approval_id version_id reason",
    },
    "plan_event": {
        Held.PUBLIC: "id plan_id effort_id area_id happened_on",
        Held.PERSONAL: "text",
    },
    "lesson": {
        Held.PUBLIC: "id plan_id state title theme place tried came_of_it created_at is_example",
        Held.PERSONAL: "contact",
    },
    "paper": {
        Held.PUBLIC: "id process_id group_id meeting_id title added_at",
    },
    "agenda_item": {
        Held.PUBLIC: "id meeting_id number title text treats_kind treats_id",
    },
    "minutes_point": {
        Held.PUBLIC: "id item_id number kind text evidence_id origin written_at",
        Held.PERSONAL: "consent",
    },
    "attendance": {
        Held.PUBLIC: "id meeting_id category count",
    },
    "action_point": {
        Held.PUBLIC: "id process_id group_id item_id text due_on state ended_on result added_at",
        Held.PERSONAL: "owner",
    },
    "entrant": {
        Held.PUBLIC: "id draw_id number round_id entered_at confirmed_at left_at answered_at is_coming",
        Held.PERSONAL: "person_id name email mailbox language struck_because",
        Held.SECRET: "token",
    },
    "entrant_answer": {
        Held.PUBLIC: "id entrant_id feature_id",
        Held.SPECIAL: "value_id",
    },
    "participant": {
        Held.PUBLIC: "id group_id slot registered_at confirmed_at left_at is_invited is_admitted",
        Held.PERSONAL: "person_id name email language declined_because",
        Held.SPECIAL: "application interpreter needs_step_free needs_loop needs_child_care needs_other",
        Held.SECRET: "token",
    },
    "evidence": {
        Held.PUBLIC: "id process_id kind state title happened_on precision area_id meeting_id source is_example "
        "created_at",
        Held.PERSONAL: "text",
    },
    "site_visit": {
        Held.PUBLIC: "id purpose questions",
        Held.PERSONAL: "participants",
    },
    "presentation": {
        Held.PUBLIC: "id speaker speaker_title speaker_organisation",
    },
    "key_figure": {
        Held.PUBLIC: "id measure unit year",
    },
    "area_value": {
        Held.PUBLIC: "id figure_id position area_id",
        Held.SECRET: "persons out_of value",
    },
    "statement": {
        Held.PUBLIC: "id voice consent consented_on consent_ended_on",
        Held.PERSONAL: "said_by speaks_as",
    },
    "photo": {
        Held.PUBLIC: "id evidence_id added_at",
        Held.PERSONAL: "consent",
    },
    "flag": {
        Held.PUBLIC: "id kind thing_id rule_id at",
        Held.PERSONAL: "person_id reason",
    },
    "follow": {
        Held.PERSONAL: "id kind thing_id person_id since pace",
    },
    "follow_up": {
        Held.PUBLIC: "id case_id process_id text due_on state done_on result involved citizens_role indicator "
        "review_on reminded_at",
        Held.PERSONAL: "responsible",
    },
    "undertaking": {
        Held.PUBLIC: "id follow_up_id name part party_id state invited_at answered_at",
        Held.PERSONAL: "email",
        Held.SECRET: "token_hash",
    },
    "contest": {
        Held.PUBLIC: "id follow_up_id comment_id claim state answer answered_at",
        Held.PERSONAL: "by_id",
    },
    "report_back": {
        Held.PUBLIC: "id follow_up_id body_id told_on text",
    },
    "follow_up_progress": {
        Held.PUBLIC: "id follow_up_id state text at",
        Held.PERSONAL: "by_id",
    },
    "hearing": {
        Held.PUBLIC: "id process_id version_id title asks what_is_proposed what_it_means what_can_change "
        "state audience moderation allows_protected_names opens_at closes_at zone "
        "short_deadline_reason left_out_reason ready_at concluded_at addresses_gone_at is_example",
    },
    "hearing_party": {
        Held.PUBLIC: "id hearing_id body_id version_id state edit stance presented_on agenda_on "
        "invited_at received_at drafted_at adopting_at adopted_at adopted_on submitted_at "
        "reminded_at",
        Held.SPECIAL: "draft offer",
    },
    "installation": {
        Held.PUBLIC: "id is_demo made_at",
    },
    "ledger_entry": {
        Held.PUBLIC: "id process_id sequence at subject digest salt",
    },
    "ledger_head": {
        Held.PUBLIC: "id process_id day size root at",
    },
    "letter_template": {
        Held.PUBLIC: "id name file_id state fields at tries due_at",
        Held.PERSONAL: "by_id",
    },
    "mandate": {
        Held.PUBLIC: "id process_id background approved_by_id approved_on item_number",
    },
    "meeting": {
        Held.PUBLIC: "id process_id group_id kind title about target_group unit_id place access starts_at "
        "ends_at state takes_registrations capacity link_days sequence",
        Held.SECRET: "online_link",
    },
    "audience": {
        Held.PUBLIC: "id process_id name reached",
    },
    "milestone": {
        Held.PUBLIC: "id process_id happened_on precision until_on heading text is_example",
    },
    "once_key": {
        Held.PUBLIC: "at",
        Held.SECRET: "key location",
    },
    "one_time_link": {
        Held.PERSONAL: "id person_id purpose expires_at used_at",
        Held.SECRET: "token_hash",
    },
    "organisation": {
        Held.PUBLIC: "id kind name about web letterhead is_example shortest_hearing reads_twice",
    },
    "notification": {
        Held.PUBLIC: "id template pace at read_at digest_at mailed_at",
        Held.PERSONAL: "person_id data",
    },
    "pace_of_kind": {
        Held.PUBLIC: "id kind pace",
        Held.PERSONAL: "person_id",
    },
    "outbox_message": {
        Held.PUBLIC: "id template notification_id created_at not_before sent_at failed_at attempts",
        Held.PERSONAL: "to_person_id to_address language",
        Held.SECRET: "data",
    },
    "participation": {
        Held.PUBLIC: "id process_id organisation_id capacity about",
    },
    "party_letter": {
        Held.PUBLIC: "id organisation_id letter name valid_from valid_to",
    },
    "passkey": {
        Held.PERSONAL: "id person_id name created_at used_at",
        Held.SECRET: "credential public_key sign_count",
    },
    "person": {
        Held.PERSONAL: "id name last_name email language state is_invented is_protected created_at",
        Held.SECRET: "password_hash app_nonce app_step",
    },
    "posting": {
        Held.PUBLIC: "id kind thing_id home_kind home_id process_id title under lead trait state later "
        "at opens_at closes_at invites while_open opens outcome ended_at ending is_example "
        "text title_stems stems",
        Held.PERSONAL: "seen_by",
    },
    "share": {
        Held.PUBLIC: "id unit_id scope scope_id began_at ended_at",
    },
    "unit": {
        Held.PUBLIC: "id organisation_id name about phone closed_on",
        Held.PERSONAL: "email contact_name consented_on",
    },
    "topic": {
        Held.PUBLIC: "id key name",
    },
    "area": {
        Held.PUBLIC: "id kind name about parent_id is_example",
    },
    "address": {
        Held.PUBLIC: "id written folded area_id",
    },
    "area_organisation": {
        Held.PUBLIC: "id area_id organisation_id",
    },
    "topic_of": {
        Held.PUBLIC: "id kind thing_id topic_id",
    },
    "area_of": {
        Held.PUBLIC: "id kind thing_id area_id",
    },
    "task_tie": {
        Held.PUBLIC: "id task_id kind thing_id",
    },
    "phase": {
        Held.PUBLIC: "id kind_id number name state takes_proposals takes_comments takes_votes takes_joining",
    },
    "phase_entry": {
        Held.PUBLIC: "id process_id phase_id entered_at",
    },
    "process_kind": {
        Held.PUBLIC: "id key name about has_mandate",
    },
    "phrase": {
        Held.PUBLIC: "id text made_at ended_at",
        Held.PERSONAL: "made_by_id",
    },
    "picture": {
        Held.PUBLIC: "id kind thing_id alt upload_id",
    },
    "process": {
        Held.PUBLIC: "id organisation_id kind_id phase_id state title full_title question starts_on "
        "starts_precision ends_on ends_precision contact_unit contact_phone next_step source is_example "
        "handed_over_on created_at shows_at_once support_wanted support_days support_since "
        "support_leads_to support_owner support_due_days",
        Held.PERSONAL: "contact_email",
    },
    "progress": {
        Held.PUBLIC: "id proposal_id text at",
        Held.PERSONAL: "by_id",
    },
    "proposal": {
        Held.PUBLIC: "id process_id group_id edit published_edit state written_at submitted_at accepted_at outcome "
        "answer answered_at answered_for next_step review_on reminded_at implemented_on continued_at continued_because "
        "is_flagged is_example language",
        Held.PERSONAL: "author_id title place point",
        Held.SPECIAL: "text",
        Held.SECRET: "receipt",
    },
    "reached": {
        Held.PUBLIC: "id proposal_id at support leads_to owner due_on done_on result",
    },
    "kept_name": {
        Held.PUBLIC: "id since",
        Held.PERSONAL: "person_id name",
    },
    "house_rule": {
        Held.PUBLIC: "id number version title text is_ended",
    },
    "house_rule_in": {
        Held.PUBLIC: "id rule_id language title text",
    },
    "rules_version": {
        Held.PUBLIC: "id number at why",
        Held.PERSONAL: "by_id",
    },
    "question": {
        Held.PUBLIC: "id hearing_id number text",
    },
    "recovery_code": {
        Held.PERSONAL: "id person_id used_at",
        Held.SECRET: "code_hash",
    },
    "redaction": {
        Held.PUBLIC: "id report_id reason state asked_at decided_at is_carried_out",
        Held.PERSONAL: "asked_by_id decided_by_id",
        Held.SECRET: "words",
    },
    "remark": {
        Held.PUBLIC: "id process_id response_id number kind answer_id due_on reminded_at is_example",
        Held.PERSONAL: "officer_id",
        Held.SPECIAL: "text",
    },
    "remark_section": {
        Held.PUBLIC: "remark_id section_text_id",
    },
    "remark_theme": {
        Held.PUBLIC: "remark_id theme_id",
    },
    "rendition": {
        Held.PUBLIC: "id kind thing_id what format language file_id asked_at not_before made_at failures "
        "pages audited is_too_large",
    },
    "report": {
        Held.PUBLIC: "id process_id writing_group_id title about state",
    },
    "response": {
        Held.PUBLIC: "id hearing_id party_id version_id number state medium revision meeting_on "
        "submitted_at is_late is_urgent confirmed_at summary is_example",
        Held.PERSONAL: "sender_id submitted_by_id",
        Held.SPECIAL: "text stance",
        Held.SECRET: "seal received_hash receipt",
    },
    "response_part": {
        Held.PUBLIC: "id response_id position section_text_id question_id is_offer",
        Held.SPECIAL: "quote text",
    },
    "response_revision": {
        Held.PUBLIC: "id response_id revision received_at",
        Held.SPECIAL: "text",
        Held.SECRET: "received_hash",
    },
    "registration": {
        Held.PUBLIC: "id meeting_id slot registered_at confirmed_at left_at told_at",
        Held.PERSONAL: "person_id name email language",
        Held.SPECIAL: "interpreter needs_step_free needs_loop needs_child_care needs_other",
        Held.SECRET: "token",
    },
    "role_assignment": {
        Held.PUBLIC: "id role scope scope_id began_at ended_at",
        Held.PERSONAL: "person_id given_by_id",
    },
    "role_request": {
        Held.PUBLIC: "id role scope scope_id is_ending asked_at decided_at is_agreed",
        Held.PERSONAL: "person_id asked_by_id decided_by_id",
    },
    "roll_entry": {
        Held.PERSONAL: "id ballot_id person_id household_id slot name address area circle letter letter_at",
        Held.SECRET: "code_hash",
    },
    "ruling": {
        Held.PUBLIC: "id kind thing_id revision ruled ground at rule_id process_id",
        Held.PERSONAL: "by_id reason",
        Held.SPECIAL: "found",
    },
    "seat_quota": {
        Held.PUBLIC: "id process_id category seats",
    },
    "section": {
        Held.PUBLIC: "id report_id position kind number level heading text edit is_open is_example taken_out_at "
        "taken_out_from",
        Held.PERSONAL: "taken_out_by_id",
    },
    "section_origin": {
        Held.PUBLIC: "id section_id kind thing_id tied_at",
    },
    "section_text": {
        Held.PUBLIC: "id version_id section_id position kind number level heading text is_example",
    },
    "security_event": {
        Held.PUBLIC: "id",
        Held.PERSONAL: "person_id kind at",
    },
    "sender": {
        Held.PERSONAL: "id person_id name is_protected email confirmed_at language organisation "
        "verified_at verified_by_id is_proved is_pseudonym",
        Held.SECRET: "confirm_hash",
    },
    "sent_on": {
        Held.PUBLIC: "id kind thing_id at",
        Held.PERSONAL: "to_id by_id note",
    },
    "sheet": {
        Held.PUBLIC: "id kind thing_id file_id state why entered at tries due_at",
        Held.PERSONAL: "name by_id",
        Held.SPECIAL: "rows",
    },
    "shift": {
        Held.PUBLIC: "id station_id starts_at ends_at",
        Held.PERSONAL: "person_id",
    },
    "sign_in_session": {
        Held.PERSONAL: "id person_id created_at expires_at proved_at is_half has_second",
        Held.SECRET: "token_hash",
    },
    "stored_file": {
        Held.PUBLIC: "id sha256 media_type size stored_at",
    },
    "spoken_to": {
        Held.PUBLIC: "id proposal_id comment_id at",
    },
    "proposal_understanding": {
        Held.PUBLIC: "id proposal_id meets at is_hidden again again_at",
        Held.PERSONAL: "reason",
    },
    "understanding": {
        Held.PUBLIC: "id remark_id meets at is_hidden again again_at",
        Held.PERSONAL: "reason",
    },
    "transcript": {
        Held.PUBLIC: "id process_id name file_id state why at tries due_at",
        Held.PERSONAL: "text by_id",
    },
    "support": {
        Held.PUBLIC: "id proposal_id at carried_from_id",
        Held.PERSONAL: "person_id",
    },
    "tally": {
        Held.PUBLIC: "id decision_id side count",
    },
    "tally_line": {
        Held.PUBLIC: "id tally_id position letter reason",
        Held.PERSONAL: "name affiliation",
    },
    "task": {
        Held.PUBLIC: "id process_id number heading text answer",
    },
    "sitting": {
        Held.PUBLIC: "id body_id on",
    },
    "sitting_item": {
        Held.PUBLIC: "id body_id held_on number title text is_closed neutral_title closed_because state published_at",
    },
    "text_edit": {
        Held.PUBLIC: "id kind thing_id edit heading text at",
        Held.PERSONAL: "person_id",
    },
    "theme": {
        Held.PUBLIC: "id hearing_id name",
    },
    "trace_link": {
        Held.PUBLIC: "id source_kind source_id target_kind target_id at",
    },
    "upload": {
        Held.PUBLIC: "id kind thing_id number file_id state is_text is_picture reason received_at "
        "shown_id read_at tries due_at",
        Held.PERSONAL: "name",
        Held.SPECIAL: "found",
    },
    "upload_page": {
        Held.PUBLIC: "id upload_id number file_id",
    },
    "upload_size": {
        Held.PUBLIC: "id upload_id width height file_id",
    },
    "version": {
        Held.PUBLIC: "id report_id label name purpose published_at content_hash is_example",
    },
    "useful": {
        Held.PUBLIC: "id comment_id at",
        Held.PERSONAL: "person_id",
    },
    "vote": {
        Held.PERSONAL: "id cast_at proof was station_id is_assisted",
        Held.SPECIAL: "entry_id lines",
        Held.SECRET: "receipt",
    },
    "wording": {
        Held.PUBLIC: "id comment_id until",
        Held.SPECIAL: "text",
    },
    "working_copy": {
        Held.PERSONAL: "id kind thing_id person_id base_edit seen_at",
        Held.SPECIAL: "heading text",
    },
    "working_group": {
        Held.PUBLIC: "id process_id kind admission state title about capacity criteria questions discussion created_at "
        "ended_at",
    },
}
"""By table and class, the columns."""


def held_by(table: str, column: str) -> Held:
    """Return the class of a column; KeyError for one that nobody has classed."""
    for kind, columns in CLASSES[table].items():
        if column in columns.split():
            return kind
    raise KeyError(f"{table}.{column}")
