"""One registers for a meeting, with or without an account; a meeting has an end, an online room and a calendar entry."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'planned'")


def upgrade() -> None:
    """Make room for it."""
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table('meeting') as table:
        table.add_column(sa.Column('ends_at', moment, nullable=True))
        table.add_column(sa.Column('takes_registrations', sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column('capacity', sa.Integer(), nullable=True))
        table.add_column(sa.Column('online_link', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('link_days', sa.Integer(), server_default='1', nullable=False))
        table.add_column(sa.Column('sequence', sa.Integer(), server_default='0', nullable=False))
        table.create_check_constraint(
            op.f('ck_meeting_ends_after'), 'ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at'
        )
        table.create_check_constraint(op.f('ck_meeting_capacity'), 'capacity IS NULL OR capacity > 0')
    op.create_index('ix_meeting_planned', 'meeting', ['starts_at'], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        'registration',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('meeting_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('email', sa.Text(), nullable=False),
        sa.Column('language', sa.Text(), nullable=False),
        sa.Column('token', sa.Text(), nullable=False),
        sa.Column('slot', sa.Integer(), nullable=True),
        sa.Column('registered_at', moment, nullable=False),
        sa.Column('confirmed_at', moment, nullable=True),
        sa.Column('left_at', moment, nullable=True),
        sa.Column('told_at', moment, nullable=True),
        sa.Column('interpreter', sa.Text(), nullable=False),
        sa.Column('needs_step_free', sa.Boolean(), nullable=False),
        sa.Column('needs_loop', sa.Boolean(), nullable=False),
        sa.Column('needs_child_care', sa.Boolean(), nullable=False),
        sa.Column('needs_other', sa.Text(), nullable=False),
        sa.CheckConstraint(
            'slot IS NULL OR (left_at IS NULL AND confirmed_at IS NOT NULL)', name=op.f('ck_registration_slot_held')
        ),
        sa.CheckConstraint('slot IS NULL OR slot > 0', name=op.f('ck_registration_slot')),
        sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_registration_meeting_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_registration_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
        sa.UniqueConstraint('token', name=op.f('uq_registration_token')),
    )
    op.create_index(op.f('ix_registration_person_id'), 'registration', ['person_id'])
    op.create_index('ix_registration_meeting_id', 'registration', ['meeting_id', 'id'])
    held, there = sa.text('slot IS NOT NULL'), sa.text('left_at IS NULL')
    op.create_index(
        'uq_registration_slot', 'registration', ['meeting_id', 'slot'], unique=True,
        sqlite_where=held, postgresql_where=held,
    )
    op.create_index(
        'uq_registration_email', 'registration', ['meeting_id', 'email'], unique=True,
        sqlite_where=there, postgresql_where=there,
    )


def downgrade() -> None:
    """Take it away, and who has registered with it."""
    op.drop_table('registration')
    op.drop_index('ix_meeting_planned', 'meeting')
    with op.batch_alter_table('meeting') as table:
        table.drop_constraint(op.f('ck_meeting_capacity'), type_='check')
        table.drop_constraint(op.f('ck_meeting_ends_after'), type_='check')
        for column in ('sequence', 'link_days', 'online_link', 'capacity', 'takes_registrations', 'ends_at'):
            table.drop_column(column)
