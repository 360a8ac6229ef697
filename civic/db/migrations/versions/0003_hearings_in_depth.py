"""Hearings in depth: parties' way, responses of everybody, dispositions."""

import hashlib

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant
from civic.db.steps import changed, one_of

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TOPICS = ('disability', 'older_people', 'integration', 'local', 'schools', 'staff', 'youth', 'vulnerable')
OLD_HEARING, HEARING = ('draft', 'open', 'closed', 'concluded'), ('draft', 'open', 'closed', 'ready', 'concluded')
OLD_PARTY = ('prepared', 'invited', 'drafting', 'held', 'submitted', 'silent', 'treated')
PARTY = ('prepared', 'invited', 'received', 'on_agenda', 'drafting', 'adopting', 'adopted', 'submitted')
OLD_MEDIUM, MEDIUM = ('written', 'oral'), ('written', 'oral', 'paper', 'e_mail')
STANCES = ('remarks', 'no_remarks', 'noted', 'statement')
STATES = ('reading', 'waiting', 'held', 'shown', 'hidden', 'withdrawn')
OUTCOMES = ('accepted', 'partly', 'not_accepted', 'noted', 'out_of_scope')
KINDS = ('objection', 'change', 'support', 'question')


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the change; what 0002 knew of parties, responses and answers is carried over."""
    op.create_table('sender',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('is_protected', sa.Boolean(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('confirm_hash', sa.Text(), nullable=True),
    sa.Column('confirmed_at', Instant(timezone=True), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('verified_at', Instant(timezone=True), nullable=True),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sender_person_id')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_sender_verified_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sender')),
    sa.UniqueConstraint('confirm_hash', name=op.f('uq_sender_confirm_hash'))
    )
    with op.batch_alter_table('sender', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sender_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sender_verified_by_id'), ['verified_by_id'], unique=False)

    op.create_table('deadline_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('before', Instant(timezone=True), nullable=False),
    sa.Column('after', Instant(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Instant(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_deadline_change_by_id')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_deadline_change_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline_change'))
    )
    with op.batch_alter_table('deadline_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_change_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deadline_change_hearing_id'), ['hearing_id'], unique=False)

    op.create_table('disposition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('outcome', _enum('outcome', 'accepted', 'partly', 'not_accepted', 'noted', 'out_of_scope'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('answered_at', Instant(timezone=True), nullable=True),
    sa.Column('answered_for', sa.Text(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_disposition_answered_by_id')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_disposition_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disposition'))
    )
    with op.batch_alter_table('disposition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disposition_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disposition_hearing_id'), ['hearing_id'], unique=False)

    op.create_table('hearing_topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('topic', _enum('topic', 'disability', 'older_people', 'integration', 'local', 'schools', 'staff', 'youth', 'vulnerable'), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_hearing_topic_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_topic')),
    sa.UniqueConstraint('hearing_id', 'topic', name=op.f('uq_hearing_topic_hearing_id_topic'))
    )
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_question_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('hearing_id', 'number', name=op.f('uq_question_hearing_id_number'))
    )
    op.create_table('theme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearing.id'], name=op.f('fk_theme_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme')),
    sa.UniqueConstraint('hearing_id', 'name', name=op.f('uq_theme_hearing_id_name'))
    )
    op.create_table('disposition_change',
    sa.Column('disposition_id', sa.Integer(), nullable=False),
    sa.Column('section_text_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['disposition_id'], ['disposition.id'], name=op.f('fk_disposition_change_disposition_id')),
    sa.ForeignKeyConstraint(['section_text_id'], ['section_text.id'], name=op.f('fk_disposition_change_section_text_id')),
    sa.PrimaryKeyConstraint('disposition_id', 'section_text_id', name=op.f('pk_disposition_change'))
    )
    with op.batch_alter_table('disposition_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disposition_change_section_text_id'), ['section_text_id'], unique=False)

    op.create_table('draft_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('section_text_id', sa.Integer(), nullable=False),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['party_id'], ['hearing_party.id'], name=op.f('fk_draft_point_party_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_point_person_id')),
    sa.ForeignKeyConstraint(['section_text_id'], ['section_text.id'], name=op.f('fk_draft_point_section_text_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_point')),
    sa.UniqueConstraint('party_id', 'number', name=op.f('uq_draft_point_party_id_number'))
    )
    with op.batch_alter_table('draft_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_point_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_point_section_text_id'), ['section_text_id'], unique=False)

    op.create_table('response_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('section_text_id', sa.Integer(), nullable=True),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_response_part_question_id')),
    sa.ForeignKeyConstraint(['response_id'], ['response.id'], name=op.f('fk_response_part_response_id')),
    sa.ForeignKeyConstraint(['section_text_id'], ['section_text.id'], name=op.f('fk_response_part_section_text_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response_part')),
    sa.UniqueConstraint('response_id', 'position', name=op.f('uq_response_part_response_id_position'))
    )
    with op.batch_alter_table('response_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_response_part_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_response_part_section_text_id'), ['section_text_id'], unique=False)

    op.create_table('response_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('received_hash', sa.Text(), nullable=False),
    sa.Column('received_at', Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['response_id'], ['response.id'], name=op.f('fk_response_revision_response_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response_revision')),
    sa.UniqueConstraint('response_id', 'revision', name=op.f('uq_response_revision_response_id_revision'))
    )
    op.create_table('remark_section',
    sa.Column('remark_id', sa.Integer(), nullable=False),
    sa.Column('section_text_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_remark_section_remark_id')),
    sa.ForeignKeyConstraint(['section_text_id'], ['section_text.id'], name=op.f('fk_remark_section_section_text_id')),
    sa.PrimaryKeyConstraint('remark_id', 'section_text_id', name=op.f('pk_remark_section'))
    )
    with op.batch_alter_table('remark_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_section_section_text_id'), ['section_text_id'], unique=False)

    op.create_table('remark_theme',
    sa.Column('remark_id', sa.Integer(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_remark_theme_remark_id')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_remark_theme_theme_id')),
    sa.PrimaryKeyConstraint('remark_id', 'theme_id', name=op.f('pk_remark_theme'))
    )
    with op.batch_alter_table('remark_theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_theme_theme_id'), ['theme_id'], unique=False)

    with changed('body') as batch:
        batch.add_column(sa.Column('topic', sa.String(40), nullable=True))
        batch.add_column(sa.Column('entitlement', sa.String(40), nullable=False, server_default='open'))
        one_of(batch, 'body', 'topic', 'topic', TOPICS)
        one_of(batch, 'body', 'entitlement', 'entitlement', ('statutory', 'agreed', 'open'))
    with changed('organisation') as batch:
        batch.add_column(sa.Column('shortest_hearing', sa.Integer(), nullable=False, server_default='14'))
    with changed('outbox_message') as batch:
        batch.add_column(sa.Column('to_address', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('language', sa.Text(), nullable=False, server_default=''))
        batch.alter_column('to_person_id', existing_type=sa.Integer(), nullable=True)
    with changed('hearing', without=('ck_hearing_state_hearingstate',)) as batch:
        one_of(batch, 'hearing', 'state', 'hearingstate', HEARING)
        batch.add_column(sa.Column('audience', sa.String(40), nullable=False, server_default='parties'))
        batch.add_column(sa.Column('moderation', sa.String(40), nullable=False, server_default='after'))
        batch.add_column(sa.Column('allows_protected_names', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column('left_out_reason', sa.Text(), nullable=True))
        batch.add_column(sa.Column('ready_at', Instant(timezone=True), nullable=True))
        one_of(batch, 'hearing', 'audience', 'audience', ('parties', 'everyone', 'both'))
        one_of(batch, 'hearing', 'moderation', 'moderation', ('before', 'after'))
    with changed('hearing_party', without=('ck_hearing_party_state_partystate',)) as batch:
        batch.add_column(sa.Column('version_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('edit', sa.Integer(), nullable=False, server_default='0'))
        batch.add_column(sa.Column('stance', sa.String(40), nullable=True))
        for name in ('agenda_on', 'adopted_on'):
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in ('invited_at', 'received_at', 'drafted_at', 'adopting_at', 'adopted_at', 'submitted_at', 'reminded_at'):
            batch.add_column(sa.Column(name, Instant(timezone=True), nullable=True))
        one_of(batch, 'hearing_party', 'stance', 'stance', STANCES)
    with changed('response', without=('ck_response_medium_medium',)) as batch:
        one_of(batch, 'response', 'medium', 'medium', MEDIUM)
        batch.add_column(sa.Column('sender_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('version_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('state', sa.String(40), nullable=False, server_default='shown'))
        batch.add_column(sa.Column('revision', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('received_hash', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('is_urgent', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column('confirmed_at', Instant(timezone=True), nullable=True))
        batch.add_column(sa.Column('found', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch.alter_column('party_id', existing_type=sa.Integer(), nullable=True)
        one_of(batch, 'response', 'state', 'responsestate', STATES)
    with changed('remark') as batch:
        batch.add_column(sa.Column('kind', sa.String(40), nullable=False, server_default='change'))
        batch.add_column(sa.Column('disposition_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('officer_id', sa.Integer(), nullable=True))
        one_of(batch, 'remark', 'kind', 'remarkkind', KINDS)
    _carry()
    _tighten()


def _carry() -> None:
    bind = op.get_bind()
    op.execute(
        "UPDATE hearing_party SET version_id = (SELECT version_id FROM hearing WHERE hearing.id = hearing_id), "
        "invited_at = (SELECT opens_at FROM hearing WHERE hearing.id = hearing_id), "
        "submitted_at = (SELECT submitted_at FROM response WHERE response.party_id = hearing_party.id)"
    )
    op.execute(
        "UPDATE response SET version_id = (SELECT version_id FROM hearing WHERE hearing.id = hearing_id), "
        "reason = release_reason"
    )
    op.execute("UPDATE response SET state = 'held', found = 'cpr' WHERE party_id IN (SELECT id FROM hearing_party WHERE state = 'held')")
    op.execute("UPDATE hearing_party SET state = 'submitted' WHERE state IN ('held', 'treated')")
    op.execute("UPDATE hearing_party SET state = 'invited' WHERE state IN ('prepared', 'silent')")
    op.execute("UPDATE hearing_party SET edit = 1 WHERE draft <> ''")
    op.execute(
        "INSERT INTO text_edit (kind, subject_id, edit, heading, text, at) "
        "SELECT 'party', id, 1, '', draft, CURRENT_TIMESTAMP FROM hearing_party WHERE draft <> ''"
    )
    for response_id, text in bind.execute(sa.text("SELECT id, text FROM response")).all():
        digest = hashlib.sha256(text.encode()).hexdigest()
        bind.execute(sa.text("UPDATE response SET received_hash = :digest WHERE id = :id"), {"digest": digest, "id": response_id})
    op.execute(
        "INSERT INTO remark_section (remark_id, section_text_id) "
        "SELECT id, section_text_id FROM remark WHERE section_text_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO disposition (id, hearing_id, heading, outcome, reason, answered_at, answered_for) "
        "SELECT remark.id, response.hearing_id, '', outcome, remark.reason, answered_at, answered_for "
        "FROM remark JOIN response ON response.id = remark.response_id WHERE outcome IS NOT NULL"
    )
    op.execute("UPDATE remark SET disposition_id = id WHERE outcome IS NOT NULL")
    op.execute(
        "INSERT INTO disposition_change (disposition_id, section_text_id) "
        "SELECT id, change_id FROM remark WHERE change_id IS NOT NULL"
    )
    if bind.dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('disposition', 'id'), COALESCE((SELECT max(id) FROM disposition), 0) + 1, false)")


def _tighten() -> None:
    for table, names in (
        ('body', ('entitlement',)), ('organisation', ('shortest_hearing',)), ('outbox_message', ('to_address', 'language')),
        ('hearing', ('audience', 'moderation', 'allows_protected_names')),
    ):
        with changed(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)
    with changed('hearing_party') as batch:
        one_of(batch, 'hearing_party', 'state', 'partystate', PARTY)
        batch.alter_column('edit', server_default=None)
        batch.alter_column('version_id', existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f('fk_hearing_party_version_id'), 'version', ['version_id'], ['id'])
        batch.create_index(op.f('ix_hearing_party_version_id'), ['version_id'])
    with changed('response') as batch:
        for name in ('state', 'revision', 'received_hash', 'is_urgent', 'found'):
            batch.alter_column(name, server_default=None)
        batch.alter_column('version_id', existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f('fk_response_version_id'), 'version', ['version_id'], ['id'])
        batch.create_foreign_key(op.f('fk_response_sender_id'), 'sender', ['sender_id'], ['id'])
        batch.create_unique_constraint(op.f('uq_response_sender_id'), ['sender_id'])
        batch.create_check_constraint(op.f('ck_response_one_source'), '(party_id IS NULL) <> (sender_id IS NULL)')
        batch.create_index(op.f('ix_response_state'), ['state'])
        batch.create_index(op.f('ix_response_version_id'), ['version_id'])
        batch.drop_column('release_reason')
    with changed('remark', without=('ck_remark_outcome_outcome',)) as batch:
        batch.alter_column('kind', server_default=None)
        batch.drop_index(op.f('ix_remark_change_id'))
        batch.drop_index(op.f('ix_remark_section_text_id'))
        batch.drop_constraint(op.f('fk_remark_change_id'), type_='foreignkey')
        batch.drop_constraint(op.f('fk_remark_section_text_id'), type_='foreignkey')
        batch.create_foreign_key(op.f('fk_remark_disposition_id'), 'disposition', ['disposition_id'], ['id'])
        batch.create_foreign_key(op.f('fk_remark_officer_id'), 'person', ['officer_id'], ['id'])
        batch.create_index(op.f('ix_remark_disposition_id'), ['disposition_id'])
        batch.create_index(op.f('ix_remark_officer_id'), ['officer_id'])
        for name in ('answered_at', 'change_id', 'answered_for', 'section_text_id', 'reason', 'outcome'):
            batch.drop_column(name)


def downgrade() -> None:
    """Take it back; answers of residents and organisations, which 0002 has no place for, are lost."""
    own = "SELECT id FROM response WHERE party_id IS NULL"
    remarks = f"SELECT id FROM remark WHERE response_id IN ({own})"
    for table in ('remark_section', 'remark_theme'):
        op.execute(f"DELETE FROM {table} WHERE remark_id IN ({remarks})")
    op.execute(f"DELETE FROM trace_link WHERE (source_kind = 'remark' AND source_id IN ({remarks})) OR (target_kind = 'remark' AND target_id IN ({remarks}))")
    op.execute(f"DELETE FROM remark WHERE response_id IN ({own})")
    for table in ('response_part', 'response_revision'):
        op.execute(f"DELETE FROM {table}")
    op.execute("DELETE FROM response WHERE party_id IS NULL")
    op.execute("DELETE FROM outbox_message WHERE to_person_id IS NULL")
    with changed('remark', without=('ck_remark_kind_remarkkind',)) as batch:
        batch.add_column(sa.Column('section_text_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('outcome', sa.String(40), nullable=True))
        batch.add_column(sa.Column('reason', sa.Text(), nullable=True))
        batch.add_column(sa.Column('answered_at', Instant(timezone=True), nullable=True))
        batch.add_column(sa.Column('answered_for', sa.Text(), nullable=True))
        batch.add_column(sa.Column('change_id', sa.Integer(), nullable=True))
        one_of(batch, 'remark', 'outcome', 'outcome', OUTCOMES)
    op.execute("UPDATE remark SET section_text_id = (SELECT min(section_text_id) FROM remark_section WHERE remark_id = remark.id)")
    for name in ('outcome', 'reason', 'answered_at', 'answered_for'):
        op.execute(f"UPDATE remark SET {name} = (SELECT d.{name} FROM disposition d WHERE d.id = disposition_id)")
    op.execute("UPDATE remark SET change_id = (SELECT min(section_text_id) FROM disposition_change c WHERE c.disposition_id = remark.disposition_id)")
    with changed('remark') as batch:
        batch.drop_index(op.f('ix_remark_disposition_id'))
        batch.drop_index(op.f('ix_remark_officer_id'))
        batch.drop_constraint(op.f('fk_remark_disposition_id'), type_='foreignkey')
        batch.drop_constraint(op.f('fk_remark_officer_id'), type_='foreignkey')
        for name in ('kind', 'disposition_id', 'officer_id'):
            batch.drop_column(name)
        batch.create_foreign_key(op.f('fk_remark_change_id'), 'section_text', ['change_id'], ['id'])
        batch.create_foreign_key(op.f('fk_remark_section_text_id'), 'section_text', ['section_text_id'], ['id'])
        batch.create_index(op.f('ix_remark_change_id'), ['change_id'])
        batch.create_index(op.f('ix_remark_section_text_id'), ['section_text_id'])
    with changed('hearing_party', without=('ck_hearing_party_state_partystate',)) as batch:
        pass
    op.execute("UPDATE hearing_party SET state = 'invited' WHERE state IN ('received', 'on_agenda')")
    op.execute("UPDATE hearing_party SET state = 'drafting' WHERE state IN ('adopting', 'adopted')")
    op.execute("UPDATE hearing_party SET state = 'held' WHERE id IN (SELECT party_id FROM response WHERE state <> 'shown')")
    op.execute(
        "UPDATE hearing_party SET state = 'treated' WHERE state = 'submitted' "
        "AND hearing_id IN (SELECT id FROM hearing WHERE state = 'concluded')"
    )
    op.execute("UPDATE hearing SET state = 'closed' WHERE state = 'ready'")
    with changed('response', without=('ck_response_one_source', 'ck_response_state_responsestate', 'ck_response_medium_medium')) as batch:
        batch.add_column(sa.Column('release_reason', sa.Text(), nullable=True))
        batch.drop_index(op.f('ix_response_state'))
        batch.drop_index(op.f('ix_response_version_id'))
        batch.drop_constraint(op.f('fk_response_version_id'), type_='foreignkey')
        batch.drop_constraint(op.f('fk_response_sender_id'), type_='foreignkey')
        batch.drop_constraint(op.f('uq_response_sender_id'), type_='unique')
        one_of(batch, 'response', 'medium', 'medium', OLD_MEDIUM)
        batch.alter_column('party_id', existing_type=sa.Integer(), nullable=False)
    op.execute("UPDATE response SET release_reason = reason")
    with changed('response') as batch:
        for name in ('sender_id', 'version_id', 'state', 'revision', 'received_hash', 'is_urgent', 'confirmed_at', 'found', 'reason'):
            batch.drop_column(name)
    with changed('hearing_party', without=('ck_hearing_party_stance_stance',)) as batch:
        one_of(batch, 'hearing_party', 'state', 'partystate', OLD_PARTY)
        batch.drop_index(op.f('ix_hearing_party_version_id'))
        batch.drop_constraint(op.f('fk_hearing_party_version_id'), type_='foreignkey')
        for name in (
            'version_id', 'edit', 'stance', 'agenda_on', 'adopted_on', 'invited_at', 'received_at', 'drafted_at',
            'adopting_at', 'adopted_at', 'submitted_at', 'reminded_at',
        ):
            batch.drop_column(name)
    with changed('hearing', without=('ck_hearing_state_hearingstate', 'ck_hearing_audience_audience', 'ck_hearing_moderation_moderation')) as batch:
        one_of(batch, 'hearing', 'state', 'hearingstate', OLD_HEARING)
        for name in ('audience', 'moderation', 'allows_protected_names', 'left_out_reason', 'ready_at'):
            batch.drop_column(name)
    with changed('outbox_message') as batch:
        batch.alter_column('to_person_id', existing_type=sa.Integer(), nullable=False)
        batch.drop_column('to_address')
        batch.drop_column('language')
    with changed('organisation') as batch:
        batch.drop_column('shortest_hearing')
    with changed('body', without=('ck_body_topic_topic', 'ck_body_entitlement_entitlement')) as batch:
        batch.drop_column('topic')
        batch.drop_column('entitlement')
    for table in (
        'remark_theme', 'remark_section', 'response_revision', 'response_part', 'draft_point', 'disposition_change',
        'theme', 'question', 'hearing_topic', 'disposition', 'deadline_change', 'sender',
    ):
        op.drop_table(table)
