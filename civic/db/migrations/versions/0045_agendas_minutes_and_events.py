"""Meetings of several sorts, with programmes, agendas, minutes and what was agreed; a calendar of one's own."""

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

KINDS = ('meeting', 'joint', 'visit', 'event')
POINTS = ('resident', 'member', 'expert', 'staff', 'figure', 'decision')
ORIGINS = ('at_meeting', 'spoken', 'paper', 'telephone', 'mail')
CATEGORIES = ('politician', 'member', 'resident', 'expert', 'staff')


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make room for them; what was called a meeting before is a plain one."""
    with op.batch_alter_table('meeting') as table:
        table.add_column(sa.Column('kind', sa.String(40), server_default='meeting', nullable=False))
        table.add_column(sa.Column('about', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('target_group', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('unit_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_meeting_unit_id'), 'unit', ['unit_id'], ['id'])
        table.create_check_constraint(op.f('ck_meeting_kind_meetingkind'), sa.column('kind').in_(KINDS))
    op.create_index(op.f('ix_meeting_unit_id'), 'meeting', ['unit_id'])
    op.execute("UPDATE posting SET trait = 'meeting' WHERE kind = 'meeting'")
    op.create_table(
        'meeting_body',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_body_meeting_id')),
        sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_meeting_body_body_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_body')),
        sa.UniqueConstraint('meeting_id', 'body_id', name=op.f('uq_meeting_body_meeting_id_body_id')),
    )
    op.create_index(op.f('ix_meeting_body_body_id'), 'meeting_body', ['body_id'])
    op.create_table(
        'programme_item',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('speakers', sa.Text(), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f('ck_programme_item_title')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_programme_item_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_item')),
        sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_programme_item_meeting_id_number')),
    )
    op.create_table(
        'calendar_feed',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('token', sa.Text(), nullable=False),
        sa.Column('made_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
        sa.UniqueConstraint('person_id', name=op.f('uq_calendar_feed_person_id')),
        sa.UniqueConstraint('token', name=op.f('uq_calendar_feed_token')),
    )
    op.create_table(
        'minutes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('state', _one_of('minutesstate', 'draft', 'approved'), nullable=False),
        sa.Column('begun_at', Instant(), nullable=False),
        sa.Column('approved_by', sa.Text(), nullable=False),
        sa.Column('approved_on', sa.Date()),
        sa.CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name=op.f('ck_minutes_approved_on')),
        sa.CheckConstraint("(state = 'approved') = (approved_by <> '')", name=op.f('ck_minutes_approved_by')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_minutes_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
        sa.UniqueConstraint('meeting_id', name=op.f('uq_minutes_meeting_id')),
    )
    op.create_table(
        'agenda_item',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('treats_kind', sa.String(40)),
        sa.Column('treats_id', sa.Integer()),
        sa.CheckConstraint("title <> ''", name=op.f('ck_agenda_item_title')),
        sa.CheckConstraint('(treats_kind IS NULL) = (treats_id IS NULL)', name=op.f('ck_agenda_item_treats')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_agenda_item_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
        sa.UniqueConstraint('meeting_id', 'number', name=op.f('uq_agenda_item_meeting_id_number')),
    )
    op.create_table(
        'minutes_point',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('item_id', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('kind', _one_of('pointkind', *POINTS), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('evidence_id', sa.Integer()),
        sa.Column('origin', _one_of('origin', *ORIGINS), nullable=False),
        sa.Column('consent', sa.Text(), nullable=False),
        sa.Column('written_at', Instant(), nullable=False),
        sa.CheckConstraint("(kind = 'figure') = (evidence_id IS NOT NULL)", name=op.f('ck_minutes_point_figure')),
        sa.CheckConstraint("text <> '' OR kind = 'figure'", name=op.f('ck_minutes_point_text')),
        sa.CheckConstraint("origin = 'at_meeting' OR consent <> ''", name=op.f('ck_minutes_point_consent')),
        sa.ForeignKeyConstraint(
            ['item_id'], ['agenda_item.id'], name=op.f('fk_minutes_point_item_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['evidence_id'], ['key_figure.id'], name=op.f('fk_minutes_point_evidence_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes_point')),
        sa.UniqueConstraint('item_id', 'number', name=op.f('uq_minutes_point_item_id_number')),
    )
    op.create_index(op.f('ix_minutes_point_evidence_id'), 'minutes_point', ['evidence_id'])
    op.create_table(
        'attendance',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('category', _one_of('category', *CATEGORIES), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.CheckConstraint('count >= 0', name=op.f('ck_attendance_count')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
        sa.UniqueConstraint('meeting_id', 'category', name=op.f('uq_attendance_meeting_id_category')),
    )
    op.create_table(
        'action_point',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('process_id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer()),
        sa.Column('item_id', sa.Integer()),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('owner', sa.Text(), nullable=False),
        sa.Column('due_on', sa.Date()),
        sa.Column('state', _one_of('actionstate', 'open', 'done', 'dropped'), nullable=False),
        sa.Column('ended_on', sa.Date()),
        sa.Column('result', sa.Text(), nullable=False),
        sa.Column('added_at', Instant(), nullable=False),
        sa.CheckConstraint("text <> '' AND owner <> ''", name=op.f('ck_action_point_text')),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f('ck_action_point_ended')),
        sa.ForeignKeyConstraint(['process_id'], ['process.id'], name=op.f('fk_action_point_process_id')),
        sa.ForeignKeyConstraint(['group_id'], ['working_group.id'], name=op.f('fk_action_point_group_id')),
        sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_action_point_item_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_action_point')),
    )
    op.create_index(op.f('ix_action_point_process_id'), 'action_point', ['process_id'])
    op.create_index(op.f('ix_action_point_item_id'), 'action_point', ['item_id'])
    op.create_index(op.f('ix_action_point_group_id'), 'action_point', ['group_id', 'state', 'due_on'])


def downgrade() -> None:
    """Take them away."""
    for name in ('action_point', 'attendance', 'minutes_point', 'agenda_item', 'minutes', 'calendar_feed',
                 'programme_item', 'meeting_body'):  # fmt: skip
        op.drop_table(name)
    op.execute("UPDATE posting SET trait = NULL WHERE kind = 'meeting'")
    op.drop_index(op.f('ix_meeting_unit_id'), 'meeting')
    with op.batch_alter_table('meeting') as table:
        table.drop_constraint(op.f('ck_meeting_kind_meetingkind'), type_='check')
        table.drop_constraint(op.f('fk_meeting_unit_id'), type_='foreignkey')
        for name in ('unit_id', 'target_group', 'about', 'kind'):
            table.drop_column(name)
