"""Each round of a draw says beforehand what its seed will be; a draw is extended, called off, or for a group."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from civic.db.base import Instant

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

OLD = ('prepared', 'open', 'ended', 'frozen', 'drawn')
STATE = 'ck_draw_state_drawstate'


def upgrade() -> None:
    """Move what the public half will be from the draw to its rounds, and make room for the rest."""
    with op.batch_alter_table('draw_round') as table:
        table.add_column(sa.Column('public_source', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('public_on', sa.Date(), server_default='1970-01-01', nullable=False))
        table.add_column(sa.Column('answers_by', Instant()))
        table.add_column(sa.Column('tries', sa.Integer(), server_default='0', nullable=False))
        table.add_column(sa.Column('is_best', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        'UPDATE draw_round SET public_source = (SELECT public_source FROM draw WHERE draw.id = draw_round.draw_id)'
    )
    op.execute('UPDATE draw_round SET public_on = date(coalesce(drawn_at, made_at))')
    with op.batch_alter_table('draw_round') as table:
        table.alter_column('public_source', existing_type=sa.Text(), existing_nullable=False, server_default=None)
        table.alter_column('public_on', existing_type=sa.Date(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('entrant') as table:
        table.drop_index(op.f('uq_entrant_email'))
        table.add_column(sa.Column('mailbox', sa.Text(), server_default='', nullable=False))
        table.add_column(sa.Column('struck_because', sa.Text(), server_default='', nullable=False))
    op.execute('UPDATE entrant SET mailbox = email WHERE left_at IS NULL')
    with op.batch_alter_table('entrant') as table:
        table.alter_column('mailbox', existing_type=sa.Text(), existing_nullable=False, server_default=None)
    where = sa.text("mailbox <> ''")
    op.create_index(
        op.f('uq_entrant_mailbox'), 'entrant', ['draw_id', 'mailbox'],
        unique=True, sqlite_where=where, postgresql_where=where,
    )
    with op.batch_alter_table('draw') as table:
        table.drop_column('public_source')
        table.add_column(sa.Column('group_id', sa.Integer()))
        table.add_column(sa.Column('called_off_because', sa.Text(), server_default='', nullable=False))
        table.create_foreign_key(op.f('fk_draw_group_id'), 'working_group', ['group_id'], ['id'])
        table.drop_constraint(op.f(STATE), type_='check')
        table.create_check_constraint(op.f(STATE), sa.column('state').in_((*OLD, 'called_off')))
        table.create_check_constraint(
            op.f('ck_draw_called_off'), "(state = 'called_off') = (called_off_because <> '')"
        )
    op.create_index(op.f('ix_draw_group_id'), 'draw', ['group_id'])
    with op.batch_alter_table('working_group') as table:
        table.add_column(sa.Column('ended_at', Instant()))
    ended = sa.text("UPDATE working_group SET ended_at = :now WHERE state = 'ended'")
    ended = ended.bindparams(sa.bindparam('now', datetime.now(UTC), Instant()))
    op.get_bind().execute(ended)  # when it was is not known: its addresses are kept for their time from now on


def downgrade() -> None:
    """Say it once a draw; what was called off is as if nobody had frozen it."""
    with op.batch_alter_table('working_group') as table:
        table.drop_column('ended_at')
    op.drop_index(op.f('ix_draw_group_id'), 'draw')
    with op.batch_alter_table('draw') as table:
        table.drop_constraint(op.f('ck_draw_called_off'), type_='check')
        table.add_column(sa.Column('public_source', sa.Text(), server_default='', nullable=False))
    op.execute("UPDATE draw SET state = 'open' WHERE state = 'called_off'")
    op.execute(
        'UPDATE draw SET public_source = coalesce('
        '(SELECT public_source FROM draw_round WHERE draw_round.draw_id = draw.id AND number = 1), \'\')'
    )
    with op.batch_alter_table('draw') as table:
        table.drop_constraint(op.f('fk_draw_group_id'), type_='foreignkey')
        table.drop_constraint(op.f(STATE), type_='check')
        table.create_check_constraint(op.f(STATE), sa.column('state').in_(OLD))
        table.drop_column('group_id')
        table.drop_column('called_off_because')
        table.alter_column('public_source', existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table('draw_round') as table:
        for name in ('public_on', 'answers_by', 'tries', 'is_best'):
            table.drop_column(name)
        table.drop_column('public_source')
    op.drop_index(op.f('uq_entrant_mailbox'), 'entrant')
    with op.batch_alter_table('entrant') as table:
        table.drop_column('mailbox')
        table.drop_column('struck_because')
    where = sa.text("email <> '' AND left_at IS NULL")
    op.create_index(
        op.f('uq_entrant_email'), 'entrant', ['draw_id', 'email'],
        unique=True, sqlite_where=where, postgresql_where=where,
    )
