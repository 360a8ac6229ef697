"""Indexes for just the rows that lists and the worker look for, so that both cost the same however much there is."""

import sqlalchemy as sa
from alembic import op

from civic.db.fulltext import indexing, unindexing

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

NEW = {
    'ix_answer_changing': ('answer', ['hearing_id', 'id'], "outcome IN ('accepted', 'partly')"),
    'ix_answer_not_given': ('answer', ['hearing_id', 'id'], 'outcome IS NULL'),
    'ix_appointment_quota_id': ('appointment', ['quota_id', 'seat'], None),
    'ix_audit_entry_unsealed': ('audit_entry', ['id'], 'seal IS NULL'),
    'ix_comment_in_public': ('comment', ['process_id', 'id'], "(state = 'published' AND circle IS NULL)"),
    'ix_comment_to_look_at': ('comment', ['process_id', 'id'], "(is_flagged OR state = 'held')"),
    'ix_hearing_in_work': ('hearing', ['process_id', 'id'], "state IN ('closed', 'open', 'ready')"),
    'ix_hearing_open': ('hearing', ['closes_at'], "state IN ('open')"),
    'ix_once_key_at': ('once_key', ['at'], None),
    'ix_outbox_message_unsent': ('outbox_message', ['not_before', 'id'], 'sent_at IS NULL'),
    'ix_person_state_name': ('person', ['state', 'name', 'id'], None),
    'ix_posting_ended': (
        'posting', ['kind', 'ended_at', 'thing_id'], '(ended_at IS NOT NULL AND seen_by IS NULL)'
    ),
    'ix_posting_inviting': (
        'posting', ['kind', 'thing_id'], '(invites AND seen_by IS NULL AND closes_at IS NULL)'
    ),
    'ix_posting_inviting_until': ('posting', ['kind', 'closes_at', 'thing_id'], '(invites AND seen_by IS NULL)'),
    'ix_proposal_public': ('proposal', ['process_id', 'id'], "state IN ('accepted', 'answered')"),
    'ix_proposal_unanswered': ('proposal', ['process_id', 'accepted_at', 'id'], "state IN ('accepted')"),
    'ix_proposal_waiting': ('proposal', ['process_id', 'submitted_at', 'id'], "state IN ('held', 'submitted')"),
    'ix_remark_without_answer': ('remark', ['process_id', 'id'], 'answer_id IS NULL'),
    'ix_rendition_to_make': ('rendition', ['id'], 'made_at IS NULL'),
    'ix_response_for_a_person': ('response', ['hearing_id', 'id'], "state IN ('held', 'waiting')"),
    'ix_response_to_confirm': ('response', ['id'], "(medium = 'oral' AND confirmed_at IS NULL)"),
    'ix_role_assignment_person_id': ('role_assignment', ['person_id'], None),
    'ix_upload_unread': ('upload', ['id'], "state IN ('unread')"),
    'ix_working_copy_seen_at': ('working_copy', ['seen_at'], None),
}
OLD = {
    'ix_comment_is_flagged': ('comment', ['is_flagged'], None),
    'ix_outbox_message_sent_at_not_before': ('outbox_message', ['sent_at', 'not_before'], None),
    'ix_posting_ended_at': ('posting', ['ended_at'], None),
    'ix_posting_invites_closes_at': ('posting', ['invites', 'closes_at'], None),
    'ix_proposal_process_id_state': ('proposal', ['process_id', 'state', 'id'], None),
    'ix_rendition_made_at': ('rendition', ['made_at'], None),
    'ix_response_state': ('response', ['state'], None),
    'ix_upload_state': ('upload', ['state'], None),
}


def upgrade() -> None:
    """Make the new ones and drop those they stand in for."""
    _made(NEW)
    _dropped(OLD)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX ix_posting_words')
        for statement in indexing('posting', 'stems', 'postgresql'):
            op.execute(statement)


def downgrade() -> None:
    """Put back the old ones."""
    if op.get_bind().dialect.name == 'postgresql':
        for statement in unindexing('posting', 'postgresql'):
            op.execute(statement)
        op.execute("CREATE INDEX ix_posting_words ON posting USING gin (to_tsvector('simple', stems))")
    _made(OLD)
    _dropped(NEW)


def _made(indexes):
    for name, (table, columns, condition) in indexes.items():
        where = sa.text(condition) if condition else None
        op.create_index(op.f(name), table, columns, sqlite_where=where, postgresql_where=where)


def _dropped(indexes):
    for name, (table, _columns, _condition) in indexes.items():
        op.drop_index(op.f(name), table_name=table)
