"""Who approved minutes with their own account, who talks in a group, and an index of what agendas treat."""

import sqlalchemy as sa
from alembic import op

revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None

DISCUSSION = 'ck_working_group_discussion_discussion'


def upgrade() -> None:
    """Make room for them."""
    with op.batch_alter_table('minutes') as table:
        table.add_column(sa.Column('approved_by_id', sa.Integer()))
        table.create_foreign_key(op.f('fk_minutes_approved_by_id'), 'person', ['approved_by_id'], ['id'])
    op.create_index(op.f('ix_minutes_approved_by_id'), 'minutes', ['approved_by_id'])
    with op.batch_alter_table('working_group') as table:
        table.add_column(sa.Column('discussion', sa.String(40), server_default='none', nullable=False))
        table.create_check_constraint(op.f(DISCUSSION), sa.column('discussion').in_(('none', 'internal', 'public')))
    where = sa.text('treats_id IS NOT NULL')
    op.create_index(
        op.f('ix_agenda_item_treats'), 'agenda_item', ['treats_kind', 'treats_id'],
        sqlite_where=where, postgresql_where=where,
    )


def downgrade() -> None:
    """Take them away; what was said in a group's discussion goes with it: there was none."""
    gone = "SELECT id FROM comment WHERE kind = 'group'"
    op.execute(f"DELETE FROM ruling WHERE kind = 'comment' AND thing_id IN ({gone})")
    op.execute(f"DELETE FROM erasure_request WHERE kind = 'comment' AND thing_id IN ({gone})")
    op.execute("DELETE FROM correction WHERE field IN ('treats', 'body_ids', 'discussion')")
    op.execute("DELETE FROM flag WHERE comment_id IN (SELECT id FROM comment WHERE kind = 'group')")
    op.execute("DELETE FROM comment WHERE kind = 'group'")
    op.drop_index(op.f('ix_agenda_item_treats'), 'agenda_item')
    with op.batch_alter_table('working_group') as table:
        table.drop_constraint(op.f(DISCUSSION), type_='check')
        table.drop_column('discussion')
    op.drop_index(op.f('ix_minutes_approved_by_id'), 'minutes')
    with op.batch_alter_table('minutes') as table:
        table.drop_constraint(op.f('fk_minutes_approved_by_id'), type_='foreignkey')
        table.drop_column('approved_by_id')
