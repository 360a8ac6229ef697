"""What somebody is told is kept for their page, and mailed at the pace they chose."""

import sqlalchemy as sa
from alembic import op

import civic.db.base

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None

PACES = "('at_once', 'daily', 'weekly', 'never')"
AT = civic.db.base.Instant(timezone=True)


def upgrade() -> None:
    """Make room for them; who follows something is mailed at once, as so far."""
    op.create_table(
        'notification',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('template', sa.Text(), nullable=False),
        sa.Column('data', sa.JSON(), nullable=False),
        sa.Column('pace', sa.String(length=40), nullable=True),
        sa.Column('at', AT, nullable=False),
        sa.Column('read_at', AT, nullable=True),
        sa.Column('digest_at', AT, nullable=True),
        sa.Column('mailed_at', AT, nullable=True),
        sa.CheckConstraint(f"pace IN {PACES}", name=op.f('ck_notification_pace_pace')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notification_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    )
    op.create_index('ix_notification_of_person', 'notification', ['person_id', 'id'])
    op.create_index('ix_notification_at', 'notification', ['at'])
    for name, columns, condition in (
        ('ix_notification_unread', ['person_id', 'id'], 'read_at IS NULL'),
        (
            'ix_notification_to_gather',
            ['digest_at', 'person_id'],
            '(notification.digest_at IS NOT NULL AND notification.mailed_at IS NULL)',
        ),
    ):
        where = sa.text(condition)
        op.create_index(name, 'notification', columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        'pace_of_kind',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('pace', sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "kind IN ('followed', 'talk', 'own', 'supported')", name=op.f('ck_pace_of_kind_kind_notified')
        ),
        sa.CheckConstraint(f"pace IN {PACES}", name=op.f('ck_pace_of_kind_pace_pace')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pace_of_kind_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pace_of_kind')),
        sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_pace_of_kind_person_id_kind')),
    )
    with op.batch_alter_table('follow') as follow:
        follow.add_column(sa.Column('pace', sa.String(length=40), nullable=True))
        follow.create_check_constraint(op.f('ck_follow_pace_pace'), f"pace IN {PACES}")
    with op.batch_alter_table('outbox_message') as message:
        message.add_column(sa.Column('notification_id', sa.Integer(), nullable=True))
        message.create_foreign_key(
            op.f('fk_outbox_message_notification_id'), 'notification', ['notification_id'], ['id']
        )
        message.create_index(op.f('ix_outbox_message_notification_id'), ['notification_id'])


def downgrade() -> None:
    """Take them away; everybody is mailed at once again."""
    with op.batch_alter_table('outbox_message') as message:
        message.drop_index(op.f('ix_outbox_message_notification_id'))
        message.drop_constraint(op.f('fk_outbox_message_notification_id'), type_='foreignkey')
        message.drop_column('notification_id')
    with op.batch_alter_table('follow') as follow:
        follow.drop_constraint(op.f('ck_follow_pace_pace'), type_='check')
        follow.drop_column('pace')
    op.drop_table('pace_of_kind')
    op.drop_table('notification')
